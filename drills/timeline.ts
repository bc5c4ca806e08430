/** What happened when, from the cause on. */

/** One line. */
interface Entry {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly text: string;
}

/** Longest text of a line: a phone shows less. */
const longestText = 240;

/** A time line. Entries come in any order: some are read in logs afterwards. */
export class Timeline {
  readonly #entries: Entry[] = [];

  /** @param time milliseconds since 1970 */
  add(time: number, text: string): void {
    const line = text.replaceAll(/\s+/g, " ").trim();
    this.#entries.push({ time, text: line.length > longestText ? `${line.slice(0, longestText - 1)}…` : line });
  }

  /** The lines in order, each with the seconds since the first: "+0.412 s  …". */
  lines(): string[] {
    const sorted = this.#entries.toSorted((one, other) => one.time - other.time);
    const start = sorted[0]?.time ?? 0;
    return sorted.map(({ time, text }) => `${`+${((time - start) / 1000).toFixed(3)}`.padStart(9)} s  ${text}`);
  }
}
