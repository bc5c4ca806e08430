import assert from "node:assert/strict";
import { testIdentity } from "../../test/identity.ts";
import { collect } from "../../test/pulumi-mocks.ts";
import { createContext } from "../shared/context.ts";
import { Backups, type BackupsArgs } from "./backups.ts";

const context = createContext(testIdentity);
const keyArn = "arn:aws:kms:af-south-1:111122223333:key/11111111-2222-4333-8444-555555555555";
const filesKeyArn = "arn:aws:kms:af-south-1:111122223333:key/22222222-2222-4333-8444-555555555555";
const topicArn = "arn:aws:sns:af-south-1:111122223333:acme-dev-backup-events";
const unlockRoleArn = "arn:aws:iam::111122223333:role/acme-unlock";
const boundaryArn = "arn:aws:iam::111122223333:policy/acme-dev-boundary";

const types = {
  vault: "aws:backup/vault:Vault",
  policy: "aws:backup/vaultPolicy:VaultPolicy",
  lock: "aws:backup/vaultLockConfiguration:VaultLockConfiguration",
  notifications: "aws:backup/vaultNotifications:VaultNotifications",
  plan: "aws:backup/plan:Plan",
  selection: "aws:backup/selection:Selection",
  testPlan: "aws:backup/restoreTestingPlan:RestoreTestingPlan",
  testSelection: "aws:backup/restoreTestingSelection:RestoreTestingSelection",
  role: "aws:iam/role:Role",
  attachment: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  key: "aws:kms/key:Key",
} as const;

/** Backups with these changes to the smallest set of arguments. */
const build = (change: Partial<BackupsArgs> = {}) =>
  collect(
    () =>
      new Backups("acme-dev-backup", {
        context,
        keyArn,
        filesKeyArn,
        topicArn,
        retentionDays: 35,
        unlockRoleArns: [unlockRoleArn],
        permissionsBoundaryArn: boundaryArn,
        ...change,
      }),
  );

const tags = [
  { key: "aws:ResourceTag/backup", value: "daily" },
  { key: "aws:ResourceTag/project", value: "acme" },
  { key: "aws:ResourceTag/environment", value: "dev" },
];

