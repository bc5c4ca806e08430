/** What is told of repeated measurements, and which goals they must meet. Pure. */

/** Repeated measurements of one thing. */
export interface Series {
  readonly name: string;
  readonly unit: "s" | "ms" | "kB" | "MB" | "resources/s" | "×";
  readonly values: readonly number[];
}

/** A figure that must hold. */
export interface Goal {
  /** The series' name. */
  readonly series: string;
  /** The largest value allowed, in the series' unit. */
  readonly atMost: number;
  /** What is compared. Default: the median; of `MB` the maximum. */
  readonly compared?: "median" | "p95" | "maximum";
}

/** Smallest, middle and largest value, and the one that 95 of 100 stay within. */
export interface Summary {
  readonly minimum: number;
  readonly median: number;
  readonly p95: number;
  readonly maximum: number;
}

/**
 * Summarises measurements.
 * @throws Error when there are none.
 */
export function summarizeValues(values: readonly number[]): Summary {
  if (values.length === 0) throw new Error("a series needs at least one measurement");
  const sorted = [...values].sort((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] as number;
  const median = sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
  // The nearest rank: a value that was measured, and never one between two.
  const p95 = sorted[Math.ceil(sorted.length * 0.95) - 1] as number;
  return { minimum: sorted[0] as number, median, p95, maximum: sorted.at(-1) as number };
}

/** The goals that were missed, in words; empty when all hold. A goal whose series was not measured is missed. */
export function missedGoals(series: readonly Series[], goals: readonly Goal[]): string[] {
  return goals.flatMap((goal) => {
    const { series: name, atMost } = goal;
    const found = series.find((each) => each.name === name);
    if (!found) return [`${name}: not measured`];
    const value = summarizeValues(found.values)[comparedOf(goal, found)];
    return value <= atMost ? [] : [`${name}: ${value.toFixed(2)} ${found.unit}, at most ${atMost} is allowed`];
  });
}

/** Which figure of the series the goal is about. */
export function comparedOf({ compared }: Goal, { unit }: Series): keyof Summary {
  return compared ?? (unit === "MB" ? "maximum" : "median");
}
