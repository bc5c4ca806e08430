/** The host's child processes: none may live longer than the host. */
import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { NodeCommand } from "./program.ts";

const graceMilliseconds = 3_000;
const watcher = pathToFileURL(path.join(import.meta.dirname, "end-with-parent.mjs")).href;

/** Starts Node processes and ends those that still run. */
export class Children {
  readonly #running = new Set<ChildProcess>();

  /**
   * Starts a Node process that ends with this one, even when this one is killed.
   * @param output `inherit`: to the host's own streams, which the engine shows; `pipe`: to be read by the caller
   */
  start(command: NodeCommand, output: "inherit" | "pipe"): ChildProcess {
    const child = spawn(process.execPath, [`--import=${watcher}`, ...command.args], {
      cwd: command.directory,
      env: command.environment,
      stdio: ["ignore", output, output, "pipe"],
    });
    this.#running.add(child);
    const forget = () => this.#running.delete(child);
    child.once("exit", forget).once("error", forget);
    return child;
  }

  /** Asks all that run to end, and ends those that have not after 3 seconds. Resolves when none is left. */
  async end(): Promise<void> {
    await Promise.all([...this.#running].map(endChild));
  }

  /** Ends all at once, for when there is no time to wait. */
  kill(): void {
    for (const child of this.#running) child.kill("SIGKILL");
  }
}

/** Asks a process to end, and ends it after 3 seconds. Resolves when it has ended. */
export async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
  });
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), graceMilliseconds);
  await ended;
  clearTimeout(timer);
}
