/** What EventBridge takes for an event pattern (EventBridge User Guide, "Creating event patterns" and "comparison operators"). */

/** Longest pattern of an account without a raised quota, in characters (EventBridge quotas, Event pattern size). */
const patternLength = 2048;

/** Members of an event that a pattern can name (EventBridge User Guide, "Event structure reference"). */
const envelope = ["version", "id", "detail-type", "source", "account", "time", "region", "resources", "detail"];

/** Matchers by name, with what they take. */
const matchers: Readonly<Record<string, (operand: unknown) => boolean>> = {
  prefix: isTextOrIgnoreCase,
  suffix: isTextOrIgnoreCase,
  "equals-ignore-case": isText,
  wildcard: isText,
  cidr: isText,
  exists: (operand) => typeof operand === "boolean",
  numeric: isComparison,
  "anything-but": (operand) =>
    isPlain(operand) ||
    (Array.isArray(operand) && operand.length > 0 && operand.every(isPlain)) ||
    (isRecord(operand) &&
      Object.keys(operand).every((name) => /^(prefix|suffix|wildcard|equals-ignore-case)$/.test(name))),
};

function isText(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}

function isTextOrIgnoreCase(value: unknown): boolean {
  return isText(value) || (isRecord(value) && isText(value["equals-ignore-case"]));
}

function isPlain(value: unknown): boolean {
  return typeof value === "string" || typeof value === "number";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** `[">", 0]`, or a range of two comparisons: `[">", 0, "<=", 5]`. */
function isComparison(operand: unknown): boolean {
  if (!Array.isArray(operand) || (operand.length !== 2 && operand.length !== 4)) return false;
  return operand.every((item, index) =>
    index % 2 === 0 ? ["=", "<", "<=", ">", ">="].includes(item) : typeof item === "number",
  );
}

/** The problem of one value of a list, or undefined. */
function valueProblem(value: unknown, path: string): string | undefined {
  if (!isRecord(value)) {
    return Array.isArray(value) ? `${path} holds a list inside a list: write values and matchers only` : undefined;
  }
  const names = Object.keys(value);
  const [name = ""] = names;
  const matcher = matchers[name];
  if (names.length !== 1 || !matcher) {
    return `${path} has the matcher ${JSON.stringify(value)}: allowed is one of ${Object.keys(matchers).join(", ")} each`;
  }
  return matcher(value[name])
    ? undefined
    : `${path} gives ${name} ${JSON.stringify(value[name])}, which it does not take`;
}

/** The problem of one level: members with lists of values, or with further members. */
function levelProblem(level: Record<string, unknown>, path: string): string | undefined {
  if (Object.keys(level).length === 0) return `${path || "it"} is empty: name at least one member`;
  for (const [name, value] of Object.entries(level)) {
    const here = path === "" ? name : `${path}.${name}`;
    const found = memberProblem(name, value, here);
    if (found !== undefined) return found;
  }
  return undefined;
}

function memberProblem(name: string, value: unknown, here: string): string | undefined {
  if (name === "$or") {
    if (!Array.isArray(value) || value.length < 2 || !value.every(isRecord))
      return `${here} must be a list of two or more patterns`;
    return value.map((item, index) => levelProblem(item, `${here}[${index}]`)).find((problem) => problem !== undefined);
  }
  if (Array.isArray(value)) {
    if (value.length === 0) return `${here} is an empty list: it would match nothing`;
    return value.map((item) => valueProblem(item, here)).find((problem) => problem !== undefined);
  }
  return isRecord(value) ? levelProblem(value, here) : `${here} is ${JSON.stringify(value)}: write a list of values`;
}

/**
 * Why EventBridge would refuse a pattern, or why it would never match, in one sentence; undefined when it is good.
 * @param text JSON text.
 */
export function patternProblem(text: string): string | undefined {
  let pattern: unknown;
  try {
    pattern = JSON.parse(text);
  } catch (error) {
    return `it is not valid JSON (${(error as Error).message})`;
  }
  if (!isRecord(pattern)) return `it must be a JSON object, got ${text.slice(0, 40)}`;
  if (text.length > patternLength) return `it has ${text.length} characters: AWS takes at most ${patternLength}`;
  const strange = Object.keys(pattern).find((name) => name !== "$or" && !envelope.includes(name));
  if (strange !== undefined) return `events have no member ${strange}: known are ${envelope.join(", ")}`;
  return levelProblem(pattern, "");
}
