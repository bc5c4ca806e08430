#!/usr/bin/env node
// The entry of every command. Does all set-up (packages, a Node that runs TypeScript), then runs cli/<command>.ts.
// Plain JavaScript without dependencies: it runs on Node 20, before anything is installed.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { constants } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const oldestNode = 20;
const project = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
// Inside node_modules, so that it goes with it.
const stamp = path.join(project, "node_modules", ".package-lock.sha256");

const commands = {
  rehearse: {
    file: "rehearse.ts",
    summary: "bring an environment up on this machine, on a local AWS emulator: no AWS account, no Docker",
  },
  test: { file: "test.ts", summary: "run everything: type check, lint, unit tests, tests on the engine" },
  up: { file: "up.ts", operation: "up", summary: "deploy an environment's stacks, in order, to its AWS account" },
  preview: { file: "preview.ts", summary: "show what a change does to each stack; needs no AWS account" },
  "preview:post": { file: "preview-post.ts", summary: "post a preview's report at its pull request; for workflows" },
  destroy: { file: "up.ts", operation: "destroy", summary: "remove an environment's stacks, in reverse order" },
  "smtp-credentials": {
    file: "smtp-credentials.ts",
    summary: "make or rotate the credentials by which web servers send mail",
  },
  "slack:connect": { file: "slack-connect.ts", summary: "connect a route of the alerts to a channel of Slack" },
  "alerts:redrive": { file: "alerts-redrive.ts", summary: "send the dead letters of the alerts again" },
  cost: { file: "cost.ts", summary: "estimate what an environment costs a month; needs no AWS account" },
  drift: { file: "drift.ts", summary: "find what is not as it was deployed, changing nothing" },
  drill: { file: "drill.ts", summary: "set off an alarm or a fault on purpose, and see what reaches Slack" },
  diagram: { file: "diagram.ts", summary: "draw an environment's architecture from its stacks' own resources" },
  bench: { file: "bench.ts", summary: "measure the rehearsal; --check fails when a goal is missed" },
  goldens: { file: "goldens.ts", summary: "hold the rehearsal's AWS provider against the real one (needs its plugin)" },
};

const progress = (line) => process.stderr.write(`${line}\n`);

function help() {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  const list = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  return [
    "Usage: npm run <command> -- [arguments]   (the same as: node cli/entry.mjs <command> [arguments])",
    "",
    "Commands:",
    ...list,
    "",
    "Examples:",
    "  npm run rehearse                       rehearse dev: set up, bring up, show what was made, take down",
    "  npm run rehearse -- prod --keep        rehearse prod and leave it running",
    "  npm run rehearse -- status --json      where everything of a kept rehearsal is",
    "  npm run rehearse -- down               take it down",
    "  npm run preview -- staging             what would change in staging",
    "  npm run rehearse -- --help             a command's own arguments",
    "",
    "Each command installs what it needs: the project's packages into node_modules, tools into your cache folder",
    "(~/.cache/pulumi-aws-platform, or under $XDG_CACHE_HOME; on macOS ~/Library/Caches/pulumi-aws-platform).",
    `Needs Node ${oldestNode} or later with npm; a rehearsal also Python 3.10 or later, and Go where Pulumi's download site`,
    "cannot be reached.",
    "",
  ].join("\n");
}

function lockHash() {
  return createHash("sha256")
    .update(readFileSync(path.join(project, "package-lock.json")))
    .digest("hex");
}

function packagesAreCurrent() {
  return existsSync(stamp) && readFileSync(stamp, "utf8").trim() === lockHash();
}

/** npm ci removes node_modules first, so one process at a time does it, and the stamp comes last. */
async function ensurePackages({ withLock, runNpm, makeFolder }) {
  if (packagesAreCurrent()) return;
  const state = path.join(project, ".rehearsal");
  await makeFolder(state);
  await withLock(
    path.join(state, "npm-ci.lock"),
    () => progress("Waiting for another process that installs the packages"),
    async () => {
      if (packagesAreCurrent()) return;
      progress("Installing the project's packages (npm ci)");
      const started = Date.now();
      const hash = lockHash();
      // Also where NODE_ENV=production would leave out what the checks need.
      await runNpm(["ci", "--include=dev"], { directory: project, purpose: "installs the project's packages" });
      await writeFile(stamp, `${hash}\n`);
      progress(`Installed the project's packages in ${Math.round((Date.now() - started) / 1000)} s`);
    },
  );
}

/** Runs the command; this process then ends as it did: with its exit code, or by its signal. */
function runCommand(node, { file, operation }, args) {
  const all = [path.join(project, "cli", file), ...(operation === undefined ? [] : [operation]), ...args];
  const searchPath = [path.dirname(node), process.env.PATH ?? ""].filter((entry) => entry !== "").join(path.delimiter);
  const child = spawn(node, all, { stdio: "inherit", env: { ...process.env, PATH: searchPath } });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"]) {
    process.on(signal, () => {
      // A terminal gives Ctrl-C to the command as well; passed on, it would count as the second one, which forces the end.
      const isFromTerminal = process.stdin.isTTY && (signal === "SIGINT" || signal === "SIGQUIT");
      if (!isFromTerminal) child.kill(signal);
    });
  }
  child.once("error", (error) => fail(`Cannot start ${node}: ${error.message}`));
  child.once("exit", (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
    // Some signals do not end us here (a job-control shell may hold them back): end with the shell's code for it.
    setTimeout(() => process.exit(128 + constants.signals[signal]), 1000);
  });
}

function fail(message, code = 1) {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}

async function main() {
  const [name, ...args] = process.argv.slice(2);
  if (name === "--help" || name === "-h" || name === "help") {
    process.stdout.write(help());
    return;
  }
  if (name === undefined || !Object.hasOwn(commands, name)) {
    const problem = name === undefined ? "Which command?" : `There is no command "${name}".`;
    fail(`${problem} Commands: ${Object.keys(commands).join(", ")}.\n\n${help()}`, 2);
  }
  if (Number(process.versions.node.split(".")[0]) < oldestNode) {
    fail(
      `Node ${process.versions.node} is too old.\n  Why: this project needs Node ${oldestNode} or later to set itself up.\n` +
        `  What to do: install Node ${oldestNode} or later (https://nodejs.org) and run the command again`,
    );
  }
  const { describeFileError, ToolchainError, withLock } = await import("../rehearsal/toolchain/install-once.mjs");
  const { ensureNode, runNpm } = await import("../rehearsal/toolchain/node.mjs");
  const makeFolder = (directory) =>
    mkdir(directory, { recursive: true }).catch((error) => {
      throw describeFileError(error, directory);
    });
  try {
    await ensurePackages({ withLock, runNpm, makeFolder });
    runCommand(await ensureNode(progress), commands[name], args);
  } catch (error) {
    if (error instanceof ToolchainError) fail(error.message);
    throw error;
  }
}

await main();
