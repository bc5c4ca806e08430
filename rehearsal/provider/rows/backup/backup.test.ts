import { unknown } from "../../row.ts";
import { describeRules } from "../test-cases.ts";
import { testWorld } from "../test-world.ts";
import { plan } from "./plan.ts";
import { restoreTestingPlan, restoreTestingSelection } from "./restore-testing.ts";
import { selection } from "./selection.ts";
import { vault, vaultLockConfiguration, vaultNotifications, vaultPolicy } from "./vault.ts";

const key = (region: string) => `arn:aws:kms:${region}:123456789012:key/11111111-2222-4333-8444-555555555555`;
const vaultArn = "arn:aws:backup:eu-west-1:123456789012:backup-vault:example";
const roleArn = "arn:aws:iam::123456789012:role/backup";
const topicArn = "arn:aws:sns:eu-west-1:123456789012:backup";
const planId = "11111111-2222-4333-8444-555555555555";
const document = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const publishing = { Effect: "Allow", Principal: { Service: "backup.amazonaws.com" }, Action: "sns:Publish" };
const trust = { Effect: "Allow", Principal: { Service: "backup.amazonaws.com" }, Action: "sts:AssumeRole" };

const made = [
  ["aws:backup/vault:Vault", "example", { region: "eu-west-1" }],
  ["aws:backup/plan:Plan", planId, {}],
  ["aws:backup/restoreTestingPlan:RestoreTestingPlan", "example", {}],
  ["aws:sns/topic:Topic", topicArn, {}],
  [
    "aws:sns/topicPolicy:TopicPolicy",
    topicArn,
    { arn: topicArn, policy: document({ ...publishing, Resource: topicArn }) },
  ],
  ["aws:sns/topic:Topic", `${topicArn}-closed`, {}],
  ["aws:iam/role:Role", "backup", { arn: roleArn, assumeRolePolicy: document(trust) }],
] as const;
const world = testWorld(...made);

describeRules(vault, { name: "example", kmsKeyArn: key("eu-west-1") }, [
  ["a name with a dot", { name: "a.b" }, /2 to 50 letters/],
  ["a name of one letter", { name: "a" }, /2 to 50 letters/],
  ["a key of another region", { kmsKeyArn: key("af-south-1") }, /in eu-west-1 and its key in af-south-1/],
  ["a key of the region that it names itself", { kmsKeyArn: key("af-south-1"), region: "af-south-1" }, undefined],
  ["a key's alias", { kmsKeyArn: "alias/backup" }, /give the ARN of a key/],
]);

