/** Words and figures of the report. */

/** Hours and days as people read them: "15 h", "3 d". */
export function hours(milliseconds: number): string {
  const whole = Math.floor(milliseconds / 3_600_000);
  return whole < 72 ? `${whole} h` : `${Math.floor(whole / 24)} d`;
}

/** A state of AWS in small letters: "RUNNING" becomes "running". */
export function plain(state: string): string {
  return state.toLowerCase().replaceAll("_", " ");
}

/** The newest of some; undefined when there are none. */
export function newest<Thing extends { readonly createdAt: number }>(things: readonly Thing[]): Thing | undefined {
  return things.reduce<Thing | undefined>(
    (best, thing) => (best === undefined || thing.createdAt > best.createdAt ? thing : best),
    undefined,
  );
}

/** A number with its noun: "1 backup", "2 backups". */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
