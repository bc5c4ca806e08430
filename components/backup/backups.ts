import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { backupTag } from "../shared/backup-tag.ts";
import type { Context } from "../shared/context.ts";
import { CustomerKey } from "../shared/customer-key.ts";
import { autoNameLimit, limitName } from "../shared/names.ts";
import { windowMinutes } from "./daily-start.ts";
import { createRestoreTest, type DatabaseRestoreTest } from "./restore-test.ts";
import { createBackupRole } from "./role.ts";
import { createVault, type VaultLock } from "./vault.ts";

/** What the backups are made from. */
export interface BackupsArgs {
  /** Names, tags, region and account. */
  readonly context: Context;
  /** ARN of the key of backups. Another key would replace the vault, which is refused. */
  readonly keyArn: pulumi.Input<string>;
  /** ARN of the key of files: restore tests encrypt by it. */
  readonly filesKeyArn: pulumi.Input<string>;
  /** ARN of the topic that jobs are told to; its policy must let backup.amazonaws.com publish. */
  readonly topicArn: pulumi.Input<string>;
  /** Days that recovery points are kept, at least 1. A change holds for new ones only. */
  readonly retentionDays: number;
  /** Days until a recovery point moves to cold storage where its type has it; then it stays there 90 days at least. Default: never. */
  readonly coldStorageAfterDays?: number | undefined;
  /** When the daily backup starts, as AWS's cron expression. Default: "cron(0 5 * * ? *)". */
  readonly schedule?: string | undefined;
  /** Time zone of both schedules, for example "Africa/Johannesburg". Default: "Etc/UTC". */
  readonly timezone?: string | undefined;
  /** Default: recovery points are not locked. See `VaultLock` before choosing compliance. */
  readonly lock?: VaultLock | undefined;
  /** Region to which each recovery point is copied, into a vault with a key of its own. Paid for like the first. Default: none. */
  readonly copyToRegion?: string | undefined;
  /** When restores are tested, as AWS's cron expression; "never". Default: "cron(0 4 ? * SUN *)". */
  readonly restoreTestSchedule?: string | undefined;
  /** Hours for which what a test restored stays, 1 to 168. Default: 4. */
  readonly restoreTestHours?: number | undefined;
  /** How databases are restored for a test. Default: they are not tested. */
  readonly databaseRestoreTest?: DatabaseRestoreTest | undefined;
  /** Roles that may delete recovery points. Default: none. */
  readonly unlockRoleArns?: readonly pulumi.Input<string>[] | undefined;
  /** Boundary of the role of AWS Backup; a deploying role may demand one. Default: none. */
  readonly permissionsBoundaryArn?: pulumi.Input<string> | undefined;
}

/**
 * What AWS Backup tells the topic. The two COMPLETED events tell every end of a job, failures and expiries too: AWS deprecated those
 * of their own. Message attribute `State` says which end it was.
 * Source: https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-notifications.html
 */
export const vaultEvents = ["BACKUP_JOB_COMPLETED", "COPY_JOB_FAILED", "RESTORE_JOB_COMPLETED"] as const;

/** Filter of a subscription that wants to hear only of jobs that did not go well. Source: as for `vaultEvents`. */
export const failedJobsFilter = { State: [{ "anything-but": "COMPLETED" }] } as const;

/**
 * Daily backups of everything that carries the backup tag and belongs to this environment: file systems, databases, volumes and tables of types
 * that the region has opted in (account stack). Recovery points lie in an encrypted vault that keeps them from being deleted.
 * Continuous backup is off: RDS makes its own, and only one of the two may.
 */
export class Backups extends pulumi.ComponentResource {
  /** Name of the vault. */
  public readonly vaultName: pulumi.Output<string>;
  /** ARN of the vault. */
  public readonly vaultArn: pulumi.Output<string>;
  /** Id of the daily plan. */
  public readonly planId: pulumi.Output<string>;
  /** ARN of the role of AWS Backup; restores by hand take it, too. */
  public readonly roleArn: pulumi.Output<string>;
  /** ARN of the vault that copies go to; undefined without copies. */
  public readonly copyVaultArn: pulumi.Output<string> | undefined;

  /**
   * @param name prefix of the children's names, from the context
   * @throws pulumi.ResourceError with every problem of the arguments, before anything is made
   */
  constructor(name: string, args: BackupsArgs, options: pulumi.ComponentResourceOptions = {}) {
    super("platform:backup:Backups", name, {}, options);
    const complete = withDefaults(args);
    refuseProblems(complete, this);

    const vault = createVault(name, complete, this);
    const copyVault = createCopyVault(name, complete, this);
    new aws.backup.VaultNotifications(
      `${name}-notifications`,
      { backupVaultName: vault.name, snsTopicArn: args.topicArn, backupVaultEvents: [...vaultEvents] },
      { parent: this },
    );
    const role = createBackupRole(name, args.context, args.permissionsBoundaryArn, this);
    this.planId = createPlan(name, complete, vault, copyVault, role, this);
    if (complete.restoreTestSchedule !== "never") {
      const test = {
        schedule: complete.restoreTestSchedule,
        timezone: complete.timezone,
        vaultArn: vault.arn,
        roleArn: role.arn,
        tags: selectedTags(args.context),
        filesKeyArn: args.filesKeyArn,
        database: args.databaseRestoreTest,
        validationHours: complete.restoreTestHours,
      };
      createRestoreTest(`${name}-restore-test`, test, { parent: this, dependsOn: role.dependsOn });
    }
    this.vaultName = vault.name;
    this.vaultArn = vault.arn;
    this.roleArn = role.arn;
    this.copyVaultArn = copyVault?.arn;
    this.registerOutputs({
      vaultName: this.vaultName,
      vaultArn: this.vaultArn,
      planId: this.planId,
      roleArn: this.roleArn,
    });
  }
}

