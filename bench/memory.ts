/** The memory of all processes that descend from one, sampled while something runs. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** One line of `ps`. */
export interface ProcessLine {
  readonly pid: number;
  readonly parent: number;
  /** Resident set, in KiB; memory shared by processes counts for each, so sums are upper bounds. */
  readonly residentKiB: number;
}

/** Reads the output of `ps -eo pid=,ppid=,rss=`. */
export function readProcesses(text: string): ProcessLine[] {
  const rows = text
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  return rows.map(([pid = 0, parent = 0, residentKiB = 0]) => ({ pid, parent, residentKiB }));
}

/** Memory of a process's descendants, without the process itself, in MB (10⁶ bytes). */
export function descendantsMegabytes(processes: readonly ProcessLine[], root: number): number {
  const family = new Set([root]);
  for (let grown = true; grown; ) {
    const more = processes.filter(({ pid, parent }) => family.has(parent) && !family.has(pid));
    for (const { pid } of more) family.add(pid);
    grown = more.length > 0;
  }
  family.delete(root);
  const kibibytes = processes.filter(({ pid }) => family.has(pid)).reduce((sum, each) => sum + each.residentKiB, 0);
  return (kibibytes * 1024) / 1e6;
}

/** Samples every half second until `stop` is called, which returns the highest sum in MB. */
export function sampleMemory(root = process.pid): { stop: () => Promise<number> } {
  let peak = 0;
  let running = true;
  const sampling = (async () => {
    while (running) {
      const { stdout } = await run("ps", ["-eo", "pid=,ppid=,rss="]);
      peak = Math.max(peak, descendantsMegabytes(readProcesses(stdout), root));
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  })();
  return {
    stop: async () => {
      running = false;
      await sampling;
      return peak;
    },
  };
}
