/** Row of what a backup plan selects. */
import type { Known, Properties, Row, Rule, World } from "../../row.ts";
import { asWanted } from "../drift.ts";
import { text, texts } from "../known.ts";
import { roleProblem } from "../roles.ts";
import { backup, gone, types } from "./shared.ts";

/** Pulumi's operators of `conditions` and AWS's. */
const operators = {
  stringEquals: "StringEquals",
  stringLikes: "StringLike",
  stringNotEquals: "StringNotEquals",
  stringNotLikes: "StringNotLike",
} as const;

/** Types that carry backup tags, and AWS Backup's name of each. */
const backupTypes: Readonly<Record<string, string>> = {
  "aws:dynamodb/table:Table": "DynamoDB",
  "aws:efs/fileSystem:FileSystem": "EFS",
  "aws:rds/instance:Instance": "RDS",
};

function conditionParameters(inputs: Properties, operator: keyof typeof operators): readonly Properties[] {
  const conditions: readonly Properties[] = Array.isArray(inputs.conditions) ? inputs.conditions : [];
  return conditions.flatMap((condition) => condition[operator] ?? []);
}

function toConditions(inputs: Properties): Properties | undefined {
  if (inputs.conditions === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(operators)
      .map(([operator, name]) => [name, conditionParameters(inputs, operator as keyof typeof operators)] as const)
      .filter(([, parameters]) => parameters.length > 0)
      .map(([name, parameters]) => [
        name,
        parameters.map(({ key, value }) => ({ ConditionKey: key, ConditionValue: value })),
      ]),
  );
}

function fromConditions(conditions: Properties): Properties[] {
  const found = Object.fromEntries(
    Object.entries(operators)
      .filter(([, name]) => (conditions[name] ?? []).length > 0)
      .map(([operator, name]) => [
        operator,
        conditions[name].map((item: Properties) => ({ key: item.ConditionKey, value: item.ConditionValue })),
      ]),
  );
  return Object.keys(found).length === 0 ? [] : [found];
}

/** True when all tags that the selection asks for are on the resource. */
function isSelected(inputs: Properties, { properties }: Known): boolean {
  const wanted = conditionParameters(inputs, "stringEquals");
  return (
    wanted.length > 0 &&
    wanted.every(({ key, value }) => properties.tagsAll?.[String(key).replace("aws:ResourceTag/", "")] === value)
  );
}

function skippedProblem(inputs: Properties, world: World, region: string): string | undefined {
  const settings = world.all(types.regionSettings).find((known) => known.id === region)?.properties;
  const skipped = Object.entries(backupTypes).filter(
    ([type, name]) =>
      settings?.resourceTypeOptInPreference?.[name] === false &&
      world.all(type).some((known) => isSelected(inputs, known)),
  );
  return skipped.length === 0
    ? undefined
    : `the region has not opted in ${skipped.map(([, name]) => name).join(", ")}, so the selection would skip them without a word: opt them in (RegionSettings)`;
}

const rules: readonly Rule[] = [
  {
    source: "terraform-provider-aws, aws_backup_selection, name: 1 to 50 of letters, digits, - _ .",
    check: ({ name }) => {
      const given = text(name);
      return given === undefined || /^[0-9A-Za-z_.-]{1,50}$/.test(given)
        ? undefined
        : `the selection's name is ${given}: allowed are 1 to 50 letters, digits, "-", "_" and "."`;
    },
  },
  {
    source: "AWS Backup API, BackupSelection: resources, tags or conditions must say what is selected",
    check: ({ resources, selectionTags, conditions }) =>
      resources === undefined && selectionTags === undefined && conditions === undefined
        ? "the selection selects nothing: give resources, selectionTags or conditions"
        : undefined,
  },
  {
    source: "AWS Backup API, Conditions: they narrow Resources, which must be given; keys begin with aws:ResourceTag/",
    check: (inputs) => {
      if (inputs.conditions === undefined) return undefined;
      if (inputs.resources === undefined) return 'the selection has conditions and no resources: give resources: ["*"]';
      const all = (Object.keys(operators) as (keyof typeof operators)[]).flatMap((operator) =>
        conditionParameters(inputs, operator),
      );
      const strange = all.find(({ key }) => text(key) !== undefined && !String(key).startsWith("aws:ResourceTag/"));
      return strange && `the selection's condition key is ${strange.key}: write aws:ResourceTag/ before the tag's key`;
    },
  },
  {
    source: "AWS Backup API, CreateBackupSelection, IamRoleArn: a role that AWS Backup can assume",
    when: "creation",
    check: ({ iamRoleArn }, world) => roleProblem("iamRoleArn", iamRoleArn, "backup.amazonaws.com", world),
  },
  {
    source: "AWS Backup API, CreateBackupSelection: the plan must exist",
    when: "creation",
    check: ({ planId }, world) => {
      const id = text(planId);
      return id === undefined || world.find(types.plan, id)
        ? undefined
        : `the plan ${id} does not exist: take it from the plan's id`;
    },
  },
  {
    source: "AWS Backup Developer Guide, Assign resources: tag-based selections skip types that are not opted in",
    when: "creation",
    check: (inputs, world, facts) => skippedProblem(inputs, world, facts.region),
  },
];

/** A selection of a plan, made in the emulator. AWS changes none in place. */
export const selection: Row = {
  type: "aws:backup/selection:Selection",
  autoName: { property: "name", maxLength: 50 },
  required: ["iamRoleArn", "planId"],
  replaceOn: ["conditions", "iamRoleArn", "name", "notResources", "planId", "resources", "selectionTags"],
  identify: (_inputs, facts) => facts.hex(32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5"),
  create: {
    call: (inputs) =>
      backup("CreateBackupSelection", {
        BackupPlanId: inputs.planId,
        BackupSelection: {
          SelectionName: inputs.name,
          IamRoleArn: inputs.iamRoleArn,
          Resources: inputs.resources,
          NotResources: inputs.notResources,
          Conditions: toConditions(inputs),
          ListOfTags: inputs.selectionTags?.map?.((tag: Properties) => ({
            ConditionType: tag.type,
            ConditionKey: tag.key,
            ConditionValue: tag.value,
          })),
        },
      }),
    id: (answer) => answer.SelectionId,
  },
  read: {
    call: (id, state) => backup("GetBackupSelection", { BackupPlanId: state.planId, SelectionId: id }),
    properties: (answer, _id, state) => {
      const live: Properties = answer.BackupSelection ?? {};
      const tags = (live.ListOfTags ?? []).map((tag: Properties) => ({
        type: tag.ConditionType,
        key: tag.ConditionKey,
        value: tag.ConditionValue,
      }));
      return {
        name: live.SelectionName,
        iamRoleArn: live.IamRoleArn,
        planId: state.planId,
        resources: asWanted(texts(live.Resources), state.resources),
        notResources: asWanted(texts(live.NotResources), state.notResources),
        conditions: asWanted(fromConditions(live.Conditions ?? {}), state.conditions),
        selectionTags: asWanted(tags, state.selectionTags),
      };
    },
    gone,
  },
  delete: (id, state) => [backup("DeleteBackupSelection", { BackupPlanId: state.planId, SelectionId: id }, gone)],
  rules,
};
