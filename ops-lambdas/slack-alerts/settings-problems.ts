/** Looks at settings that come as JSON. */

/** Members of an object that nobody has looked at. */
export type Members = Readonly<Record<string, unknown>>;

/** A text that says something. */
export const isText = (value: unknown): value is string => typeof value === "string" && value !== "";
/** An object, and no list. */
export const isObject = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);
/** A list of texts, not empty. */
export const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length > 0 && value.every(isText);

/** Collects what is wrong with a set of members, so that one error names it all. */
export class Problems {
  readonly #found: string[] = [];

  /** Notes that a member is missing or wrong, with what is allowed. */
  check(isRight: boolean, name: string, value: unknown, allowed: string): void {
    if (isRight) return;
    this.#found.push(
      value === undefined
        ? `${name} is missing: give ${allowed}`
        : `${name} is ${JSON.stringify(value)}: give ${allowed}`,
    );
  }

  /** Checks that members are texts that say something. */
  texts(members: Members, names: readonly string[]): void {
    for (const name of names) this.check(isText(members[name]), name, members[name], "a text");
  }

  /** Checks whole numbers of an object; it, and each of them, may be left out. */
  numbers(members: unknown, name: string, ranges: Readonly<Record<string, readonly [number, number]>>): void {
    if (members === undefined) return;
    if (!isObject(members)) {
      this.check(false, name, members, "an object");
      return;
    }
    for (const [member, [smallest, largest]] of Object.entries(ranges)) {
      const value = members[member];
      const isRight = Number.isInteger(value) && Number(value) >= smallest && Number(value) <= largest;
      const allowed = `a whole number from ${smallest} to ${largest}`;
      this.check(value === undefined || isRight, `${name}.${member}`, value, allowed);
    }
  }

  /** @throws Error naming everything that was found */
  end(): void {
    if (this.#found.length === 0) return;
    throw new Error(`The environment variable ALERTING cannot be used: ${this.#found.join("; ")}.`);
  }
}
