import assert from "node:assert/strict";
import { BackupClient } from "@aws-sdk/client-backup";
import type { Rules } from "./facts.ts";
import { backupFacts } from "./jobs.ts";
import { credentials, serve } from "./test-server.ts";

const now = Date.parse("2026-03-03T20:30:00Z");
const runAt = Date.parse("2026-03-03T05:00:00Z");
const hour = 3_600_000;
const rules: Rules = {
  runAt,
  longestAge: 50 * hour,
  longestJob: 14 * hour,
  isCopied: true,
  restoreTest: { types: ["RDS"], since: Date.parse("2026-03-01T04:00:00Z") },
  now,
};
const seconds = (text: string) => Date.parse(text) / 1000;
const place = "arn:aws:backup:af-south-1:111122223333";
const database = "arn:aws:rds:af-south-1:111122223333:db:acme-prod-database-1";
const files = "arn:aws:elasticfilesystem:af-south-1:111122223333:file-system/fs-0123456789abcdef0";
const snapshot = "arn:aws:rds:af-south-1:111122223333:snapshot:awsbackup:job-1e2d3c4b-0000-4000-8000-000000000001";

/**
 * Pages of AWS Backup by path and token, in the shapes of its documentation:
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupJob.html (CopyJob, RestoreJobsListMember,
 * RecoveryPointByBackupVault). Times are seconds since 1970.
 */
const pages: Readonly<Record<string, object>> = {
  "/backup-jobs": {
    BackupJobs: [
      {
        AccountId: "111122223333",
        BackupJobId: "1E2D3C4B-0000-4000-8000-000000000001",
        BackupVaultName: "acme-prod-backup",
        BackupVaultArn: `${place}:backup-vault:acme-prod-backup`,
        RecoveryPointArn: snapshot,
        ResourceArn: database,
        ResourceType: "RDS",
        CreationDate: seconds("2026-03-03T05:00:00Z"),
        CompletionDate: seconds("2026-03-03T05:40:12.5Z"),
        State: "COMPLETED",
        PercentDone: "100.0",
        BackupSizeInBytes: 21_474_836_480,
        IamRoleArn: "arn:aws:iam::111122223333:role/acme-prod-backup-0123456",
        CreatedBy: { BackupPlanId: "plan", BackupRuleId: "rule", BackupRuleName: "daily" },
        StatusMessage: "",
        IsParent: false,
        MessageCategory: "SUCCESS",
      },
    ],
    NextToken: "two",
  },
  "/backup-jobs two": {
    BackupJobs: [
      {
        ResourceArn: files,
        CreationDate: seconds("2026-03-03T05:00:00Z"),
        State: "COMPLETED",
        StatusMessage: "2 files could not be backed up.",
        MessageCategory: "AccessDenied",
      },
      {
        ResourceArn: files,
        CreationDate: seconds("2026-03-03T06:00:00Z"),
        State: "COMPLETED",
        MessageCategory: "AGGREGATE",
      },
      {
        ResourceArn: files,
        CreationDate: seconds("2026-03-03T07:00:00Z"),
        State: "FAILED",
        StatusMessage: "Access denied",
      },
    ],
  },
  "/copy-jobs": {
    CopyJobs: [
      {
        CopyJobId: "C0000000-0000-4000-8000-000000000001",
        SourceBackupVaultArn: `${place}:backup-vault:acme-prod-backup`,
        SourceRecoveryPointArn: snapshot,
        DestinationBackupVaultArn: "arn:aws:backup:eu-west-1:111122223333:backup-vault:acme-prod-backup-copies",
        ResourceArn: database,
        CreationDate: seconds("2026-03-03T05:41:00Z"),
        State: "COMPLETED",
      },
    ],
    NextToken: "two",
  },
  "/copy-jobs two": {
    CopyJobs: [
      {
        SourceBackupVaultArn: `${place}:backup-vault:acme-prod-backup`,
        DestinationBackupVaultArn: "arn:aws:backup:us-east-1:111122223333:backup-vault:elsewhere",
        ResourceArn: database,
        State: "FAILED",
      },
      {
        SourceBackupVaultArn: `${place}:backup-vault:acme-staging-backup`,
        DestinationBackupVaultArn: "arn:aws:backup:eu-west-1:111122223333:backup-vault:copies",
        ResourceArn: database,
        State: "FAILED",
      },
    ],
  },
  "/restore-jobs": {
    RestoreJobs: [
      {
        RestoreJobId: "F0000000-0000-4000-8000-000000000001",
        RecoveryPointArn: snapshot,
        CreationDate: seconds("2026-03-01T06:00:00Z"),
        Status: "COMPLETED",
        ResourceType: "RDS",
        CreatedBy: { RestoreTestingPlanArn: `${place}:restore-testing-plan:acme_prod_backup_restore_test-1` },
        ValidationStatus: "TIMED_OUT",
        DeletionStatus: "SUCCESSFUL",
      },
      // Somebody's own restore.
      {
        RecoveryPointArn: snapshot,
        SourceResourceArn: database,
        CreationDate: seconds("2026-03-02T06:00:00Z"),
        Status: "FAILED",
      },
    ],
    NextToken: "two",
  },
  "/restore-jobs two": {
    RestoreJobs: ["ValidationStatus", "DeletionStatus", ""].map((member) => ({
      SourceResourceArn: files,
      CreationDate: seconds("2026-03-01T06:00:00Z"),
      Status: member === "" ? "RUNNING" : "COMPLETED",
      CreatedBy: { RestoreTestingPlanArn: `${place}:restore-testing-plan:acme_prod_backup_restore_test-1` },
      ...(member === "" ? {} : { [member]: "FAILED", [`${member}Message`]: "why" }),
    })),
  },
  "/backup-vaults/acme-prod-backup/recovery-points": {
    RecoveryPoints: [
      {
        RecoveryPointArn: snapshot,
        BackupVaultName: "acme-prod-backup",
        ResourceArn: database,
        ResourceType: "RDS",
        CreationDate: seconds("2026-03-03T05:02:00Z"),
        CompletionDate: seconds("2026-03-03T05:40:12Z"),
        Status: "COMPLETED",
        BackupSizeInBytes: 21_474_836_480,
        IsEncrypted: true,
      },
    ],
    NextToken: "two",
  },
  "/backup-vaults/acme-prod-backup/recovery-points two": {
    RecoveryPoints: [
      {
        RecoveryPointArn: "part",
        ResourceArn: files,
        CreationDate: seconds("2026-03-02T05:02:00Z"),
        Status: "PARTIAL",
      },
    ],
  },
};

