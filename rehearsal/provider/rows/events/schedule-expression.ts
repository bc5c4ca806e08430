/** What AWS takes for `rate(…)`, `cron(…)` and `at(…)` (EventBridge Scheduler User Guide, "Schedule types"). */

const months = "JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC";
const days = "SUN|MON|TUE|WED|THU|FRI|SAT";

/** One field of a cron expression: its name, what an item looks like, and the numbers it takes. */
interface Field {
  readonly name: string;
  readonly words: string;
  readonly from: number;
  readonly to: number;
  /** Items of its own, e.g. `L` and `15W` in the day of the month. */
  readonly special?: RegExp;
}

const fields: readonly Field[] = [
  { name: "minutes", words: "", from: 0, to: 59 },
  { name: "hours", words: "", from: 0, to: 23 },
  { name: "day of the month", words: "", from: 1, to: 31, special: /^(\?|L|LW|L-\d{1,2}|\d{1,2}W)$/ },
  { name: "month", words: months, from: 1, to: 12 },
  {
    name: "day of the week",
    words: days,
    from: 1,
    to: 7,
    special: /^(\?|L|[1-7]L|[1-7]#[1-5]|(SUN|MON|TUE|WED|THU|FRI|SAT)(L|#[1-5]))$/,
  },
  { name: "year", words: "", from: 1970, to: 2199 },
];

function isPoint(text: string, { words, from, to }: Field): boolean {
  if (words !== "" && new RegExp(`^(${words})$`).test(text)) return true;
  return /^\d+$/.test(text) && Number(text) >= from && Number(text) <= to;
}

function isItem(text: string, field: Field): boolean {
  if (field.special?.test(text)) return true;
  const [range = "", step, ...more] = text.split("/");
  if (more.length > 0 || (step !== undefined && !/^[1-9]\d*$/.test(step))) return false;
  if (range === "*") return true;
  const points = range.split("-");
  return points.length <= 2 && points.every((point) => isPoint(point, field));
}

function cronProblem(body: string): string | undefined {
  const parts = body.trim().split(/\s+/);
  if (parts.length !== 6)
    return `cron(${body}) has ${parts.length} fields: give 6 (${fields.map(({ name }) => name).join(", ")})`;
  for (const [index, field] of fields.entries()) {
    const part = parts[index] ?? "";
    if (!part.split(",").every((item) => isItem(item, field))) return `cron(${body}) has ${part} for its ${field.name}`;
  }
  const free = [parts[2], parts[4]].filter((part) => part === "?").length;
  return free === 1 ? undefined : `cron(${body}) needs ? in exactly one of day of the month and day of the week`;
}

function rateProblem(body: string): string | undefined {
  const found = /^([1-9]\d*) (minute|hour|day)(s?)$/.exec(body);
  if (!found) return `rate(${body}) is none: write a number and minutes, hours or days`;
  return (found[1] === "1") === (found[3] === "")
    ? undefined
    : `rate(${body}) mixes one and many: write 1 minute or 5 minutes`;
}

function atProblem(body: string): string | undefined {
  const isMoment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/.test(body) && !Number.isNaN(Date.parse(`${body}Z`));
  return isMoment ? undefined : `at(${body}) is no moment: write at(yyyy-mm-ddThh:mm:ss)`;
}

/**
 * Why AWS would refuse a schedule, in one sentence; undefined when it is good.
 * @param kinds `at` only in schedules of EventBridge Scheduler; rules of EventBridge have none.
 */
export function scheduleProblem(expression: string, kinds: readonly ("at" | "cron" | "rate")[]): string | undefined {
  const found = /^(at|cron|rate)\((.*)\)$/.exec(expression);
  const kind = kinds.find((one) => one === found?.[1]);
  if (!found || kind === undefined) return `it is ${expression}: write ${kinds.map((one) => `${one}(…)`).join(" or ")}`;
  const body = found[2] ?? "";
  return { at: atProblem, cron: cronProblem, rate: rateProblem }[kind](body);
}
