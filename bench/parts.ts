/** The parts of the benchmark: what each measures, and what must hold on two cores. */
import { measureAlertPath } from "./alert-path.ts";
import { loadOf, measureBundles, sizeOf, tasks } from "./bundles.ts";
import { measureFormatting } from "./formatting.ts";
import { addedTo, measurePolicyPack } from "./policy.ts";
import { measureClean, measurePreviews, measureUnitTests } from "./run.ts";
import type { Goal, Series } from "./statistics.ts";
import type { BenchOptions } from "./workspace.ts";

/** Some measurements that belong together. */
export interface Part {
  readonly measure: (options: BenchOptions) => Promise<readonly Series[]> | readonly Series[];
  readonly goals: (repository: string) => readonly Goal[];
}

/** The parts by name, in the order of the table. */
export const parts = {
  clean: {
    measure: measureClean,
    goals: () => [
      { series: "dev from clean", atMost: 60 },
      { series: "prod from clean", atMost: 120 },
      { series: "dev: peak memory", atMost: 2000 },
      { series: "prod: peak memory", atMost: 2000 },
    ],
  },
  previews: {
    measure: measurePreviews,
    goals: () => ["account", "foundation", "platform"].map((project) => ({ series: `${project} ÷ floor`, atMost: 2 })),
  },
  policy: {
    measure: measurePolicyPack,
    goals: () => ["account", "foundation", "platform"].map((project) => ({ series: addedTo(project), atMost: 3 })),
  },
  alerts: {
    measure: measureAlertPath,
    goals: () => [{ series: "alarm to its post", atMost: 1500, compared: "p95" }],
  },
  formatting: {
    measure: ({ onProgress }) => measureFormatting(onProgress),
    goals: () => [{ series: "an event understood and formatted", atMost: 2, compared: "p95" }],
  },
  bundles: {
    measure: ({ repository, onProgress }) => measureBundles(repository, onProgress),
    goals: (repository) =>
      tasks(repository).flatMap((task) => [
        { series: sizeOf(task), atMost: 1000 },
        { series: loadOf(task), atMost: 190 },
      ]),
  },
  unit: { measure: measureUnitTests, goals: () => [] },
} as const satisfies Readonly<Record<string, Part>>;

/** The name of a part. */
export type PartName = keyof typeof parts;

/** The names of all parts, in the order of the table. */
export const partNames = Object.keys(parts) as readonly PartName[];

/** The parts that were asked for, in the order of the table; none named means all. @throws Error naming each that there is none of */
export function choose(names: readonly string[]): readonly PartName[] {
  const unknown = names.filter((name) => !(partNames as readonly string[]).includes(name));
  if (unknown.length > 0) throw new Error(`there is no part ${unknown.join(", ")}; there are ${partNames.join(", ")}`);
  return names.length === 0 ? partNames : partNames.filter((name) => names.includes(name));
}
