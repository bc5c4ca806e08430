/** The Pulumi CLI: from the cache, else downloaded, else built with Go. */
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { cacheDirectory, installOnce, type OnProgress, projectDirectory, ToolchainError } from "./cache.ts";
import { type CommandResult, lastLines, runCommand } from "./command.ts";
import { linkLanguageHost } from "./language-host-shim.ts";
import { assertPulumiPackages, oldestGo, pulumiVersion } from "./versions.ts";

/** The CLI as it can be run; absolute paths. */
export interface PulumiInstallation {
  /** The binary. */
  readonly pulumi: string;
  /**
   * The folder with `pulumi` and our own `pulumi-language-nodejs`, to stand first on PATH. Undefined for a downloaded CLI,
   * which brings its own.
   */
  readonly languageHostDirectory: string | undefined;
  /** How it came to this machine. */
  readonly origin: "downloaded" | "built";
}

/** What `ensurePulumi` may be told. */
export interface PulumiOptions {
  /** Default: says nothing. */
  readonly onProgress?: OnProgress;
  /** The cache's folder; default: the user's. */
  readonly cache?: string;
  /** Where Go and others are looked for; default: the process's environment. */
  readonly environment?: NodeJS.ProcessEnv;
  /** The Node that runs the language host; default: the running one. */
  readonly node?: string;
  /** How long the download may take to begin; default: 15 seconds. */
  readonly reachSeconds?: number;
}

const packagePath = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
// Without the version the CLI reports none, and the Automation API refuses it. -s -w leave out what only debuggers read.
const linkerFlags = `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${pulumiVersion}`;
const downloadLimitSeconds = 600;
const progressSeconds = 15;
const reason =
  "the rehearsal runs the real Pulumi engine, and its command line tool is neither in the cache nor could it be downloaded, so it must be built";

/**
 * The Pulumi CLI at `pulumiVersion`: from the cache, else downloaded by the `pulumi` package, else, where that cannot be reached, built with
 * Go (about 6 minutes on 2 cores, once).
 * @throws ToolchainError when the installed packages are of another version, Go is missing or too old, the build fails, the CLI reports another
 * version, or the cache cannot be written
 */
export async function ensurePulumi(options: PulumiOptions = {}): Promise<PulumiInstallation> {
  assertPulumiPackages();
  const context = {
    onProgress: options.onProgress ?? (() => {}),
    environment: cliEnvironment(options.environment ?? process.env),
    reachSeconds: options.reachSeconds ?? 15,
  };
  const cache = options.cache ?? cacheDirectory(options.environment ?? process.env);
  const downloaded = path.join(cache, `pulumi-${pulumiVersion}-downloaded`);
  const built = path.join(cache, `pulumi-${pulumiVersion}-built`);
  if (existsSync(downloaded) || (!existsSync(built) && (await download(downloaded, context)))) {
    const pulumi = path.join(downloaded, "versions", pulumiVersion, "bin", "pulumi");
    await verifyPulumi(pulumi, downloaded, context.environment);
    return { pulumi, languageHostDirectory: undefined, origin: "downloaded" };
  }
  await build(built, context);
  const binary = path.join(built, "bin", "pulumi");
  await verifyPulumi(binary, built, context.environment);
  const linked = await linkLanguageHost({ cache, pulumi: binary, node: options.node ?? process.execPath });
  return { pulumi: linked.pulumi, languageHostDirectory: linked.directory, origin: "built" };
}

interface Context {
  readonly onProgress: OnProgress;
  readonly environment: NodeJS.ProcessEnv;
  readonly reachSeconds: number;
}

/** The user's environment without what would steer the CLI (another version, another home). */
function cliEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(([name]) => !name.startsWith("PULUMI_"));
  return { ...Object.fromEntries(kept), PULUMI_SKIP_UPDATE_CHECK: "true" };
}

class Unreachable extends Error {}

/** Whether the download worked; when it did not, building is tried, so nothing is thrown for that. */
async function download(directory: string, context: Context): Promise<boolean> {
  try {
    await installOnce({
      directory,
      onWait: () => context.onProgress("Waiting for another process that downloads the Pulumi CLI"),
      install: async (temporary) => {
        context.onProgress(`Downloading the Pulumi CLI ${pulumiVersion}`);
        const result = await runDownload(temporary, context);
        if (result.code !== 0) throw new Unreachable(lastLines(result.stdout + result.stderr, 1));
      },
    });
    return true;
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    context.onProgress("The Pulumi CLI's download site cannot be reached; building the CLI instead");
    return false;
  }
}

