/**
 * Judges each backup that should have run. States of jobs and recovery points:
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupJob.html,
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_RecoveryPointByBackupVault.html
 */
import type { Severity } from "../slack-alerts/notice.ts";
import type { Facts, Job, Resource, Rules } from "./facts.ts";
import { copyOf, type Part, restoreTestOf } from "./parts.ts";
import { hours, newest, plain } from "./words.ts";

/** What became of a resource's backup. `too young`: it was made after the run began. */
export type Outcome = "fine" | "missing" | "failed" | "too young";

/** A line of the report. */
export interface Row {
  readonly resource: Resource;
  readonly outcome: Outcome;
  /** What there is to say of it. */
  readonly words: string;
  /** When its newest good recovery point was made; undefined when it has none. */
  readonly newestAt?: number | undefined;
  /** Size of that. */
  readonly sizeBytes?: number | undefined;
  /** It has been without a good recovery point for too long. */
  readonly isTooOld: boolean;
  /** Its copy in the other region; undefined when none is made. */
  readonly copy?: Part | undefined;
  /** Its restore test; undefined when it has none. */
  readonly restoreTest?: Part | undefined;
}

/** The whole report. */
export interface Report {
  readonly runAt: number;
  readonly now: number;
  /** What needs somebody first. */
  readonly rows: readonly Row[];
  readonly severity: Severity;
  readonly status: "succeeded" | "missing" | "failed";
}

/**
 * Judges. Every resource is in exactly one row.
 *
 * @param facts what was found
 * @param rules what it is judged by
 */
export function judge(facts: Facts, rules: Rules): Report {
  const own = ownOf(facts);
  const rows = facts.resources
    .map((resource) => rowOf(resource, own(resource.arn), rules))
    .sort((left, right) => weight(right) - weight(left) || (left.resource.arn < right.resource.arn ? -1 : 1));
  const outcomes = rows.flatMap(outcomesOf);
  const hasFailed = outcomes.includes("failed");
  const isWell = rows.length > 0 && !hasFailed && !outcomes.includes("missing");
  const isCritical = rows.some(({ isTooOld }) => isTooOld);
  return {
    runAt: rules.runAt,
    now: rules.now,
    rows,
    severity: isCritical ? "critical" : isWell ? "info" : "warning",
    status: hasFailed ? "failed" : isWell && !isCritical ? "succeeded" : "missing",
  };
}

/** Whether somebody must look at a row. */
export function isBad(row: Row): boolean {
  return weight(row) >= 2;
}

function outcomesOf({ outcome, copy, restoreTest }: Row): readonly string[] {
  return [outcome, copy?.outcome, restoreTest?.outcome].filter((text) => text !== undefined);
}

/** What is worst is first; a row from 2 on needs somebody. */
function weight(row: Row): number {
  const outcomes = outcomesOf(row);
  const old = row.isTooOld ? 4 : 0;
  if (outcomes.includes("failed")) return old + 3;
  if (outcomes.includes("missing")) return old + 2;
  return old + (row.outcome === "too young" ? 1 : 0);
}

/** Everything that was found of one resource. */
type Own = Omit<Facts, "resources">;

/** Sorts all that was found by resource. */
function ownOf({ backups, copies, restoreTests, points }: Facts): (arn: string) => Own {
  const by = <Thing extends { readonly resourceArn: string }>(things: readonly Thing[]) => {
    const groups = Map.groupBy(things, ({ resourceArn }) => resourceArn);
    return (arn: string): readonly Thing[] => groups.get(arn) ?? [];
  };
  const own = { backups: by(backups), copies: by(copies), restoreTests: by(restoreTests), points: by(points) };
  return (arn) => ({
    backups: own.backups(arn),
    copies: own.copies(arn),
    restoreTests: own.restoreTests(arn),
    points: own.points(arn),
  });
}

function rowOf(resource: Resource, own: Own, rules: Rules): Row {
  const jobs = own.backups.filter(({ createdAt }) => createdAt >= rules.runAt);
  const good = newest([
    ...jobs.filter(({ state }) => state === "COMPLETED"),
    // A recovery point that AWS could not delete at its end is as good as it was.
    ...own.points.filter(({ status }) => ["COMPLETED", "EXPIRED"].includes(status)),
  ]);
  const judged = outcomeOf(resource, jobs, rules);
  const age = rules.now - (good?.createdAt ?? resource.createdAt);
  return {
    resource,
    ...judged,
    newestAt: good?.createdAt,
    sizeBytes: good?.sizeBytes,
    isTooOld: judged.outcome !== "too young" && age > rules.longestAge,
    ...(rules.isCopied ? { copy: copyOf(resource, own.copies, rules) } : {}),
    ...(rules.restoreTest?.types.includes(resource.type)
      ? { restoreTest: restoreTestOf(resource, own.restoreTests, rules.restoreTest.since, rules) }
      : {}),
  };
}

/** Of the jobs since the run began a good one decides; then what has failed, and then what should have been there. */
function outcomeOf(resource: Resource, jobs: readonly Job[], rules: Rules): Pick<Row, "outcome" | "words"> {
  const isWhole = ({ state, message }: Job) => state === "COMPLETED" && message === undefined;
  if (jobs.some(isWhole)) return { outcome: "fine", words: "" };
  const isUnderWay = (job: Job) => underWay.includes(job.state) && rules.now - job.createdAt <= rules.longestJob;
  const failed = newest(jobs.filter((job) => !isUnderWay(job)));
  if (failed !== undefined) return { outcome: "failed", words: failure(failed, rules.now) };
  if (resource.createdAt >= rules.runAt) return { outcome: "too young", words: "made after the backup began" };
  const begun = jobs.length > 0 ? "; a later job is under way" : "";
  return { outcome: "missing", words: `the backup has not run${begun}` };
}

/** States of a job that is not over. */
const underWay: readonly string[] = ["CREATED", "PENDING", "RUNNING", "ABORTING"];

function failure({ state, message, createdAt }: Job, now: number): string {
  const words: Readonly<Record<string, string>> = {
    COMPLETED: "the backup completed with issues",
    PARTIAL: "the backup completed in part",
    EXPIRED: "the backup did not start or end in its time",
    ABORTED: "the backup was stopped",
    FAILED: "the backup failed",
  };
  const what = underWay.includes(state)
    ? `the backup is ${plain(state)} for ${hours(now - createdAt)}`
    : (words[state] ?? `the backup is ${plain(state)}`);
  return message === undefined ? what : `${what}: ${message}`;
}
