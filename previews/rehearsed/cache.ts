/** The base's states, kept from one preview to the next: each a workspace with everything that was brought up in it. */
import { createHash } from "node:crypto";
import { cpSync, existsSync, globSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { isAlive } from "../../rehearsal/is-alive.ts";
import { writePlugins } from "../../rehearsal/projects.ts";
import { Rehearsal } from "../../rehearsal/rehearsal.ts";
import { type Toolchain, writeProviderWorkspace, writeWorkspaceFiles } from "../../rehearsal/surroundings.ts";
import { withLock } from "../../rehearsal/toolchain/cache.ts";
import { installedVersion, pulumiVersion } from "../../rehearsal/toolchain/versions.ts";
import { type RehearsalPlan, Workspace } from "../../rehearsal/workspace.ts";
import type { OnProgress } from "./base-tree.ts";
import { addFiles, combine } from "./fingerprint.ts";
import { markUsed, removeUnused } from "./last-used.ts";
import { planOf, type Side, type SideStack, type Unit } from "./side.ts";

/** Grows when the same files would be kept in another way. */
const layout = "1";
/** How many states stay that no preview uses; one of prod takes about 5 MB. */
const keptStates = 12;
const prefix = "state-";

/** What runs the base beside its own programs: this rehearsal, with everything that decides what it answers. */
export function rehearsalVersion(repository: string): string {
  const hash = createHash("sha256");
  const files = globSync("rehearsal/**/*.{ts,mjs,cjs,json,txt,py}", { cwd: repository });
  addFiles(
    hash,
    repository,
    files.filter((file) => !file.endsWith(".test.ts") && !file.startsWith("rehearsal/inbox/")),
  );
  const packages = ["@pulumi/aws", "@pulumi/awsx", "@pulumi/random"].map((name) => `${name} ${installedVersion(name)}`);
  hash.update([layout, process.version, pulumiVersion, ...packages].join("\n"));
  return hash.digest("hex");
}

/** The key of a unit's state: the same as long as it would come out the same. */
export function stateKey(unit: Unit, account: Unit | undefined, version: string): string {
  const of = ({ accountId, region, stacks }: Unit) => [
    accountId,
    region,
    ...stacks.flatMap(({ project, stack, fingerprint }) => [project, stack, fingerprint]),
  ];
  return combine(version, ...(account === undefined ? [] : of(account)), "", ...of(unit));
}

/** How states are brought up. */
export interface CacheOptions {
  /** The folder of previews. */
  readonly root: string;
  readonly toolchain: Toolchain;
  /** What `rehearsalVersion` gives. */
  readonly version: string;
  /** Told each step. */
  readonly onProgress: OnProgress;
  /** Makes the base's programs ready to run; called before the first of them runs, and never when all states are there. */
  readonly prepare: () => Promise<void>;
}

/** The states of one folder. */
export class StateCache {
  readonly #options: CacheOptions;
  readonly #found = new Map<string, Promise<string>>();
  #prepared: Promise<void> | undefined;

  constructor(options: CacheOptions) {
    this.#options = options;
  }

  /**
   * The folder of a unit's state; brought up when it is not there. Whole or not at all: it appears at the end.
   *
   * @param base the base, with which the unit and its account stack come
   * @throws EngineError with what the engine refused
   */
  get(base: Side, unit: Unit, account: Unit | undefined): Promise<string> {
    const { root, version } = this.#options;
    const directory = join(root, `${prefix}${stateKey(unit, account, version).slice(0, 32)}`);
    const found = this.#found.get(directory) ?? this.#make(directory, base, unit, account);
    this.#found.set(directory, found);
    return found;
  }

  async #make(directory: string, base: Side, unit: Unit, account: Unit | undefined): Promise<string> {
    const { root, onProgress } = this.#options;
    mkdirSync(root, { recursive: true, mode: 0o700 });
    const shared =
      account === undefined || existsSync(directory) ? undefined : await this.get(base, account, undefined);
    const waiting = () => onProgress(`Waiting for another preview that brings the base of ${unit.name} up`);
    await withLock(`${directory}.lock`, waiting, async () => {
      if (!existsSync(directory)) await this.#bringUp(directory, base, planOf(unit, account), unit.stacks, shared);
      markUsed(directory);
    });
    return directory;
  }

  async #bringUp(
    directory: string,
    base: Side,
    plan: RehearsalPlan,
    stacks: readonly SideStack[],
    shared: string | undefined,
  ): Promise<void> {
    const { root, toolchain, onProgress, prepare } = this.#options;
    this.#prepared ??= prepare();
    await this.#prepared;
    const name = `building-${process.pid}-${directory.slice(-32)}`;
    try {
      const rehearsal = await openCopy(root, name, shared, plan, toolchain);
      writePlugins(rehearsal.workspace.path("pulumi-home"), process.execPath, (sdk) => versionIn(base.root, sdk));
      for (const stack of stacks) {
        onProgress(`${plan.environment}: bringing the base's ${stack.project} up`);
        await bringUp(rehearsal, stack);
      }
      // Logs may tell more than a state, whose secrets are encrypted; the backend's copies of earlier states are of no use.
      for (const folder of ["logs", "pulumi-home/logs", "state/.pulumi/history", "state/.pulumi/backups"]) {
        rmSync(rehearsal.workspace.path(folder), { recursive: true, force: true });
      }
      renameSync(rehearsal.workspace.directory, directory);
    } finally {
      rmSync(join(root, name), { recursive: true, force: true });
    }
  }

  /** Removes all states but those in use and the ones used last, and what killed previews left. */
  removeOld(): void {
    const { root } = this.#options;
    for (const name of readdirSync(root)) {
      const pid = /^(?:building|head)-(\d+)-/.exec(name)?.[1];
      if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(root, name), { recursive: true, force: true });
    }
    removeUnused(root, new RegExp(`^${prefix}[0-9a-f]{32}$`), keptStates);
  }
}

/** The version of a package in a folder's `node_modules`. */
function versionIn(root: string, name: string): string {
  return (JSON.parse(readFileSync(join(root, "node_modules", name, "package.json"), "utf8")) as { version: string })
    .version;
}

/**
 * Opens a rehearsal that only records, in a workspace that is a copy of a state, or new.
 *
 * @param from the state's folder; undefined for an empty workspace
 */
export async function openCopy(
  root: string,
  name: string,
  from: string | undefined,
  plan: RehearsalPlan,
  toolchain: Toolchain,
): Promise<Rehearsal> {
  const workspace = new Workspace(root, name);
  workspace.clear();
  if (from !== undefined) cpSync(from, workspace.directory, { recursive: true });
  mkdirSync(workspace.path("logs"), { recursive: true, mode: 0o700 });
  workspace.write({ plan, baseline: [] });
  await writeWorkspaceFiles(workspace, plan);
  writeProviderWorkspace(workspace, plan, toolchain, undefined);
  return Rehearsal.open(workspace, toolchain);
}

/** Deploys a stack without the preview before; no event of it stays. @throws EngineError */
export async function bringUp(rehearsal: Rehearsal, stack: SideStack): Promise<void> {
  try {
    await rehearsal.must(stack, ["up", "--yes", "--skip-preview", "--refresh=false"]);
  } finally {
    removeEvents(rehearsal.workspace, stack);
  }
}

/** Removes the engine's events of a stack's last command. */
export function removeEvents(workspace: Workspace, { project }: Pick<SideStack, "project">): void {
  for (const suffix of ["", ".new"]) rmSync(workspace.path("logs", `${project}.events${suffix}`), { force: true });
}
