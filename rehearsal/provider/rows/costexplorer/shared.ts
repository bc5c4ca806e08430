/** What all rows of Cost Explorer share. */
import type { Call, Facts, Properties } from "../../row.ts";
import { tagChanges, tagList } from "../helpers.ts";

/** Type token of anomaly monitors. */
export const monitorType = "aws:costexplorer/anomalyMonitor:AnomalyMonitor";

/** Why rows of Cost Explorer are recorded. */
export const lacking = "MiniStack 1.5.33 has no Cost Explorer";

/** One call of Cost Explorer, which answers in us-east-1 only. */
export const ce = (operation: string, parameters: Properties): Call => ({
  service: "ce",
  operation,
  parameters,
  region: "us-east-1",
});

/** The member `ResourceTags` of a create call. */
export function resourceTags(facts: Facts): Properties {
  return Object.keys(facts.tags).length === 0 ? {} : { ResourceTags: tagList(facts.tags) };
}

/** The calls that bring the tags of a resource from the previous to the wanted ones. */
export function tagCalls(arn: string, previous: Properties, facts: Facts): Call[] {
  const { set, removed } = tagChanges(facts.tags, previous.tagsAll);
  return [
    ...(removed.length > 0 ? [ce("UntagResource", { ResourceArn: arn, ResourceTagKeys: removed })] : []),
    ...(Object.keys(set).length > 0 ? [ce("TagResource", { ResourceArn: arn, ResourceTags: tagList(set) })] : []),
  ];
}

/** A UUID of 36 characters made of the facts' hexadecimal ones. */
export function uuid(facts: Facts): string {
  return facts.hex(32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
