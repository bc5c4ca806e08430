/**
 * Jobs of AWS Backup, as EventBridge tells them and as the text of a vault's SNS notification.
 * Sources: https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html,
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-notifications.html
 */
import type { Envelope } from "../envelope.ts";
import type { Notice, Severity } from "../notice.ts";
import { arn, consoleUrl } from "../places.ts";
import { bytes, capital, entry, idOf, lastPart, link, noticeOf, plainWords, unquoted } from "./parts.ts";
import { number, text } from "./read.ts";
import type { About, Source } from "./source.ts";

/** What both envelopes tell of a job. */
interface Job {
  /** "backup", "copy", "restore", or what else AWS Backup tells of: "recovery point". */
  readonly kind: string;
  readonly id?: string | undefined;
  /** In capitals, as AWS writes it. */
  readonly state?: string | undefined;
  readonly resourceArn?: string | undefined;
  readonly resourceType?: string | undefined;
  readonly vault?: string | undefined;
  readonly message?: string | undefined;
  readonly sizeBytes?: number | undefined;
  readonly facts: readonly (readonly [string, string | undefined])[];
  readonly times: readonly unknown[];
}

/** How each state reads, and how urgent it is. What is not here is told as it is, for information. */
const states: Readonly<Record<string, readonly [words: string, severity: Severity]>> = {
  CREATED: ["was created", "info"],
  PENDING: ["is pending", "info"],
  RUNNING: ["is running", "info"],
  ABORTING: ["is being stopped", "info"],
  ABORTED: ["was stopped", "warning"],
  COMPLETED: ["completed", "info"],
  COMPLETED_WITH_ISSUES: ["completed with issues", "warning"],
  FAILED: ["failed", "warning"],
  EXPIRED: ["expired", "warning"],
  PARTIAL: ["completed in part", "warning"],
};

/** Kind and id of a job in the member of its EventBridge event. */
const idMembers = ["backupJobId", "copyJobId", "restoreJobId", "scanJobId", "recoveryPointArn"] as const;

/** Backup, copy and restore jobs, recovery points, and whatever else AWS Backup tells. */
export const backup: Source = {
  name: "backup",
  matches: (envelope) => envelope.event?.source === "aws.backup" || isText(envelope),
  understand: (envelope, about) =>
    notice(envelope.event === undefined ? textJob(envelope) : eventJob(envelope), envelope, about),
};

/** Whether it is the text of a vault's notification: its subject, its words, or the ids that it ends with. */
function isText({ event, json, subject, text: message }: Envelope): boolean {
  if (event !== undefined || typeof json === "object") return false;
  return (
    subject === "Notification from AWS Backup" ||
    /^An? AWS Backup .*\bjob\b|\b(Backup|Copy|Restore) ?Job ID ?:/i.test(message)
  );
}

/** A job of an EventBridge event. Some events say `state`, others `status`. */
function eventJob({ event }: Envelope): Job {
  const detail = event?.detail ?? {};
  const detailType = event?.["detail-type"] ?? "";
  const kind =
    /^(\w+) Job\b/.exec(detailType)?.[1]?.toLowerCase() ?? plainWords(detailType.replace(/ (State )?Change$/i, ""));
  const state = text(detail.state) ?? text(detail.status) ?? text(detail.indexStatus);
  const message = unquoted(text(detail.statusMessage) ?? text(detail.indexStatusMessage));
  const target = text(detail.destinationBackupVaultArn);
  return {
    kind,
    id: idMembers.map((member) => text(detail[member])).find((id) => id !== undefined) ?? event?.resources[0],
    state: withIssues(kind, state, message),
    resourceArn: text(detail.resourceArn) ?? text(detail.sourceResourceArn) ?? text(detail.createdResourceArn),
    resourceType: text(detail.resourceType),
    vault: text(detail.backupVaultName) ?? lastPart(detail.backupVaultArn) ?? lastPart(detail.sourceBackupVaultArn),
    message,
    sizeBytes: number(detail.backupSizeInBytes),
    facts: [
      [
        "Copied to",
        target === undefined ? undefined : [lastPart(target), arn(target)?.region].filter(Boolean).join(" in "),
      ],
      ["Restored as", lastPart(detail.createdResourceArn)],
      ["Restore test", detail.restoreTestingPlanArn === undefined ? undefined : lastPart(detail.restoreTestingPlanArn)],
    ],
    times: [event?.time, detail.completionDate],
  };
}

