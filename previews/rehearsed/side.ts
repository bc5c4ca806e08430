/**
 * One side of a change: its stacks with their settings, read leniently. Its settings are checked by its own programs, since the two
 * sides may know different settings.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parse } from "yaml";
import type { RehearsalPlan, StackPlan } from "../../rehearsal/workspace.ts";
import type { StackProject } from "../../stacks/order.ts";
import { stacks as ownStacks } from "../../stacks/order.ts";
import { defaultAccountStack } from "../../stacks/settings/environment.ts";
import { isAccountStack } from "../../stacks/settings/parse.ts";
import { combine, programFingerprint, railsFingerprint, settingsFingerprint } from "./fingerprint.ts";

/** A stack of a side. */
export interface SideStack extends StackPlan {
  /** Projects whose outputs it reads. */
  readonly reads: readonly string[];
  /** The same on both sides: the stack comes out the same, as long as what it reads does. */
  readonly fingerprint: string;
}

/** What is previewed together: an environment's own stacks, or an account stack, which environments share. */
export interface Unit {
  /** The environment; for an account stack, its name. */
  readonly name: string;
  readonly isAccount: boolean;
  /** Twelve digits. */
  readonly accountId: string;
  readonly region: string;
  /** The account stack that the environment reads; missing for an account stack itself. */
  readonly accountStack?: string;
  /** In the order of deployment. */
  readonly stacks: readonly SideStack[];
}

/** One side of the change. */
export interface Side {
  /** The repository's root on this side. */
  readonly root: string;
  /** The projects in the order of deployment. */
  readonly projects: readonly StackProject[];
  /** Account stacks that are read or stand alone, then environments; each sorted by name. */
  readonly units: readonly Unit[];
  /** The same on both sides: the guard rails judge alike, so that they need not be asked again of what stays as it is. */
  readonly rails: string;
  /** Settings files that cannot be read at all, by the unit's name, with the reason. */
  readonly problems: ReadonlyMap<string, string>;
}

/**
 * Reads a side.
 *
 * @param root its repository's root
 */
export async function readSide(root: string): Promise<Side> {
  const projects = await projectsOf(root);
  const programs = new Map<string, Promise<string>>();
  const fingerprintOf = (project: StackProject) => {
    const known = programs.get(project.project) ?? programFingerprint(root, project.directory, mainOf(root, project));
    programs.set(project.project, known);
    return known;
  };
  const problems = new Map<string, string>();
  const units: Unit[] = [];
  for (const name of settingsNames(root)) {
    try {
      units.push(await readUnit(root, name, projects, fingerprintOf));
    } catch (error) {
      problems.set(name, (error as Error).message);
    }
  }
  return { root, projects, units, rails: await railsFingerprint(root), problems };
}

/** The side's own order of deployment; where it has none, this one's. */
async function projectsOf(root: string): Promise<readonly StackProject[]> {
  const file = join(root, "stacks", "order.ts");
  const { stacks } = (await import(pathToFileURL(file).href).catch(() => ({}))) as { stacks?: readonly StackProject[] };
  const projects = Array.isArray(stacks) ? stacks : ownStacks;
  return projects.filter(({ directory }) => existsSync(join(root, directory, "Pulumi.yaml")));
}

/** The program of a project, from the root. */
function mainOf(root: string, { directory }: StackProject): string {
  const { main = "." } = (parse(readFileSync(join(root, directory, "Pulumi.yaml"), "utf8")) ?? {}) as { main?: string };
  return join(directory, main);
}

/** The names of all settings files of a folder, account stacks first. */
export function settingsNames(root: string): string[] {
  const names = readdirSync(root).flatMap((file) => /^Pulumi\.([a-z][a-z0-9-]*)\.yaml$/.exec(file)?.[1] ?? []);
  return names.sort((a, b) => Number(isAccountStack(b)) - Number(isAccountStack(a)) || (a < b ? -1 : 1));
}

async function readUnit(
  root: string,
  name: string,
  projects: readonly StackProject[],
  fingerprintOf: (project: StackProject) => Promise<string>,
): Promise<Unit> {
  const file = `Pulumi.${name}.yaml`;
  const config = configOf(join(root, file));
  const isAccount = isAccountStack(name);
  const stacks: SideStack[] = [];
  for (const project of projects.filter(({ perEnvironment }) => perEnvironment !== isAccount)) {
    stacks.push({
      project: project.project,
      stack: name,
      directory: resolve(root, project.directory),
      settingsFile: join(root, file),
      reads: project.reads,
      fingerprint: combine(await fingerprintOf(project), settingsFingerprint(root, file)),
    });
  }
  const accountStack = String(config["platform:accountStack"] ?? defaultAccountStack);
  const place = { accountId: String(config["platform:account"]), region: String(config["platform:region"]) };
  return { name, isAccount, ...place, stacks, ...(isAccount ? {} : { accountStack }) };
}

/** @throws Error when the file is no YAML, or does not say where it goes. */
function configOf(file: string): Readonly<Record<string, unknown>> {
  let content: unknown;
  try {
    content = parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new Error(`The settings file is no YAML: ${(error as Error).message.split("\n")[0]}`);
  }
  const config = ((content as { config?: unknown } | null)?.config ?? {}) as Record<string, unknown>;
  const missing = ["platform:account", "platform:region"].filter(
    (key) => !["string", "number"].includes(typeof config[key]),
  );
  if (missing.length > 0) throw new Error(`The settings file does not say ${missing.join(" and ")} in plain text.`);
  return config;
}

/** The usage that a settings file of a side assumes, as far as it can be read. */
export function rawSettings(file: string): Readonly<Record<string, unknown>> {
  try {
    return configOf(file);
  } catch {
    return {};
  }
}

/** The plan of a rehearsal: the account stack that an environment reads, then the unit's own stacks. */
export function planOf(unit: Unit, account: Unit | undefined): RehearsalPlan {
  const { name: environment, accountId, region } = unit;
  const stacks = [...(account?.stacks ?? []), ...unit.stacks].map(({ project, stack, directory, settingsFile }) => ({
    project,
    stack,
    directory,
    settingsFile,
  }));
  return { environment, accountId, region, stacks };
}

/** The account stack that a unit reads; undefined for an account stack itself, and when it is missing. */
export const accountOf = (side: Side, unit: Unit): Unit | undefined =>
  unit.isAccount ? undefined : side.units.find(({ isAccount, name }) => isAccount && name === unit.accountStack);
