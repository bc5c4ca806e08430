/** What all rows of AWS Backup share. */
import type { Call, Properties, Rule } from "../../row.ts";
import { tagChanges } from "../helpers.ts";
import { text } from "../known.ts";

/** One call of AWS Backup. */
export function backup(operation: string, parameters: Properties, ignore: readonly string[] = []): Call {
  return { service: "backup", operation, parameters, ...(ignore.length > 0 ? { ignore } : {}) };
}

/** Codes of what is gone. AWS Backup says for some things that the parameter is wrong. */
export const gone = ["ResourceNotFoundException", "InvalidParameterValueException"];

/** Pulumi's type tokens that rows and rules refer to. */
export const types = {
  vault: "aws:backup/vault:Vault",
  plan: "aws:backup/plan:Plan",
  restoreTestingPlan: "aws:backup/restoreTestingPlan:RestoreTestingPlan",
  regionSettings: "aws:backup/regionSettings:RegionSettings",
  topic: "aws:sns/topic:Topic",
} as const;

/** ARN of a vault, as far as its name is known. */
export const vaultArnPattern = /^arn:aws[\w-]*:backup:[\w-]+:\d{12}:backup-vault:[\w-]{2,50}$/;

/** The calls that bring the tags from `previous.tagsAll` to the wanted ones. */
export function tagCalls(arn: unknown, previous: Properties, tags: Readonly<Record<string, string>>): Call[] {
  const { set, removed } = tagChanges(tags, previous.tagsAll);
  return [
    ...(removed.length > 0 ? [backup("UntagResource", { ResourceArn: arn, TagKeyList: removed })] : []),
    ...(Object.keys(set).length > 0 ? [backup("TagResource", { ResourceArn: arn, Tags: set })] : []),
  ];
}

/** Tags of an answer, without AWS's own. */
export function ownTags(tags: Readonly<Record<string, string>> | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(tags ?? {}).filter(([key]) => !key.startsWith("aws:")));
}

/** A schedule that AWS takes: six fields, of which day of month and day of week exclude each other (`?`). */
export function scheduleProblem(property: string, schedule: unknown): string | undefined {
  const given = text(schedule);
  if (given === undefined) return undefined;
  const fields = /^cron\((.+)\)$/.exec(given)?.[1]?.trim().split(/\s+/);
  if (fields?.length !== 6) {
    return `${property} is ${given}: write cron(minutes hours day-of-month month day-of-week year), six fields`;
  }
  const questionMarks = [fields[2], fields[4]].filter((field) => field === "?").length;
  return questionMarks === 1
    ? undefined
    : `${property} is ${given}: exactly one of day-of-month and day-of-week must be ?`;
}

/** The vault that is named exists in this region. */
export const vaultRule: Rule = {
  source: "AWS Backup API: ResourceNotFoundException of the vault",
  when: "creation",
  check: ({ backupVaultName, region }, world, facts) => {
    const name = text(backupVaultName);
    if (name === undefined) return undefined;
    const where = region ?? facts.region;
    const known = world.all(types.vault).some(({ id, properties }) => id === name && properties.region === where);
    return known ? undefined : `the vault ${name} does not exist in ${where}: take it from the vault's output "name"`;
  },
};
