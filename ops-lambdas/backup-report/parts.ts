/**
 * Judges what follows a backup: its copy in another region, and its restore test. States:
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CopyJob.html,
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_RestoreJobsListMember.html
 */
import type { Job, Resource, Rules } from "./facts.ts";
import { hours, newest, plain } from "./words.ts";

/** What became of it. `waiting`: it is not late yet. */
export interface Part {
  readonly outcome: "fine" | "waiting" | "missing" | "failed";
  /** What there is to say of it. */
  readonly words: string;
}

const day = 86_400_000;

/** States of a job that is not over. */
const underWay: readonly string[] = ["CREATED", "PENDING", "RUNNING"];

/** Age of a job from which it should have been over: AWS Backup sets copies and restores no end. */
const longestJob = day;

const isLate = (job: Job, now: number) => underWay.includes(job.state) && now - job.createdAt > longestJob;

/**
 * The newest copy decides; one that is under way leaves it to those before.
 *
 * @param copies of this resource
 */
export function copyOf(resource: Resource, copies: readonly Job[], rules: Rules): Part {
  const { now, longestAge } = rules;
  const ended = newest(copies.filter((job) => !underWay.includes(job.state) || isLate(job, now)));
  if (ended !== undefined && ended.state !== "COMPLETED") {
    return { outcome: "failed", words: told("the copy", ended, now) };
  }
  if (ended !== undefined && now - ended.createdAt <= longestAge) return { outcome: "fine", words: "" };
  if (ended === undefined && now - resource.createdAt <= longestAge) return { outcome: "waiting", words: "" };
  const age = ended === undefined ? "there is no copy" : `the newest copy is ${hours(now - ended.createdAt)} old`;
  return { outcome: "missing", words: age };
}

/**
 * The newest test decides; one that is under way leaves it to those before.
 *
 * @param tests of this resource
 * @param since each resource that had a recovery point then must have been tested
 */
export function restoreTestOf(resource: Resource, tests: readonly Job[], since: number, rules: Rules): Part {
  const { now, longestAge } = rules;
  const ended = newest(tests.filter((job) => !underWay.includes(job.state) || isLate(job, now)));
  const isOld = ended !== undefined && ended.createdAt < since;
  if (ended !== undefined && !isOld) {
    if (ended.state !== "COMPLETED") return { outcome: "failed", words: told("the restore test", ended, now) };
    return { outcome: "fine", words: `restored ${hours(now - ended.createdAt)} ago` };
  }
  // What is younger had no recovery point to restore when the test began.
  if (resource.createdAt > since - longestAge) return { outcome: "waiting", words: "" };
  return { outcome: "missing", words: `its restore was not tested for ${hours(now - since)}` };
}

function told(what: string, { state, message, createdAt }: Job, now: number): string {
  const how = underWay.includes(state)
    ? `${what} is ${plain(state)} for ${hours(now - createdAt)}`
    : `${what} ended as ${plain(state)}`;
  return message === undefined ? how : `${how}: ${message}`;
}
