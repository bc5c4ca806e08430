/** The rehearsal's Slack inbox, as its interface tells. */
import { setTimeout } from "node:timers/promises";
import type { AnswerPlan } from "../../../rehearsal/inbox/answers.ts";
import type { Message } from "../../../rehearsal/inbox/messages.ts";

/** Asks the inbox. */
export class Inbox {
  readonly url: string;

  /** @param url of the inbox, without a slash at its end */
  constructor(url: string) {
    this.url = url;
  }

  /** All calls since the last `clear`, the oldest first. */
  async calls(): Promise<readonly Message[]> {
    return (await (await fetch(`${this.url}/api/messages`)).json()) as Message[];
  }

  /** The calls that Slack took. */
  async posts(): Promise<readonly Message[]> {
    return (await this.calls()).filter(isTaken);
  }

  async clear(): Promise<void> {
    await fetch(`${this.url}/api/messages`, { method: "DELETE" });
  }

  /** Changes what the next calls are answered. */
  async answer(plan: AnswerPlan): Promise<void> {
    const response = await fetch(`${this.url}/api/answers`, { method: "PUT", body: JSON.stringify(plan) });
    if (!response.ok) throw new Error(await response.text());
  }

  /**
   * Waits until the posts are as they should be.
   *
   * @param isRight told all posts since the last `clear`
   * @throws Error with the texts of the posts that came, after `seconds`
   */
  async until(isRight: (posts: readonly Message[]) => boolean, seconds = 20): Promise<readonly Message[]> {
    const end = Date.now() + seconds * 1000;
    for (;;) {
      const posts = await this.posts();
      if (isRight(posts)) return posts;
      if (Date.now() > end) {
        const told = posts.map((post) => `${post.time} ${post.channel}: ${textOf(post)}`);
        throw new Error(`Not there after ${seconds} s. These ${posts.length} posts came:\n${told.join("\n")}`);
      }
      await setTimeout(20);
    }
  }
}

/** Whether Slack took it. */
export function isTaken({ answer }: Message): boolean {
  return answer.status === 200;
}

/** What a phone shows. */
export function textOf({ payload }: Message): string {
  return String((payload as { text?: unknown }).text);
}

/** The whole payload as JSON. */
export function payloadOf({ payload }: Message): string {
  return JSON.stringify(payload);
}
