/** What the inbox was sent, and who is told of it. */
import type { Answer, AnswerPlan } from "./answers.ts";

/** One call of a webhook, as `GET /api/messages` tells it. */
export interface Message {
  /** When it came, in ISO 8601 with milliseconds, UTC. */
  readonly time: string;
  /** The channel: the route of the webhook that was called. */
  readonly channel: string;
  /** The payload as received: JSON's value, or the text that is no JSON. */
  readonly payload: unknown;
  /** What the call was answered. */
  readonly answer: Answer;
}

/** A message with its number, which grows and is never used twice. */
export type NumberedMessage = Message & { readonly id: number };

/** How a drill is doing. */
export interface DrillProgress {
  /** The drill's name. */
  readonly name: string;
  readonly state: "running" | "succeeded" | "failed";
  /** The end of what it printed. */
  readonly output: string;
}

/** What a page is told, as events of one stream. The first is `snapshot`. */
export type InboxEvent =
  | { readonly kind: "snapshot"; readonly messages: readonly NumberedMessage[]; readonly plan: AnswerPlan }
  | { readonly kind: "message"; readonly message: NumberedMessage }
  | { readonly kind: "cleared" }
  | { readonly kind: "plan"; readonly plan: AnswerPlan }
  | { readonly kind: "drill"; readonly drill: DrillProgress };

/** So many messages are kept, the newest: a storm must not fill the memory. */
export const mostMessages = 10_000;

/** The messages in the order in which they came. */
export class Messages {
  #messages: NumberedMessage[] = [];
  #nextId = 1;
  readonly #listeners = new Set<(event: InboxEvent) => void>();

  /** All of them, the oldest first. */
  get all(): readonly NumberedMessage[] {
    return this.#messages;
  }

  /** Adds one and tells it to all listeners. */
  add(message: Message): void {
    const numbered = { ...message, id: this.#nextId++ };
    this.#messages.push(numbered);
    if (this.#messages.length > mostMessages) this.#messages.shift();
    this.tell({ kind: "message", message: numbered });
  }

  /** Forgets them all. */
  clear(): void {
    this.#messages = [];
    this.tell({ kind: "cleared" });
  }

  /** Tells an event to all listeners. */
  tell(event: InboxEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  /** Listens until the returned function is called. */
  listen(listener: (event: InboxEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
