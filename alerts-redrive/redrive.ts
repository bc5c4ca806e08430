/** Sends dead letters again. A letter is deleted only when its copy was taken, so none is lost; one too many is told apart later on. */
import { createHash } from "node:crypto";
import { bodyAgain, type DeadLetter, dedupeId } from "./letters.ts";
import type { DeadLetterQueue } from "./target.ts";

/** A message that is sent again. */
export interface Sending {
  readonly body: string;
  /** Set for the outbox, which is FIFO. */
  readonly fifo?: { readonly group: string; readonly dedupeId: string } | undefined;
}

/** The queues, as they are used. Each method throws what the AWS SDK throws. */
export interface RedriveQueues {
  /** About how many messages wait. */
  count(queue: DeadLetterQueue): Promise<number>;
  /** Some messages, which nobody else is given for a minute; none when there are none. */
  receive(queue: DeadLetterQueue): Promise<readonly DeadLetter[]>;
  /** Sends to the queue in which the letters of this one belong. */
  send(queue: DeadLetterQueue, sending: Sending): Promise<void>;
  remove(queue: DeadLetterQueue, letter: DeadLetter): Promise<void>;
  /** Makes a letter visible again at once. */
  giveBack(queue: DeadLetterQueue, letter: DeadLetter): Promise<void>;
}

/** What became of a queue's letters. */
export interface Moved {
  /** Sent again. */
  readonly sent: number;
  /** Came back as dead letters while others were sent, and stay. */
  readonly cameBack: number;
  /** Why it ended before all were sent; undefined when it did not. */
  readonly failure?: string | undefined;
  /** True when it ended because of `signal`, or at `mostLetters`. */
  readonly isPartial: boolean;
}

/** Letters of a queue that one run sends at most. */
export const mostLetters = 10_000;

/** Times in a row that a queue must be empty: SQS asks only some of its servers, and finds few messages late. */
const emptyReceives = 2;

/** How to send. */
export interface RedriveOptions {
  /** Ends it after the letter that is under way. */
  readonly signal: AbortSignal;
  /** Told after each batch how many were sent so far. */
  readonly onProgress: (sent: number) => void;
}

/**
 * Sends all letters of a queue again, each once: one that comes back stays where it is.
 *
 * @returns what became of them; a failure is told in it
 */
export async function redrive(
  queue: DeadLetterQueue,
  queues: RedriveQueues,
  { signal, onProgress }: RedriveOptions,
): Promise<Moved> {
  const seen = new Set<string>();
  const held: DeadLetter[] = [];
  let [sent, failure] = [0, undefined as string | undefined];
  try {
    for (let empty = 0; empty < emptyReceives && !signal.aborted && sent < mostLetters; ) {
      const letters = await queues.receive(queue);
      empty = letters.length === 0 ? empty + 1 : 0;
      held.push(...letters);
      for (const letter of letters) {
        if (signal.aborted || sent >= mostLetters) break;
        const key = createHash("sha256").update(letter.body).digest("hex");
        if (seen.has(key)) continue;
        await move(queue, letter, queues);
        seen.add(key);
        held.splice(held.indexOf(letter), 1);
        sent++;
      }
      if (letters.length > 0) onProgress(sent);
    }
  } catch (error) {
    const { name, message } = error as Error;
    failure = `${name}: ${message}`;
  }
  // A receipt that has become void was for a letter that is visible again already.
  await Promise.allSettled(held.map((letter) => queues.giveBack(queue, letter)));
  const isPartial = signal.aborted || sent >= mostLetters;
  return { sent, cameBack: failure === undefined && !isPartial ? held.length : 0, failure, isPartial };
}

async function move(queue: DeadLetterQueue, letter: DeadLetter, queues: RedriveQueues): Promise<void> {
  const fifo = queue.to === "outbox" ? { group: letter.group ?? "none", dedupeId: dedupeId(letter) } : undefined;
  await queues.send(queue, { body: bodyAgain(letter), fifo });
  await queues.remove(queue, letter);
}

/** One line about a queue, for people. */
export function describeMoved(name: string, { sent, cameBack, failure, isPartial }: Moved): string {
  const parts = [
    sent === 0 ? "nothing was sent again" : `${sent} sent again`,
    ...(cameBack === 0 ? [] : [`${cameBack} came back and stay: their cause is still there`]),
    ...(isPartial ? ["the rest stays for the next run"] : []),
    ...(failure === undefined ? [] : [`then it failed: ${failure}; what was not sent is still there`]),
  ];
  return `${name}: ${parts.join("; ")}`;
}
