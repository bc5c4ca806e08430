/** How a program or a plugin is started, and what its end means. Pure. */
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { ProgramInfo, RunPluginRequest, RunRequest } from "@pulumi/pulumi/proto/language_pb.js";

/** A Node process to start. */
export interface NodeCommand {
  /** Arguments of Node itself and what follows. */
  readonly args: readonly string[];
  /** Environment of the process, in place of our own. */
  readonly environment: NodeJS.ProcessEnv;
  /** Working directory. */
  readonly directory: string;
}

/**
 * The exit code with which the SDK's runner says that it has told the user everything: no further message is wanted.
 * (`nodeJSProcessExitedAfterLoggingUserActionableMessage` in `@pulumi/pulumi/cmd/run`)
 */
export const bailExitCode = 32;

const policyPack = path.join(import.meta.dirname, "policy-pack.cjs");
const plainTraces = pathToFileURL(path.join(import.meta.dirname, "plain-traces.mjs")).href;

/**
 * The process that runs a Pulumi program.
 * @param engine the engine's address
 * @param base the environment it starts from
 * @throws Error when the program's folder has no `@pulumi/pulumi`
 */
export function programCommand(request: RunRequest, engine: string, base: NodeJS.ProcessEnv): NodeCommand {
  const info = request.getInfo();
  if (info === undefined) throw new Error("the engine gave no program to run");
  const flags = {
    monitor: request.getMonitorAddress(),
    engine,
    organization: request.getOrganization(),
    project: request.getProject(),
    "root-directory": info.getRootDirectory(),
    stack: request.getStack(),
    pwd: request.getPwd(),
    parallel: String(request.getParallel()),
  };
  const args = Object.entries(flags).flatMap(([name, value]) => (value === "" ? [] : [`--${name}`, value]));
  if (request.getDryrun()) args.push("--dry-run");
  const options = runtimeOptions(info);
  return {
    args: [
      ...options.nodeArguments,
      ...(options.typescript ? [] : [`--import=${plainTraces}`]),
      runner(info, "run"),
      ...args,
      info.getEntryPoint() || ".",
      ...request.getArgsList(),
    ],
    environment: {
      ...base,
      PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().toArray())),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
      PULUMI_NODEJS_TYPESCRIPT: String(options.typescript),
    },
    directory: request.getPwd(),
  };
}

/**
 * The process that runs a plugin which is a Node program: a policy pack (kind `analyzer`) or a provider. The two runners want
 * the folder and the engine's address in opposite order.
 * @throws Error when the plugin's folder has no `@pulumi/pulumi`
 */
export function pluginCommand(request: RunPluginRequest): NodeCommand {
  const info = request.getInfo();
  if (info === undefined) throw new Error("the engine gave no plugin to run");
  const folder = info.getProgramDirectory();
  const given = request.getArgsList();
  const { nodeArguments, typescript } = runtimeOptions(info);
  const args =
    request.getKind() === "analyzer"
      ? [...(typescript ? [] : [policyPack]), runner(info, "run-policy-pack"), ...given, folder]
      : [runner(info, "run-plugin"), folder, ...given];
  return {
    args: [...nodeArguments, ...args],
    environment: Object.fromEntries(request.getEnvList().map(splitVariable)),
    directory: request.getPwd(),
  };
}

/** What the end of a program means to the engine: nothing, "bail" (the user knows already), or an error. */
export type ProgramEnd =
  | { readonly kind: "done" }
  | { readonly kind: "bail" }
  | { readonly kind: "error"; message: string };

/**
 * Reads the end of a program's process.
 * @param code its exit code; null when a signal ended it
 * @param signal the signal
 */
export function programEnd(code: number | null, signal: NodeJS.Signals | null): ProgramEnd {
  if (code === 0) return { kind: "done" };
  if (code === bailExitCode) return { kind: "bail" };
  const message =
    code === null
      ? `Program was ended by the signal ${signal ?? "(unknown)"}`
      : `Program exited with non-zero exit code: ${code}`;
  return { kind: "error", message };
}

/** The options under `runtime:` in Pulumi.yaml: `typescript` (default true, as in Pulumi's own host) and `nodeargs`. */
function runtimeOptions(info: ProgramInfo): { typescript: boolean; nodeArguments: string[] } {
  const options = (info.getOptions()?.toJavaScript() ?? {}) as { typescript?: unknown; nodeargs?: unknown };
  const nodeArguments = typeof options.nodeargs === "string" ? options.nodeargs.split(/\s+/).filter(Boolean) : [];
  return { typescript: options.typescript !== false, nodeArguments };
}

/** The runner comes from the program's own SDK, so that both are of one version. */
function runner(info: ProgramInfo, name: "run" | "run-plugin" | "run-policy-pack"): string {
  const directory = info.getProgramDirectory();
  try {
    return createRequire(path.join(directory, "package.json")).resolve(`@pulumi/pulumi/cmd/${name}/index.js`);
  } catch (error) {
    throw new Error(`@pulumi/pulumi is not installed for the program in ${directory}: run npm ci`, { cause: error });
  }
}

function splitVariable(variable: string): [string, string] {
  const equals = variable.indexOf("=");
  return equals < 0 ? [variable, ""] : [variable.slice(0, equals), variable.slice(equals + 1)];
}
