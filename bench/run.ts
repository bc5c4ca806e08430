/** Measurements of rehearsals: from clean, previews without a change beside their floor, and the unit tests. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { EngineResult } from "../rehearsal/engine.ts";
import { Rehearsal } from "../rehearsal/rehearsal.ts";
import { summarize } from "../rehearsal/state.ts";
import type { RehearsalPlan, StackPlan } from "../rehearsal/workspace.ts";
import { sampleMemory } from "./memory.ts";
import type { Series } from "./statistics.ts";
import { type BenchOptions, inWorkspace, seconds } from "./workspace.ts";

/** How long the unit tests take. @throws Error when one fails */
export async function measureUnitTests(options: BenchOptions): Promise<Series[]> {
  options.onProgress("unit tests");
  const unitTests = await seconds(async () => {
    const { status } = spawnSync("npm", ["test", "--", "unit"], { cwd: options.repository, stdio: "ignore" });
    if (status !== 0) throw new Error("the unit tests fail: run npm test -- unit");
  });
  return [{ name: "unit tests", unit: "s", values: [unitTests] }];
}

/** Rehearsals from clean: time, resources a second, and memory. */
export async function measureClean(options: BenchOptions): Promise<Series[]> {
  const clean: Series[] = [];
  for (const plan of options.rehearsed) clean.push(...(await measureRehearsals(options, plan)));
  return clean;
}

async function measureRehearsals(options: BenchOptions, plan: RehearsalPlan): Promise<Series[]> {
  const { toolchain, onProgress } = options;
  const { environment } = plan;
  const times: number[] = [];
  const rates: number[] = [];
  const peaks: number[] = [];
  for (let round = 1; round <= options.rehearsals; round++) {
    onProgress(`rehearsal of ${environment} from clean, ${round} of ${options.rehearsals}`);
    const memory = sampleMemory();
    const rehearse = inWorkspace(options, plan, "clean", async (workspace) => {
      let rehearsal: Rehearsal | undefined;
      let resources = 0;
      const took = await seconds(async () => {
        rehearsal = await Rehearsal.start(workspace, plan, toolchain);
        for (const stack of plan.stacks) {
          await rehearsal.up(stack);
          const state = await rehearsal.state(stack);
          resources += state ? summarize(state).length : 0;
        }
      });
      times.push(took);
      rates.push(resources / took);
      await rehearsal?.remove();
    });
    // The sampler would keep the process alive after a failure.
    peaks.push(await rehearse.finally(memory.stop).then(memory.stop));
  }
  return [
    { name: `${environment} from clean`, unit: "s", values: times },
    { name: `${environment}: resources made`, unit: "resources/s", values: rates },
    { name: `${environment}: peak memory`, unit: "MB", values: peaks },
  ];
}

/** Previews without a change. Stacks and floor take turns, so that whatever else the machine does meets them alike. */
export async function measurePreviews(options: BenchOptions): Promise<Series[]> {
  const floorDirectory = join(options.repository, "bench", "floor");
  const floor: StackPlan = {
    project: "floor",
    stack: "floor",
    directory: floorDirectory,
    settingsFile: join(floorDirectory, "Pulumi.floor.yaml"),
  };
  const plan = { ...options.previewed, environment: "previews", stacks: [floor, ...options.previewed.stacks] };
  const values = new Map<string, number[]>(plan.stacks.map(({ project }) => [project, []]));
  await inWorkspace(options, plan, "previews", async (workspace) => {
    const rehearsal = await Rehearsal.start(workspace, plan, options.toolchain);
    for (const stack of plan.stacks) await rehearsal.up(stack);
    for (let round = 1; round <= options.previews; round++) {
      options.onProgress(`previews without a change, ${round} of ${options.previews}`);
      for (const stack of plan.stacks) {
        const took = await seconds(async () =>
          assertUnchanged(await rehearsal.preview(stack, ["--expect-no-changes"])),
        );
        values.get(stack.project)?.push(took);
      }
    }
    await rehearsal.remove();
  });
  const floorValues = values.get("floor") as number[];
  const stacks = options.previewed.stacks.map(({ project }): Series[] => {
    const own = values.get(project) as number[];
    const ratios = own.map((value, index) => value / (floorValues[index] as number));
    return [
      { name: `no-change preview of ${project}`, unit: "s", values: own },
      { name: `${project} ÷ floor`, unit: "×", values: ratios },
    ];
  });
  return [{ name: "floor: preview of a fixed program", unit: "s", values: floorValues }, ...stacks.flat()];
}

function assertUnchanged({ code, output }: EngineResult): void {
  if (code !== 0) throw new Error(`a preview without a change failed:\n${output}`);
}
