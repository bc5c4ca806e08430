/** Opens a real stack by Pulumi's Automation API: to look at it only. */
import { LocalWorkspace, type Stack, StackNotFoundError } from "@pulumi/pulumi/automation/index.js";
import { runnerEnvironment } from "../../policy/runner.ts";
import { UsageError } from "../../stacks/target.ts";
import { redact } from "../redact.ts";

/** A stack that exists, as far as a preview needs it. */
export type RealStack = Pick<Stack, "preview" | "getAllConfig">;

/** Where a stack is. */
export interface StackPlace {
  /** Name of the stack. */
  readonly stack: string;
  /** Folder of the project's `Pulumi.yaml`, absolute. */
  readonly directory: string;
  /** Variables for the Pulumi CLI, over those of this process. */
  readonly env: Readonly<Record<string, string>>;
}

/** Opens a stack; undefined when it does not exist. Makes none. */
export type OpenStack = (place: StackPlace) => Promise<RealStack | undefined>;

/** From this version of the CLI on events come over a connection; before, each went through a file, with the secrets in it. */
const oldestCli = [3, 206] as const;

/**
 * Opens a stack with the Pulumi CLI of the PATH.
 *
 * @throws UsageError when there is no such CLI, it is too old, or the backend does not let it in
 */
export async function openRealStack({ stack, directory, env }: StackPlace): Promise<RealStack | undefined> {
  // Root Pulumi.yaml asks for a refresh each time, and the API has no way to say no; the CLI takes each option as a variable, too. What the
  // preview may read does not suffice for a refresh, and a refresh is what `npm run drift` is for.
  const { NODE_OPTIONS = "" } = runnerEnvironment({ ...process.env, ...env });
  const envVars = { ...env, NODE_OPTIONS, PULUMI_OPTION_REFRESH: "false", PULUMI_SKIP_UPDATE_CHECK: "true" };
  try {
    const opened = await LocalWorkspace.selectStack({ stackName: stack, workDir: directory }, { envVars });
    demandVersion(opened.workspace.pulumiVersion);
    return opened;
  } catch (error) {
    if (error instanceof StackNotFoundError) return undefined;
    if (error instanceof UsageError) throw error;
    if (!/spawn pulumi ENOENT/.test(String(error))) {
      throw new UsageError(`The stack ${stack} of ${directory} cannot be opened: ${redact(toldByCli(error))}`);
    }
    throw new UsageError(
      "The command pulumi is not in your PATH. Install it (https://www.pulumi.com/docs/install/), sign in to your backend with " +
        "pulumi login, and try again.",
    );
  }
}

/** What the CLI said of its failure, without all else that it printed. It may hold a secret still. */
export function toldByCli(error: unknown): string {
  const text =
    String(error)
      .split(/^\s*stderr: /m)
      .at(-1) ?? "";
  const [first, ...rest] = text.split(/^error: /m);
  return (rest.length > 0 ? rest.join("") : (first ?? "")).replace(/^\s*err\?:[\s\S]*$/m, "").trim();
}

/** @throws UsageError for a version whose events would be written to a file */
export function demandVersion(version: string): void {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  const [oldestMajor, oldestMinor] = oldestCli;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new UsageError(
    `The pulumi of your PATH has the version ${version}; previews need ${oldestCli.join(".")}.0 or later: an older one writes the ` +
      "engine's events to a file, and secrets with them. Update it.",
  );
}
