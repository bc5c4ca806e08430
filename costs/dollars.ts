/** Sums of money as people read them. */

/** US dollars with cents, as `1,234.50`. */
export const dollars = (usd: number): string =>
  usd.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** A sum, never 0 for what is not known: `≥ 12.30` when it misses something, `unpriced` when nothing of it is known. */
export function knownSum(usd: number, isIncomplete: boolean): string {
  if (!isIncomplete) return dollars(usd);
  return Math.round(usd * 100) === 0 ? "unpriced" : `≥ ${dollars(usd)}`;
}