describe("Backups", () => {
  it("Backup.1: the vault is encrypted by its key, and protected", async () => {
    const { only } = await build();
    const { inputs, options } = only(types.vault);
    assert.deepEqual(inputs, { kmsKeyArn: keyArn });
    assert.deepEqual(options, { protect: true, retainOnDelete: false, deleteBeforeReplace: true });
  });

  it("nobody but the unlocking role deletes recovery points", async () => {
    const { only, outputs } = await build();
    const { inputs } = only(types.policy);
    assert.equal(inputs.backupVaultName, outputs.vaultName);
    const statement = {
      Sid: "KeepRecoveryPoints",
      Effect: "Deny",
      Principal: "*",
      Action: [
        "backup:DeleteBackupVault",
        "backup:DeleteRecoveryPoint",
        "backup:DisassociateRecoveryPoint",
        "backup:UpdateRecoveryPointLifecycle",
      ],
      Resource: "*",
    };
    assert.deepEqual(JSON.parse(inputs.policy).Statement, [
      { ...statement, Condition: { ArnNotEquals: { "aws:PrincipalArn": [unlockRoleArn] } } },
    ]);
    const closed = await build({ unlockRoleArns: [] });
    assert.deepEqual(JSON.parse(closed.only(types.policy).inputs.policy).Statement, [statement]);
  });

  it("EFS.2, EC2.28, RDS.26: backs up every day what carries the tags of the plan and of the environment", async () => {
    const { only, outputs } = await build();
    assert.deepEqual(only(types.plan).inputs.rules, [
      {
        ruleName: "daily",
        targetVaultName: outputs.vaultName,
        schedule: "cron(0 5 * * ? *)",
        scheduleExpressionTimezone: "Etc/UTC",
        startWindow: 120,
        completionWindow: 720,
        lifecycle: { deleteAfter: 35 },
        recoveryPointTags: context.tags,
      },
    ]);
    assert.deepEqual(only(types.selection).inputs, {
      planId: outputs.planId,
      iamRoleArn: outputs.roleArn,
      resources: ["*"],
      conditions: [{ stringEquals: tags }],
    });
  });

  it("has a role with AWS's policies for backup and restore, within the boundary", async () => {
    const { only, ofType } = await build();
    const { inputs, name } = only(types.role);
    assert.equal(name, "acme-dev-backup");
    assert.equal(inputs.permissionsBoundary, boundaryArn);
    assert.deepEqual(JSON.parse(inputs.assumeRolePolicy).Statement, [
      {
        Sid: "BackupAssumes",
        Effect: "Allow",
        Principal: { Service: "backup.amazonaws.com" },
        Action: "sts:AssumeRole",
      },
    ]);
    assert.deepEqual(
      ofType(types.attachment).map(({ inputs: { policyArn } }) => policyArn),
      ["Backup", "Restores"].map((end) => `arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyFor${end}`),
    );
    // Without its rights AWS refuses the selection.
    assert.ok(only(types.selection).options.dependsOn?.includes("acme-dev-backup-backup"));
  });

  it("tells the topic how jobs end", async () => {
    const { only, outputs } = await build();
    assert.deepEqual(only(types.notifications).inputs, {
      backupVaultName: outputs.vaultName,
      snsTopicArn: topicArn,
      backupVaultEvents: ["BACKUP_JOB_COMPLETED", "COPY_JOB_FAILED", "RESTORE_JOB_COMPLETED"],
    });
  });

  it("restores the newest recovery points every week, and deletes what it restored", async () => {
    const database = { subnetGroupName: "acme-dev-database", securityGroupId: "sg-0123456789abcdef0" };
    const { only, ofType, outputs } = await build({ databaseRestoreTest: database, timezone: "Africa/Johannesburg" });
    assert.deepEqual(only(types.testPlan).inputs, {
      name: "acme_dev_backup_restore_test",
      scheduleExpression: "cron(0 4 ? * SUN *)",
      scheduleExpressionTimezone: "Africa/Johannesburg",
      startWindowHours: 8,
      recoveryPointSelection: {
        algorithm: "LATEST_WITHIN_WINDOW",
        includeVaults: [outputs.vaultArn],
        recoveryPointTypes: ["SNAPSHOT"],
        selectionWindowDays: 7,
      },
    });
    const shared = {
      restoreTestingPlanName: "acme_dev_backup_restore_test",
      iamRoleArn: outputs.roleArn,
      protectedResourceConditions: { stringEquals: tags },
      validationWindowHours: 4,
    };
    assert.deepEqual(
      ofType(types.testSelection).map(({ inputs }) => inputs),
      [
        {
          ...shared,
          name: "acme_dev_backup_restore_test_files",
          protectedResourceType: "EFS",
          restoreMetadataOverrides: { kmsKeyId: filesKeyArn },
        },
        {
          ...shared,
          name: "acme_dev_backup_restore_test_database",
          protectedResourceType: "RDS",
          restoreMetadataOverrides: {
            dbSubnetGroupName: "acme-dev-database",
            vpcSecurityGroupIds: '["sg-0123456789abcdef0"]',
          },
        },
      ],
    );
    const without = await build({ restoreTestSchedule: "never" });
    assert.equal(without.ofType(types.testPlan).length + without.ofType(types.testSelection).length, 0);
  });

  it("locks the vault only when told so, and in compliance only with days to take it back", async () => {
    const range = { minRetentionDays: 7, maxRetentionDays: 400 };
    assert.equal((await build()).ofType(types.lock).length, 0);
    const governance = await build({ lock: { mode: "governance", ...range, changeableForDays: 5 } });
    const { vaultName } = governance.outputs;
    assert.deepEqual(governance.only(types.lock).inputs, { backupVaultName: vaultName, ...range });
    const compliance = await build({ lock: { mode: "compliance", ...range } });
    assert.deepEqual(compliance.only(types.lock).inputs, {
      backupVaultName: vaultName,
      ...range,
      changeableForDays: 14,
    });
  });

  it("copies to a vault in another region, with a key there and the same protection", async () => {
    const lock = { mode: "governance", minRetentionDays: 7, maxRetentionDays: 400 } as const;
    const { only, ofType, outputs } = await build({
      copyToRegion: "eu-west-1",
      lock,
      coldStorageAfterDays: 30,
      retentionDays: 120,
    });
    assert.equal(only(types.key).inputs.region, "eu-west-1");
    const vaults = ofType(types.vault).map(({ name, inputs, options }) => [name, inputs.region, options.protect]);
    assert.deepEqual(vaults, [
      ["acme-dev-backup", undefined, true],
      ["acme-dev-backup-copies", "eu-west-1", true],
    ]);
    for (const type of [types.policy, types.lock]) {
      assert.deepEqual(
        ofType(type).map(({ inputs }) => inputs.region),
        [undefined, "eu-west-1"],
      );
    }
    const lifecycle = { deleteAfter: 120, coldStorageAfter: 30 };
    const [rule] = only(types.plan).inputs.rules;
    assert.deepEqual(rule.lifecycle, lifecycle);
    assert.deepEqual(rule.copyActions, [{ destinationVaultArn: outputs.copyVaultArn, lifecycle }]);
  });

  it("refuses wrong arguments, all at once, before anything is made", async () => {
    const wrong: Partial<BackupsArgs> = {
      retentionDays: 0,
      coldStorageAfterDays: 30,
      lock: { mode: "compliance", minRetentionDays: 7, maxRetentionDays: 400, changeableForDays: 2 },
      copyToRegion: "af-south-1",
      restoreTestHours: 0,
    };
    await assert.rejects(build(wrong), (error: Error) => {
      for (const problem of [
        /retentionDays: got 0/,
        /coldStorageAfterDays: got 30/,
        /lock: got 7 to 400 days/,
        /lock\.changeableForDays: got 2/,
        /copyToRegion: got af-south-1/,
        /restoreTestHours: got 0/,
      ]) {
        assert.match(error.message, problem);
      }
      return true;
    });
  });
});
