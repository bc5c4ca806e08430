/** What the intake keeps in the table. All methods throw when the table cannot be reached. */
import { lostAt } from "../intake/timers.ts";
import type { Notice } from "../notice.ts";
import {
  type Counted,
  type Decision,
  type IncidentRecord,
  keyOf,
  type List,
  listName,
  type Summary,
} from "./records.ts";
import type { Table } from "./table.ts";

/** Days for which decisions and posts are known: longer than a queue keeps a message. */
export const keptDays = 15;

/** Notices that are claimed at once; with two more writes they fit in a transaction of DynamoDB. */
const chunkSize = 90;

/** An incident's record with the number of its version; version 0 is not there yet. */
export interface Versioned {
  readonly record?: IncidentRecord | undefined;
  readonly version: number;
}

/** What is written with a decision. */
export interface Commit {
  readonly notice: Notice;
  readonly decision: Decision;
  /** The incident afterwards, and the version on which that stands. */
  readonly next?: { readonly record: IncidentRecord; readonly version: number } | undefined;
  /** The notice, when it is counted in a list. */
  readonly counted?: Counted | undefined;
  /** The route and the minute whose first critical alarm it is: when it is not any more, nothing is written. */
  readonly firstCritical?: Minute | undefined;
}

/** A minute of a route. */
export interface Minute {
  readonly route: string;
  /** Minutes since 1970. */
  readonly minute: number;
}

/** What a route has spent in a minute. */
export interface Spent extends Minute {
  readonly posts: number;
}

const firstCriticalKey = ({ route, minute }: Minute) => ({ pk: `budget#${route}`, sk: `${minute}#critical` });

/** When a list is told. Moments are milliseconds since 1970. */
export interface Telling {
  /** Of the latest timer. */
  readonly due: number;
  /** Id of the timer that told it; undefined while it waits. */
  readonly by?: string | undefined;
}

/** Whether another timer tells, or told, what one of that moment would: unless it is so much later that it stands in for a lost one. */
function tells(noted: Telling, due: number): boolean {
  return noted.by === undefined ? noted.due > due && noted.due < lostAt(due) : noted.due >= due;
}

/** When something of now may be deleted, in seconds since 1970. */
export function expiry(now: number, days: number = keptDays): number {
  return Math.floor(now / 1000) + days * 86_400;
}

/** The intake's part of the table. */
export class IncidentStore {
  readonly #table: Table;
  readonly #now: () => number;

  /** @param now milliseconds since 1970 */
  constructor(table: Table, now: () => number) {
    this.#table = table;
    this.#now = now;
  }

  /** What was decided for a transition; undefined when nothing was. */
  async decision(transition: string): Promise<Decision | undefined> {
    return (await this.#table.get(`transition#${keyOf(transition)}`, "decision"))?.data as Decision | undefined;
  }

  /** What is known of an incident. */
  async incident(incident: string): Promise<Versioned> {
    const item = await this.#table.get(`incident#${keyOf(incident)}`, "state");
    return { record: item?.data as IncidentRecord | undefined, version: item?.version ?? 0 };
  }

  /** Takes a post out of a route's budget, and tells how many it were in this minute, this one included. */
  async spend(route: string): Promise<Spent> {
    const minute = this.minute(route);
    const { posts = 1 } = await this.#addPosts(minute, 1);
    return { ...minute, posts };
  }

  /** Puts back a post that was taken out of a route's budget, and not made. */
  async giveBack(spent: Spent): Promise<void> {
    await this.#addPosts(spent, -1);
  }

  #addPosts({ route, minute }: Minute, posts: number) {
    return this.#table.add(`budget#${route}`, String(minute), { posts }, expiry(this.#now(), 1));
  }