/** What everything in the plan carries. The backup tag alone would select the other environments' of the account, too. */
function selectedTags({ project, environment }: Context): Readonly<Record<string, string>> {
  return { ...backupTag, project, environment };
}

/** The arguments with every default filled in. */
function withDefaults(args: BackupsArgs) {
  return {
    ...args,
    schedule: args.schedule ?? "cron(0 5 * * ? *)",
    timezone: args.timezone ?? "Etc/UTC",
    restoreTestSchedule: args.restoreTestSchedule ?? "cron(0 4 ? * SUN *)",
    restoreTestHours: args.restoreTestHours ?? 4,
    unlockRoleArns: args.unlockRoleArns ?? [],
  };
}

type CompleteArgs = ReturnType<typeof withDefaults>;

/** The vault in the other region, where there is one. */
function createCopyVault(name: string, args: CompleteArgs, parent: Backups): aws.backup.Vault | undefined {
  const { copyToRegion: region, context, unlockRoleArns, lock } = args;
  if (region === undefined) return undefined;
  const { accountId } = context;
  const key = new CustomerKey(
    `${name}-copies`,
    { description: `Copies of backups in ${region}`, accountId, statements: [], region },
    { parent },
  );
  return createVault(`${name}-copies`, { keyArn: key.arn, unlockRoleArns, lock, region }, parent);
}

/** Every day at the same time, and a copy where there is a vault for it. */
function dailyRule(args: CompleteArgs, vault: aws.backup.Vault, copyVault: aws.backup.Vault | undefined) {
  const lifecycle = {
    deleteAfter: args.retentionDays,
    ...(args.coldStorageAfterDays === undefined ? {} : { coldStorageAfter: args.coldStorageAfterDays }),
  };
  return {
    ruleName: "daily",
    targetVaultName: vault.name,
    schedule: args.schedule,
    scheduleExpressionTimezone: args.timezone,
    startWindow: windowMinutes.start,
    completionWindow: windowMinutes.completion,
    lifecycle,
    // The provider's default tags do not reach what a plan makes.
    recoveryPointTags: { ...args.context.tags },
    ...(copyVault === undefined
      ? {}
      : { copyActions: [{ destinationVaultArn: copyVault.arn, lifecycle: { ...lifecycle } }] }),
  };
}

/** The plan, and what it selects. */
function createPlan(
  name: string,
  args: CompleteArgs,
  vault: aws.backup.Vault,
  copyVault: aws.backup.Vault | undefined,
  role: ReturnType<typeof createBackupRole>,
  parent: Backups,
): pulumi.Output<string> {
  const plan = new aws.backup.Plan(
    limitName(name, autoNameLimit("backupPlan")),
    { rules: [dailyRule(args, vault, copyVault)] },
    { parent },
  );
  new aws.backup.Selection(
    limitName(name, autoNameLimit("backupSelection")),
    {
      planId: plan.id,
      iamRoleArn: role.arn,
      resources: ["*"],
      conditions: [
        {
          stringEquals: Object.entries(selectedTags(args.context)).map(([key, value]) => ({
            key: `aws:ResourceTag/${key}`,
            value,
          })),
        },
      ],
    },
    { parent, dependsOn: role.dependsOn },
  );
  return plan.id;
}

/** Stops with all problems of the arguments in one error. */
function refuseProblems(args: CompleteArgs, component: Backups): void {
  const { retentionDays, coldStorageAfterDays, lock, copyToRegion, restoreTestHours } = args;
  const problems: string[] = [];
  if (!Number.isInteger(retentionDays) || retentionDays < 1 || retentionDays > 36_500) {
    problems.push(`retentionDays: got ${retentionDays}, allowed is a whole number from 1 to 36500. Give the days.`);
  }
  if (coldStorageAfterDays !== undefined && retentionDays < coldStorageAfterDays + 90) {
    problems.push(
      `coldStorageAfterDays: got ${coldStorageAfterDays}, allowed are at most ${retentionDays - 90}: cold storage lasts 90 days ` +
        "at least, within retentionDays. Give fewer days, or keep recovery points longer.",
    );
  }
  if (lock !== undefined && !(lock.minRetentionDays <= retentionDays && retentionDays <= lock.maxRetentionDays)) {
    problems.push(
      `lock: got ${lock.minRetentionDays} to ${lock.maxRetentionDays} days, allowed is a range with retentionDays ` +
        `(${retentionDays}) inside. Every job would fail: widen it.`,
    );
  }
  if (lock?.changeableForDays !== undefined && lock.changeableForDays < 3) {
    problems.push(`lock.changeableForDays: got ${lock.changeableForDays}, allowed is 3 or more. Give more days.`);
  }
  if (copyToRegion === args.context.region) {
    problems.push(
      `copyToRegion: got ${copyToRegion}, the region itself; allowed is another. Name one, or leave it out.`,
    );
  }
  if (!(restoreTestHours >= 1 && restoreTestHours <= 168)) {
    problems.push(`restoreTestHours: got ${restoreTestHours}, allowed are 1 to 168. Give the hours.`);
  }
  if (problems.length === 0) return;
  const lines = problems.map((problem) => `- ${problem}`).join("\n");
  throw new pulumi.ResourceError(`The backups' arguments are refused:\n${lines}`, component, true);
}
