/** What all rows of Route 53 share. */
import type { Call, Facts, Properties } from "../../row.ts";
import { tagChanges, tagList } from "../helpers.ts";

/** Type token of hosted zones. */
export const zoneType = "aws:route53/zone:Zone";

/** One call of Route 53, which is global and answers in us-east-1. */
export const route53 = (operation: string, parameters: Properties): Call => ({
  service: "route53",
  operation,
  parameters,
  region: "us-east-1",
});

/** Error codes that mean the zone is gone. */
export const zoneGone = ["NoSuchHostedZone"] as const;

/** A domain name without the final dot, in lower case. */
export function plainName(name: string): string {
  return name.replace(/\.$/, "").toLowerCase();
}

/** What is wrong with a domain name; undefined when Route 53 takes it (Developer Guide, "DNS domain name format"). */
export function domainNameProblem(name: string): string | undefined {
  const plain = plainName(name);
  if (plain.length > 255) return `it has ${plain.length} characters, allowed are 255`;
  const labels = plain.split(".");
  if (labels.some((label) => label.length < 1 || label.length > 63)) {
    return "each part between dots must have 1 to 63 characters";
  }
  return /[\s/:@]/.test(plain) ? "it must be a domain name without spaces, slashes, colons or @" : undefined;
}

/**
 * The calls that bring the tags of a zone or health check to the wanted ones: AWS takes ten to add and ten to remove in a call.
 */
export function tagCalls(
  resourceType: "healthcheck" | "hostedzone",
  id: string,
  previous: Properties,
  facts: Facts,
): Call[] {
  const { set, removed } = tagChanges(facts.tags, previous.tagsAll);
  const change = (parameters: Properties) =>
    route53("ChangeTagsForResource", { ResourceType: resourceType, ResourceId: id, ...parameters });
  const calls: Call[] = [];
  const added = tagList(set);
  for (let from = 0; from < removed.length; from += 10)
    calls.push(change({ RemoveTagKeys: removed.slice(from, from + 10) }));
  for (let from = 0; from < added.length; from += 10) calls.push(change({ AddTags: added.slice(from, from + 10) }));
  return calls;
}
