/** Telling real drift from mere form when live settings are read: AWS adds members and sorts lists as it likes. */
import { isDeepStrictEqual } from "node:util";

/**
 * The wanted value when the live one holds all of it; else the live one. AWS may hold more: members that were not asked for.
 * Lists are compared without regard to order.
 */
export function asWanted(live: unknown, wanted: unknown): unknown {
  return wanted !== undefined && holdsAll(live, wanted) ? wanted : live;
}

function holdsAll(live: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) {
    if (!Array.isArray(live) || live.length !== wanted.length) return false;
    return wanted.every((item) => live.some((other) => holdsAll(other, item)));
  }
  if (wanted !== null && typeof wanted === "object") {
    const members = Object.entries(wanted);
    if (members.length === 0 && (live === undefined || live === null)) return true;
    if (live === null || typeof live !== "object") return false;
    return members.every(([key, item]) => holdsAll((live as Record<string, unknown>)[key], item));
  }
  if (typeof wanted === "number" && typeof live === "string") return Number(live) === wanted;
  return isDeepStrictEqual(live, wanted);
}
