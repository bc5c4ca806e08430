/** Rows of vaults and of what is set on them. */
import type { Row, Rule } from "../../row.ts";
import { number, orderAsWanted, text, texts } from "../known.ts";
import { policyProblem, policyText, statementsOf } from "../policy-document.ts";
import { backup, gone, ownTags, tagCalls, types, vaultRule } from "./shared.ts";

const lacks = (operation: string) => `MiniStack 1.5.33 has no ${operation}`;

const nameRule: Rule = {
  source: "AWS Backup API, CreateBackupVault, BackupVaultName; terraform-provider-aws, aws_backup_vault, name",
  check: ({ name }) => {
    const given = text(name);
    return given === undefined || /^[A-Za-z0-9_-]{2,50}$/.test(given)
      ? undefined
      : `the vault's name is ${given}: allowed are 2 to 50 letters, digits, "-" and "_"`;
  },
};

const keyRule: Rule = {
  source: "terraform-provider-aws, aws_backup_vault, kms_key_arn; AWS Backup takes keys of the vault's region",
  check: ({ kmsKeyArn, region }, _world, facts) => {
    const arn = text(kmsKeyArn);
    if (arn === undefined) return undefined;
    const where = /^arn:aws[\w-]*:kms:([\w-]+):\d{12}:key\/.+$/.exec(arn)?.[1];
    if (where === undefined) return `the vault's kmsKeyArn is ${arn}: give the ARN of a key`;
    const wanted = text(region) ?? facts.region;
    return where === wanted ? undefined : `the vault is in ${wanted} and its key in ${where}: take a key of ${wanted}`;
  },
};

/** A vault, made in the emulator. */
export const vault: Row = {
  type: types.vault,
  taggable: true,
  autoName: { property: "name", maxLength: 50 },
  required: [],
  replaceOn: ["name", "kmsKeyArn"],
  defaults: { forceDestroy: false },
  identify: (inputs) => String(inputs.name),
  attributes: (inputs, id, facts) => ({
    arn: facts.arn("backup", `backup-vault:${id}`),
    kmsKeyArn: inputs.kmsKeyArn ?? facts.arn("kms", "alias/aws/backup"),
    recoveryPoints: 0,
  }),
  create: {
    call: (inputs, facts) =>
      backup("CreateBackupVault", {
        BackupVaultName: inputs.name,
        EncryptionKeyArn: inputs.kmsKeyArn,
        ...(Object.keys(facts.tags).length > 0 && { BackupVaultTags: facts.tags }),
      }),
  },
  read: {
    call: (id) => backup("DescribeBackupVault", { BackupVaultName: id }),
    also: (_id, _state, _facts, answer) => [backup("ListTags", { ResourceArn: answer.BackupVaultArn })],
    properties: (answer, id) => ({
      name: id,
      arn: answer.BackupVaultArn,
      ...(answer.EncryptionKeyArn ? { kmsKeyArn: answer.EncryptionKeyArn } : {}),
      recoveryPoints: answer.NumberOfRecoveryPoints ?? 0,
      tagsAll: ownTags(answer.Tags),
    }),
    gone,
  },
  update: (_id, _inputs, previous, facts) => tagCalls(previous.arn, previous, facts.tags),
  delete: (id) => [backup("DeleteBackupVault", { BackupVaultName: id }, gone)],
  rules: [nameRule, keyRule],
};

/** A vault's access policy, recorded only. */
export const vaultPolicy: Row = {
  type: "aws:backup/vaultPolicy:VaultPolicy",
  recorded: lacks("PutBackupVaultAccessPolicy"),
  required: ["backupVaultName", "policy"],
  replaceOn: ["backupVaultName"],
  identify: (inputs) => String(inputs.backupVaultName),
  attributes: (inputs, _id, facts) => ({
    backupVaultArn: facts.arn("backup", `backup-vault:${inputs.backupVaultName}`),
  }),
  create: {
    call: (inputs) =>
      backup("PutBackupVaultAccessPolicy", {
        BackupVaultName: inputs.backupVaultName,
        Policy: policyText(inputs.policy),
      }),
  },
  update: (id, inputs) => [
    backup("PutBackupVaultAccessPolicy", { BackupVaultName: id, Policy: policyText(inputs.policy) }),
  ],
  delete: (id) => [backup("DeleteBackupVaultAccessPolicy", { BackupVaultName: id }, gone)],
  rules: [
    vaultRule,
    {
      source: "AWS Backup API, PutBackupVaultAccessPolicy: Policy; actions of AWS Backup only",
      check: ({ policy }) => {
        const problem = policyProblem(policy);
        if (problem) return `AWS Backup refuses the vault's policy: ${problem}`;
        const actions = (statementsOf(policy) ?? []).flatMap((statement) => statement.actions);
        const strange = actions.filter((action) => !/^(backup:|\*$)/.test(action));
        return strange.length === 0
          ? undefined
          : `AWS Backup refuses the vault's policy: its actions must be of AWS Backup (backup:…), got ${strange.join(", ")}`;
      },
    },
  ],
};

