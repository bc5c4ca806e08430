/**
 * EventBridge's matching of patterns, as far as the platform's rules use it. For tests: what a rule brings is shown on events as AWS
 * documents them. Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
type Members = Readonly<Record<string, unknown>>;

/** Whether a value is an object that is no array. */
function isMembers(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Whether a pattern matches an event.
 *
 * @throws Error on an operator that it does not know, so that no rule passes a test by being misread
 */
export function matches(pattern: Members, event: unknown): boolean {
  return Object.entries(pattern).every(([member, wanted]) => {
    if (member === "$or") return (wanted as readonly Members[]).some((one) => matches(one, event));
    const values = valuesAt(event, member);
    if (Array.isArray(wanted)) return wanted.some((condition) => leaf(condition, values));
    return values.some((value) => isMembers(value) && matches(wanted as Members, value));
  });
}

/** Values of a member; arrays stand for their elements, on the way and at the end. */
function valuesAt(event: unknown, member: string): readonly unknown[] {
  const holders = Array.isArray(event) ? event : [event];
  const found = holders.filter(isMembers).flatMap((holder) => (Object.hasOwn(holder, member) ? [holder[member]] : []));
  return found.flat();
}

/** One condition on the values of a member; a member with an array matches when one element does. */
function leaf(condition: unknown, values: readonly unknown[]): boolean {
  if (!isMembers(condition)) return values.includes(condition);
  const [[operator, operand] = [], ...more] = Object.entries(condition);
  if (more.length > 0) throw new Error(`A condition has one operator: ${JSON.stringify(condition)}`);
  switch (operator) {
    case "exists":
      return values.length > 0 === operand;
    case "prefix":
      return values.some((value) => typeof value === "string" && value.startsWith(String(operand)));
    case "anything-but":
      return values.some((value) => !(Array.isArray(operand) ? operand : [operand]).includes(value));
    case "numeric":
      return values.some((value) => typeof value === "number" && numeric(operand as readonly unknown[], value));
    default:
      throw new Error(`There is no operator ${operator} here.`);
  }
}

/** Pairs of a comparison and a number, all of which must hold. */
function numeric(comparisons: readonly unknown[], value: number): boolean {
  for (let index = 0; index < comparisons.length; index += 2) {
    const limit = comparisons[index + 1] as number;
    const holds = {
      ">=": value >= limit,
      "<": value < limit,
      ">": value > limit,
      "<=": value <= limit,
      "=": value === limit,
    }[String(comparisons[index])];
    if (holds !== true) return false;
  }
  return true;
}
