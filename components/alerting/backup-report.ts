import * as pulumi from "@pulumi/pulumi";
import { backupSchedule, type ReportSettings } from "../../ops-lambdas/backup-report/settings.ts";
import { windowMinutes } from "../backup/daily-start.ts";
import { OpsFunction } from "../operations/ops-function.ts";
import type { Context } from "../shared/context.ts";
import { NotificationTopic } from "../shared/notification-topic.ts";
import type { TopicsBySeverity } from "./alert-path-args.ts";
import { backupReportRights } from "./backup-report-rights.ts";
import type { AlertQueue } from "./queues.ts";
import { createScheduledCall } from "./scheduled-call.ts";

/** How the environment is backed up: the settings of `platform:backup`. */
export interface ReportedBackups {
  /** When the backup starts, as AWS's cron expression without `L`, `W` and `#`. */
  readonly schedule: string;
  /** IANA name of the zone of both schedules. */
  readonly timezone: string;
  /** When restores are tested, as AWS's cron expression; "never". */
  readonly restoreTestSchedule: string;
  /** Region to which recovery points are copied. Default: none are. */
  readonly copyToRegion?: string | undefined;
  /** Addresses that get the report every day, well or not. Each confirms by a mail from AWS. None: it is not mailed. */
  readonly emails: readonly string[];
}

/** What the backup report is made from. */
export interface BackupReportArgs {
  /** Names, region and account. */
  readonly context: Context;
  /** Name of the vault of the daily backups. */
  readonly vaultName: pulumi.Input<string>;
  /** How the environment is backed up. */
  readonly backups: ReportedBackups;
  /** Types of AWS Backup whose restores are tested. Default: EFS and RDS. */
  readonly restoreTestTypes?: readonly string[] | undefined;
  /** ARN of the topic of each severity, in the home region. */
  readonly topicArns: TopicsBySeverity;
  /** ARN of the key of topics and queue. */
  readonly messageKeyArn: pulumi.Input<string>;
  /** ARN of the key of logs. */
  readonly logsKeyArn: pulumi.Input<string>;
  /** The queue of what could not be delivered, in the home region: calls that failed go there. */
  readonly undelivered: AlertQueue;
  /** Boundary of the roles. */
  readonly permissionsBoundaryArn?: pulumi.Input<string> | undefined;
}

/** Minutes from the end of the backup's window to the report: an hour of them is for clocks that are put forward. */
const pauseMinutes = 90;

/**
 * Every day, when the backup's window is over: what should have been backed up and what was, with sizes, ages, copies and restore tests, to the
 * topic of its severity and by mail. AWS Backup's own events are best effort, and tell nothing of a backup that never began.
 */
export class BackupReport extends pulumi.ComponentResource {
  /** Name of the function, for its alarms: `dailyFunctionAlarms`. */
  public readonly functionName: pulumi.Output<string>;
  /** ARN of the topic that mails the report; undefined when nobody gets it. */
  public readonly emailTopicArn: pulumi.Output<string> | undefined;

  /**
   * @param name prefix of the children's names, from the context
   * @throws Error when the schedule of backups cannot be followed
   */
  constructor(name: string, args: BackupReportArgs, options?: pulumi.ComponentResourceOptions) {
    super("platform:alerting:BackupReport", name, {}, options);
    const schedule = reportSchedule(args.backups.schedule);
    this.emailTopicArn = this.#createEmailTopic(`${name}-emails`, args);
    const made = this.#createFunction(name, args);
    this.#createSchedule(name, args, schedule, made.functionArn);
    this.functionName = made.functionName;
    this.registerOutputs({ functionName: this.functionName, emailTopicArn: this.emailTopicArn });
  }

  #createEmailTopic(name: string, { context, messageKeyArn, backups }: BackupReportArgs) {
    if (backups.emails.length === 0) return undefined;
    const { emails } = backups;
    return new NotificationTopic(name, { context, keyArn: messageKeyArn, publishers: [], emails }, { parent: this })
      .arn;
  }

  #createFunction(name: string, args: BackupReportArgs): OpsFunction {
    const { context, topicArns, undelivered, messageKeyArn } = args;
    const mailed = this.emailTopicArn === undefined ? [] : [this.emailTopicArn];
    const topics = [topicArns.info, topicArns.warning, topicArns.critical, ...mailed];
    const statements = pulumi
      .all([args.vaultName, pulumi.all(topics), undelivered.arn, messageKeyArn])
      .apply(([vaultName, arns, queueArn, messagesKey]) =>
        backupReportRights({ context, vaultName, topics: arns, undelivered: queueArn, messagesKey }),
      );
    return new OpsFunction(
      name,
      {
        context,
        task: "backup-report",
        description: "Tells every day which backups should have run, and which did",
        timeoutSeconds: 300,
        environment: { BACKUP_REPORT: this.#settings(args) },
        statements,
        logsKeyArn: args.logsKeyArn,
        deadLetterArn: undelivered.arn,
        permissionsBoundaryArn: args.permissionsBoundaryArn,
      },
      { parent: this },
    );
  }

  #settings(args: BackupReportArgs): pulumi.Output<string> {
    const { context, backups, topicArns, restoreTestTypes = ["EFS", "RDS"] } = args;
    const { project, environment, region, accountId } = context;
    const { schedule, timezone, restoreTestSchedule, copyToRegion } = backups;
    const known: Omit<ReportSettings, "vaultName" | "topicArns"> = {
      project,
      environment,
      region,
      accountId,
      schedule,
      timeZone: timezone,
      windowMinutes: windowMinutes.start + windowMinutes.completion,
      ...(restoreTestSchedule === "never"
        ? {}
        : { restoreTest: { schedule: restoreTestSchedule, types: restoreTestTypes } }),
      ...(copyToRegion === undefined ? {} : { copyToRegion }),
    };
    return pulumi
      .all([args.vaultName, topicArns.critical, topicArns.warning, topicArns.info, this.emailTopicArn])
      .apply(([vaultName, critical, warning, info, emailTopicArn]) =>
        JSON.stringify({
          ...known,
          vaultName,
          topicArns: { critical, warning, info },
          emailTopicArn,
        } satisfies ReportSettings),
      );
  }

  #createSchedule(name: string, args: BackupReportArgs, schedule: string, functionArn: pulumi.Output<string>): void {
    createScheduledCall(
      name,
      {
        ...args,
        description: "Daily report of backups, when their window is over",
        purpose: "start the daily report of backups",
        roleName: `${name}-start`,
        schedule,
        timeZone: args.backups.timezone,
        target: { arn: functionArn, action: "lambda:InvokeFunction" },
      },
      this,
    );
  }
}

/**
 * When the report is made: every day, after the last backup of a day must have ended, in the schedule's own zone.
 *
 * @param schedule of the backup, as AWS's cron expression
 * @returns AWS's cron expression, for example "cron(30 20 * * ? *)" for a backup at five
 * @throws Error when the schedule cannot be followed
 */
export function reportSchedule(schedule: string): string {
  const { minutes, hours } = backupSchedule(schedule);
  const start = Math.max(...hours) * 60 + Math.max(...minutes);
  const end = (start + windowMinutes.start + windowMinutes.completion + pauseMinutes) % (24 * 60);
  return `cron(${end % 60} ${Math.floor(end / 60)} * * ? *)`;
}
