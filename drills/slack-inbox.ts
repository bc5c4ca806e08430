/** The rehearsal's Slack inbox over HTTP: what it was sent, and what it answers. */
import { isWanted, type Post, type Posts, type Wanted } from "./posts.ts";

/** What the inbox is told to answer. */
export interface AnswerPlan {
  readonly mode: "ok" | "429" | "500" | "404" | "400" | "403" | "410" | "hang";
  readonly count?: number;
  readonly retryAfter?: number;
}

/** Milliseconds between two looks. */
const lookMilliseconds = 50;

/** The inbox. */
export class SlackInbox implements Posts {
  readonly #url: string;
  readonly #wait: (milliseconds: number) => Promise<void>;

  /** @param url `http://127.0.0.1:<port>` */
  constructor(url: string, wait: (milliseconds: number) => Promise<void>) {
    this.#url = url;
    this.#wait = wait;
  }

  /** Changes what the next calls are answered. */
  async answer(plan: AnswerPlan): Promise<void> {
    await this.#call("/api/answers", { method: "PUT", body: JSON.stringify(plan) });
  }

  async all(wanted: Wanted, since: number): Promise<readonly Post[]> {
    const answer = await this.#call("/api/messages", {});
    const messages = (await answer.json()) as {
      time: string;
      channel: string;
      payload: unknown;
      answer: { status: number | null };
    }[];
    return messages
      .map(({ time, channel, payload, answer: { status } }) => {
        const text = (payload as { text?: unknown } | null)?.text;
        return { time: Date.parse(time), channel, text: typeof text === "string" ? text : "", status };
      })
      .filter((post) => post.time >= since && isWanted(post, wanted));
  }

  async first(wanted: Wanted, since: number, seconds: number): Promise<Post | undefined> {
    for (const end = Date.now() + seconds * 1000; ; await this.#wait(lookMilliseconds)) {
      const [post] = await this.all(wanted, since);
      if (post !== undefined || Date.now() >= end) return post;
    }
  }

  async #call(path: string, request: RequestInit): Promise<Response> {
    const answer = await fetch(`${this.#url}${path}`, { ...request, signal: AbortSignal.timeout(10_000) });
    if (!answer.ok) throw new Error(`The inbox answers ${path} with ${answer.status}: ${await answer.text()}`);
    return answer;
  }
}
