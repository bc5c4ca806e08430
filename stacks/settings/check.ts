import { distance } from "fastest-levenshtein";
import { z } from "zod";
import { problemsOf, unwrap, valueAt } from "./issues.ts";
import { nearest } from "./nearest.ts";
import type { Problem } from "./problems.ts";

/** Namespace of all settings in a stack's configuration. */
const namespace = "platform";

/** Which values of the configuration are encrypted, and whether they can be read. */
export interface Secrets {
  /** Keys with the namespace, for example `platform:network`, whose value is or holds a secret. */
  readonly keys: ReadonlySet<string>;
  /** true when the values are plain text here, as in a running program; false when only cipher text is there. */
  readonly readable: boolean;
}

/** A configuration without secrets. */
export const noSecrets: Secrets = { keys: new Set(), readable: true };

/** Pulumi gives a program text only; groups and lists arrive as JSON. */
function decode(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** Splits the configuration in the platform's own settings and problems of keys that can only be slips. */
function ownSettings(raw: Readonly<Record<string, unknown>>, known: readonly string[]) {
  const settings: Record<string, unknown> = {};
  const problems: Problem[] = [];
  for (const [key, value] of Object.entries(raw)) {
    const [space = "", ...rest] = key.split(":");
    if (space === namespace && rest.length > 0) {
      settings[rest.join(":")] = decode(value);
    } else if (rest.length === 0 || isSlip(space)) {
      const name = rest.length === 0 ? space : rest.join(":");
      problems.push({
        path: key,
        got: "a setting outside of the namespace platform, which nothing reads",
        allowed: `keys that begin with ${namespace}:`,
        todo: `Did you mean ${namespace}:${nearest(name, known)}? Correct the key or remove it.`,
      });
    }
  }
  return { settings, problems };
}

/** A namespace that differs from the platform's by two letters at most. */
function isSlip(space: string): boolean {
  return space !== namespace && distance(space.toLowerCase(), namespace) <= 2;
}

/** Takes unknown keys out of settings: they are problems of their own and hide no others. */
function withoutUnknownKeys(settings: unknown, issues: readonly z.core.$ZodIssue[]): unknown {
  const copy: unknown = structuredClone(settings);
  for (const issue of issues) {
    if (issue.code !== "unrecognized_keys") continue;
    const group = valueAt(copy, issue.path) as Record<string, unknown>;
    for (const key of issue.keys) delete group[key];
  }
  return copy;
}

/** Says what is wrong between settings, given those that are well-formed by themselves, in groups too. */
export type Checks = (settings: Readonly<Record<string, unknown>>) => readonly Problem[];

/** Parses what is well-formed, key by key and in groups again, so that other problems do not keep checks from running. */
function wellFormed(schema: z.ZodObject, value: unknown): Record<string, unknown> {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return {};
  const group = value as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(schema.shape).map(([key, field]) => {
      const parsed = z.safeParse(field, group[key]);
      if (parsed.success) return [key, parsed.data];
      const inner = unwrap(field);
      return [key, inner instanceof z.ZodObject ? wellFormed(inner, group[key]) : undefined];
    }),
  );
}

/** The setting that a problem is about, with its namespace. */
function keyOf(problem: Problem): string {
  return problem.path.replace(/[.[].*$/, "");
}

/** Every text inside a value. */
function textsIn(value: unknown): string[] {
  if (value !== null && typeof value === "object") return Object.values(value).flatMap(textsIn);
  return value === undefined || value === null ? [] : [String(value)];
}

/** What is said about an encrypted value instead of sentences that may be made from it. */
const untold = {
  problem: undefined,
  got: "an encrypted value, not shown",
  todo: "Correct the setting; its description is in the JSON schema.",
};

/** Takes out of problems what is encrypted in the file: about such a setting only its place and the rule are told. */
function withoutSecrets(problems: readonly Problem[], settings: Record<string, unknown>, secrets: Secrets): Problem[] {
  const texts = [...secrets.keys].flatMap((key) => textsIn(settings[key.slice(namespace.length + 1)]));
  const scrub = (text: string) =>
    texts.filter((secret) => secret.length > 3).reduce((rest, secret) => rest.replaceAll(secret, "[secret]"), text);
  return problems
    .filter((problem) => secrets.readable || !secrets.keys.has(keyOf(problem)))
    .map((problem) => (secrets.keys.has(keyOf(problem)) ? { ...problem, ...untold } : problem))
    .map(({ path, problem, got, allowed, todo }) => ({
      path: scrub(path),
      problem: problem && scrub(problem),
      got: got && scrub(got),
      allowed: scrub(allowed),
      todo: scrub(todo),
    }));
}

/** Problems in the order of the file's keys; what is missing comes last. */
function inFileOrder(problems: readonly Problem[], keys: readonly string[]): Problem[] {
  const place = (problem: Problem) => {
    const position = keys.indexOf(keyOf(problem));
    return position < 0 ? keys.length : position;
  };
  return problems.toSorted((one, other) => place(one) - place(other));
}

/** What a check of settings found. */
export interface Checked<T> {
  /** Every problem; empty when there is none. */
  readonly problems: readonly Problem[];
  /** The settings with their defaults; undefined when they do not fit the schema. */
  readonly settings: T | undefined;
}

/**
 * Checks the configuration of one file against a schema and the rules between its settings.
 *
 * @param schema strict schema of the settings, keys without namespace
 * @param raw the configuration, keys with their namespace
 * @param checks says what is wrong between the settings that are well-formed by themselves
 * @param secrets which values are encrypted; problems of those are left out when they cannot be read
 */
export function checkSettings<T extends z.ZodObject>(
  schema: T,
  raw: Readonly<Record<string, unknown>>,
  checks: Checks,
  secrets: Secrets,
): Checked<z.infer<T>> {
  const { settings, problems } = ownSettings(raw, Object.keys(schema.shape));
  const parsed = z.safeParse(schema, settings);
  const issues = parsed.success ? [] : parsed.error.issues;
  const own = issues
    .flatMap((issue) => problemsOf(issue, schema, settings))
    .map((problem) => ({ ...problem, path: `${namespace}:${problem.path}` }));
  const told = new Set(own.map(({ path }) => path));
  // A setting that is ill-formed is missing for the checks: what they say about its place would be wrong.
  const between = checks(wellFormed(schema, withoutUnknownKeys(settings, issues))).filter(
    ({ path }) => !told.has(path),
  );
  const all = inFileOrder([...problems, ...own, ...between], Object.keys(raw));
  return { problems: withoutSecrets(all, settings, secrets), settings: parsed.data };
}
