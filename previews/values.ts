/** Values of properties in the engine's events: secrets and unknown ones are told, all else is plain JSON. */
import type { Step } from "./paths.ts";

/** Marks a special value in the engine's JSON (SDK: `runtime/rpc.ts`, `specialSigKey`). */
const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
/** What stands for a value that is not known yet, by kind (SDK: `runtime/rpc.ts`, `unknownValue`; Go SDK: `plugin/rpc.go`). */
const unknowns: readonly unknown[] = [
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
];

/** What is told of any secret. */
export const secretText = "[secret]";
/** What is told of a value that nobody knows yet. */
export const unknownText = "(known after apply)";
/** Longest text of a value, in characters. */
const longestValue = 160;

/** Whether a value is an object with members; lists are none. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const signature = (value: unknown): unknown => (isRecord(value) ? value[signatureKey] : undefined);

/** Whether a value is a secret, whatever is in it. The CLI also writes a bare `[secret]`. */
export const isSecret = (value: unknown): boolean => signature(value) === secretSignature || value === secretText;

/** Whether a value is not known before the update. */
export const isUnknown = (value: unknown): boolean => unknowns.includes(value);

/** The value at a path; undefined where there is none. A secret or unknown value on the way is the answer. */
export function valueAt(value: unknown, steps: readonly Step[]): unknown {
  let current = value;
  for (const step of steps) {
    if (isSecret(current) || isUnknown(current)) return current;
    if (Array.isArray(current) && typeof step === "number") current = current[step];
    else if (isRecord(current) && Object.hasOwn(current, step)) current = current[step];
    else return undefined;
  }
  return current;
}

/** Whether a secret is anywhere in a value. */
export function holdsSecret(value: unknown): boolean {
  if (isSecret(value)) return true;
  if (Array.isArray(value)) return value.some(holdsSecret);
  return isRecord(value) && Object.values(value).some(holdsSecret);
}

/** A value in which all is secret that is so in another one: what was a secret, or becomes one, is told on neither side. */
export function asSecretAs(value: unknown, other: unknown): unknown {
  if (value === undefined || isUnknown(value)) return value;
  if (isSecret(other)) return secretText;
  if (Array.isArray(value) && Array.isArray(other)) return value.map((item, index) => asSecretAs(item, other[index]));
  if (!isRecord(value) || isSecret(value) || !isRecord(other)) return value;
  const own = (name: string) => (Object.hasOwn(other, name) ? other[name] : undefined);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, asSecretAs(member, own(name))]));
}

/**
 * A value as short JSON, secrets and unknown values by their words; undefined for none.
 *
 * @param clean takes out of the text what must not be told, before it is cut; default: nothing
 */
export function showValue(value: unknown, clean: (text: string) => string = (text) => text): string | undefined {
  if (value === undefined) return undefined;
  const isWord = isUnknown(value) || isSecret(value);
  const text = clean(isWord ? (plain(value) as string) : JSON.stringify(plain(value)));
  return text.length <= longestValue ? text : `${text.slice(0, longestValue - 1)}…`;
}

function plain(value: unknown): unknown {
  if (isSecret(value)) return secretText;
  if (isUnknown(value)) return unknownText;
  // Files and archives are known by their hash, which says nothing to people.
  if (signature(value) !== undefined) return "(file)";
  if (Array.isArray(value)) return value.map(plain);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member)]));
}

/** Whether two values are the same JSON, whatever the order of members. Two secrets are the same: nobody can see whether they are. */
export function isSame(a: unknown, b: unknown): boolean {
  if (isSecret(a) && isSecret(b)) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => isSame(item, b[index]));
  }
  if (!isRecord(a) || !isRecord(b)) return a === b;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => Object.hasOwn(a, key) && Object.hasOwn(b, key) && isSame(a[key], b[key]));
}