/** A backup job that completed and has something to say has issues: the console calls it "Completed with issues". Other jobs say "completed". */
function withIssues(kind: string, state: string | undefined, message: string | undefined): string | undefined {
  const upper = state?.toUpperCase();
  return kind === "backup" && upper === "COMPLETED" && message !== undefined ? "COMPLETED_WITH_ISSUES" : upper;
}

/** A job of a notification's text. Its message attributes tell the state; older texts must do without. */
function textJob({ text: message, attributes = {}, subject, time }: Envelope): Job {
  const kind = (
    /(Backup|Copy|Restore) ?Job ID/i.exec(message)?.[1] ?? jobWord(attributes.EventType ?? message)
  ).toLowerCase();
  return {
    kind,
    id: /Job ID ?: ?([\w-]+)/i.exec(message)?.[1] ?? attributes.Id,
    state: (attributes.State ?? attributes.state)?.toUpperCase() ?? stateOfText(message),
    resourceArn: /Resource ARN ?: ?(arn:\S*[^\s.])/i.exec(message)?.[1],
    message: sentence(message) ?? subject,
    facts: [["Recovery point", /Recovery point ARN ?: ?(arn:\S*[^\s.])/i.exec(message)?.[1]]],
    times: [time],
  };
}

/** Kind of job by the first of the words that name one. */
function jobWord(words: string): string {
  return /restore|copy/i.exec(words)?.[0] ?? "backup";
}

/** State by the words of AWS's texts; undefined for others. */
function stateOfText(message: string): string | undefined {
  const words: readonly (readonly [RegExp, string])[] = [
    [/failed to complete in time|expired/i, "EXPIRED"],
    [/completed with issues/i, "COMPLETED_WITH_ISSUES"],
    [/failed/i, "FAILED"],
    [/aborted|was stopped/i, "ABORTED"],
    [/completed|successful/i, "COMPLETED"],
    [/started|running/i, "RUNNING"],
  ];
  return words.find(([pattern]) => pattern.test(message))?.[1];
}

/** The first sentence: behind it are the ARNs, which are facts. */
function sentence(message: string): string | undefined {
  return text(/^.*?[.!](?=\s|$)/s.exec(message)?.[0] ?? message);
}

/** The same words for both envelopes. */
function notice(job: Job, envelope: Envelope, about: About): Notice {
  const { state = "UNKNOWN" } = job;
  const [words, severity] = entry(states, state) ?? [`is in state ${state}`, "info"];
  const resource = lastPart(job.resourceArn);
  const place = arn(job.resourceArn);
  const region = envelope.event?.region ?? place?.region ?? arn(envelope.topicArn)?.region;
  // EventBridge writes some ids in capitals.
  const id = job.id?.toLowerCase();
  const incident = `backup:${job.kind}:${id ?? idOf(envelope, about)}`;
  return noticeOf("backup", envelope, about, {
    severity,
    incident,
    transition: `${incident}:${state}`,
    title: `${capital(job.kind)} of ${resource ?? job.resourceType ?? "a resource"} ${words}`,
    summary: job.message,
    facts: [
      ["Resource", job.resourceArn],
      ["Type", job.resourceType],
      ["Vault", job.vault],
      ["Size", job.sizeBytes === 0 ? undefined : bytes(job.sizeBytes)],
      ...job.facts,
      ["Job", job.id],
    ],
    links: [link("Jobs of AWS Backup", consoleUrl(region, "/backup/home", "/jobs"))],
    times: job.times,
    regions: [envelope.event?.region, place?.region],
    accounts: [envelope.event?.account, envelope.attributes?.AccountId, place?.accountId],
  });
}
