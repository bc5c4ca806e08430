/** What all rows of EFS share. */
import type { Call, Facts, Properties } from "../../row.ts";
import { tagChanges, tagList } from "../helpers.ts";

/** One call of EFS. */
export function efs(operation: string, parameters: Properties, ignore: readonly string[] = []): Call {
  return { service: "efs", operation, parameters, ...(ignore.length > 0 ? { ignore } : {}) };
}

/** The code of a file system that is gone. */
export const fileSystemGone = "FileSystemNotFound";

/** Pulumi's type token of file systems. */
export const fileSystemType = "aws:efs/fileSystem:FileSystem";

/** ARN of a file system. */
export function fileSystemArn(id: unknown, facts: Facts): string {
  return facts.arn("elasticfilesystem", `file-system/${id}`);
}

/** `Tags` of a create call; nothing when there are no tags. */
export function createTags(facts: Facts): Properties {
  return Object.keys(facts.tags).length === 0 ? {} : { Tags: tagList(facts.tags) };
}

/**
 * The calls that bring the tags from `previous.tagsAll` to the wanted ones. One call for each removed key: of several in one
 * call the emulator removes the first only.
 */
export function tagCalls(id: string, previous: Properties, facts: Facts): Call[] {
  const { set, removed } = tagChanges(facts.tags, previous.tagsAll);
  return [
    ...removed.map((key) => efs("UntagResource", { ResourceId: id, TagKeys: [key] })),
    ...(Object.keys(set).length > 0 ? [efs("TagResource", { ResourceId: id, Tags: tagList(set) })] : []),
  ];
}
