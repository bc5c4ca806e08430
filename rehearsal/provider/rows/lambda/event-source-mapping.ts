/** The row of event source mappings: Lambda takes messages from a queue and calls a function with them. */
import type { Call, Facts, Properties, Row } from "../../row.ts";
import { asWanted } from "../drift.ts";
import { camel, pascal, tagChanges } from "../helpers.ts";
import { mappingRules, mappingType } from "./event-source-mapping-rules.ts";
import { gone, lambda } from "./shared.ts";

const plain = ["batchSize", "enabled", "functionName", "functionResponseTypes", "maximumBatchingWindowInSeconds"];
const groups = ["filterCriteria", "metricsConfig", "scalingConfig"];

function settings(inputs: Properties): Properties {
  return { ...pascal(inputs, ...plain, ...groups), KMSKeyArn: inputs.kmsKeyArn };
}

/** What a change in place must name to take a setting away. */
function dropped(inputs: Properties, previous: Properties): Properties {
  const isDropped = (name: string) => inputs[name] === undefined && previous[name] !== undefined;
  return {
    ...(isDropped("batchSize") && { BatchSize: 10 }),
    ...(isDropped("functionResponseTypes") && { FunctionResponseTypes: [] }),
    ...(isDropped("maximumBatchingWindowInSeconds") && { MaximumBatchingWindowInSeconds: 0 }),
    ...(isDropped("filterCriteria") && { FilterCriteria: {} }),
    ...(isDropped("metricsConfig") && { MetricsConfig: { Metrics: [] } }),
    ...(isDropped("scalingConfig") && { ScalingConfig: {} }),
    ...(isDropped("kmsKeyArn") && { KMSKeyArn: "" }),
  };
}

function functionArn({ functionName }: Properties, facts: Facts): string {
  const name = String(functionName);
  return name.startsWith("arn:") ? name : facts.arn("lambda", `function:${name}`);
}

function arnOf(id: string, facts: Facts): string {
  return facts.arn("lambda", `event-source-mapping:${id}`);
}

function live(answer: Properties, state: Properties, facts: Facts): Properties {
  const isSame = answer.FunctionArn === functionArn(state, facts);
  const found: Properties = {
    ...camel(answer, "BatchSize", "EventSourceArn", "FilterCriteria", "FunctionResponseTypes", "ScalingConfig"),
    ...camel(answer, "MaximumBatchingWindowInSeconds"),
    enabled: !["Disabled", "Disabling"].includes(answer.State),
    functionName: isSame ? state.functionName : answer.FunctionArn,
  };
  const given = Object.keys(found).filter((name) => state[name] !== undefined);
  return Object.fromEntries(given.map((name) => [name, asWanted(found[name], state[name])]));
}

function tagCalls(id: string, previous: Properties, facts: Facts): Call[] {
  const { set, removed } = tagChanges(facts.tags, previous.tagsAll);
  const Resource = arnOf(id, facts);
  return [
    ...(removed.length > 0 ? [lambda("UntagResource", { Resource, TagKeys: removed })] : []),
    ...(Object.keys(set).length > 0 ? [lambda("TagResource", { Resource, Tags: set })] : []),
  ];
}

/** A mapping from a queue to a function, made in the emulator, which asks nobody's leave and has no batching window. */
export const eventSourceMapping: Row = {
  type: mappingType,
  taggable: true,
  required: ["functionName"],
  replaceOn: ["eventSourceArn", "startingPosition", "startingPositionTimestamp"],
  defaults: { enabled: true },
  kept: ["kmsKeyArn", "metricsConfig"],
  identify: (_inputs, facts) => facts.hex(32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5"),
  attributes: (inputs, id, facts) => ({
    arn: arnOf(id, facts),
    functionArn: functionArn(inputs, facts),
    state: inputs.enabled === false ? "Disabled" : "Enabled",
    stateTransitionReason: "USER_INITIATED",
    uuid: id,
  }),
  create: {
    call: (inputs, facts) =>
      lambda("CreateEventSourceMapping", {
        EventSourceArn: inputs.eventSourceArn,
        ...settings(inputs),
        ...(Object.keys(facts.tags).length > 0 && { Tags: facts.tags }),
      }),
    id: (answer) => answer.UUID,
  },
  read: {
    call: (id) => lambda("GetEventSourceMapping", { UUID: id }),
    also: (id, _state, facts) => [lambda("ListTags", { Resource: arnOf(id, facts) })],
    properties: (answer, _id, state, facts) =>
      answer.State === "Deleting" ? undefined : { ...live(answer, state, facts), tagsAll: answer.Tags ?? {} },
    gone,
  },
  update: (id, inputs, previous, facts) => {
    const wanted = { ...settings(inputs), ...dropped(inputs, previous) };
    const isChanged = JSON.stringify(wanted) !== JSON.stringify(settings(previous));
    return [
      ...(isChanged ? [lambda("UpdateEventSourceMapping", { UUID: id, ...wanted })] : []),
      ...tagCalls(id, previous, facts),
    ];
  },
  delete: (id) => [{ ...lambda("DeleteEventSourceMapping", { UUID: id }), ignore: gone }],
  rules: mappingRules,
};
