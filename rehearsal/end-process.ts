/** Ends a process that this rehearsal started, whether or not it is a child of this one. */
import { setTimeout as sleep } from "node:timers/promises";

/**
 * Asks a process to end, ends it by force after five seconds, and waits until it is gone.
 * @param pid of a process that the caller has made sure to be its own: ids are given anew.
 */
export async function endProcess(pid: number): Promise<void> {
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    if (!sendSignal(pid, signal)) return;
    for (let waited = 0; waited < 5000; waited += 20) {
      if (!sendSignal(pid, 0)) return;
      await sleep(20);
    }
  }
}

function sendSignal(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false;
  }
}
