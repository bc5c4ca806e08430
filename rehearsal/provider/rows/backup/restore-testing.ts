/** Rows of restore tests. */
import type { Properties, Row, Rule } from "../../row.ts";
import { number, text, texts } from "../known.ts";
import { roleProblem } from "../roles.ts";
import { backup, gone, scheduleProblem, tagCalls, types, vaultArnPattern } from "./shared.ts";

const lacks = (operation: string) => `MiniStack 1.5.33 has no ${operation}`;

/** Types that AWS Backup restores for a test (AWS Backup API, RestoreTestingSelectionForCreate). */
const testedTypes = ["Aurora", "DocumentDB", "DynamoDB", "EBS", "EC2", "EFS", "FSx", "Neptune", "RDS", "S3"];

const nameRule: Rule = {
  source: "AWS Backup API, CreateRestoreTestingPlan and CreateRestoreTestingSelection: names",
  check: ({ name }) => {
    const given = text(name);
    return given === undefined || /^[A-Za-z0-9_]{1,50}$/.test(given)
      ? undefined
      : `the restore test's name is ${given}: allowed are 1 to 50 letters, digits and "_", no "-"`;
  },
};

function hoursRule(property: string): Rule {
  return {
    source: `AWS Backup API, restore testing, ${property}: 1 to 168 hours`,
    check: (inputs) => {
      const hours = number(inputs[property]);
      return hours !== undefined && !(hours >= 1 && hours <= 168)
        ? `${property} is ${hours}: AWS takes 1 to 168 hours`
        : undefined;
    },
  };
}

function planInput(inputs: Properties): Properties {
  const selection: Properties = inputs.recoveryPointSelection ?? {};
  return {
    ScheduleExpression: inputs.scheduleExpression,
    ScheduleExpressionTimezone: inputs.scheduleExpressionTimezone,
    StartWindowHours: inputs.startWindowHours,
    RecoveryPointSelection: {
      Algorithm: selection.algorithm,
      ExcludeVaults: selection.excludeVaults,
      IncludeVaults: selection.includeVaults,
      RecoveryPointTypes: selection.recoveryPointTypes,
      SelectionWindowDays: selection.selectionWindowDays,
    },
  };
}

/** A plan of restore tests, recorded only. */
export const restoreTestingPlan: Row = {
  type: types.restoreTestingPlan,
  recorded: lacks("CreateRestoreTestingPlan"),
  taggable: true,
  autoName: { property: "name", maxLength: 50 },
  required: ["recoveryPointSelection", "scheduleExpression"],
  replaceOn: ["name"],
  identify: (inputs) => String(inputs.name),
  attributes: (_inputs, id, facts) => ({ arn: facts.arn("backup", `restore-testing-plan:${id}-${facts.hex(8)}`) }),
  create: {
    call: (inputs, facts) =>
      backup("CreateRestoreTestingPlan", {
        RestoreTestingPlan: { RestoreTestingPlanName: inputs.name, ...planInput(inputs) },
        ...(Object.keys(facts.tags).length > 0 && { Tags: facts.tags }),
      }),
  },
  update: (id, inputs, previous, facts) => [
    backup("UpdateRestoreTestingPlan", { RestoreTestingPlanName: id, RestoreTestingPlan: planInput(inputs) }),
    ...tagCalls(previous.arn, previous, facts.tags),
  ],
  delete: (id) => [backup("DeleteRestoreTestingPlan", { RestoreTestingPlanName: id }, gone)],
  rules: [
    nameRule,
    hoursRule("startWindowHours"),
    {
      source: "AWS Backup API, RestoreTestingPlanForCreate, ScheduleExpression: CRON",
      check: ({ scheduleExpression }) => scheduleProblem("the restore test's scheduleExpression", scheduleExpression),
    },
    {
      source: "terraform-provider-aws, aws_backup_restore_testing_plan, include_vaults: ARNs of vaults or *",
      check: ({ recoveryPointSelection }) => {
        const strange = texts(recoveryPointSelection?.includeVaults).find(
          (vault) => vault !== "*" && !vaultArnPattern.test(vault),
        );
        return strange && `the restore test includes the vault ${strange}: give a vault's ARN, or *`;
      },
    },
    {
      source: "terraform-provider-aws, aws_backup_restore_testing_plan, selection_window_days: 1 to 365",
      check: ({ recoveryPointSelection }) => {
        const days = number(recoveryPointSelection?.selectionWindowDays);
        return days !== undefined && !(days >= 1 && days <= 365)
          ? `the restore test's selectionWindowDays is ${days}: AWS takes 1 to 365`
          : undefined;
      },
    },
  ],
};