const denial = { Effect: "Deny", Principal: "*", Action: "backup:DeleteRecoveryPoint", Resource: "*" };
describeRules(
  vaultPolicy,
  { backupVaultName: "example", policy: document(denial) },
  [
    ["a vault that is not there", { backupVaultName: "other" }, /the vault other does not exist in eu-west-1/],
    ["a vault of another region", { region: "af-south-1" }, /does not exist in af-south-1/],
    ["actions of others", { policy: document({ ...denial, Action: "s3:GetObject" }) }, /got s3:GetObject/],
    ["no JSON", { policy: "{" }, /AWS Backup refuses the vault's policy/],
  ],
  world,
);

describeRules(
  vaultLockConfiguration,
  { backupVaultName: "example", minRetentionDays: 7, maxRetentionDays: 400 },
  [
    ["two days to take it back", { changeableForDays: 2 }, /AWS takes 3 or more/],
    ["no days at least", { minRetentionDays: 0 }, /AWS takes 1 to 36500/],
    ["a range upside down", { minRetentionDays: 401 }, /401 is above its maxRetentionDays 400/],
  ],
  world,
);

describeRules(
  vaultNotifications,
  { backupVaultName: "example", snsTopicArn: topicArn, backupVaultEvents: ["BACKUP_JOB_COMPLETED"] },
  [
    ["what is not known yet", { snsTopicArn: unknown, backupVaultEvents: unknown }, undefined],
    ["deprecated events", { backupVaultEvents: ["BACKUP_JOB_FAILED"] }, /never sends BACKUP_JOB_FAILED/],
    ["a FIFO topic", { snsTopicArn: `${topicArn}.fifo` }, /standard topics only/],
    ["a topic that is not there", { snsTopicArn: `${topicArn}-none` }, /does not exist/],
    [
      "a topic that lets nobody in",
      { snsTopicArn: `${topicArn}-closed` },
      /does not let backup\.amazonaws\.com publish/,
    ],
  ],
  world,
);

const rule = { ruleName: "daily", targetVaultName: "example", schedule: "cron(0 1 * * ? *)" };
const rules = (change: object) => ({ rules: [{ ...rule, ...change }] });
const locked = testWorld(...made, [
  "aws:backup/vaultLockConfiguration:VaultLockConfiguration",
  "example",
  { region: "eu-west-1", minRetentionDays: 7, maxRetentionDays: 30 },
]);
describeRules(
  plan,
  rules({}),
  [
    ["what is not known yet", rules({ targetVaultName: unknown, schedule: unknown, lifecycle: unknown }), undefined],
    ["a rule's name with a space", rules({ ruleName: "every day" }), /named every day/],
    ["a rate", rules({ schedule: "rate(1 day)" }), /six fields/],
    ["five fields", rules({ schedule: "cron(0 1 * * ?)" }), /six fields/],
    ["both days", rules({ schedule: "cron(0 1 * * MON *)" }), /exactly one of day-of-month and day-of-week/],
    ["half an hour to start", rules({ startWindow: 30 }), /AWS takes 60 or more/],
    ["no hour to complete", rules({ startWindow: 120, completionWindow: 150 }), /at least an hour longer/],
    ["cold storage for a month", rules({ lifecycle: { coldStorageAfter: 30, deleteAfter: 60 } }), /delete after 120/],
    ["cold storage for 90 days", rules({ lifecycle: { coldStorageAfter: 30, deleteAfter: 120 } }), undefined],
    ["no days", rules({ lifecycle: { deleteAfter: 0 } }), /AWS takes 1 to 36500/],
    [
      "a cold copy for a month",
      rules({ copyActions: [{ destinationVaultArn: vaultArn, lifecycle: { coldStorageAfter: 1, deleteAfter: 30 } }] }),
      /a copy of the plan's rule daily/,
    ],
    ["a copy to a name", rules({ copyActions: [{ destinationVaultArn: "other" }] }), /give a vault's ARN/],
    [
      "continuous for 36 days",
      rules({ enableContinuousBackup: true, lifecycle: { deleteAfter: 36 } }),
      /at most 35 days/,
    ],
    ["a vault that is not there", rules({ targetVaultName: "other" }), /vault other does not exist/],
    ["a retention within the lock", rules({ lifecycle: { deleteAfter: 30 } }), undefined, locked],
    ["a retention past the lock", rules({ lifecycle: { deleteAfter: 31 } }), /locked to 7 to 30/, locked],
  ],
  world,
);

const tagged = (key: string) => [{ stringEquals: [{ key, value: "daily" }] }];
const optedIn = (EFS: boolean, tagsAll: object) =>
  testWorld(
    ...made,
    ["aws:backup/regionSettings:RegionSettings", "eu-west-1", { resourceTypeOptInPreference: { EFS } }],
    ["aws:efs/fileSystem:FileSystem", "fs-1", { tagsAll }],
  );
describeRules(
  selection,
  { name: "daily", planId, iamRoleArn: roleArn, resources: ["*"], conditions: tagged("aws:ResourceTag/backup") },
  [
    ["what is not known yet", { planId: unknown, iamRoleArn: unknown, conditions: unknown }, undefined],
    ["a name with a space", { name: "every day" }, /named|name is every day/],
    ["nothing", { resources: undefined, conditions: undefined }, /selects nothing/],
    ["conditions without resources", { resources: undefined }, /give resources/],
    ["a tag's bare key", { conditions: tagged("backup") }, /write aws:ResourceTag\/ before/],
    ["a role that is not there", { iamRoleArn: `${roleArn}-none` }, /does not exist/],
    ["a plan that is not there", { planId: "none" }, /the plan none does not exist/],
    ["a type that is opted in", {}, undefined, optedIn(true, { backup: "daily" })],
    ["what it does not select", {}, undefined, optedIn(false, { backup: "never" })],
    ["a type that is skipped", {}, /has not opted in EFS/, optedIn(false, { backup: "daily" })],
  ],
  world,
);

const points = { algorithm: "LATEST_WITHIN_WINDOW", includeVaults: [vaultArn], recoveryPointTypes: ["SNAPSHOT"] };
const selecting = (change: object) => ({ recoveryPointSelection: { ...points, ...change } });
describeRules(restoreTestingPlan, { name: "weekly", scheduleExpression: "cron(0 4 ? * SUN *)", ...selecting({}) }, [
  ["a name with a hyphen", { name: "every-week" }, /no "-"/],
  ["a rate", { scheduleExpression: "rate(7 days)" }, /six fields/],
  ["eight days to start", { startWindowHours: 192 }, /AWS takes 1 to 168 hours/],
  ["a vault's name", selecting({ includeVaults: ["example"] }), /give a vault's ARN/],
  ["all vaults", selecting({ includeVaults: ["*"] }), undefined],
  ["two years", selecting({ selectionWindowDays: 730 }), /AWS takes 1 to 365/],
]);

describeRules(
  restoreTestingSelection,
  {
    name: "files",
    restoreTestingPlanName: "example",
    iamRoleArn: roleArn,
    protectedResourceType: "EFS",
    protectedResourceConditions: { stringEquals: [{ key: "aws:ResourceTag/backup", value: "daily" }] },
  },
  [
    ["a name with a hyphen", { name: "all-files" }, /no "-"/],
    ["no hours", { validationWindowHours: 0 }, /AWS takes 1 to 168 hours/],
    ["an unknown type", { protectedResourceType: "Lambda" }, /allowed are Aurora/],
    [
      "a tag's bare key",
      { protectedResourceConditions: { stringEquals: [{ key: "backup", value: "daily" }] } },
      /write aws:ResourceTag\/ before/,
    ],
    ["a role that is not there", { iamRoleArn: `${roleArn}-none` }, /does not exist/],
    ["a plan that is not there", { restoreTestingPlanName: "other" }, /the restore testing plan other does not exist/],
  ],
  world,
);
