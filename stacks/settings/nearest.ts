import { closest } from "fastest-levenshtein";

/**
 * Finds the known word that is most like an unknown one.
 *
 * @param word what was written
 * @param known the words that exist, at least one
 */
export function nearest(word: string, known: readonly string[]): string {
  const lower = word.toLowerCase();
  return known.find((candidate) => candidate.toLowerCase() === lower) ?? closest(word, known);
}