function selectionInput(inputs: Properties): Properties {
  const equal = (list: unknown) =>
    Array.isArray(list) ? list.map(({ key, value }) => ({ Key: key, Value: value })) : undefined;
  const conditions: Properties | undefined = inputs.protectedResourceConditions;
  return {
    IamRoleArn: inputs.iamRoleArn,
    RestoreMetadataOverrides: inputs.restoreMetadataOverrides,
    ValidationWindowHours: inputs.validationWindowHours,
    ...(conditions === undefined
      ? {}
      : {
          ProtectedResourceConditions: {
            StringEquals: equal(conditions.stringEquals),
            StringNotEquals: equal(conditions.stringNotEquals),
          },
        }),
  };
}

/** What a plan of restore tests restores, recorded only. */
export const restoreTestingSelection: Row = {
  type: "aws:backup/restoreTestingSelection:RestoreTestingSelection",
  recorded: lacks("CreateRestoreTestingSelection"),
  autoName: { property: "name", maxLength: 50 },
  required: ["iamRoleArn", "protectedResourceType", "restoreTestingPlanName"],
  replaceOn: ["name", "protectedResourceType", "restoreTestingPlanName"],
  exactlyOne: [["protectedResourceArns", "protectedResourceConditions"]],
  identify: (inputs) => `${inputs.restoreTestingPlanName}:${inputs.name}`,
  create: {
    call: (inputs) =>
      backup("CreateRestoreTestingSelection", {
        RestoreTestingPlanName: inputs.restoreTestingPlanName,
        RestoreTestingSelection: {
          RestoreTestingSelectionName: inputs.name,
          ProtectedResourceType: inputs.protectedResourceType,
          ProtectedResourceArns: inputs.protectedResourceArns,
          ...selectionInput(inputs),
        },
      }),
  },
  update: (_id, inputs) => [
    backup("UpdateRestoreTestingSelection", {
      RestoreTestingPlanName: inputs.restoreTestingPlanName,
      RestoreTestingSelectionName: inputs.name,
      RestoreTestingSelection: selectionInput(inputs),
    }),
  ],
  delete: (_id, state) => [
    backup(
      "DeleteRestoreTestingSelection",
      { RestoreTestingPlanName: state.restoreTestingPlanName, RestoreTestingSelectionName: state.name },
      gone,
    ),
  ],
  rules: [
    nameRule,
    hoursRule("validationWindowHours"),
    {
      source: "AWS Backup API, RestoreTestingSelectionForCreate, ProtectedResourceType",
      check: ({ protectedResourceType }) => {
        const type = text(protectedResourceType);
        return type === undefined || testedTypes.includes(type)
          ? undefined
          : `the restore test's protectedResourceType is ${type}: allowed are ${testedTypes.join(", ")}`;
      },
    },
    {
      source:
        "terraform-provider-aws, aws_backup_restore_testing_selection: condition keys begin with aws:ResourceTag/",
      check: ({ protectedResourceConditions: conditions }) => {
        const all = [...(conditions?.stringEquals ?? []), ...(conditions?.stringNotEquals ?? [])];
        const strange = all.find(({ key }: Properties) => text(key)?.startsWith("aws:ResourceTag/") === false);
        return (
          strange && `the restore test's condition key is ${strange.key}: write aws:ResourceTag/ before the tag's key`
        );
      },
    },
    {
      source: "AWS Backup API, CreateRestoreTestingSelection, IamRoleArn: a role that AWS Backup can assume",
      when: "creation",
      check: ({ iamRoleArn }, world) => roleProblem("iamRoleArn", iamRoleArn, "backup.amazonaws.com", world),
    },
    {
      source: "AWS Backup API, CreateRestoreTestingSelection: the plan must exist",
      when: "creation",
      check: ({ restoreTestingPlanName }, world) => {
        const name = text(restoreTestingPlanName);
        return name === undefined || world.find(types.restoreTestingPlan, name)
          ? undefined
          : `the restore testing plan ${name} does not exist: take it from the plan's output "name"`;
      },
    },
  ],
};
