/** Rehearsals for engine tests: each in a workspace and on a port of its own, with the toolchain made once. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { planRehearsal } from "../cli/plan.ts";
import { Rehearsal } from "../rehearsal/rehearsal.ts";
import type { Toolchain } from "../rehearsal/surroundings.ts";
import { ensurePulumi } from "../rehearsal/toolchain/pulumi-cli.ts";
import { ensurePython } from "../rehearsal/toolchain/python.ts";
import { type RehearsalPlan, type StackPlan, Workspace } from "../rehearsal/workspace.ts";

/** The repository's root. */
export const repository = join(import.meta.dirname, "..");

/** Where test rehearsals work: apart from those that a person keeps. */
export const rehearsalRoot = join(repository, ".rehearsal", ".tests");

let toolchain: Promise<Toolchain> | undefined;

/** The toolchain, made at the first call. */
export function testToolchain(): Promise<Toolchain> {
  toolchain ??= Promise.all([ensurePython(), ensurePulumi()]).then(([python, pulumi]) => ({ python, pulumi }));
  return toolchain;
}

/** A rehearsal that a test owns. */
export interface TestRehearsal {
  /** The open rehearsal, with its emulator running. */
  readonly rehearsal: Rehearsal;
  /** The stack of a project. */
  readonly stack: (project: string) => StackPlan;
  /** Ends everything: the emulator, the workspace, the lock. */
  readonly close: () => Promise<void>;
}

/**
 * Starts a clean rehearsal.
 * @param name the workspace's name.
 * @param recordOnly without an emulator. Default: false.
 */
export async function startRehearsal(name: string, plan: RehearsalPlan, recordOnly = false): Promise<TestRehearsal> {
  const workspace = new Workspace(rehearsalRoot, name);
  const unlock = workspace.lock();
  const rehearsal = await Rehearsal.start(workspace, plan, await testToolchain(), recordOnly);
  const stack = (project: string) => {
    const found = plan.stacks.find((each) => each.project === project);
    if (!found) throw new Error(`the test's plan has no stack ${project}`);
    return found;
  };
  const close = async () => {
    await rehearsal.remove();
    unlock();
  };
  return { rehearsal, stack, close };
}

/** The plan of an environment, as `npm run rehearse` makes it. */
export function environmentPlan(environment: string): RehearsalPlan {
  return planRehearsal(repository, environment);
}

/** Changes the copied settings of a stack; the user's file stays. `change` gets the file's `config`. */
export function changeSettings(
  { rehearsal }: TestRehearsal,
  stack: StackPlan,
  // biome-ignore lint/suspicious/noExplicitAny: settings as YAML gives them.
  change: (config: Record<string, any>) => void,
): void {
  const file = rehearsal.workspace.path("settings", `Pulumi.${stack.stack}.yaml`);
  const settings = parse(readFileSync(file, "utf8"));
  change(settings.config);
  writeFileSync(file, stringify(settings));
}

/**
 * The plan of a fixture: a project in test/fixtures with one program.
 * @param name the folder's name, which is the project's and the stack's name too.
 */
export function fixturePlan(name: string): RehearsalPlan {
  const directory = join(repository, "test", "fixtures", name);
  const stack = { project: name, stack: name, directory, settingsFile: join(directory, `Pulumi.${name}.yaml`) };
  return { environment: name, accountId: "111122223333", region: "af-south-1", stacks: [stack] };
}

/** An AWS SDK client that looks at a rehearsal's emulator. */
export function sdkClient<T>(Client: new (configuration: object) => T, { rehearsal }: TestRehearsal): T {
  const { accountId, region } = rehearsal.plan;
  const credentials = { accessKeyId: accountId, secretAccessKey: "test" };
  return new Client({ region, endpoint: rehearsal.endpoint, credentials });
}
