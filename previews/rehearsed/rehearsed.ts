/**
 * Previews without a cloud account: the base's code and settings are brought up in a rehearsal that only records, and the change is previewed
 * against copies of that. Both sides run on the change's rehearsal.
 */
import { cpSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { policyPackOf } from "../../policy/runner.ts";
import { errorsOf } from "../../rehearsal/engine.ts";
import { EngineError, type Rehearsal } from "../../rehearsal/rehearsal.ts";
import type { Toolchain } from "../../rehearsal/surroundings.ts";
import { skippedPreview } from "../events.ts";
import type { PreviewedStack } from "../previewed.ts";
import type { OnProgress } from "./base-tree.ts";
import { openCopy, rehearsalVersion, StateCache } from "./cache.ts";
import { isChanged, type Pair, pairUnits, readersOf } from "./pairs.ts";
import { accountOf, planOf, type Side, type SideStack, type Unit } from "./side.ts";
import { applyStack, broken, identityOf, previewStack, untouched, untouchedWithResources } from "./stack.ts";

/** What is previewed, and with what. */
export interface RehearsedPreviewOptions {
  /** The change's repository: its files as they are. */
  readonly repository: string;
  /** The folder of previews, inside `.rehearsal`. */
  readonly root: string;
  readonly base: Side;
  readonly head: Side;
  readonly toolchain: Toolchain;
  /** Environments and account stacks. Default: all. */
  readonly environments?: readonly string[];
  /** Pulumi projects that are wanted; what they read is looked at too. Default: all. */
  readonly projects?: readonly string[];
  /** Makes the base's programs ready to run, when they must. */
  readonly prepareBase: () => Promise<void>;
  /** Told each step. */
  readonly onProgress: OnProgress;
}

/** How many environments are previewed at a time: each takes a processor for the engine, and some of another for the program. */
const atATime = Math.min(4, Math.max(1, availableParallelism()));

/**
 * Previews all stacks that the change can touch.
 *
 * @returns a preview for each stack of either side; those that the change cannot touch are ok
 * @throws InterruptedError; Error when the disk cannot be written. What fails in a stack is told in its preview
 */
export async function previewRehearsedBase(options: RehearsedPreviewOptions): Promise<readonly PreviewedStack[]> {
  const previews = new Previews(options);
  try {
    return await previews.run();
  } finally {
    previews.close();
  }
}

/** What became of an account stack. */
interface AccountOutcome {
  /** Those who read it can see the change. */
  readonly differs: boolean;
  /** Why those who read it cannot be previewed. */
  readonly failure?: string;
  /** The workspace with the state after the change; missing when it is as on the base. */
  readonly directory?: string;
}

class Previews {
  readonly #options: RehearsedPreviewOptions;
  readonly #cache: StateCache;
  readonly #accounts = new Map<string, AccountOutcome>();
  readonly #copies: string[] = [];

  constructor(options: RehearsedPreviewOptions) {
    const { repository, root, toolchain, onProgress, prepareBase } = options;
    this.#options = options;
    mkdirSync(root, { recursive: true, mode: 0o700 });
    const version = rehearsalVersion(repository);
    this.#cache = new StateCache({ root, toolchain, version, onProgress, prepare: prepareBase });
  }

  async run(): Promise<readonly PreviewedStack[]> {
    const { base, head, environments, projects } = this.#options;
    const pairs = pairUnits(base, head, environments);
    const done: PreviewedStack[] = [];
    for (const isAccount of [true, false]) {
      const waiting = pairs.filter((pair) => pair.isAccount === isAccount);
      const work = async () => {
        for (let pair = waiting.shift(); pair !== undefined; pair = waiting.shift())
          done.push(...(await this.#pair(pair)));
      };
      const ended = await Promise.allSettled(Array.from({ length: atATime }, work));
      for (const one of ended) if (one.status === "rejected") throw one.reason;
    }
    this.#cache.removeOld();
    return done.filter(({ preview }) => projects === undefined || projects.includes(preview.project));
  }

  /** Projects that environments share: those of account stacks. */
  get #shared(): readonly string[] {
    const { projects } = this.#options.head;
    return projects.filter(({ perEnvironment }) => !perEnvironment).map(({ project }) => project);
  }

  /** Removes all copies. */
  close(): void {
    for (const directory of this.#copies) rmSync(directory, { recursive: true, force: true });
  }

  async #pair(pair: Pair): Promise<PreviewedStack[]> {
    const { after, before, problem } = pair;
    if (problem !== undefined) return this.#unreadable(pair, problem);
    if (after === undefined) return this.#removed(pair, before?.stacks ?? [], `Pulumi.${pair.name}.yaml is gone`);
    const gone = (before?.stacks ?? []).filter(({ project }) => !after.stacks.some((one) => one.project === project));
    const removed = this.#removed(pair, gone, "its project is gone");
    const wanted = this.#wanted(after);
    const isTouched = wanted.some((stack) => this.#isChanged(pair, stack) || this.#accountOf(after).differs);
    if (!isTouched) return [...removed, ...after.stacks.map((stack) => untouched(after, stack))];
    return [...removed, ...(await this.#touched(pair, after, wanted))];
  }

  /** Whether a stack itself, or what is demanded of it, is another than on the base. */
  #isChanged(pair: Pair, stack: SideStack): boolean {
    const { base, head } = this.#options;
    return base.rails !== head.rails || isChanged(pair, stack);
  }

  /** The wanted stacks of a unit, and those that they read; an account stack always, since environments read it. */
  #wanted({ isAccount, stacks }: Unit): readonly SideStack[] {
    const { projects } = this.#options;
    if (projects === undefined || isAccount) return stacks;
    const isWanted = ({ project }: SideStack) => projects.includes(project);
    return stacks.filter((stack) => isWanted(stack) || readersOf(stack.project, stacks).some(isWanted));
  }

  #accountOf({ accountStack }: Unit): AccountOutcome {
    return this.#accounts.get(accountStack ?? "") ?? { differs: false };
  }

  #unreadable({ name, after, before, isAccount }: Pair, problem: string): PreviewedStack[] {
    const { projects } = this.#options.head;
    const stacks =
      (after ?? before)?.stacks ??
      projects
        .filter(({ perEnvironment }) => perEnvironment !== isAccount)
        .map(({ project, reads }) => ({ project, reads, stack: name }));
    if (isAccount) this.#accounts.set(name, { differs: true, failure: `the settings of ${name} cannot be read` });
    return stacks.map((stack) => broken({ name }, stack, [`Pulumi.${name}.yaml: ${problem}`]));
  }

  #removed(pair: Pair, stacks: readonly SideStack[], why: string): PreviewedStack[] {
    const reason = `The change removes it (${why}): nothing is deleted by a deployment. Destroy its stack before (npm run destroy), or keep it.`;
    return stacks.map((stack) => ({ preview: skippedPreview(identityOf(pair, stack), reason) }));
  }

  /** Previews a unit of which something is touched. */
  async #touched(pair: Pair, unit: Unit, wanted: readonly SideStack[]): Promise<PreviewedStack[]> {
    let rehearsal: Rehearsal;
    try {
      rehearsal = await this.#copy(pair, unit);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      const errors = errorsOf(error.result).map((text) => `The base does not come up in the rehearsal: ${text}`);
      if (unit.isAccount) this.#accounts.set(unit.name, { differs: true, failure: "its base does not come up" });
      return unit.stacks.map((stack) => broken(unit, stack, errors.length > 0 ? errors : [error.message]));
    }
    const done: PreviewedStack[] = [];
    const account = this.#accountOf(unit);
    const differing = new Set(account.differs ? this.#shared : []);
    const failed = new Map(
      this.#shared.flatMap((project) => (account.failure === undefined ? [] : [[project, account.failure]])),
    );
    for (const stack of unit.stacks) {
      const cause = stack.reads.find((project) => failed.has(project));
      if (!wanted.includes(stack)) {
        done.push(untouchedWithResources(unit, stack, rehearsal));
      } else if (cause !== undefined) {
        failed.set(stack.project, `it reads ${cause}`);
        const reason = `Not previewed: it reads ${cause}, which failed (${failed.get(cause)}).`;
        done.push({ preview: skippedPreview(identityOf(unit, stack), reason) });
      } else if (!this.#isChanged(pair, stack) && !stack.reads.some((project) => differing.has(project))) {
        done.push(untouchedWithResources(unit, stack, rehearsal));
      } else {
        done.push(await this.#preview(rehearsal, unit, stack, differing, failed));
      }
    }
    if (unit.isAccount) this.#keepAccount(unit, rehearsal, differing, failed);
    return done;
  }

  async #preview(
    rehearsal: Rehearsal,
    unit: Unit,
    stack: SideStack,
    differing: Set<string>,
    failed: Map<string, string>,
  ): Promise<PreviewedStack> {
    const { repository, head, onProgress } = this.#options;
    onProgress(`${unit.name}: previewing ${stack.project}`);
    const pack = policyPackOf(repository);
    const { differsForReaders, ...previewed } = await previewStack(rehearsal, unit, stack, pack, head.root);
    if (previewed.preview.status === "failed") {
      failed.set(stack.project, "its preview failed");
      return previewed;
    }
    if (!differsForReaders) return previewed;
    differing.add(stack.project);
    if (!unit.isAccount && !unit.stacks.some(({ reads }) => reads.includes(stack.project))) return previewed;
    onProgress(`${unit.name}: applying ${stack.project} in the rehearsal, for those that read it`);
    const told = await applyStack(rehearsal, unit, stack);
    if (told.length === 0) return previewed;
    failed.set(stack.project, "its deployment failed in the rehearsal");
    const { status, errors } = broken(unit, stack, told, head.root).preview;
    return { ...previewed, preview: { ...previewed.preview, status, errors } };
  }

  #keepAccount(
    unit: Unit,
    rehearsal: Rehearsal,
    differing: ReadonlySet<string>,
    failed: ReadonlyMap<string, string>,
  ): void {
    const [failure] = failed.values();
    this.#accounts.set(unit.name, {
      // Nobody knows what those who read it would see of a change that failed.
      differs: differing.size > 0 || failure !== undefined,
      directory: rehearsal.workspace.directory,
      ...(failure === undefined ? {} : { failure }),
    });
  }

  /** A copy of the base's state for a unit of the change, with the account stack as the change makes it. */
  async #copy(pair: Pair, unit: Unit): Promise<Rehearsal> {
    const { base, head, root, toolchain } = this.#options;
    const { before } = pair;
    const from = before === undefined ? undefined : await this.#cache.get(base, before, accountOf(base, before));
    const name = `head-${process.pid}-${unit.name}`;
    this.#copies.push(join(root, name));
    const rehearsal = await openCopy(root, name, from, planOf(unit, accountOf(head, unit)), toolchain);
    const account = unit.accountStack;
    if (account === undefined) return rehearsal;
    const baseAccount = base.units.find((one) => one.name === account);
    const isOther = before === undefined || before.accountStack !== account;
    const unchanged =
      isOther && baseAccount !== undefined ? await this.#cache.get(base, baseAccount, undefined) : undefined;
    const source = this.#accountOf(unit).directory ?? unchanged;
    if (source !== undefined) layOver(source, rehearsal.workspace.directory, this.#shared);
    return rehearsal;
  }
}

/** Copies the state of an account stack, and the records of what is in it, over those of a workspace. */
function layOver(source: string, target: string, projects: readonly string[]): void {
  const states = projects.map((project) => join("state", ".pulumi", "stacks", project));
  for (const folder of ["store", ...states]) {
    if (existsSync(join(source, folder))) cpSync(join(source, folder), join(target, folder), { recursive: true });
  }
}
