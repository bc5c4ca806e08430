/** What the report is set up with: JSON in the environment variable BACKUP_REPORT. No secret is in it. */
import { parseSchedule, type Schedule } from "../slack-alerts/intake/schedule.ts";
import { isTimeZone } from "../slack-alerts/intake/zone.ts";
import { type Severity, severities } from "../slack-alerts/notice.ts";
import { isObject, isText, isTexts, type Members } from "../slack-alerts/settings-problems.ts";

/** The restore tests of AWS Backup. */
export interface RestoreTestSettings {
  /** When they start, as AWS's cron expression; of one with `L`, `W` or `#` a test in 35 days is expected. */
  readonly schedule: string;
  /** Types of AWS Backup that are tested, for example "EFS" and "RDS". */
  readonly types: readonly string[];
}

/** What the report is set up with. */
export interface ReportSettings {
  /** Short name of the project: value of the tag `project`. */
  readonly project: string;
  /** Name of the environment: value of the tag `environment`. */
  readonly environment: string;
  /** Region's code of the environment. */
  readonly region: string;
  /** Twelve digits. */
  readonly accountId: string;
  /** Name of the vault. */
  readonly vaultName: string;
  /** When the daily backup starts, as AWS's cron expression. */
  readonly schedule: string;
  /** IANA name of the zone of both schedules. */
  readonly timeZone: string;
  /** Minutes from a start to the time at which each of its jobs must have ended, 1 to 20160. */
  readonly windowMinutes: number;
  /** Default: restores are not tested. */
  readonly restoreTest?: RestoreTestSettings | undefined;
  /** Region to which recovery points are copied. Default: none are. */
  readonly copyToRegion?: string | undefined;
  /** ARN of the topic of each severity. */
  readonly topicArns: Readonly<Record<Severity, string>>;
  /** ARN of the topic that mails the report. Default: it is not mailed. */
  readonly emailTopicArn?: string | undefined;
}

const texts = ["project", "environment", "region", "accountId", "vaultName", "schedule"] as const;

/**
 * Reads the settings.
 *
 * @param text the environment variable BACKUP_REPORT
 * @throws Error naming every member that is missing or wrong
 */
export function readSettings(text: string | undefined): ReportSettings {
  const members = readMembers(text);
  const problems = problemsOf(members);
  if (problems.length === 0) return members as unknown as ReportSettings;
  throw new Error(`The environment variable BACKUP_REPORT cannot be used: ${problems.join("; ")}.`);
}

/**
 * Reads the schedule of the backup.
 *
 * @param schedule AWS's cron expression
 * @throws Error when it cannot be followed
 */
export function backupSchedule(schedule: string): Schedule & { kind: "cron" } {
  const parsed = parseSchedule(schedule);
  if (parsed?.kind === "cron") return parsed;
  throw new Error(
    `The schedule of backups is ${schedule}: give cron(minutes hours day-of-month month day-of-week year), without L, W and #.`,
  );
}

function problemsOf(members: Members): readonly string[] {
  const { timeZone, schedule, windowMinutes, topicArns, restoreTest, copyToRegion, emailTopicArn } = members;
  const minutes = Number.isInteger(windowMinutes) && Number(windowMinutes) >= 1 && Number(windowMinutes) <= 20_160;
  const rules: readonly (readonly [isRight: boolean, name: string, allowed: string])[] = [
    ...texts.map((name) => [isText(members[name]), name, "a text"] as const),
    [!isText(schedule) || parseSchedule(schedule)?.kind === "cron", "schedule", "a cron expression without L, W and #"],
    [isTimeZone(timeZone), "timeZone", "the IANA name of a zone"],
    [minutes, "windowMinutes", "a whole number from 1 to 20160"],
    [
      isObject(topicArns) && severities.every((severity) => isText(topicArns[severity])),
      "topicArns",
      `a topic's ARN for each of ${severities.join(", ")}`,
    ],
    [
      restoreTest === undefined ||
        (isObject(restoreTest) && isText(restoreTest.schedule) && isTexts(restoreTest.types)),
      "restoreTest",
      "an object with schedule and types",
    ],
    [copyToRegion === undefined || isText(copyToRegion), "copyToRegion", "a region's code, or nothing"],
    [emailTopicArn === undefined || isText(emailTopicArn), "emailTopicArn", "a topic's ARN, or nothing"],
  ];
  return rules
    .filter(([isRight]) => !isRight)
    .map(([, name, allowed]) =>
      members[name] === undefined
        ? `${name} is missing: give ${allowed}`
        : `${name} is ${JSON.stringify(members[name])}: give ${allowed}`,
    );
}

function readMembers(text: string | undefined): Members {
  let value: unknown;
  try {
    value = JSON.parse(text ?? "");
  } catch {
    value = undefined;
  }
  if (isObject(value)) return value;
  throw new Error("The environment variable BACKUP_REPORT is no JSON object: give the settings of the report.");
}
