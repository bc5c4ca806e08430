/** Starts and stops the Slack inbox of a rehearsal: a small process beside the emulator. */
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { appendFileSync, closeSync, openSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { endProcess } from "../end-process.ts";
import { assertLoopback } from "../provider/workspace.ts";
import type { DrillCommands } from "./drills.ts";
import type { InboxSettings } from "./main.ts";

/** A running inbox, as it is written down. It holds no secret. */
export interface Inbox {
  /** Process id. */
  readonly pid: number;
  /** `http://127.0.0.1:<port>`: the page, and the interface for tools. */
  readonly url: string;
  /** What it tells of itself, so that no other server is taken for it. */
  readonly id: string;
}

/** How to start it. Paths are absolute. */
export interface StartInboxOptions {
  /** What is rehearsed, for the page's title. */
  readonly title: string;
  /** Environment of the process and of the drills that it starts. */
  readonly environment: Readonly<Record<string, string>>;
  /** Takes its output. */
  readonly logFile: string;
  /** While this file exists, the inbox outlives the process that started it. */
  readonly keepFile: string;
  /** Holds the key of the webhooks; it is made when it is not there. */
  readonly keyFile: string;
  /** An inbox before this one: its port is taken again when it is free, so that its address stays good. */
  readonly before?: Inbox | undefined;
  /** How drills are run. Default: there are none. */
  readonly drills?: DrillCommands | undefined;
}

const readySeconds = 20;

/**
 * Starts an inbox and waits until it listens.
 * @throws Error with the end of the log when it does not.
 */
export async function startInbox(options: StartInboxOptions): Promise<Inbox> {
  const id = randomBytes(8).toString("hex");
  const { title, keyFile, keepFile, drills } = options;
  const port = options.before === undefined ? undefined : Number(new URL(options.before.url).port);
  const child = spawnInbox(options, { id, title, keyFile, keepFile, drills, port, owner: process.pid });
  const url = await addressOf(child);
  if (url !== undefined && child.pid !== undefined) {
    child.disconnect();
    child.unref();
    return { pid: child.pid, url, id };
  }
  child.kill("SIGKILL");
  const log = readFileSync(options.logFile, "utf8").trimEnd().split("\n").slice(-15).join("\n");
  throw new Error(`the Slack inbox did not start; the end of ${options.logFile}:\n${log}`);
}

function spawnInbox(options: StartInboxOptions, settings: InboxSettings): ChildProcess {
  const log = openSync(options.logFile, "a", 0o600);
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL("main.ts", import.meta.url)), JSON.stringify(settings)],
    // A process group of its own: Ctrl-C in the terminal reaches the command, which then stops the inbox in order.
    { detached: true, stdio: ["ignore", log, log, "ipc"], env: { ...options.environment } },
  );
  closeSync(log);
  child.once("error", (error) => appendFileSync(options.logFile, `${error.message}\n`));
  return child;
}

/** The address that the process tells; undefined when it ends before, or takes too long. */
function addressOf(child: ChildProcess): Promise<string | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), readySeconds * 1000);
    const end = (url: string | undefined) => {
      clearTimeout(timer);
      resolve(url);
    };
    child.once("message", (message) => end((message as { url: string }).url));
    child.once("exit", () => end(undefined));
    child.once("error", () => end(undefined));
  });
}

/**
 * True when this inbox answers there, and not another server that took its port.
 * @throws Error when the address is not loopback: nothing else is ever asked.
 */
export async function inboxAnswers(inbox: Inbox): Promise<boolean> {
  assertLoopback(inbox.url);
  try {
    const answer = await fetch(`${inbox.url}/api/health`, { signal: AbortSignal.timeout(2000) });
    return ((await answer.json()) as { inbox?: string }).inbox === inbox.id;
  } catch {
    return false;
  }
}

/** Ends an inbox and waits until it is gone; does nothing when it is gone already. */
export async function stopInbox(inbox: Inbox): Promise<void> {
  // The process id may belong to another process by now: only what answers as the inbox is ended.
  if (!(await inboxAnswers(inbox))) return;
  await endProcess(inbox.pid);
}
