/** Row of backup plans. */
import type { Properties, Row, Rule } from "../../row.ts";
import { asWanted } from "../drift.ts";
import { number, text } from "../known.ts";
import { backup, gone, ownTags, scheduleProblem, tagCalls, types, vaultArnPattern } from "./shared.ts";

/** Days that a recovery point stays in cold storage at least (AWS Backup API, Lifecycle). */
const leastColdDays = 90;

function rulesOf(inputs: Properties): readonly Properties[] {
  return Array.isArray(inputs.rules) ? inputs.rules : [];
}

function toLifecycle(lifecycle: Properties | undefined): Properties | undefined {
  if (lifecycle === undefined) return undefined;
  return {
    DeleteAfterDays: lifecycle.deleteAfter,
    MoveToColdStorageAfterDays: lifecycle.coldStorageAfter,
    OptInToArchiveForSupportedResources: lifecycle.optInToArchiveForSupportedResources,
  };
}

function fromLifecycle(lifecycle: Properties | undefined): Properties {
  if (lifecycle === undefined) return {};
  return withoutMissing({
    deleteAfter: lifecycle.DeleteAfterDays,
    coldStorageAfter: lifecycle.MoveToColdStorageAfterDays,
    optInToArchiveForSupportedResources: lifecycle.OptInToArchiveForSupportedResources,
  });
}

function withoutMissing(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
}

/** A rule in AWS's names, with the defaults of the real provider. */
function toRule(rule: Properties): Properties {
  return {
    RuleName: rule.ruleName,
    TargetBackupVaultName: rule.targetVaultName,
    ScheduleExpression: rule.schedule,
    ScheduleExpressionTimezone: rule.scheduleExpressionTimezone ?? "Etc/UTC",
    StartWindowMinutes: rule.startWindow ?? 60,
    CompletionWindowMinutes: rule.completionWindow ?? 180,
    EnableContinuousBackup: rule.enableContinuousBackup ?? false,
    RecoveryPointTags: rule.recoveryPointTags,
    Lifecycle: toLifecycle(rule.lifecycle),
    CopyActions: rule.copyActions?.map?.((action: Properties) => ({
      DestinationBackupVaultArn: action.destinationVaultArn,
      Lifecycle: toLifecycle(action.lifecycle),
    })),
  };
}

function fromRule(rule: Properties): Properties {
  return withoutMissing({
    ruleName: rule.RuleName,
    targetVaultName: rule.TargetBackupVaultName,
    schedule: rule.ScheduleExpression,
    scheduleExpressionTimezone: rule.ScheduleExpressionTimezone,
    startWindow: rule.StartWindowMinutes,
    completionWindow: rule.CompletionWindowMinutes,
    enableContinuousBackup: rule.EnableContinuousBackup,
    recoveryPointTags: rule.RecoveryPointTags,
    lifecycle: rule.Lifecycle && fromLifecycle(rule.Lifecycle),
    copyActions: rule.CopyActions?.map((action: Properties) =>
      withoutMissing({
        destinationVaultArn: action.DestinationBackupVaultArn,
        lifecycle: action.Lifecycle && fromLifecycle(action.Lifecycle),
      }),
    ),
  });
}

function planInput(inputs: Properties): Properties {
  return { BackupPlanName: inputs.name, Rules: Array.isArray(inputs.rules) ? inputs.rules.map(toRule) : inputs.rules };
}

function lifecycleProblem(where: string, lifecycle: Properties | undefined): string | undefined {
  const [cold, end] = [number(lifecycle?.coldStorageAfter), number(lifecycle?.deleteAfter)];
  if (end !== undefined && (end < 1 || end > 36_500)) {
    return `${where} deletes after ${end} days: AWS takes 1 to 36500`;
  }
  return cold !== undefined && end !== undefined && end < cold + leastColdDays
    ? `${where} moves to cold storage after ${cold} days and deletes after ${end}: cold storage lasts at least ${leastColdDays} days, so delete after ${cold + leastColdDays} or later`
    : undefined;
}

function windowProblem(rule: Properties): string | undefined {
  const [start, completion] = [number(rule.startWindow ?? 60), number(rule.completionWindow ?? 180)];
  if (start !== undefined && start < 60) {
    return `the plan's rule ${rule.ruleName} has a startWindow of ${start} minutes: AWS takes 60 or more`;
  }
  return start !== undefined && completion !== undefined && completion < start + 60
    ? `the plan's rule ${rule.ruleName} has a completionWindow of ${completion} minutes and a startWindow of ${start}: it must be at least an hour longer`
    : undefined;
}

/** The first problem that a check finds in any rule of the plan. */
function inAnyRule(check: (rule: Properties) => string | undefined): Rule["check"] {
  return (inputs) =>
    rulesOf(inputs)
      .map(check)
      .find((problem) => problem !== undefined);
}

