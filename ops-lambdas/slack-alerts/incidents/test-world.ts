/** A small world for tests of the engine: clock, queues, table and Slack in memory, with crashes wherever a test wants them. */
import { MemoryTable } from "../incidents/memory-table.ts";
import { IncidentStore } from "../incidents/store.ts";
import type { Item, Table, Write } from "../incidents/table.ts";
import { takeInAll } from "../intake/batch.ts";
import type { IntakeParts } from "../intake/parts.ts";
import { delaySeconds } from "../intake/timers.ts";
import type { OutboxMessage, SlackMessage } from "../notice.ts";
import type { Observer } from "../observer.ts";
import { WebhookPace } from "../sender/pace.ts";
import type { OutboxRecord, SenderParts } from "../sender/parts.ts";
import { sendAll } from "../sender/send.ts";
import type { Answer } from "../sender/slack.ts";
import { Webhooks } from "../sender/webhooks.ts";
import { countingRenderer, intakeSettings, senderSettings, type Told } from "./test-events.ts";

/** A message of a queue. */
interface Message {
  readonly id: string;
  readonly body: string;
  readonly group: string;
  at: number;
  receives: number;
}

/** A call of Slack. */
export interface Post extends Told {
  readonly at: number;
  readonly answer: Answer["kind"];
}

/** Thrown where a test kills the function. */
export class Crash extends Error {}

/** The world. Time stands still but in `run` and in waits. */
export class World {
  now = Date.parse("2026-03-04T12:00:00.000Z");
  readonly posts: Post[] = [];
  readonly mails: unknown[] = [];
  readonly buried: { body: string; reason: string }[] = [];
  readonly counts: Record<string, number> = {};
  readonly logs: string[] = [];
  readonly memory = new MemoryTable();
  alerts: Message[] = [];
  outbox: Message[] = [];
  /** What Slack answers at a moment. */
  slack: (now: number, message: SlackMessage) => Answer = () => ({ kind: "taken" });
  /** Waited for before each operation, so that calls at the same time take turns. */
  turn: () => Promise<void> = async () => {};
  /** Called before and after each operation with what lies outside; throws to kill the function there. */
  step: (operation: string) => void = () => {};
  isTableDown = false;
  /** Set by a crash: until the next call of a function nothing can be done. */
  isDead = false;
  /** The secret's value. */
  webhook: string | undefined = "https://hooks.slack.com/services/T/B/canary";
  readonly #deduplication = new Map<string, number>();
  #ids = 0;
  readonly intake: IntakeParts;
  readonly sender: SenderParts;

