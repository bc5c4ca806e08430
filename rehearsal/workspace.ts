/** A rehearsal's folder: where everything of it lies, who works in it, and what is written down about it. */
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Emulator } from "./emulator/emulator.ts";
import type { DrillCommands } from "./inbox/drills.ts";
import type { Inbox } from "./inbox/inbox.ts";
import { isAlive } from "./is-alive.ts";

/** One stack of a rehearsal, in the order of deployment. All paths are absolute. */
export interface StackPlan {
  /** The Pulumi project, e.g. `foundation`. */
  readonly project: string;
  /** The Pulumi stack, e.g. `dev`. */
  readonly stack: string;
  /** The project's folder with its `Pulumi.yaml`. */
  readonly directory: string;
  /** The settings to rehearse: `Pulumi.<stack>.yaml`. */
  readonly settingsFile: string;
}

/** What is rehearsed. */
export interface RehearsalPlan {
  /** Names the workspace: an environment, or a name of the test's own. */
  readonly environment: string;
  /** The account that the settings expect; the emulator plays it. */
  readonly accountId: string;
  /** The region of the settings. */
  readonly region: string;
  /** The stacks in the order of deployment. */
  readonly stacks: readonly StackPlan[];
  /** Folder of a policy pack, absolute, which every preview and update runs. Default: none. */
  readonly policyPack?: string;
  /** How the inbox's page runs drills. Default: it has none. */
  readonly drills?: DrillCommands;
}

/**
 * The regions in which a plan's stacks may make something: the settings' own, and each other one that they name.
 *
 * @param plan whose settings files are there
 */
export function regionsOf({ region, stacks }: RehearsalPlan): readonly string[] {
  const texts = stacks.map(({ settingsFile }) => readFileSync(settingsFile, "utf8"));
  // Zones end with a letter, so they are none.
  const named = texts.flatMap((text) => text.match(/\b[a-z]{2}(?:-[a-z]+)+-\d\b/g) ?? []);
  return [...new Set([region, ...named])];
}

/** What is written down about a rehearsal while it exists. */
export interface WorkspaceRecord {
  /** What is rehearsed. */
  readonly plan: RehearsalPlan;
  /** Undefined in record-only mode. */
  readonly emulator?: Emulator;
  /** The Slack inbox beside the emulator. */
  readonly inbox?: Inbox;
  /** What the emulator holds before anything is made, as `leftovers.ts` lists it. */
  readonly baseline: readonly string[];
}

/** The folder of a rehearsal. */
export class Workspace {
  /** The `.rehearsal` folder. */
  readonly root: string;
  /** The workspace's own folder: `<root>/<name>`. */
  readonly directory: string;
  /** The environment's name, or one of a test's own. */
  readonly name: string;

  /**
   * @param root the `.rehearsal` folder.
   * @param name the environment's name: letters, digits, `-`, `_`.
   * @throws Error when the name could lead out of the root.
   */
  constructor(root: string, name: string) {
    if (!/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(name)) {
      throw new Error(`a workspace's name takes letters, digits, - and _, got ${JSON.stringify(name)}`);
    }
    this.root = root;
    this.name = name;
    this.directory = join(root, name);
  }

  /** A path inside the workspace. */
  path(...parts: string[]): string {
    return join(this.directory, ...parts);
  }

  /** The file in which the engine's file backend keeps the state of a stack. */
  checkpoint({ project, stack }: Pick<StackPlan, "project" | "stack">): string {
    return this.path("state", ".pulumi", "stacks", project, `${stack}.json`);
  }

  /** While this file exists, the emulator and the inbox stay up without a command. */
  get keepFile(): string {
    return this.path("keep");
  }

  /** True when a rehearsal is, or was, in this workspace. */
  get exists(): boolean {
    return existsSync(this.path("rehearsal.json"));
  }

  /**
   * Makes the folder anew, empty.
   * @throws Error naming the folder when it cannot be written.
   */
  clear(): void {
    writable(this.directory, () => {
      rmSync(this.directory, { recursive: true, force: true });
      for (const folder of ["settings", "projects", "store", "logs"]) {
        mkdirSync(this.path(folder), { recursive: true, mode: 0o700 });
      }
    });
  }

  /** Removes the folder. */
  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** What was written down; undefined when there is no rehearsal. */
  read(): WorkspaceRecord | undefined {
    return this.exists ? (JSON.parse(readFileSync(this.path("rehearsal.json"), "utf8")) as WorkspaceRecord) : undefined;
  }

  /**
   * Writes down what is known of the rehearsal.
   * @throws Error naming the folder when it cannot be written.
   */
  write(record: WorkspaceRecord): void {
    const text = `${JSON.stringify(record, null, 2)}\n`;
    writable(this.directory, () => writeFileSync(this.path("rehearsal.json"), text, { mode: 0o600 }));
  }

  /**
   * Takes the workspace for this process. The lock lies beside the folder, so that clearing the folder keeps it.
   * @returns what gives it back.
   * @throws Error when another living process has it, naming that process.
   */
  lock(): () => void {
    const file = join(this.root, `${this.name}.lock`);
    writable(this.root, () => mkdirSync(this.root, { recursive: true, mode: 0o700 }));
    for (;;) {
      if (writable(this.root, () => takeLock(file))) return () => rmSync(file, { force: true });
      const holder = Number(existsSync(file) ? readFileSync(file, "utf8") : "0");
      if (holder !== 0 && isAlive(holder)) {
        throw new Error(
          `another rehearsal works in ${this.directory} (process ${holder}): wait for its end, or rehearse another environment; ` +
            `if that process is no rehearsal, remove ${file}`,
        );
      }
      removeStaleLock(file, holder);
    }
  }
}

/** Takes the lock whole or not at all: a link to a file that is written already. False when somebody has it. */
function takeLock(file: string): boolean {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return false;
  } finally {
    rmSync(own, { force: true });
  }
}

/** Removes the lock of a process that has ended; one that somebody else took meanwhile is put back. */
function removeStaleLock(file: string, holder: number): void {
  const moved = `${file}.stale-${process.pid}`;
  try {
    renameSync(file, moved);
  } catch {
    return;
  }
  if (Number(readFileSync(moved, "utf8")) !== holder && !existsSync(file)) linkSync(moved, file);
  rmSync(moved, { force: true });
}

function writable<T>(directory: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw explain(error, directory);
  }
}

/**
 * No space, no permission and what is in the way, in words; other errors, and those of files elsewhere, as they are.
 * @param error what was thrown.
 * @param directory the folder that was written to.
 */
export function explain(error: unknown, directory: string): Error {
  const { code, message, path } = error as NodeJS.ErrnoException;
  const noSpace = "no space is left on its disk: free some (a rehearsal takes about 20 MB)";
  const noPermission = "this user may not write there: change the folder's owner or rights";
  const inTheWay = "a file stands where a folder belongs: remove it";
  const reasons: Record<string, string> = {
    ENOSPC: noSpace,
    EDQUOT: noSpace,
    EACCES: noPermission,
    EPERM: noPermission,
    EROFS: "its disk is mounted read-only: use a checkout on a disk that can be written",
    EEXIST: inTheWay,
    ENOTDIR: inTheWay,
  };
  const reason = path === undefined || path.startsWith(directory) ? reasons[code ?? ""] : undefined;
  return reason ? new Error(`the rehearsal cannot write to ${directory}: ${reason} (${message})`) : (error as Error);
}
