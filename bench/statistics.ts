/** What is told of repeated measurements, and which goals they must meet. Pure. */

/** Repeated measurements of one thing. */
export interface Series {
  readonly name: string;
  readonly unit: "s" | "MB" | "resources/s" | "×";
  readonly values: readonly number[];
}

/** A figure that must hold: the series' median (for `MB` the maximum) is compared. */
export interface Goal {
  /** The series' name. */
  readonly series: string;
  /** The largest value allowed, in the series' unit. */
  readonly atMost: number;
}

/** Smallest, middle and largest value. */
export interface Summary {
  readonly minimum: number;
  readonly median: number;
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
  return { minimum: sorted[0] as number, median, maximum: sorted.at(-1) as number };
}

/** The goals that were missed, in words; empty when all hold. A goal whose series was not measured is missed. */
export function missedGoals(series: readonly Series[], goals: readonly Goal[]): string[] {
  return goals.flatMap(({ series: name, atMost }) => {
    const found = series.find((each) => each.name === name);
    if (!found) return [`${name}: not measured`];
    const { median, maximum } = summarizeValues(found.values);
    const value = found.unit === "MB" ? maximum : median;
    return value <= atMost ? [] : [`${name}: ${value.toFixed(2)} ${found.unit}, at most ${atMost} is allowed`];
  });
}
