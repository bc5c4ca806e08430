/** A checkout of the tests' own, in which they run the commands as a user does. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Workspace } from "../rehearsal/workspace.ts";
import { rehearsalRoot, repository } from "./rehearsals.ts";

/** One for each process in which mocha runs files side by side. */
const workspaceName = `test-checkout-${process.env.MOCHA_WORKER_ID ?? "0"}`;
/** A checkout of the tests' own: the commands work in the checkout that they are in, and a user may keep a rehearsal in this one. */
export const checkout = join(rehearsalRoot, workspaceName);
/** Where its rehearsals work. */
export const root = join(checkout, ".rehearsal");

/**
 * Makes the checkout, with the packages of this one.
 * @returns what removes it.
 * @throws Error when another process tests in it.
 */
export function makeCheckout(): () => void {
  const unlock = new Workspace(rehearsalRoot, workspaceName).lock();
  rmSync(checkout, { recursive: true, force: true });
  const settings = readdirSync(repository).filter((name) => /^Pulumi\..*yaml$/.test(name));
  const code = ["cli", "components", "ops-lambdas", "policy", "rehearsal", "stacks"];
  const folders = [...code, "alerts-redrive", "costs", "diagrams", "drills", "slack-connect", "smtp-credentials"];
  for (const name of [...folders, "package.json", "package-lock.json", ...settings]) {
    cpSync(join(repository, name), join(checkout, name), { recursive: true });
  }
  mkdirSync(join(checkout, "node_modules"));
  for (const name of readdirSync(join(repository, "node_modules")).filter((each) => !each.startsWith("."))) {
    symlinkSync(join(repository, "node_modules", name), join(checkout, "node_modules", name));
  }
  // By this cli/entry.mjs sees that the packages are installed.
  const hash = createHash("sha256")
    .update(readFileSync(join(checkout, "package-lock.json")))
    .digest("hex");
  writeFileSync(join(checkout, "node_modules", ".package-lock.sha256"), `${hash}\n`);
  return () => {
    rmSync(checkout, { recursive: true, force: true });
    unlock();
  };
}

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that runs. */
export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** Starts Node in the checkout, with `environment` beside the own one; it reads `input`, default: nothing. */
export function start(args: readonly string[], environment: NodeJS.ProcessEnv = {}, input?: string): Started {
  const child = spawn(process.execPath, args, {
    cwd: checkout,
    env: { ...process.env, ...environment },
    stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
  });
  child.stdin?.end(input);
  const output = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream]?.setEncoding("utf8").on("data", (text: string) => {
      output[stream] += text;
    });
  }
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, ...output }));
  });
  return { child, ended };
}

/** `npm run rehearse -- <args>` in the checkout. */
export const rehearse = (args: readonly string[], environment?: NodeJS.ProcessEnv) =>
  start(["cli/entry.mjs", "rehearse", ...args], environment).ended;

/** Nothing of the rehearsal is there, not even its lock. */
export function assertNothingMade(): void {
  assert.deepEqual(existsSync(root) ? readdirSync(root) : [], []);
}

/** A running process. */
export interface Process {
  /** Its command line. */
  readonly command: string;
  /** `NAME=value` of each variable. */
  readonly environment: readonly string[];
}

/** The running processes whose command line names the checkout; Linux only. */
export function processes(): Process[] {
  const read = (pid: string, name: string) => {
    try {
      return readFileSync(join("/proc", pid, name), "utf8")
        .split("\0")
        .filter(Boolean);
    } catch {
      return []; // It has ended meanwhile.
    }
  };
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids
    .map((pid) => ({ command: read(pid, "cmdline").join(" "), environment: read(pid, "environ") }))
    .filter(({ command }) => command.includes(checkout));
}
