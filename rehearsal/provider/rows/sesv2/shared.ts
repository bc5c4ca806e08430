/** What all rows of SES share. */
import type { Call, Facts, Properties } from "../../row.ts";
import { tagChanges, tagList } from "../helpers.ts";

/** Type token of identities. */
export const identityType = "aws:sesv2/emailIdentity:EmailIdentity";
/** Type token of configuration sets. */
export const configurationSetType = "aws:sesv2/configurationSet:ConfigurationSet";

/** The code of what is gone, and of the emulator's operations that are not there. */
export const notFound = "NotFoundException";

/** One call of SES. */
export function ses(operation: string, parameters: Properties, ignore: readonly string[] = []): Call {
  return { service: "sesv2", operation, parameters, ...(ignore.length > 0 ? { ignore } : {}) };
}

/** `Tags` of a create call; nothing when there are none. */
export function tagsParameter(facts: Facts): Properties {
  return Object.keys(facts.tags).length > 0 ? { Tags: tagList(facts.tags) } : {};
}

/** The calls that bring tags from `previous.tagsAll` to the wanted ones. */
export function tagCalls(arn: string, previous: Properties, facts: Facts): Call[] {
  const { set, removed } = tagChanges(facts.tags, previous.tagsAll);
  return [
    ...(removed.length > 0 ? [ses("UntagResource", { ResourceArn: arn, TagKeys: removed })] : []),
    ...(Object.keys(set).length > 0 ? [ses("TagResource", { ResourceArn: arn, Tags: tagList(set) })] : []),
  ];
}

/** What is wrong with a name of a configuration set or event destination; undefined when SES takes it. */
export function nameProblem(what: string, name: unknown): string | undefined {
  if (typeof name !== "string" || /^[A-Za-z0-9_-]{1,64}$/.test(name)) return undefined;
  return `SES refuses the ${what}'s name ${name}: allowed are 1 to 64 letters, digits, "-" and "_"`;
}