  /** The minute that it is. */
  minute(route: string): Minute {
    return { route, minute: Math.floor(this.#now() / 60_000) };
  }

  /** Whether a critical alarm of the route was posted in that minute. */
  async hasCritical(minute: Minute): Promise<boolean> {
    const { pk, sk } = firstCriticalKey(minute);
    return (await this.#table.get(pk, sk)) !== undefined;
  }

  /**
   * Writes a decision with all that belongs to it.
   *
   * @returns false when the transition was decided, the incident changed, or another was the first critical alarm, in the meantime
   */
  async commit({ notice, decision, next, counted, firstCritical }: Commit): Promise<boolean> {
    const expiresAt = expiry(this.#now());
    const transition = keyOf(notice.transition);
    const content = (data: unknown, version = 1) => ({ data, version, expiresAt });
    return this.#table.write([
      { pk: `transition#${transition}`, sk: "decision", if: "absent", put: content(decision) },
      ...(next === undefined ? [] : [this.#incident(notice.incident, next)]),
      ...(counted === undefined || decision.kind !== "count"
        ? []
        : [{ pk: `digest#${listName(decision.list)}`, sk: transition, put: content(counted) }]),
      ...(firstCritical === undefined
        ? []
        : [{ ...firstCriticalKey(firstCritical), if: "absent" as const, put: content(true) }]),
    ]);
  }

  #incident(incident: string, { record, version }: { record: IncidentRecord; version: number }) {
    return {
      pk: `incident#${keyOf(incident)}`,
      sk: "state",
      if: version === 0 ? ("absent" as const) : version,
      // An alarm may be open for months: 400 days.
      put: { data: record, version: version + 1, expiresAt: expiry(this.#now(), 400) },
    };
  }

  /** Writes an incident; false when it changed in the meantime. */
  async replace(incident: string, next: { record: IncidentRecord; version: number }): Promise<boolean> {
    return this.#table.write([this.#incident(incident, next)]);
  }

  /** When a list is told, or was told last; undefined when nothing is known. */
  async telling(list: List): Promise<Telling | undefined> {
    return (await this.#table.get(`timer#${listName(list)}`, "due"))?.data as Telling | undefined;
  }

  /** Notes that a timer was sent that tells the list then. Of several the latest does. */
  async arm(list: List, due: number): Promise<void> {
    await this.#changeTelling(list, (noted) => (noted === undefined || noted.due < due ? { due } : undefined));
  }

  /**
   * Whether this timer tells the list. Calls that count at the same time each send a timer: without this each would make a digest of
   * its own.
   *
   * @param due of the timer
   * @param timerId id of its message; what it has begun it finishes
   */
  async isTeller(list: List, due: number, timerId: string): Promise<boolean> {
    if ((await this.#table.list(`batch#${timerId}`, 1)).length > 0) return true;
    let isTeller = true;
    await this.#changeTelling(list, (noted) => {
      isTeller = noted === undefined || noted.by === timerId || !tells(noted, due);
      return isTeller && noted?.by !== timerId ? { due: Math.max(due, noted?.due ?? due), by: timerId } : undefined;
    });
    return isTeller;
  }

  /** Changes when a list is told; a change that is undefined writes nothing. */
  async #changeTelling(list: List, change: (noted: Telling | undefined) => Telling | undefined): Promise<void> {
    const key = { pk: `timer#${listName(list)}`, sk: "due" };
    for (;;) {
      const item = await this.#table.get(key.pk, key.sk);
      const data = change(item?.data as Telling | undefined);
      if (data === undefined) return;
      const version = item?.version ?? 0;
      const put = { data, version: version + 1, expiresAt: expiry(data.due) };
      if (await this.#table.write([{ ...key, if: version === 0 ? "absent" : version, put }])) return;
    }
  }

  /**
   * Takes all that waits in a list into the batch of a timer. Once the batch is sealed it stays as it is: the same timer, delivered
   * again, gets the same.
   *
   * @param timerId id of the timer's message
   */
  async claim(timerId: string, list: List): Promise<readonly Counted[]> {
    const [pk, source] = [`batch#${timerId}`, `digest#${listName(list)}`];
    while ((await this.#table.get(pk, "sealed")) === undefined) {
      const waiting = await this.#table.list(source, chunkSize);
      const expiresAt = expiry(this.#now());
      const [first] = waiting;
      if (first === undefined) {
        // When it is not written, because somebody else is at it, another look tells whether it is there.
        await this.#table.write([{ pk, sk: "sealed", if: "absent", put: { data: true, version: 1, expiresAt } }]);
        continue;
      }
      // Another timer may be at the same list: of two only one gets a notice, and the other looks again.
      await this.#table.write([
        { pk, sk: "sealed", if: "absent", check: true },
        // No two chunks of a batch begin with the same notice.
        { pk, sk: `chunk#${first.sk}`, put: { data: waiting.map(({ data }) => data), version: 1, expiresAt } },
        ...waiting.map(({ sk }) => ({ pk: source, sk, if: "present" as const, remove: true as const })),
      ]);
    }
    return this.#chunks(pk);
  }

  async #chunks(pk: string): Promise<readonly Counted[]> {
    const items = await this.#table.list(pk, Number.MAX_SAFE_INTEGER);
    return items.filter(({ sk }) => sk.startsWith("chunk#")).flatMap(({ data }) => data as Counted[]);
  }

  /** What a timer of a flapping incident told already; undefined when nothing. */
  async summary(timerId: string): Promise<Summary | undefined> {
    return (await this.#table.get(`batch#${timerId}`, "summary"))?.data as Summary | undefined;
  }

  /** Writes what a timer tells, with the incident afterwards; false when the incident changed in the meantime. */
  async summarise(
    timerId: string,
    summary: Summary,
    incident: string,
    next: { record: IncidentRecord; version: number },
  ): Promise<boolean> {
    const put = { data: summary, version: 1, expiresAt: expiry(this.#now()) };
    return this.#table.write([
      { pk: `batch#${timerId}`, sk: "summary", if: "absent", put },
      this.#incident(incident, next),
    ]);
  }
}
