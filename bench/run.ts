/** The measurements: a rehearsal from clean, previews without a change beside their floor, and the unit tests. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { EngineResult } from "../rehearsal/engine.ts";
import { Rehearsal } from "../rehearsal/rehearsal.ts";
import { summarize } from "../rehearsal/state.ts";
import type { Toolchain } from "../rehearsal/surroundings.ts";
import { type RehearsalPlan, type StackPlan, Workspace } from "../rehearsal/workspace.ts";
import { sampleMemory } from "./memory.ts";
import type { Series } from "./statistics.ts";

/** What is measured, how often. */
export interface BenchOptions {
  readonly repository: string;
  /** What is rehearsed from clean. */
  readonly rehearsed: readonly RehearsalPlan[];
  /** What is previewed. */
  readonly previewed: RehearsalPlan;
  readonly toolchain: Toolchain;
  /** Runs from clean. */
  readonly rehearsals: number;
  /** No-change previews of each stack and of the floor. */
  readonly previews: number;
  readonly onProgress: (line: string) => void;
}

async function seconds(action: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await action();
  return (performance.now() - started) / 1000;
}

/** All series, in the order of the table. */
export async function measure(options: BenchOptions): Promise<Series[]> {
  options.onProgress("unit tests");
  const unitTests = await seconds(async () => {
    const { status } = spawnSync("npm", ["test", "--", "unit"], { cwd: options.repository, stdio: "ignore" });
    if (status !== 0) throw new Error("the unit tests fail: run npm test -- unit");
  });
  const clean: Series[] = [];
  for (const plan of options.rehearsed) clean.push(...(await measureRehearsals(options, plan)));
  const previews = await measurePreviews(options);
  return [...clean, ...previews, { name: "unit tests", unit: "s", values: [unitTests] }];
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

/** Stacks and floor take turns, so that whatever else the machine does meets them alike. */
async function measurePreviews(options: BenchOptions): Promise<Series[]> {
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

async function inWorkspace(
  options: BenchOptions,
  plan: RehearsalPlan,
  name: string,
  action: (workspace: Workspace) => Promise<void>,
): Promise<void> {
  const workspace = new Workspace(join(options.repository, ".rehearsal", ".bench"), name);
  const unlock = workspace.lock();
  try {
    await action(workspace);
  } catch (error) {
    if (workspace.exists) await Rehearsal.open(workspace, options.toolchain).stop();
    throw new Error(`the benchmark ${plan.environment} ended early`, { cause: error });
  } finally {
    unlock();
  }
}