const rules: readonly Rule[] = [
  {
    source: "terraform-provider-aws, aws_backup_plan, rule_name: 1 to 50 of letters, digits, - _ .",
    check: inAnyRule(({ ruleName }) => {
      const name = text(ruleName);
      return name === undefined || /^[0-9A-Za-z_.-]{1,50}$/.test(name)
        ? undefined
        : `the plan's rule is named ${name}: allowed are 1 to 50 letters, digits, "-", "_" and "."`;
    }),
  },
  {
    source: "AWS Backup API, BackupRuleInput, ScheduleExpression: CRON",
    check: inAnyRule((rule) => scheduleProblem(`the schedule of the plan's rule ${rule.ruleName}`, rule.schedule)),
  },
  {
    source:
      "AWS Backup API, BackupRuleInput, StartWindowMinutes: at least 60; AWS Backup console: completion an hour later",
    check: inAnyRule(windowProblem),
  },
  {
    source: "AWS Backup API, Lifecycle: 90 days in cold storage",
    check: inAnyRule(
      (rule) =>
        lifecycleProblem(`the plan's rule ${rule.ruleName}`, rule.lifecycle) ??
        rule.copyActions
          ?.map?.((action: Properties) =>
            lifecycleProblem(`a copy of the plan's rule ${rule.ruleName}`, action.lifecycle),
          )
          .find((problem: unknown) => problem !== undefined),
    ),
  },
  {
    source: "AWS Backup API, BackupRuleInput, EnableContinuousBackup: at most 35 days, no cold storage",
    check: inAnyRule((rule) => {
      if (rule.enableContinuousBackup !== true) return undefined;
      const [end, cold] = [number(rule.lifecycle?.deleteAfter), rule.lifecycle?.coldStorageAfter];
      return cold !== undefined || (end !== undefined && end > 35)
        ? `the plan's rule ${rule.ruleName} makes continuous backups: they are kept at most 35 days and never in cold storage`
        : undefined;
    }),
  },
  {
    source: "AWS Backup API, CopyAction, DestinationBackupVaultArn",
    check: inAnyRule((rule) => {
      const wrong = rule.copyActions?.find?.(({ destinationVaultArn }: Properties) => {
        const arn = text(destinationVaultArn);
        return arn !== undefined && !vaultArnPattern.test(arn);
      });
      return (
        wrong && `a copy of the plan's rule ${rule.ruleName} goes to ${wrong.destinationVaultArn}: give a vault's ARN`
      );
    }),
  },
  {
    source: "AWS Backup API, CreateBackupPlan: the target vault must exist in the plan's region",
    when: "creation",
    check: (inputs, world, facts) =>
      inAnyRule(({ targetVaultName }) => {
        const name = text(targetVaultName);
        const known = world
          .all(types.vault)
          .some(({ id, properties }) => id === name && properties.region === facts.region);
        return name === undefined || known ? undefined : `the plan's vault ${name} does not exist in ${facts.region}`;
      })(inputs, world, facts),
  },
  {
    source: "AWS Backup Developer Guide, Vault Lock: jobs whose retention is outside the lock's range fail",
    when: "creation",
    check: (inputs, world, facts) =>
      inAnyRule(({ targetVaultName, lifecycle }) => {
        const days = number(lifecycle?.deleteAfter);
        const lock = world
          .all("aws:backup/vaultLockConfiguration:VaultLockConfiguration")
          .find(({ id, properties }) => id === targetVaultName && properties.region === facts.region)?.properties;
        if (lock === undefined || days === undefined) return undefined;
        const [least, most] = [number(lock.minRetentionDays) ?? 1, number(lock.maxRetentionDays) ?? 36_500];
        return days < least || days > most
          ? `the plan keeps recovery points ${days} days and the vault ${targetVaultName} is locked to ${least} to ${most}: every job would fail`
          : undefined;
      })(inputs, world, facts),
  },
];

/** A backup plan, made in the emulator. A change makes a new version of it. */
export const plan: Row = {
  type: types.plan,
  taggable: true,
  autoName: { property: "name", maxLength: 50 },
  required: ["rules"],
  replaceOn: ["name"],
  identify: (_inputs, facts) => facts.hex(32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5"),
  attributes: (_inputs, id, facts) => ({ arn: facts.arn("backup", `backup-plan:${id}`), version: "1" }),
  create: {
    call: (inputs, facts) =>
      backup("CreateBackupPlan", {
        BackupPlan: planInput(inputs),
        ...(Object.keys(facts.tags).length > 0 && { BackupPlanTags: facts.tags }),
      }),
    id: (answer) => answer.BackupPlanId,
  },
  read: {
    call: (id) => backup("GetBackupPlan", { BackupPlanId: id }),
    also: (_id, _state, _facts, answer) => [backup("ListTags", { ResourceArn: answer.BackupPlanArn })],
    properties: (answer, _id, state) => ({
      name: answer.BackupPlan?.BackupPlanName,
      arn: answer.BackupPlanArn,
      version: answer.VersionId,
      rules: asWanted((answer.BackupPlan?.Rules ?? []).map(fromRule), state.rules),
      tagsAll: ownTags(answer.Tags),
    }),
    gone,
  },
  update: (id, inputs, previous, facts) => [
    ...(JSON.stringify(inputs.rules) === JSON.stringify(previous.rules)
      ? []
      : [backup("UpdateBackupPlan", { BackupPlanId: id, BackupPlan: planInput(inputs) })]),
    ...tagCalls(previous.arn, previous, facts.tags),
  ],
  renewed: (inputs, previous) => (JSON.stringify(inputs.rules) === JSON.stringify(previous.rules) ? [] : ["version"]),
  delete: (id) => [backup("DeleteBackupPlan", { BackupPlanId: id }, gone)],
  rules,
};
