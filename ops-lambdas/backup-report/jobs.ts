/** What AWS Backup did: jobs, copies, restore tests and recovery points, all pages of each. */
import {
  type BackupClient,
  type BackupJob,
  paginateListBackupJobs,
  paginateListCopyJobs,
  paginateListRecoveryPointsByBackupVault,
  paginateListRestoreJobs,
  type RestoreJobsListMember,
} from "@aws-sdk/client-backup";
import type { Facts, Job, RecoveryPoint, Rules } from "./facts.ts";
import { lookBackDays } from "./schedule.ts";

const day = 86_400_000;

/** Days that are looked back at copies: the age at which a missing one is told is within them. */
const copyDays = 7;

/** Where AWS Backup is asked. */
export interface Vault {
  readonly vaultName: string;
  /** Region to which recovery points are copied; undefined: none are. */
  readonly copyToRegion?: string | undefined;
}

/**
 * Finds what AWS Backup did since the run began, and longer ago what is told of it.
 *
 * @param client of the vault's region
 * @param vault the vault
 * @param rules which run is judged
 * @throws Error when AWS does not answer
 */
export async function backupFacts(client: BackupClient, vault: Vault, rules: Rules): Promise<Omit<Facts, "resources">> {
  const points = await recoveryPoints(client, vault, rules);
  return {
    points,
    backups: await backupJobs(client, vault, rules),
    copies: vault.copyToRegion === undefined ? [] : await copyJobs(client, vault, rules),
    restoreTests: rules.restoreTest === undefined ? [] : await restoreTests(client, points, rules.restoreTest.since),
  };
}

/** A job may be created at the very start of its schedule; AWS is asked for later ones. */
function justBefore(moment: number): Date {
  return new Date(moment - 1000);
}

function milliseconds(date: Date | undefined): number {
  return date?.getTime() ?? 0;
}

async function recoveryPoints(
  client: BackupClient,
  { vaultName: BackupVaultName }: Vault,
  { now }: Rules,
): Promise<readonly RecoveryPoint[]> {
  const found: RecoveryPoint[] = [];
  const input = { BackupVaultName, ByCreatedAfter: new Date(now - lookBackDays * day), MaxResults: 1000 };
  for await (const { RecoveryPoints } of paginateListRecoveryPointsByBackupVault({ client }, input)) {
    for (const point of RecoveryPoints ?? []) {
      found.push({
        resourceArn: point.ResourceArn ?? "",
        arn: point.RecoveryPointArn ?? "",
        status: point.Status ?? "",
        createdAt: milliseconds(point.CreationDate),
        sizeBytes: point.BackupSizeInBytes,
      });
    }
  }
  return found;
}

async function backupJobs(client: BackupClient, vault: Vault, { runAt }: Rules): Promise<readonly Job[]> {
  const found: Job[] = [];
  const input = { ByBackupVaultName: vault.vaultName, ByCreatedAfter: justBefore(runAt), MaxResults: 1000 };
  for await (const { BackupJobs } of paginateListBackupJobs({ client }, input)) {
    for (const job of BackupJobs ?? []) {
      found.push({
        resourceArn: job.ResourceArn ?? "",
        state: job.State ?? "",
        createdAt: milliseconds(job.CreationDate),
        message: issuesOf(job),
        sizeBytes: job.BackupSizeInBytes,
      });
    }
  }
  return found;
}

/**
 * Why a job is in its state. A job that completed says something only when it has issues: its category is another than SUCCESS then.
 * Source: https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListBackupJobSummaries.html (State)
 */
function issuesOf({ State, StatusMessage, MessageCategory }: BackupJob): string | undefined {
  if (State === "COMPLETED" && MessageCategory?.toUpperCase() === "SUCCESS") return undefined;
  return said(StatusMessage) ?? (State === "COMPLETED" ? said(MessageCategory) : undefined);
}

function said(text: string | undefined): string | undefined {
  return text === "" ? undefined : text;
}

/** Copies out of the vault to the region. AWS tells of a copy in the region that it comes from. */
async function copyJobs(client: BackupClient, vault: Vault, { now, longestAge }: Rules): Promise<readonly Job[]> {
  const found: Job[] = [];
  const since = now - Math.max(copyDays * day, longestAge);
  const input = { ByCreatedAfter: new Date(since), MaxResults: 1000 };
  for await (const { CopyJobs } of paginateListCopyJobs({ client }, input)) {
    for (const job of CopyJobs ?? []) {
      const isOwn = job.SourceBackupVaultArn?.endsWith(`:backup-vault:${vault.vaultName}`) === true;
      if (!isOwn || job.DestinationBackupVaultArn?.split(":")[3] !== vault.copyToRegion) continue;
      found.push({
        resourceArn: job.ResourceArn ?? "",
        state: job.State ?? "",
        createdAt: milliseconds(job.CreationDate),
        message: said(job.StatusMessage),
      });
    }
  }
  return found;
}

/** Restores that a plan of restore tests started; somebody's own restore tests nothing. */
async function restoreTests(
  client: BackupClient,
  points: readonly RecoveryPoint[],
  since: number,
): Promise<readonly Job[]> {
  const found: Job[] = [];
  const input = { ByCreatedAfter: justBefore(since), MaxResults: 1000 };
  for await (const { RestoreJobs } of paginateListRestoreJobs({ client }, input)) {
    for (const job of RestoreJobs ?? []) {
      if (job.CreatedBy?.RestoreTestingPlanArn === undefined) continue;
      const source = job.SourceResourceArn ?? points.find(({ arn }) => arn === job.RecoveryPointArn)?.resourceArn;
      found.push({ resourceArn: source ?? "", createdAt: milliseconds(job.CreationDate), ...endOf(job) });
    }
  }
  return found;
}

/**
 * How a restore test ended. Nobody must validate it (TIMED_OUT), but who does may say that it failed; and what was restored must go.
 * Source: https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing-validation.html
 */
function endOf(job: RestoreJobsListMember): Pick<Job, "state" | "message"> {
  if (job.Status === "COMPLETED" && job.ValidationStatus === "FAILED") {
    return { state: "VALIDATION_FAILED", message: said(job.ValidationStatusMessage) };
  }
  if (job.Status === "COMPLETED" && job.DeletionStatus === "FAILED") {
    return { state: "DELETION_FAILED", message: said(job.DeletionStatusMessage) };
  }
  return { state: job.Status ?? "", message: said(job.StatusMessage) };
}
