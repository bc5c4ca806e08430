/** Small helpers that rows share: renaming, tags, picking. All take and keep unknown values. */
import { isUnknown, type Properties } from "../row.ts";

/** `cidrBlock` → `CidrBlock`. */
export function upperFirst(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** `CidrBlock` → `cidrBlock`. */
export function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** Renames every key of a value, at every depth. Unknown values, strings, numbers and booleans stay as they are. */
export function renameKeys(value: unknown, rename: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => renameKeys(item, rename));
  if (value === null || typeof value !== "object" || isUnknown(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [rename(key), renameKeys(item, rename)]));
}

/** The named properties that are given, renamed to AWS's form at every depth: `pascal(inputs, "cidrBlock")` → `{ CidrBlock }`. */
export function pascal(inputs: Properties, ...names: readonly string[]): Properties {
  const given = names.filter((name) => inputs[name] !== undefined && inputs[name] !== null);
  return Object.fromEntries(given.map((name) => [upperFirst(name), renameKeys(inputs[name], upperFirst)]));
}

/** The named members of AWS's answer that are there, in Pulumi's form: `camel(vpc, "CidrBlock")` → `{ cidrBlock }`. */
export function camel(answer: Properties | undefined, ...names: readonly string[]): Properties {
  const given = names.filter((name) => answer?.[name] !== undefined);
  return Object.fromEntries(given.map((name) => [lowerFirst(name), renameKeys(answer?.[name], lowerFirst)]));
}

/** Tags as AWS's list: `[{ Key, Value }]`. */
export function tagList(tags: Readonly<Record<string, unknown>>): { Key: string; Value: unknown }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** AWS's tag list as a record. AWS's own tags (`aws:…`) are left out, as the real provider does. */
export function tagRecord(list: readonly Properties[] | undefined): Record<string, string> {
  const pairs = (list ?? []).map((tag) => [tag.Key ?? tag.key, tag.Value ?? tag.value] as [string, string]);
  return Object.fromEntries(pairs.filter(([key]) => !key.startsWith("aws:")));
}

/** What a change of tags asks for: the tags to set, and the keys to remove. */
export function tagChanges(
  wanted: Readonly<Record<string, string>>,
  previous: Readonly<Record<string, string>> = {},
): { set: Record<string, string>; removed: string[] } {
  const set = Object.fromEntries(Object.entries(wanted).filter(([key, value]) => previous[key] !== value));
  return { set, removed: Object.keys(previous).filter((key) => !(key in wanted)) };
}
