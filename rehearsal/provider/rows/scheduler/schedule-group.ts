/** The row of groups of schedules. */
import type { Row } from "../../row.ts";
import { tagChanges, tagList, tagRecord } from "../helpers.ts";
import { gone, groupType, nameProblem, scheduler } from "./shared.ts";

/** A group of schedules, made in the emulator. Deleting it deletes the schedules in it. */
export const scheduleGroup: Row = {
  type: groupType,
  taggable: true,
  autoName: { property: "name", maxLength: 64 },
  required: [],
  replaceOn: ["name", "namePrefix"],
  conflicts: [["name", "namePrefix"]],
  identify: (inputs) => String(inputs.name),
  attributes: (inputs, _id, facts) => ({
    arn: facts.arn("scheduler", `schedule-group/${inputs.name}`),
    state: "ACTIVE",
  }),
  create: {
    call: (inputs, facts) =>
      scheduler("CreateScheduleGroup", {
        Name: inputs.name,
        ...(Object.keys(facts.tags).length > 0 && { Tags: tagList(facts.tags) }),
      }),
  },
  read: {
    call: (id) => scheduler("GetScheduleGroup", { Name: id }),
    also: (_id, _state, _facts, { Arn }) => [scheduler("ListTagsForResource", { ResourceArn: Arn })],
    properties: (answer) => ({
      name: answer.Name,
      arn: answer.Arn,
      state: answer.State,
      tagsAll: tagRecord(answer.Tags),
    }),
    gone,
  },
  update: (_id, _inputs, previous, facts) => {
    const { set, removed } = tagChanges(facts.tags, previous.tagsAll);
    const ResourceArn = previous.arn;
    return [
      ...(removed.length > 0 ? [scheduler("UntagResource", { ResourceArn, TagKeys: removed })] : []),
      ...(Object.keys(set).length > 0 ? [scheduler("TagResource", { ResourceArn, Tags: tagList(set) })] : []),
    ];
  },
  delete: (id) => [{ ...scheduler("DeleteScheduleGroup", { Name: id }), ignore: gone }],
  rules: [
    {
      source: "EventBridge Scheduler API, CreateScheduleGroup: Name",
      check: ({ name }) => nameProblem("group", name),
    },
  ],
};