/** A vault's lock, recorded only. AWS changes no lock in place: the provider makes it anew, which a compliance lock refuses after its grace time. */
export const vaultLockConfiguration: Row = {
  type: "aws:backup/vaultLockConfiguration:VaultLockConfiguration",
  recorded: lacks("PutBackupVaultLockConfiguration"),
  required: ["backupVaultName"],
  replaceOn: ["backupVaultName", "changeableForDays", "maxRetentionDays", "minRetentionDays"],
  identify: (inputs) => String(inputs.backupVaultName),
  attributes: (inputs, _id, facts) => ({
    backupVaultArn: facts.arn("backup", `backup-vault:${inputs.backupVaultName}`),
  }),
  create: {
    call: (inputs) =>
      backup("PutBackupVaultLockConfiguration", {
        BackupVaultName: inputs.backupVaultName,
        ChangeableForDays: inputs.changeableForDays,
        MaxRetentionDays: inputs.maxRetentionDays,
        MinRetentionDays: inputs.minRetentionDays,
      }),
  },
  delete: (id) => [backup("DeleteBackupVaultLockConfiguration", { BackupVaultName: id }, gone)],
  rules: [
    vaultRule,
    {
      source: "AWS Backup API, PutBackupVaultLockConfiguration: ChangeableForDays from 3",
      check: ({ changeableForDays }) => {
        const days = number(changeableForDays);
        return days !== undefined && days < 3
          ? `the lock's changeableForDays is ${days}: AWS takes 3 or more`
          : undefined;
      },
    },
    {
      source: "AWS Backup API, PutBackupVaultLockConfiguration: MinRetentionDays 1 to 36500, not above the maximum",
      check: ({ minRetentionDays, maxRetentionDays }) => {
        const [least, most] = [number(minRetentionDays), number(maxRetentionDays)];
        const strange = [least, most].find((days) => days !== undefined && !(days >= 1 && days <= 36_500));
        if (strange !== undefined) return `the lock's retention is ${strange} days: AWS takes 1 to 36500`;
        return least !== undefined && most !== undefined && least > most
          ? `the lock's minRetentionDays ${least} is above its maxRetentionDays ${most}: give a range`
          : undefined;
      },
    },
  ],
};

/** Events that AWS Backup sends. The others of the API's list are deprecated: they are accepted and never sent. */
const sentEvents = [
  "BACKUP_JOB_STARTED",
  "BACKUP_JOB_COMPLETED",
  "COPY_JOB_STARTED",
  "COPY_JOB_SUCCESSFUL",
  "COPY_JOB_FAILED",
  "RESTORE_JOB_STARTED",
  "RESTORE_JOB_COMPLETED",
  "RECOVERY_POINT_MODIFIED",
  "S3_BACKUP_OBJECT_FAILED",
  "S3_RESTORE_OBJECT_FAILED",
  "CONTINUOUS_BACKUP_INTERRUPTED",
  "RECOVERY_POINT_INDEX_COMPLETED",
  "RECOVERY_POINT_INDEX_DELETED",
  "RECOVERY_POINT_INDEXING_FAILED",
];

/** Where a vault sends its events, recorded only. */
export const vaultNotifications: Row = {
  type: "aws:backup/vaultNotifications:VaultNotifications",
  recorded: lacks("PutBackupVaultNotifications"),
  required: ["backupVaultEvents", "backupVaultName", "snsTopicArn"],
  replaceOn: ["backupVaultEvents", "backupVaultName", "snsTopicArn"],
  identify: (inputs) => String(inputs.backupVaultName),
  attributes: (inputs, _id, facts) => ({
    backupVaultArn: facts.arn("backup", `backup-vault:${inputs.backupVaultName}`),
    backupVaultEvents: orderAsWanted(texts(inputs.backupVaultEvents), inputs.backupVaultEvents),
  }),
  create: {
    call: (inputs) =>
      backup("PutBackupVaultNotifications", {
        BackupVaultName: inputs.backupVaultName,
        SNSTopicArn: inputs.snsTopicArn,
        BackupVaultEvents: inputs.backupVaultEvents,
      }),
  },
  delete: (id) => [backup("DeleteBackupVaultNotifications", { BackupVaultName: id }, gone)],
  rules: [
    vaultRule,
    {
      source: "AWS Backup API, PutBackupVaultNotifications: supported events; deprecated ones send nothing",
      check: ({ backupVaultEvents }) => {
        const silent = texts(backupVaultEvents).filter((event) => !sentEvents.includes(event));
        return silent.length === 0
          ? undefined
          : `AWS Backup never sends ${silent.join(", ")}: BACKUP_JOB_COMPLETED and RESTORE_JOB_COMPLETED tell failures too; others are ${sentEvents.join(", ")}`;
      },
    },
    {
      source:
        "AWS Backup Developer Guide, Notification options: standard topics of the same account that let backup.amazonaws.com publish",
      when: "creation",
      check: ({ snsTopicArn }, world) => {
        const arn = text(snsTopicArn);
        if (arn === undefined) return undefined;
        if (arn.endsWith(".fifo")) return `the topic ${arn} is FIFO: AWS Backup sends to standard topics only`;
        if (!world.find(types.topic, arn))
          return `the topic ${arn} does not exist: take it from the topic's output "arn"`;
        const policy = world.all("aws:sns/topicPolicy:TopicPolicy").find(({ properties }) => properties.arn === arn);
        const grants = policy && !policyProblem(policy.properties.policy) ? statementsOf(policy.properties.policy) : [];
        const may = grants?.some(
          ({ effect, principals, actions }) =>
            effect === "Allow" &&
            principals.Service?.includes("backup.amazonaws.com") === true &&
            actions.some((action) => /^sns:(publish|\*)$/i.test(action)),
        );
        return may
          ? undefined
          : `the topic ${arn} does not let backup.amazonaws.com publish: allow it sns:Publish in the topic's policy, and make that first`;
      },
    },
  ],
};