const job = (resourceArn: string, state: string, created: string, more: object = {}) => ({
  resourceArn,
  state,
  createdAt: Date.parse(created),
  message: undefined,
  ...more,
});

describe("backupFacts", () => {
  it("reads all pages of what AWS Backup documents, and of this vault only", async () => {
    const aws = await serve(({ url }) => {
      const token = url.searchParams.get("nextToken");
      return { body: JSON.stringify(pages[token === null ? url.pathname : `${url.pathname} ${token}`] ?? {}) };
    });
    const client = new BackupClient({ region: "af-south-1", endpoint: aws.endpoint, credentials });
    const facts = await backupFacts(client, { vaultName: "acme-prod-backup", copyToRegion: "eu-west-1" }, rules);
    aws.close();
    assert.deepEqual(facts.backups, [
      job(database, "COMPLETED", "2026-03-03T05:00:00Z", { sizeBytes: 21_474_836_480 }),
      job(files, "COMPLETED", "2026-03-03T05:00:00Z", {
        message: "2 files could not be backed up.",
        sizeBytes: undefined,
      }),
      job(files, "COMPLETED", "2026-03-03T06:00:00Z", { message: "AGGREGATE", sizeBytes: undefined }),
      job(files, "FAILED", "2026-03-03T07:00:00Z", { message: "Access denied", sizeBytes: undefined }),
    ]);
    assert.deepEqual(facts.copies, [job(database, "COMPLETED", "2026-03-03T05:41:00Z")]);
    assert.deepEqual(facts.restoreTests, [
      job(database, "COMPLETED", "2026-03-01T06:00:00Z"),
      job(files, "VALIDATION_FAILED", "2026-03-01T06:00:00Z", { message: "why" }),
      job(files, "DELETION_FAILED", "2026-03-01T06:00:00Z", { message: "why" }),
      job(files, "RUNNING", "2026-03-01T06:00:00Z"),
    ]);
    assert.deepEqual(
      facts.points.map(({ resourceArn, status, createdAt, sizeBytes }) => [resourceArn, status, createdAt, sizeBytes]),
      [
        [database, "COMPLETED", Date.parse("2026-03-03T05:02:00Z"), 21_474_836_480],
        [files, "PARTIAL", Date.parse("2026-03-02T05:02:00Z"), undefined],
      ],
    );
    const since = (path: string) =>
      aws.asked.find(({ url }) => url.pathname === path)?.url.searchParams.get("createdAfter");
    assert.deepEqual(
      ["/backup-jobs", "/copy-jobs", "/restore-jobs", "/backup-vaults/acme-prod-backup/recovery-points"].map(since),
      ["2026-03-03T04:59:59Z", "2026-02-24T20:30:00Z", "2026-03-01T03:59:59Z", "2026-01-27T20:30:00Z"],
    );
    assert.equal(aws.asked[0]?.url.searchParams.get("maxResults"), "1000");
  });

  it("asks for no copies and no restore tests where there are none, and throws what AWS refuses", async () => {
    const aws = await serve(() => ({ body: "{}" }));
    const client = new BackupClient({ region: "af-south-1", endpoint: aws.endpoint, credentials });
    const facts = await backupFacts(client, { vaultName: "v" }, { ...rules, restoreTest: undefined });
    aws.close();
    assert.deepEqual(facts, { backups: [], copies: [], restoreTests: [], points: [] });
    assert.deepEqual(
      aws.asked.map(({ url }) => url.pathname),
      ["/backup-vaults/v/recovery-points", "/backup-jobs"],
    );
    const refusing = await serve(() => ({ status: 400, body: '{"__type":"AccessDeniedException","message":"no"}' }));
    const refused = new BackupClient({ region: "af-south-1", endpoint: refusing.endpoint, credentials });
    await assert.rejects(backupFacts(refused, { vaultName: "v" }, rules), { name: "AccessDeniedException" });
    refusing.close();
  });
});
