/** Starts and stops the local AWS emulator: on a loopback address, at a port that is free. */
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { appendFileSync, closeSync, openSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { endProcess } from "../end-process.ts";
import { assertLoopback } from "../provider/workspace.ts";

/** A running emulator. */
export interface Emulator {
  /** Process id of the emulator. */
  readonly pid: number;
  /** `http://127.0.0.1:<port>`. */
  readonly endpoint: string;
}

/** How to start it. Paths are absolute. */
export interface EmulatorOptions {
  /** The Python of the virtual environment that holds the emulator. */
  readonly python: string;
  /** The account it plays, twelve digits. */
  readonly accountId: string;
  /** Region of calls that name none. */
  readonly region: string;
  /** Environment of the process: one without the user's credentials. */
  readonly environment: Readonly<Record<string, string>>;
  /** Takes its output. */
  readonly logFile: string;
  /** While this file exists, the emulator outlives the process that started it. */
  readonly keepFile: string;
}

const startAttempts = 5;
const readySeconds = 30;

/**
 * Starts an emulator and waits until it answers. A port that another process takes meanwhile is left to it.
 * @throws Error with the end of the log when it does not start.
 */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const mark = `rehearsal-${randomBytes(8).toString("hex")}`;
    const child = spawnEmulator(options, port, mark);
    const endpoint = `http://127.0.0.1:${port}`;
    if (child.pid !== undefined && (await becomesReady(endpoint, child, mark))) {
      child.unref();
      return { pid: child.pid, endpoint };
    }
    child.kill("SIGKILL");
    if (attempt < startAttempts) continue;
    const log = readFileSync(options.logFile, "utf8").trimEnd().split("\n").slice(-15).join("\n");
    throw new Error(
      `the AWS emulator did not start in ${startAttempts} attempts; the end of ${options.logFile}:\n${log}`,
    );
  }
}

function spawnEmulator(options: EmulatorOptions, port: number, mark: string): ChildProcess {
  const log = openSync(options.logFile, "a", 0o600);
  const child = spawn(options.python, [fileURLToPath(new URL("run.py", import.meta.url))], {
    // A process group of its own: Ctrl-C in the terminal reaches the command, which then stops the emulator in order.
    detached: true,
    stdio: ["ignore", log, log],
    env: {
      ...options.environment,
      BIND_HOST: "127.0.0.1",
      GATEWAY_PORT: String(port),
      MINISTACK_ACCOUNT_ID: options.accountId,
      MINISTACK_REGION: options.region,
      LOG_LEVEL: "WARNING",
      REHEARSAL_OWNER: String(process.pid),
      REHEARSAL_KEEP: options.keepFile,
      // The emulator tells it at its health page.
      MINISTACK_EDITION: mark,
    },
  });
  closeSync(log);
  // A Python that cannot be started: `becomesReady` says so, with the log.
  child.once("error", (error) => appendFileSync(options.logFile, `${error.message}\n`));
  return child;
}

/** Ready is the emulator that was started, and not another one that took the port meanwhile. */
async function becomesReady(endpoint: string, child: ChildProcess, mark: string): Promise<boolean> {
  const deadline = Date.now() + readySeconds * 1000;
  while (Date.now() < deadline && child.exitCode === null && child.signalCode === null) {
    if (await emulatorAnswers(endpoint)) return (await editionOf(endpoint)) === mark;
    await sleep(50);
  }
  return false;
}

async function editionOf(endpoint: string): Promise<string | undefined> {
  const answer = await fetch(`${endpoint}/_ministack/health`, { signal: AbortSignal.timeout(2000) });
  return ((await answer.json()) as { edition?: string }).edition;
}

/**
 * True when an emulator answers there.
 * @throws Error when the endpoint is not loopback: nothing else is ever asked.
 */
export async function emulatorAnswers(endpoint: string): Promise<boolean> {
  assertLoopback(endpoint);
  try {
    const answer = await fetch(`${endpoint}/_ministack/ready`, { signal: AbortSignal.timeout(2000) });
    return answer.ok;
  } catch {
    return false;
  }
}

/** Ends an emulator and waits until it is gone; does nothing when it is gone already. */
export async function stopEmulator(emulator: Emulator): Promise<void> {
  // The process id may belong to another process by now: only what answers as the emulator is ended.
  if (!(await emulatorAnswers(emulator.endpoint))) return;
  await endProcess(emulator.pid);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
