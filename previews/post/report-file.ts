/** The report as a file that a stranger's run has left. */
import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { type PreviewReport, parseReport } from "../report.ts";

/** Largest file that is read, in bytes: a report of 2,000 changed resources takes a tenth. */
export const largestFile = 50_000_000;

/** A report, or why there is none, as one sentence that repeats nothing of the file. */
export type ReadReport = { readonly report: PreviewReport } | { readonly missing: string };

/** What a report's stacks say that they were compared with, by what the run did. */
const bases = { base: "rehearsed base", state: "real state" } as const;

/**
 * Refuses a report that says to be of another kind of preview than the run was: nobody shall take a rehearsal for the real state.
 *
 * @param against what the run compared with
 */
export function demandBasis(read: ReadReport, against: keyof typeof bases): ReadReport {
  if ("missing" in read || read.report.stacks.every(({ basis }) => basis === bases[against])) return read;
  const others = against === "base" ? bases.state : bases.base;
  return { missing: `The report says to be against the ${others}; the run was against the ${bases[against]}.` };
}

/** Reads the file: a plain one, not too large, of the report's shape. It follows no link to another file. */
export async function readReport(file: string): Promise<ReadReport> {
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return { missing: "The run left no report." };
    return {
      missing: code === "ELOOP" ? "The report is a link to another file." : `The report cannot be read (${code}).`,
    };
  }
  try {
    const status = await handle.stat();
    if (!status.isFile()) return { missing: "The report is not a file." };
    if (status.size > largestFile) {
      return { missing: `The report has ${status.size} bytes; at most ${largestFile} are read.` };
    }
    return { report: parseReport(await handle.readFile("utf8")) };
  } catch (error) {
    return { missing: (error as Error).message };
  } finally {
    await handle.close();
  }
}
