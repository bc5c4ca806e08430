import { z } from "zod";
import { nearest } from "./nearest.ts";
import { type Problem, show } from "./problems.ts";
import { type Guidance, guidance } from "./setting.ts";

/** Where a value is: keys of groups and places in lists. */
export type Path = readonly PropertyKey[];

/**
 * Writes a path as people read it.
 *
 * @param path keys and list places, the first being a key of the file
 * @returns for example `platform:network.zones[1].name`
 */
export function formatPath(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "number") return `${text}[${part}]`;
    return text === "" ? String(part) : `${text}.${String(part)}`;
  }, "");
}

/**
 * Finds a value in nested groups and lists.
 *
 * @param value where to look
 * @param path the way to it
 * @returns the value, or undefined when the way ends before
 */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (current, part) =>
      current !== null && typeof current === "object" ? (current as Record<PropertyKey, unknown>)[part] : undefined,
    value,
  );
}

/** A schema and what it wraps, the innermost last. */
function layers(schema: z.core.$ZodType): z.core.$ZodType[] {
  const wraps =
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodNullable;
  return wraps ? [schema, ...layers(schema.unwrap())] : [schema];
}

/**
 * Takes defaults and the like off a schema.
 *
 * @param schema a schema that may have a default or be optional
 */
export function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  return layers(schema).at(-1) ?? schema;
}

/** The schemas of the value at a path, the innermost last; none when the schema knows no such value. */
function schemasAt(schema: z.core.$ZodType, path: Path): z.core.$ZodType[] {
  const [part, ...rest] = path;
  if (part === undefined) return layers(schema);
  const inner = unwrap(schema);
  if (inner instanceof z.ZodArray) return schemasAt(inner.element, rest);
  if (inner instanceof z.ZodRecord) return schemasAt(inner.valueType, rest);
  if (!(inner instanceof z.ZodObject)) return [];
  const next = (inner.shape as Record<PropertyKey, z.core.$ZodType>)[part];
  return next === undefined ? [] : schemasAt(next, rest);
}

function guidanceAt(schema: z.core.$ZodType, path: Path): Guidance | undefined {
  return schemasAt(schema, path)
    .map((candidate) => guidance.get(candidate))
    .find((help) => help !== undefined);
}

/** Names of kinds in words that a writer of YAML knows. */
const kinds: Readonly<Record<string, string>> = {
  string: "text (in quotes when it looks like a number)",
  number: "a number without quotes",
  int: "a whole number without quotes",
  boolean: "true or false without quotes",
  array: "a list",
  object: "a group of settings",
};

/** True for a bound that a setting gives; whole numbers have others by nature, beyond which JavaScript cannot count. */
function isBound(value: number | null | undefined): boolean {
  return typeof value === "number" && Math.abs(value) < Number.MAX_SAFE_INTEGER;
}

function range(issue: z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall, schema: z.core.$ZodType | undefined): string {
  const { minValue, maxValue } = schema instanceof z.ZodNumber ? schema : {};
  if (isBound(minValue) && isBound(maxValue)) return `${minValue} to ${maxValue}`;
  const unit = issue.origin === "string" ? " characters" : issue.origin === "array" ? " entries" : "";
  return issue.code === "too_big" ? `at most ${issue.maximum}${unit}` : `at least ${issue.minimum}${unit}`;
}

function choose(values: readonly unknown[], got: unknown): string {
  const texts = values.filter((value) => typeof value === "string");
  if (typeof got === "string" && texts.length > 0) return `Did you mean ${nearest(got, texts)}? Choose one of them.`;
  if (typeof got === "string" && values.includes(Number(got))) return `Write ${got} without quotes.`;
  return "Choose one of them.";
}

const defaultTodo = "Correct the value; the setting's documentation is in the JSON schema.";

/** Forms of texts that zod knows by name, in words. */
const forms: Readonly<Record<string, Guidance>> = {
  email: { allowed: "an e-mail address", todo: "Write it as name@example.com." },
  datetime: { allowed: "a moment in UTC, in quotes", todo: 'Write it as "2026-01-31T09:30:00Z".' },
};

/** A text that would be of the wanted kind without its quotes. */
function isQuoted(got: unknown, kind: string): boolean {
  if (typeof got !== "string") return false;
  return kind === "boolean" ? /^(true|false)$/.test(got) : /^(number|int)$/.test(kind) && /^-?\d+(\.\d+)?$/.test(got);
}

function fromIssue(issue: z.core.$ZodIssue, got: unknown, schema: z.core.$ZodType | undefined): Guidance {
  switch (issue.code) {
    case "invalid_type": {
      const todo = isQuoted(got, issue.expected) ? `Write ${got} without quotes.` : "Write a value of that kind.";
      return { allowed: kinds[issue.expected] ?? issue.expected, todo };
    }
    case "invalid_format":
      return forms[issue.format] ?? { allowed: issue.message, todo: defaultTodo };
    case "invalid_value":
      return { allowed: `one of ${issue.values.join(", ")}`, todo: choose(issue.values, got) };
    case "too_big":
    case "too_small":
      return { allowed: range(issue, schema), todo: "Choose a value in that range." };
    case "custom":
      return { allowed: issue.message, todo: "Correct the value." };
    default:
      return { allowed: issue.message, todo: defaultTodo };
  }
}

function unknownKey(key: string, parent: Path, schema: z.core.$ZodType, value: unknown): Problem {
  const inner = schemasAt(schema, parent).at(-1);
  const known = inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
  return {
    path: formatPath([...parent, key]),
    got: show(valueAt(value, [...parent, key])),
    allowed: `only known settings: ${known.join(", ")}`,
    todo: known.length === 0 ? "Remove it." : `Did you mean ${nearest(key, known)}? Correct the name or remove it.`,
  };
}

/** A whole number in words where zod says "int" by a format. */
function isWholeNumberIssue(issue: z.core.$ZodIssue): boolean {
  return issue.code === "invalid_type" && "format" in issue && issue.format === "safeint";
}

/**
 * Turns what zod found into problems.
 *
 * @param issue one finding
 * @param schema the schema that was applied
 * @param value the value that it was applied to
 * @returns one problem, or one for each unknown key
 */
export function problemsOf(issue: z.core.$ZodIssue, schema: z.core.$ZodType, value: unknown): Problem[] {
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey(key, issue.path, schema, value));
  const got = valueAt(value, issue.path);
  const said = isWholeNumberIssue(issue)
    ? { allowed: "a whole number without quotes", todo: "Write a whole number." }
    : fromIssue(issue, got, schemasAt(schema, issue.path).at(-1));
  const { allowed, todo } = guidanceAt(schema, issue.path) ?? said;
  const missing = got === undefined;
  return [
    {
      path: formatPath(issue.path),
      got: missing ? undefined : show(got),
      allowed: issue.code === "too_big" && said.allowed !== allowed ? `${allowed} (${said.allowed})` : allowed,
      todo: missing ? `Add the setting. ${todo}` : todo,
    },
  ];
}
