/** The environment of every process that a rehearsal starts: nothing in it leads to the user's AWS account or Pulumi state. */
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { describeFileError } from "./cache.ts";

/** What the environment is made from; all paths absolute. */
export interface EngineEnvironmentOptions {
  /** The user's environment, from which everything else is taken. */
  readonly base: NodeJS.ProcessEnv;
  /** The `.rehearsal` folder, inside which all state must be. */
  readonly rehearsalRoot: string;
  /** The workspace's folder, inside `rehearsalRoot`: the empty AWS files are looked for here. */
  readonly workspace: string;
  /** The backend's URL, `file://` inside `rehearsalRoot`; default: the workspace's `state` folder. */
  readonly backendUrl?: string;
  /** The engine's home (plugins, credentials, workspaces); default: the workspace's `pulumi-home` folder. */
  readonly pulumiHome?: string;
  /** The Pulumi binary. */
  readonly pulumi: string;
  /** The folder of our language host, for a CLI that was built. */
  readonly languageHostDirectory?: string | undefined;
  /** The Node for all that is spawned; default: the running one. */
  readonly node?: string;
  /** Set at the end, over everything else; no `AWS_*` and none of the names that this function sets. */
  readonly extra?: Readonly<Record<string, string>>;
}

/** An empty file that must exist in the workspace: the AWS SDKs are pointed to it instead of the user's profiles. */
export const emptyAwsFile = "empty-aws-file";

/** The passphrase of the rehearsal's own state, which holds nothing but what the emulator made up. */
export const rehearsalPassphrase = "rehearsal";

// What leads to AWS credentials without the prefix AWS_: other tools' session stores, and the containers' and CI's token sources.
const credentialNames = new Set([
  "AMAZON_REGION",
  "EC2_REGION",
  "BOTO_CONFIG",
  "BOTO_PATH",
  "SAML2AWS_PROFILE",
  "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
  "ACTIONS_ID_TOKEN_REQUEST_URL",
]);
const credentialPrefixes = ["AWS_", "PULUMI_", "AWSUME_", "SAML2AWS_"];
// A debugger or a preload of the user's would start in every process, and the extra output would break the plugins' handshake.
const dropped = new Set(["NODE_OPTIONS", "NODE_V8_COVERAGE"]);

/**
 * The clean environment for a child process: the user's without any `AWS_*`, profile, instance metadata or `PULUMI_*`, with the rehearsal's own
 * backend, home and passphrase, and with the CLI, the language host and Node first on PATH. Pure: touches no file.
 * @throws Error when the backend or the workspace is not under `rehearsalRoot`, or `extra` would bring back what is taken out
 */
export function engineEnvironment(options: EngineEnvironmentOptions): Record<string, string> {
  const backendUrl = options.backendUrl ?? pathToFileURL(path.join(options.workspace, "state")).href;
  assertInside(options.workspace, options.rehearsalRoot, "the workspace");
  assertBackend(backendUrl, options.rehearsalRoot);
  const home = options.pulumiHome ?? path.join(options.workspace, "pulumi-home");
  assertInside(home, options.rehearsalRoot, "PULUMI_HOME");
  const emptyFile = path.join(options.workspace, emptyAwsFile);
  const own = {
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_SHARED_CREDENTIALS_FILE: emptyFile,
    AWS_CONFIG_FILE: emptyFile,
    PULUMI_HOME: home,
    // The backend writes what it knows of a file into an `.attrs` beside it, and not at once: a program that reads its own stack
    // meanwhile stumbles over half of it ("failed to load checkpoint: EOF"). It can do without.
    PULUMI_BACKEND_URL: `${backendUrl}?metadata=skip`,
    PULUMI_CONFIG_PASSPHRASE: rehearsalPassphrase,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PATH: searchPath(options),
    // gRPC for Node sends even loopback addresses through a proxy, unless it is told not to.
    ...loopbackWithoutProxy(options.base),
  };
  assertExtra(options.extra ?? {}, own);
  return { ...withoutUsersOwn(options.base), ...own, ...options.extra };
}

/**
 * Makes what the environment points to: the workspace's `state` and `pulumi-home` folders and its empty AWS file.
 * @throws ToolchainError when the workspace cannot be written
 */
export async function makeEngineFolders(workspace: string): Promise<void> {
  try {
    await mkdir(path.join(workspace, "state"), { recursive: true });
    await mkdir(path.join(workspace, "pulumi-home"), { recursive: true });
    await writeFile(path.join(workspace, emptyAwsFile), "");
  } catch (error) {
    throw describeFileError(error, workspace);
  }
}

function withoutUsersOwn(base: NodeJS.ProcessEnv): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(base)) {
    const upper = name.toUpperCase();
    const isDropped =
      credentialNames.has(upper) || dropped.has(upper) || credentialPrefixes.some((prefix) => upper.startsWith(prefix));
    if (value !== undefined && !isDropped) kept[name] = value;
  }
  return kept;
}

function loopbackWithoutProxy(base: NodeJS.ProcessEnv): Record<string, string> {
  const given = base.no_proxy ?? base.NO_PROXY ?? "";
  const hosts = [...given.split(","), "127.0.0.1", "localhost", "::1"].map((host) => host.trim()).filter(Boolean);
  const value = [...new Set(hosts)].join(",");
  return { no_proxy: value, NO_PROXY: value };
}

function searchPath(options: EngineEnvironmentOptions): string {
  const first = [
    options.languageHostDirectory,
    path.dirname(options.pulumi),
    path.dirname(options.node ?? process.execPath),
  ];
  const all = [...first, ...(options.base.PATH ?? "").split(path.delimiter)];
  return [...new Set(all.filter((entry) => entry !== undefined && entry !== ""))].join(path.delimiter);
}

function assertExtra(extra: Readonly<Record<string, string>>, own: Readonly<Record<string, string>>): void {
  const refused = Object.keys(extra).filter((name) => name in own || name.toUpperCase().startsWith("AWS_"));
  if (refused.length === 0) return;
  throw new Error(
    `the rehearsal's environment must not be given ${refused.join(", ")}: AWS_* could lead to a real account, ` +
      "and the others are the rehearsal's own; give them by the function's other options",
  );
}

function assertBackend(url: string, root: string): void {
  const remedy = "unset it: the rehearsal keeps its state in its own workspace";
  if (!url.startsWith("file://") || !URL.canParse(url)) {
    throw new Error(`the rehearsal's backend must be a file:// URL under ${root}, got ${url}; ${remedy}`);
  }
  const parsed = new URL(url);
  if (parsed.host !== "" || parsed.search !== "" || parsed.hash !== "") {
    throw new Error(
      `the rehearsal's backend must be a file:// URL with an absolute path and nothing else (file:///…), got ${url}; ${remedy}`,
    );
  }
  assertInside(fileURLToPath(parsed), root, "the rehearsal's backend");
}

function assertInside(directory: string, root: string, what: string): void {
  const relative = path.relative(root, directory);
  if (
    path.isAbsolute(directory) &&
    relative !== "" &&
    relative.split(path.sep)[0] !== ".." &&
    !path.isAbsolute(relative)
  )
    return;
  throw new Error(
    `${what} must be inside ${root}, got ${directory}: a rehearsal touches no other state; remove the setting or choose a folder there`,
  );
}
