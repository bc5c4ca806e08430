/** Examples of Backup's rows. */
import type { Example } from "../example.ts";
import { resourceTypes } from "./region-settings.ts";

/** Preferences of all types, as a refresh finds them. */
const optedIn = Object.fromEntries(resourceTypes.map((type) => [type, type !== "FSx"]));
const managed = { CloudFormation: true, DSQL: true, DynamoDB: false, EFS: false };

const denial = (Action: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Deny", Principal: "*", Action, Resource: "*" }],
  });

const tagged = { key: "aws:ResourceTag/backup", value: "daily" };

/** All examples of Backup. */
export const examples: readonly Example[] = [
  {
    name: "backup-region-settings",
    type: "aws:backup/regionSettings:RegionSettings",
    inputs: () => ({ resourceTypeOptInPreference: optedIn, resourceTypeManagementPreference: managed }),
    change: () => ({ resourceTypeManagementPreference: { ...managed, DynamoDB: true } }),
  },
  {
    name: "backup-topic",
    type: "aws:sns/topic:Topic",
    inputs: () => ({ name: "backup-example" }),
  },
  {
    name: "backup-topic-policy",
    type: "aws:sns/topicPolicy:TopicPolicy",
    stays: "a topic goes back to AWS's first policy",
    needs: ["backup-topic"],
    inputs: (made) => ({
      arn: made("backup-topic").arn,
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: "backup.amazonaws.com" },
            Action: "sns:Publish",
            Resource: made("backup-topic").arn,
          },
        ],
      }),
    }),
  },
  {
    name: "backup-role",
    type: "aws:iam/role:Role",
    inputs: () => ({
      name: "backup-example",
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: "backup.amazonaws.com" }, Action: "sts:AssumeRole" }],
      }),
    }),
  },
  {
    name: "backup-vault",
    type: "aws:backup/vault:Vault",
    needs: ["kms-key"],
    inputs: (made) => ({ name: "example", kmsKeyArn: made("kms-key").arn, tags: { Name: "example" } }),
    change: () => ({ tags: { Name: "changed" } }),
  },
  {
    name: "backup-vault-policy",
    type: "aws:backup/vaultPolicy:VaultPolicy",
    needs: ["backup-vault"],
    inputs: () => ({ backupVaultName: "example", policy: denial("backup:DeleteRecoveryPoint") }),
    change: () => ({ policy: denial("backup:DeleteBackupVault") }),
  },
  {
    name: "backup-vault-lock",
    type: "aws:backup/vaultLockConfiguration:VaultLockConfiguration",
    needs: ["backup-vault"],
    inputs: () => ({ backupVaultName: "example", minRetentionDays: 7, maxRetentionDays: 400 }),
  },
  {
    name: "backup-vault-notifications",
    type: "aws:backup/vaultNotifications:VaultNotifications",
    needs: ["backup-vault", "backup-topic-policy"],
    inputs: (made) => ({
      backupVaultName: made("backup-vault").name,
      snsTopicArn: made("backup-topic-policy").arn,
      backupVaultEvents: ["BACKUP_JOB_COMPLETED", "RESTORE_JOB_COMPLETED"],
    }),
  },
  {
    name: "backup-plan",
    type: "aws:backup/plan:Plan",
    needs: ["backup-vault"],
    inputs: (made) => ({
      name: "example",
      rules: [
        {
          ruleName: "daily",
          targetVaultName: made("backup-vault").name,
          schedule: "cron(0 1 * * ? *)",
          scheduleExpressionTimezone: "Africa/Johannesburg",
          startWindow: 60,
          completionWindow: 360,
          lifecycle: { coldStorageAfter: 30, deleteAfter: 400 },
          recoveryPointTags: { environment: "example" },
          copyActions: [{ destinationVaultArn: made("backup-vault").arn, lifecycle: { deleteAfter: 30 } }],
        },
      ],
      tags: { Name: "example" },
    }),
    change: (made) => ({
      rules: [{ ruleName: "daily", targetVaultName: made("backup-vault").name, schedule: "cron(0 2 ? * MON *)" }],
      tags: { Name: "changed" },
    }),
  },
  {
    name: "backup-selection",
    type: "aws:backup/selection:Selection",
    needs: ["backup-plan", "backup-role"],
    inputs: (made) => ({
      name: "example",
      planId: made("backup-plan").id,
      iamRoleArn: made("backup-role").arn,
      resources: ["*"],
      conditions: [{ stringEquals: [tagged] }],
    }),
  },
  {
    name: "backup-selection-by-list-of-tags",
    type: "aws:backup/selection:Selection",
    needs: ["backup-plan", "backup-role"],
    inputs: (made) => ({
      name: "example-list",
      planId: made("backup-plan").id,
      iamRoleArn: made("backup-role").arn,
      selectionTags: [{ type: "STRINGEQUALS", key: "backup", value: "daily" }],
    }),
  },
  {
    name: "backup-restore-testing-plan",
    type: "aws:backup/restoreTestingPlan:RestoreTestingPlan",
    needs: ["backup-vault"],
    inputs: (made) => ({
      name: "example",
      scheduleExpression: "cron(0 4 ? * SUN *)",
      recoveryPointSelection: {
        algorithm: "LATEST_WITHIN_WINDOW",
        includeVaults: [made("backup-vault").arn],
        recoveryPointTypes: ["SNAPSHOT"],
        selectionWindowDays: 7,
      },
      startWindowHours: 8,
    }),
    change: () => ({ startWindowHours: 4, tags: { Name: "changed" } }),
  },
  {
    name: "backup-restore-testing-selection",
    type: "aws:backup/restoreTestingSelection:RestoreTestingSelection",
    needs: ["backup-restore-testing-plan", "backup-role"],
    inputs: (made) => ({
      name: "example",
      restoreTestingPlanName: made("backup-restore-testing-plan").name,
      iamRoleArn: made("backup-role").arn,
      protectedResourceType: "EFS",
      protectedResourceConditions: { stringEquals: [tagged] },
      validationWindowHours: 1,
    }),
    change: () => ({ validationWindowHours: 4 }),
  },
];
