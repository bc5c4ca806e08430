/** What all rows of EC2 share: ids, tags. */
import type { Call, Facts, Properties } from "../../row.ts";
import { tagChanges, tagList } from "../helpers.ts";

/** `TagSpecifications` of a create call; nothing when there are no tags (EC2 refuses an empty list). */
export function tagSpecifications(resourceType: string, facts: Facts): Properties {
  if (Object.keys(facts.tags).length === 0) return {};
  return { TagSpecifications: [{ ResourceType: resourceType, Tags: tagList(facts.tags) }] };
}

/** The calls that bring an EC2 resource's tags from `previous.tagsAll` to the wanted ones. */
export function tagCalls(id: string, previous: Properties, facts: Facts): Call[] {
  const { set, removed } = tagChanges(facts.tags, previous.tagsAll);
  const calls: Call[] = [];
  if (removed.length > 0) {
    const Tags = removed.map((Key) => ({ Key }));
    calls.push({ service: "ec2", operation: "DeleteTags", parameters: { Resources: [id], Tags } });
  }
  if (Object.keys(set).length > 0) {
    calls.push({ service: "ec2", operation: "CreateTags", parameters: { Resources: [id], Tags: tagList(set) } });
  }
  return calls;
}
