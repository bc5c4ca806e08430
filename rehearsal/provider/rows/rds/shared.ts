/** What all rows of RDS share: calls, tags, type tokens. */
import type { Call, Facts, Properties } from "../../row.ts";
import { tagChanges, tagList } from "../helpers.ts";

/** One call of RDS. */
export function rds(operation: string, parameters: Properties, ignore: readonly string[] = []): Call {
  return { service: "rds", operation, parameters, ...(ignore.length > 0 ? { ignore } : {}) };
}

/** `Tags` of a create call; nothing when there are none. */
export function tags(facts: Facts): Properties {
  return Object.keys(facts.tags).length > 0 ? { Tags: tagList(facts.tags) } : {};
}

/** The calls that bring the tags of an ARN from `previous.tagsAll` to the wanted ones. */
export function tagCalls(arn: unknown, previous: Properties, facts: Facts): Call[] {
  const { set, removed } = tagChanges(facts.tags, previous.tagsAll);
  return [
    ...(removed.length > 0 ? [rds("RemoveTagsFromResource", { ResourceName: arn, TagKeys: removed })] : []),
    ...(Object.keys(set).length > 0 ? [rds("AddTagsToResource", { ResourceName: arn, Tags: tagList(set) })] : []),
  ];
}

/** Pulumi's type tokens of RDS's resources. */
export const types = {
  instance: "aws:rds/instance:Instance",
  subnetGroup: "aws:rds/subnetGroup:SubnetGroup",
  parameterGroup: "aws:rds/parameterGroup:ParameterGroup",
  eventSubscription: "aws:rds/eventSubscription:EventSubscription",
  proxy: "aws:rds/proxy:Proxy",
  proxyDefaultTargetGroup: "aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup",
  proxyTarget: "aws:rds/proxyTarget:ProxyTarget",
} as const;

/**
 * What is wrong with an identifier of RDS; undefined when nothing is, or it is not known.
 * @param what the thing that is named, for the message.
 */
export function identifierProblem(what: string, name: unknown, maxLength: number): string | undefined {
  if (typeof name !== "string") return undefined;
  const sound = /^[A-Za-z][A-Za-z0-9-]*$/.test(name) && !name.includes("--") && !name.endsWith("-");
  return sound && name.length <= maxLength
    ? undefined
    : `${what} is ${name}: RDS takes 1 to ${maxLength} letters, digits and hyphens; a letter first, no hyphen at the end, no two in a row`;
}
