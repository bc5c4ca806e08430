/** Keeps the pace of each webhook, whoever calls it: when it may be called again stands in the table. */
import { expiry } from "../incidents/store.ts";
import type { Table } from "../incidents/table.ts";
import type { Observer } from "../observer.ts";

/** What is known of a webhook. Moments are milliseconds since 1970. */
interface Pace {
  readonly nextAt: number;
  readonly outage?: Outage | undefined;
}

/** Slack is down. Moments are milliseconds since 1970. */
export interface Outage {
  readonly since: number;
  /** When it was last called for what pages. */
  readonly urgentAt?: number | undefined;
}

/** When the webhook may be called. */
export interface Slot {
  /** The moment; taken by the caller unless it is later than the caller can wait. */
  readonly at: number;
  readonly isTaken: boolean;
  readonly outage?: Outage | undefined;
}

/** The pace of webhooks. Without the table each function keeps its own. */
export class WebhookPace {
  readonly #local = new Map<string, Pace>();
  readonly #table: Table;
  readonly #parts: { readonly now: () => number; readonly observer: Observer; readonly postMilliseconds: number };

  constructor(
    table: Table,
    parts: { readonly now: () => number; readonly observer: Observer; readonly postMilliseconds: number },
  ) {
    this.#table = table;
    this.#parts = parts;
  }

  /**
   * Takes the next moment in which a webhook may be called.
   *
   * @param webhook key of its address
   * @param latest until when the caller can wait; a later moment is told and not taken
   */
  async take(webhook: string, latest: number): Promise<Slot> {
    let slot: Slot = { at: 0, isTaken: false };
    await this.#change(webhook, (pace) => {
      const at = Math.max(this.#parts.now(), pace.nextAt);
      slot = { at, isTaken: at <= latest, outage: pace.outage };
      return slot.isTaken ? { ...pace, nextAt: at + this.#parts.postMilliseconds } : undefined;
    });
    return slot;
  }

  /** Tells the next moment in which a webhook may be called, and takes none. */
  next(webhook: string): Promise<Slot> {
    return this.take(webhook, Number.NEGATIVE_INFINITY);
  }

  /** Notes when the webhook may be called again at the earliest, and whether Slack is down. */
  async note(webhook: string, nextAt: number, outage: Outage | undefined): Promise<void> {
    await this.#change(webhook, (pace) => ({ nextAt: Math.max(pace.nextAt, nextAt), outage }));
  }

  /** Changes what is known; a change that is undefined writes nothing. */
  async #change(webhook: string, change: (pace: Pace) => Pace | undefined): Promise<void> {
    const local = this.#local.get(webhook) ?? { nextAt: 0 };
    try {
      for (;;) {
        const item = await this.#table.get(`pace#${webhook}`, "next");
        const stored = (item?.data as Pace | undefined) ?? { nextAt: 0 };
        const next = change({ ...stored, nextAt: Math.max(stored.nextAt, local.nextAt) });
        if (next === undefined) return;
        const version = item?.version ?? 0;
        const put = { data: next, version: version + 1, expiresAt: expiry(this.#parts.now(), 30) };
        const isWritten = await this.#table.write([
          { pk: `pace#${webhook}`, sk: "next", if: version === 0 ? "absent" : version, put },
        ]);
        if (!isWritten) continue;
        this.#local.set(webhook, next);
        return;
      }
    } catch (error) {
      this.#parts.observer.warn("The pace of the webhook is not in the table.", error);
      const next = change(local);
      if (next !== undefined) this.#local.set(webhook, next);
    }
  }
}