/** The package downloads into the folder that PULUMI_HOME names, then runs what it has downloaded. */
async function runDownload(home: string, context: Context): Promise<CommandResult> {
  let end = () => {};
  const reach = setTimeout(() => end(), context.reachSeconds * 1000);
  try {
    return await runCommand(
      process.execPath,
      [path.join(projectDirectory(), "node_modules", "pulumi", "run.js"), "version"],
      {
        environment: { ...context.environment, PULUMI_HOME: home },
        timeoutSeconds: downloadLimitSeconds,
        onStart: (endCommand) => {
          end = endCommand;
        },
        // On standard output is what the installer says, so it has been fetched: the site can be reached.
        onOutput: (_text, stream) => {
          if (stream === "stdout") clearTimeout(reach);
        },
      },
    );
  } finally {
    clearTimeout(reach);
  }
}

async function build(directory: string, context: Context): Promise<void> {
  await installOnce({
    directory,
    onWait: () => context.onProgress("Waiting for another process that builds the Pulumi CLI"),
    install: async (temporary) => {
      await checkGo(context.environment);
      const binary = path.join(temporary, "bin", "pulumi");
      await mkdir(path.dirname(binary), { recursive: true });
      const result = await runBuild(binary, context);
      if (result.code === 0) return;
      throw new ToolchainError({
        problem: `The Pulumi CLI ${pulumiVersion} could not be built with Go.`,
        reason,
        found: lastLines(result.stderr),
        remedy:
          "make sure that the Go module proxy can be reached and that the disk is not full (the build needs about 5 GB in Go's caches), and run the command again: it goes on where it stopped",
      });
    },
  });
}

/** Go names each package (-v) when it is compiled, which gives the progress. */
async function runBuild(binary: string, context: Context): Promise<CommandResult> {
  const started = Date.now();
  let packages = 0;
  context.onProgress(`Building the Pulumi CLI ${pulumiVersion} with Go: once, about 6 minutes on 2 cores`);
  const timer = setInterval(() => {
    context.onProgress(`Building the Pulumi CLI: ${elapsed(Date.now() - started)}, ${packages} packages compiled`);
  }, progressSeconds * 1000);
  try {
    const result = await runCommand(
      "go",
      ["build", "-v", "-mod=readonly", "-trimpath", "-ldflags", linkerFlags, "-o", binary, packagePath],
      {
        directory: path.join(import.meta.dirname, "pulumi-cli"),
        // A go.work of the user's above this folder would take the place of our go.mod.
        environment: { ...context.environment, GOWORK: "off" },
        onOutput: (text) => {
          packages += text.split("\n").filter((line) => line !== "" && !line.startsWith("go: ")).length;
        },
      },
    );
    if (result.code === 0) context.onProgress(`Built the Pulumi CLI in ${elapsed(Date.now() - started)}`);
    return result;
  } finally {
    clearInterval(timer);
  }
}

/** A time for a person: `45 s`, `2 min 10 s`. */
export function elapsed(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

async function checkGo(environment: NodeJS.ProcessEnv): Promise<void> {
  const needed = `Go ${oldestGo.major}.${oldestGo.minor} or later`;
  const result = await runCommand("go", ["version"], { environment, timeoutSeconds: 20 });
  const match = /go(\d+)\.(\d+)/.exec(result.stdout);
  const isNewEnough =
    match !== null && Number(match[1]) === oldestGo.major && Number(match[2]) >= oldestGo.minor && result.code === 0;
  if (isNewEnough) return;
  throw new ToolchainError({
    problem: `${needed} is needed.`,
    reason,
    found:
      result.startError === undefined
        ? lastLines(result.stdout + result.stderr, 1) || `go version ended with exit code ${result.code}`
        : "there is no go on PATH",
    remedy:
      "install Go (macOS: brew install go; Debian, Ubuntu: apt-get install golang), or open the network to Pulumi's download site, and run the command again",
  });
}

/**
 * Runs the CLI and compares its version with `pulumiVersion`.
 * @param pulumi the binary
 * @param directory the installation, which the error tells the user to remove
 * @throws ToolchainError when it does not run or is of another version
 */
export async function verifyPulumi(pulumi: string, directory: string, environment: NodeJS.ProcessEnv): Promise<void> {
  // The CLI makes its home at the first chance, even to say its version: not in the user's own.
  const home = await mkdtemp(path.join(tmpdir(), "pulumi-home-"));
  try {
    const result = await runCommand(pulumi, ["version"], {
      environment: { ...environment, PULUMI_HOME: home },
      timeoutSeconds: 60,
    });
    const version = result.stdout.trim();
    if (version === `v${pulumiVersion}`) return;
    throw new ToolchainError({
      problem: `The Pulumi CLI at ${pulumi} is not version v${pulumiVersion}.`,
      reason: "the CLI, the SDK and the rehearsal's language host must be of one version",
      found: version || (result.startError?.message ?? lastLines(result.stderr, 3)),
      remedy: `remove the folder (rm -r ${directory}) and run the command again`,
    });
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}
