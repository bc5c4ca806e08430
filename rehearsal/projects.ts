/**
 * The projects and settings as the rehearsal's engine sees them: copies in the workspace, so that the user's files stay
 * untouched. The programs themselves run where they are.
 */
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parse, stringify } from "yaml";
import { shellQuote } from "./toolchain/language-host-shim.ts";
import { installedVersion } from "./toolchain/versions.ts";
import type { RehearsalPlan, StackPlan, Workspace } from "./workspace.ts";

/** Keys of a settings file that say what encrypts the stack's secrets; the engine would ask KMS before any program runs. */
export const secretsKeys = ["secretsprovider", "encryptedkey", "encryptionsalt"];

/** A value of the settings that is encrypted in the real environment, and what stands in for it. */
export interface StandIn {
  /** The settings file's key and the path inside, e.g. `platform:mail.apiKey`. */
  readonly key: string;
  /** The plain value that the rehearsal uses: tells where it comes from. */
  readonly value: string;
}

/**
 * The settings without what belongs to the real stack's secrets, and with stand-ins for encrypted values.
 * @param text a `Pulumi.<stack>.yaml`.
 */
export function copySettings(text: string): { text: string; standIns: StandIn[] } {
  const settings = (parse(text) ?? {}) as Record<string, unknown>;
  for (const key of secretsKeys) delete settings[key];
  const standIns: StandIn[] = [];
  settings.config = replaceSecrets(settings.config ?? {}, "", standIns);
  return { text: stringify(settings), standIns };
}

function replaceSecrets(value: unknown, path: string, standIns: StandIn[]): unknown {
  if (Array.isArray(value)) return value.map((item, index) => replaceSecrets(item, `${path}[${index}]`, standIns));
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value);
  if (entries.length === 1 && entries[0]?.[0] === "secure") {
    const standIn = { key: path, value: `rehearsal-stand-in-for-${path.replace(/[^A-Za-z0-9]+/g, "-")}` };
    standIns.push(standIn);
    return standIn.value;
  }
  return Object.fromEntries(
    entries.map(([key, item]) => [key, replaceSecrets(item, path === "" ? key : `${path}.${key}`, standIns)]),
  );
}

/** The folder of a stack's copied project, in which the engine runs. */
export function projectDirectory(workspace: Workspace, stack: StackPlan): string {
  return workspace.path("projects", stack.project);
}

/** Copies projects and settings into the workspace. Returns all stand-ins. */
export function writeProjects(workspace: Workspace, plan: RehearsalPlan): StandIn[] {
  for (const stack of plan.stacks) {
    const project = parse(readFileSync(join(stack.directory, "Pulumi.yaml"), "utf8")) as Record<string, unknown>;
    project.main = resolve(stack.directory, (project.main as string | undefined) ?? ".");
    // The CLI takes this path from the project's folder only.
    project.stackConfigDir = relative(projectDirectory(workspace, stack), workspace.path("settings"));
    mkdirSync(projectDirectory(workspace, stack), { recursive: true });
    writeFileSync(join(projectDirectory(workspace, stack), "Pulumi.yaml"), stringify(project));
  }
  const files = new Set(plan.stacks.map((stack) => stack.settingsFile));
  return [...files].flatMap((file) => {
    const { text, standIns } = copySettings(readFileSync(file, "utf8"));
    const copy = workspace.path("settings", basename(file));
    writeFileSync(copy, text + saltOf(copy), { mode: 0o600 });
    return standIns;
  });
}

/** The salt of the rehearsal's own state, which the engine wrote into an earlier copy: without it that state cannot be read. */
function saltOf(copy: string): string {
  if (!existsSync(copy)) return "";
  const { encryptionsalt } = parse(readFileSync(copy, "utf8")) as { encryptionsalt?: string };
  return encryptionsalt === undefined ? "" : stringify({ encryptionsalt });
}

/**
 * The rehearsal's plugins, under the names and versions at which the engine looks for the real ones.
 * @param versionOf the version of an SDK that programs ask for, e.g. of `@pulumi/aws`. Default: the installed one.
 */
export function writePlugins(pulumiHome: string, node: string, versionOf = installedVersion): void {
  const here = dirname(fileURLToPath(import.meta.url));
  for (const [name, main] of [
    ["aws", "provider/main.ts"],
    ["awsx", "awsx/main.ts"],
    ["random", "random/main.ts"],
  ] as const) {
    const folder = join(pulumiHome, "plugins", `resource-${name}-v${versionOf(`@pulumi/${name}`)}`);
    mkdirSync(folder, { recursive: true });
    const file = join(folder, `pulumi-resource-${name}`);
    writeFileSync(file, `#!/bin/sh\nexec ${shellQuote(node)} ${shellQuote(join(here, main))} "$@"\n`);
    chmodSync(file, 0o755);
  }
}
