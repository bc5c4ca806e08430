/**
 * The table of incidents, as little of it as is needed. What it holds, by its keys `pk` and `sk`:
 *
 * | pk | sk | what |
 * |---|---|---|
 * | `transition#<id>` | `decision` | what was decided for a transition |
 * | `incident#<id>` | `state` | state of an incident |
 * | `budget#<route>` | number of the minute | posts of a route in that minute |
 * | `budget#<route>` | `<number of the minute>#critical` | that a critical alarm was posted in that minute |
 * | `digest#<list>` | id of the transition | a counted notice that nobody was told of yet |
 * | `timer#<list>` | `due` | when the list is told, or was told last |
 * | `batch#<timer's message id>` | `sealed`, `chunk#<id>`, `summary` | what one timer tells |
 * | `sent#<id>` | `post` | a message that Slack took |
 * | `pace#<webhook>` | `next` | when a webhook may be called again |
 */

/** An item: a document, and the number of its version. */
export interface Item {
  readonly sk: string;
  readonly data: unknown;
  readonly version: number;
}

/** What must be so for a write. "absent": there is no such item; "present": there is one; a number: it has that version. */
export type Condition = "absent" | "present" | number | undefined;

/** One write. */
export type Write =
  | { readonly pk: string; readonly sk: string; readonly if?: Condition; readonly put: Content }
  | { readonly pk: string; readonly sk: string; readonly if?: Condition; readonly remove: true }
  | { readonly pk: string; readonly sk: string; readonly if: "absent" | "present"; readonly check: true };

/** What is written. */
export interface Content {
  readonly data: unknown;
  readonly version: number;
  /** When it may be deleted, in seconds since 1970. */
  readonly expiresAt: number;
}

/** A table; every method throws when the table cannot be reached. */
export interface Table {
  /** Reads an item with all that was written before. */
  get(pk: string, sk: string): Promise<Item | undefined>;
  /** Reads up to so many items of a key, in the order of `sk`, with all that was written before. */
  list(pk: string, limit: number): Promise<readonly Item[]>;
  /**
   * Writes all or nothing; at most 100.
   *
   * @returns false, and nothing is written, when a condition is not met or somebody else is writing
   */
  write(writes: readonly Write[]): Promise<boolean>;
  /** Adds to the counters of an item, which is made when it is missing, and returns all of them. */
  add(
    pk: string,
    sk: string,
    amounts: Readonly<Record<string, number>>,
    expiresAt: number,
  ): Promise<Readonly<Record<string, number>>>;
}
