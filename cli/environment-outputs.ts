/** What the services stack of an environment tells, for commands that work on what is up: in AWS, or in a kept rehearsal. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { status } from "../rehearsal/commands.ts";
import { ensurePulumi } from "../rehearsal/toolchain/pulumi-cli.ts";
import { ensurePython } from "../rehearsal/toolchain/python.ts";

/** The repository's root. */
export const repository = join(import.meta.dirname, "..");

/** Where rehearsals are kept. */
export const rehearsals = join(repository, ".rehearsal");

/** The outputs of a stack by name; none that these commands read is a secret. */
export type Outputs = Readonly<Record<string, unknown>>;

/** Outputs that cannot be read: no such stack, no CLI, a rehearsal that only records. */
export class OutputsError extends Error {
  override readonly name = "OutputsError";
}

/**
 * The outputs of the deployed stack, which the Pulumi CLI of the PATH reads.
 * @throws OutputsError with the CLI's reason
 */
export async function deployedOutputs(environment: string): Promise<Outputs> {
  const args = ["stack", "output", "--json", "--stack", environment];
  try {
    const { stdout } = await promisify(execFile)("pulumi", args, { cwd: repository });
    return JSON.parse(stdout) as Outputs;
  } catch (error) {
    const { code, stderr = "" } = error as { code?: unknown; stderr?: string };
    const reason = code === "ENOENT" ? "the command pulumi is not in your PATH" : stderr.trim();
    throw new OutputsError(`The outputs of platform/${environment} cannot be read: ${reason}. Nothing was made.`);
  }
}

/** A kept rehearsal, and how the AWS SDK reaches its emulator. */
export interface Rehearsed {
  readonly outputs: Outputs;
  /** The foundation stack's. */
  readonly foundation: Outputs;
  readonly options: {
    readonly endpoint: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  /** The Slack inbox; null when it does not answer. */
  readonly inboxUrl: string | null;
}

/**
 * The outputs of a kept rehearsal, and its emulator.
 * @throws OutputsError when it only records; Error when none is kept, or its emulator does not answer
 */
export async function rehearsedOutputs(environment: string): Promise<Rehearsed> {
  const progress = { onProgress: (line: string) => console.error(line) };
  const toolchain = async () => ({ python: await ensurePython(progress), pulumi: await ensurePulumi(progress) });
  const { endpoint, accountId, inboxUrl, stacks } = await status(rehearsals, environment, toolchain);
  if (endpoint === null) throw new OutputsError("The rehearsal only records: nothing can be made in it.");
  const credentials = { accessKeyId: accountId, secretAccessKey: "rehearsal" };
  const [outputs, foundation] = [stacks.platform, stacks.foundation].map((stack) => stack?.outputs ?? {});
  return { outputs: outputs ?? {}, foundation: foundation ?? {}, options: { endpoint, credentials }, inboxUrl };
}
