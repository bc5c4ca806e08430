/** Reads values that may be unknown, and compares live lists with wanted ones. Used by rows and their rules. */
import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";

/** The value when it is a known string, else undefined. */
export function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** The known strings of a list; empty when the list itself is not known or not given. */
export function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}

/** The value when it is a known number, else undefined. */
export function number(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

/**
 * The wanted list when the live one holds the same items in another order, else the live one: AWS keeps sets, and an
 * order is no drift. Items are compared as a whole.
 */
export function orderAsWanted(live: readonly unknown[], wanted: unknown): unknown {
  if (!Array.isArray(wanted) || wanted.length !== live.length) return live;
  return isDeepStrictEqual(sorted(live), sorted(wanted)) ? wanted : live;
}

function sorted(list: readonly unknown[]): readonly string[] {
  return list.map((item) => JSON.stringify(item)).sort();
}

/** What to add and what to remove to come from one set of strings to another. */
export function setChanges(
  wanted: unknown,
  previous: unknown,
): { added: readonly string[]; removed: readonly string[] } {
  const [now, before] = [texts(wanted), texts(previous)];
  return {
    added: now.filter((item) => !before.includes(item)),
    removed: before.filter((item) => !now.includes(item)),
  };
}

/**
 * Hexadecimal characters that follow from a text, for identifiers that must stay when other inputs change.
 * @param length at most 64 characters.
 */
export function derivedHex(source: string, length: number): string {
  return createHash("sha256").update(source).digest("hex").slice(0, length);
}