  constructor(change: object = {}) {
    const table = this.#table();
    const now = () => this.now;
    const observer = this.#observer();
    this.intake = {
      settings: intakeSettings(change),
      store: new IncidentStore(table, now),
      render: countingRenderer,
      observer,
      now,
      wait: async () => {},
      queues: {
        post: (message, group) => this.#outside("post", async () => this.#enqueue(message, group)),
        set: (timer) =>
          this.#outside("set", async () => this.receive(JSON.stringify(timer), delaySeconds(timer, this.now) * 1000)),
      },
    };
    this.sender = {
      settings: senderSettings,
      table,
      pace: new WebhookPace(table, { now, observer, postMilliseconds: 1000 }),
      webhooks: new Webhooks(senderSettings.secretArns, async () => this.webhook, now),
      slack: async (_url, message) => this.#call(message),
      exits: {
        delay: (record, seconds) =>
          this.#outside("delay", async () => {
            for (const message of this.outbox)
              if (message.id === record.messageId) message.at = this.now + seconds * 1000;
          }),
        bury: (record, reason) =>
          this.#outside("bury", async () => void this.buried.push({ body: record.body, reason })),
        mail: (email) => this.#outside("mail", async () => void this.mails.push(email)),
      },
      observer,
      now,
      wait: async (milliseconds) => {
        this.now += milliseconds;
      },
    };
  }

  /** Puts a body into the alerts queue. */
  receive(body: string, delay = 0): void {
    this.alerts.push({ id: `m${this.#ids++}`, body, group: "", at: this.now + delay, receives: 0 });
  }

  /** Runs the functions until that moment; a record that a crash interrupts comes again after half a minute. */
  async run(until: number): Promise<void> {
    for (;;) {
      const alert = earliest(this.alerts);
      const group = earliest(heads(this.outbox));
      const next = Math.min(alert?.at ?? Number.POSITIVE_INFINITY, group?.at ?? Number.POSITIVE_INFINITY);
      if (next > until) break;
      this.now = Math.max(this.now, next);
      // Taking in takes no time here, and in AWS runs beside the sender.
      if (alert !== undefined && alert.at <= this.now) await this.#takeIn();
      else if (group !== undefined) await this.#send(group);
    }
    this.now = Math.max(this.now, until);
  }

  /** Takes in what is due now, by that many calls at the same time with `most` records each; what fails comes again in `run`. */
  async takeInBeside(calls: number, most: number): Promise<void> {
    const call = async () => {
      while ((earliest(this.alerts)?.at ?? Number.POSITIVE_INFINITY) <= this.now) await this.#takeIn(most);
    };
    await Promise.all(Array.from({ length: calls }, call));
  }

  async #takeIn(most = 10): Promise<void> {
    this.isDead = false;
    const batch = this.alerts.filter(({ at }) => at <= this.now).slice(0, most);
    for (const message of batch) message.at = this.now + 30_000;
    const records = batch.map(({ id, body }) => ({ messageId: id, body }));
    const { batchItemFailures } = await takeInAll(records, this.intake);
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    const done = new Set(batch.filter(({ id }) => !failed.has(id)));
    this.alerts = this.alerts.filter((message) => !done.has(message));
  }

  async #send(message: Message): Promise<void> {
    this.isDead = false;
    message.at = this.now + 30_000;
    message.receives++;
    const { id: messageId, body, group, receives } = message;
    const record: OutboxRecord = { messageId, receiptHandle: "r", body, group, receives };
    const { batchItemFailures } = await sendAll([record], this.now + 30_000, this.sender);
    if (batchItemFailures.length === 0) this.outbox = this.outbox.filter((other) => other !== message);
  }

  #enqueue(message: OutboxMessage, group: string): void {
    const sentAt = this.#deduplication.get(message.id);
    if (sentAt !== undefined && this.now < sentAt + 300_000) return;
    this.#deduplication.set(message.id, this.now);
    this.outbox.push({ id: `m${this.#ids++}`, body: JSON.stringify(message), group, at: this.now, receives: 0 });
  }

  #call(message: SlackMessage): Answer {
    this.#step("before slack");
    const answer = this.slack(this.now, message);
    this.posts.push({ at: this.now, answer: answer.kind, ...(JSON.parse(message.text) as Told) });
    return answer;
  }

  async #outside<Result>(operation: string, work: () => Promise<Result>): Promise<Result> {
    await this.turn();
    this.#step(`before ${operation}`);
    const result = await work();
    this.#step(`after ${operation}`);
    return result;
  }

  #step(operation: string): void {
    if (this.isDead) throw new Crash("The function was killed.");
    try {
      this.step(operation);
    } catch (error) {
      this.isDead = error instanceof Crash;
      throw error;
    }
  }

  #table(): Table {
    const through = <Result>(operation: string, work: () => Promise<Result>) =>
      this.#outside(operation, () => {
        if (this.isTableDown) throw new Error("The table is down.");
        return work();
      });
    const { memory } = this;
    return {
      get: (pk, sk): Promise<Item | undefined> => through("get", () => memory.get(pk, sk)),
      list: (pk, limit) => through("list", () => memory.list(pk, limit)),
      write: (writes: readonly Write[]) => through("write", () => memory.write(writes)),
      add: (pk, sk, amounts) => through("add", () => memory.add(pk, sk, amounts)),
    };
  }

  #observer(): Observer {
    const log = (...parts: unknown[]) => void this.logs.push(JSON.stringify(parts));
    return {
      log,
      warn: log,
      error: log,
      count: (name, amount = 1) => {
        this.counts[name] = (this.counts[name] ?? 0) + amount;
      },
    };
  }

  /** What Slack took. */
  get taken(): Post[] {
    return this.posts.filter(({ answer }) => answer === "taken");
  }

  /** Transitions that were told. */
  get told(): number {
    return this.taken.reduce((sum, { counts }) => sum + counts, 0);
  }
}

function earliest(messages: readonly Message[]): Message | undefined {
  return messages.reduce<Message | undefined>(
    (first, message) => (first === undefined || message.at < first.at ? message : first),
    undefined,
  );
}

/** The first message of each group: the others wait for it. */
function heads(outbox: readonly Message[]): Message[] {
  const first = new Map<string, Message>();
  for (const message of outbox) if (!first.has(message.group)) first.set(message.group, message);
  return [...first.values()];
}
