/**
 * CloudWatch's alarms, as far as the catalogue needs them: metric math over periods, and the state that follows. Functions: IF, FILL,
 * PERIOD, SUM; operators: + - * / and comparisons. A missing figure makes the result missing, as CloudWatch does.
 * Sources: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html,
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
import type { AlarmDefinition, Comparison } from "../components/alerting/catalogue/alarm-definition.ts";

/** One period's figures by the metric's key; undefined is a metric without data points. */
export type Period = Readonly<Record<string, number | undefined>>;

type Figure = number | undefined;

const compare: Readonly<Record<Comparison | "==", (left: number, right: number) => boolean>> = {
  ">": (left, right) => left > right,
  ">=": (left, right) => left >= right,
  "<": (left, right) => left < right,
  "<=": (left, right) => left <= right,
  "==": (left, right) => left === right,
};

const arithmetic: Readonly<Record<string, (left: number, right: number) => Figure>> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  // A division by 0 has no data point.
  "/": (left, right) => (right === 0 ? undefined : left / right),
};

/** Reads an expression from left to right; each method reads what binds tighter than the one before. */
class Reader {
  #rest: string[];
  readonly #period: Period;
  readonly #seconds: number;

  constructor(expression: string, period: Period, seconds: number) {
    const tokens = expression.match(/\d+(\.\d+)?|[A-Za-z_]\w*|[<>=]=|[-+*/<>(),]/g) ?? [];
    if (tokens.join("") !== expression.replaceAll(/\s/g, "")) throw new Error(`${expression}: not understood`);
    this.#rest = tokens;
    this.#period = period;
    this.#seconds = seconds;
  }

  whole(): Figure {
    const figure = this.#comparison();
    if (this.#rest.length > 0) throw new Error(`${this.#rest.join(" ")}: not understood`);
    return figure;
  }

  #take(expected?: string): string {
    const token = this.#rest.shift();
    if (token === undefined || (expected !== undefined && token !== expected)) {
      throw new Error(`got ${token}, expected ${expected ?? "more"}`);
    }
    return token;
  }

  #chain(next: () => Figure, operators: Readonly<Record<string, (left: number, right: number) => Figure>>): Figure {
    let left = next();
    for (let token = this.#rest[0]; token !== undefined && token in operators; token = this.#rest[0]) {
      const operator = operators[this.#take()] as (left: number, right: number) => Figure;
      const right = next();
      left = left === undefined || right === undefined ? undefined : operator(left, right);
    }
    return left;
  }

  #comparison(): Figure {
    const operators = Object.fromEntries(
      Object.entries(compare).map(([sign, is]) => [sign, (left: number, right: number) => Number(is(left, right))]),
    );
    return this.#chain(() => this.#sum(), operators);
  }

  #sum(): Figure {
    const { "+": plus, "-": minus } = arithmetic;
    return this.#chain(() => this.#product(), { "+": plus, "-": minus } as typeof arithmetic);
  }

  #product(): Figure {
    const { "*": times, "/": by } = arithmetic;
    return this.#chain(() => this.#one(), { "*": times, "/": by } as typeof arithmetic);
  }

  #one(): Figure {
    const token = this.#take();
    if (token === "(") {
      const figure = this.#comparison();
      this.#take(")");
      return figure;
    }
    if (/^\d/.test(token)) return Number(token);
    if (this.#rest[0] === "(") return this.#call(token);
    if (!(token in this.#period))
      throw new Error(`${token}: no such metric among ${Object.keys(this.#period).join(", ")}`);
    return this.#period[token];
  }

  #call(name: string): Figure {
    const figures: Figure[] = [];
    this.#take("(");
    do figures.push(this.#comparison());
    while (this.#rest[0] === "," && this.#take());
    this.#take(")");
    const [first, second, third] = figures;
    switch (name) {
      case "IF":
        return first === undefined ? undefined : first !== 0 ? second : third;
      case "FILL":
        return first ?? second;
      case "PERIOD":
        return this.#seconds;
      case "SUM":
        return figures.every((figure) => figure === undefined)
          ? undefined
          : figures.reduce<number>((sum, figure) => sum + (figure ?? 0), 0);
      default:
        throw new Error(`${name}: the tests know no such function`);
    }
  }
}

/**
 * What an alarm compares in one period.
 *
 * @param definition the alarm
 * @param period figures of its metrics by their keys; of an alarm on one metric, by "metric"
 * @returns undefined where there is no data
 */
export function figureOf({ watched, periodSeconds }: AlarmDefinition<unknown>, period: Period): number | undefined {
  if ("metric" in watched) return period.metric;
  return new Reader(watched.expression, period, periodSeconds).whole();
}

/** The state of an alarm. */
export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

/**
 * The state of an alarm after some periods.
 *
 * @param definition the alarm
 * @param periods the last ones, the newest last; fewer than it looks at are periods without data before them
 */
export function stateAfter(definition: AlarmDefinition<unknown>, periods: readonly Period[]): AlarmState {
  const { evaluationPeriods, datapointsToAlarm, missingData, comparison, threshold } = definition;
  const looked = periods.slice(-evaluationPeriods).map((period) => figureOf(definition, period));
  const known = looked.filter((figure) => figure !== undefined);
  if (known.length === 0 && missingData === "missing") return "INSUFFICIENT_DATA";
  const silent = evaluationPeriods - known.length;
  const breaching =
    known.filter((figure) => compare[comparison](figure, threshold.value)).length +
    (missingData === "breaching" ? silent : 0);
  return breaching >= datapointsToAlarm ? "ALARM" : "OK";
}
