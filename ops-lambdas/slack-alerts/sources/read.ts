/** Reads damaged input: each getter answers with the type it names or with nothing, and never throws. */

/** A text that has something in it, trimmed; a number or boolean as text; undefined for everything else. */
export function text(value: unknown): string | undefined {
  if (typeof value === "number" && Number.isFinite(value)) return String(value);
  if (typeof value === "boolean") return String(value);
  if (typeof value !== "string") return undefined;
  const trimmed = value.trim();
  return trimmed === "" ? undefined : trimmed;
}

/** A finite number, also when it is written as text ("12.5"); undefined for everything else. */
export function number(value: unknown): number | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value !== "string" || value.trim() === "") return undefined;
  const read = Number(value);
  return Number.isFinite(read) ? read : undefined;
}

/** The elements of an array; none for everything else. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The members of an object; none for everything else, arrays included. */
export function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** The texts among the elements of an array. */
export function texts(value: unknown): readonly string[] {
  return list(value)
    .map(text)
    .filter((element) => element !== undefined);
}

/** What is at the end of a path of members and indexes; undefined when it breaks off. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let found = value;
  for (const step of path) found = typeof step === "number" ? list(found)[step] : record(found)[step];
  return found;
}

/** The object that a text holds as JSON, or the object itself; without members for everything else. */
export function jsonRecord(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== "string") return record(value);
  try {
    return record(JSON.parse(value));
  } catch {
    return {};
  }
}

/**
 * A time in ISO 8601 with milliseconds. Takes what AWS writes: ISO 8601, with "+0000" too, and seconds or milliseconds since 1970.
 * Undefined for what is no time between 2000 and 2100.
 */
export function time(value: unknown): string | undefined {
  const read = timestamp(value);
  if (!(read >= Date.UTC(2000) && read < Date.UTC(2100))) return undefined;
  return new Date(read).toISOString();
}

/** Milliseconds since 1970; NaN for what is no time. */
function timestamp(value: unknown): number {
  if (typeof value === "number") return value < 1e11 ? value * 1000 : value;
  if (typeof value !== "string") return Number.NaN;
  if (/^\d{9,13}(\.\d+)?$/.test(value)) return timestamp(Number(value));
  return Date.parse(value.replace(/([+-]\d\d)(\d\d)$/, "$1:$2"));
}
