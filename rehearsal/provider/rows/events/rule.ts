/** The row of EventBridge's rules. */
import type { Facts, Properties, Row, World } from "../../row.ts";
import { pascal, tagChanges, tagList, tagRecord } from "../helpers.ts";
import { text } from "../known.ts";
import { policyAsWanted } from "../policy-document.ts";
import { patternProblem } from "./pattern.ts";
import { scheduleProblem } from "./schedule-expression.ts";
import { busName, events, gone, ruleArn, ruleId, ruleType } from "./shared.ts";

/** Regions whose buses take 100 rules without a raised quota; the others take 300. */
const smallRegions = ["af-south-1", "eu-south-1"];

/** A bus has room for so many rules, those of all environments of the account. */
function quotaProblem({ eventBusName }: Properties, world: World, { region }: Facts): string | undefined {
  const most = smallRegions.includes(region) ? 100 : 300;
  const bus = busName(eventBusName);
  const others = world
    .all(ruleType)
    .filter(({ properties }) => busName(properties.eventBusName) === bus && (properties.region ?? region) === region);
  if (others.length < most) return undefined;
  return `the bus ${bus} in ${region} has ${others.length} rules: AWS takes ${most}; join rules by $or, or ask AWS for a higher quota`;
}

const states = ["DISABLED", "ENABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"];

/** What PutRule takes; it sets the whole rule. What is not given any more must be sent empty. */
function parameters(inputs: Properties, previous: Properties = {}): Properties {
  const dropped = ["description", "eventPattern", "scheduleExpression"].filter(
    (name) => inputs[name] === undefined && previous[name] !== undefined,
  );
  const state = inputs.isEnabled === undefined ? inputs.state : inputs.isEnabled ? "ENABLED" : "DISABLED";
  return {
    ...pascal(Object.fromEntries(dropped.map((name) => [name, ""])), ...dropped),
    ...pascal(inputs, "name", "description", "eventPattern", "scheduleExpression", "roleArn", "eventBusName"),
    State: state ?? "ENABLED",
  };
}

function ofRule(id: string, state: Properties): Properties {
  return { Name: state.name ?? id.split("/").at(-1), EventBusName: busName(state.eventBusName) };
}

/** A rule, made in the emulator, which really matches events and keeps schedules. */
export const eventRule: Row = {
  type: ruleType,
  taggable: true,
  autoName: { property: "name", maxLength: 64 },
  required: [],
  replaceOn: ["name", "namePrefix", "eventBusName"],
  defaults: { eventBusName: "default", forceDestroy: false, state: "ENABLED" },
  conflicts: [
    ["name", "namePrefix"],
    ["isEnabled", "state"],
  ],
  identify: (inputs) => ruleId(inputs.name, inputs.eventBusName),
  attributes: (inputs, _id, facts) => ({ arn: ruleArn(inputs.name, inputs.eventBusName, facts) }),
  create: {
    call: (inputs, facts) =>
      events("PutRule", {
        ...parameters(inputs),
        ...(Object.keys(facts.tags).length > 0 && { Tags: tagList(facts.tags) }),
      }),
  },
  read: {
    call: (id, state) => events("DescribeRule", ofRule(id, state)),
    also: (_id, _state, _facts, { Arn }) => [events("ListTagsForResource", { ResourceARN: Arn })],
    properties: (answer, _id, state) => ({
      name: answer.Name,
      arn: answer.Arn,
      ...(state.isEnabled === undefined ? { state: answer.State } : { isEnabled: answer.State !== "DISABLED" }),
      ...(state.description !== undefined && { description: answer.Description ?? "" }),
      ...(state.eventPattern !== undefined && {
        eventPattern: policyAsWanted(answer.EventPattern ?? "", state.eventPattern),
      }),
      ...(state.scheduleExpression !== undefined && { scheduleExpression: answer.ScheduleExpression ?? "" }),
      ...(state.roleArn !== undefined && { roleArn: answer.RoleArn ?? "" }),
      tagsAll: tagRecord(answer.Tags),
    }),
    gone,
  },
  update: (id, inputs, previous, facts) => {
    const { set, removed } = tagChanges(facts.tags, previous.tagsAll);
    const ResourceARN = previous.arn ?? ruleArn(id, inputs.eventBusName, facts);
    return [
      events("PutRule", parameters(inputs, previous)),
      ...(removed.length > 0 ? [events("UntagResource", { ResourceARN, TagKeys: removed })] : []),
      ...(Object.keys(set).length > 0 ? [events("TagResource", { ResourceARN, Tags: tagList(set) })] : []),
    ];
  },
  delete: (id, state) => [{ ...events("DeleteRule", ofRule(id, state)), ignore: gone }],
  rules: [
    {
      source: "EventBridge API, PutRule: a rule must have an EventPattern or a ScheduleExpression",
      check: ({ eventPattern, scheduleExpression }) =>
        eventPattern === undefined && scheduleExpression === undefined
          ? "the rule has neither eventPattern nor scheduleExpression: give one"
          : undefined,
    },
    {
      source:
        "EventBridge User Guide, Creating Amazon EventBridge event patterns; PutRule: InvalidEventPatternException",
      check: ({ eventPattern }) => {
        const given = text(eventPattern);
        const problem = given === undefined ? undefined : patternProblem(given);
        return problem && `EventBridge refuses the rule's eventPattern: ${problem}`;
      },
    },
    {
      source: "EventBridge User Guide, Setting a schedule pattern for scheduled rules; PutRule: ValidationException",
      check: ({ scheduleExpression, state, eventBusName }) => {
        const given = text(scheduleExpression);
        if (given === undefined) return undefined;
        if (state === states[2])
          return `the rule's state is ${state} and it has a schedule: AWS takes it for patterns only`;
        if (busName(eventBusName) !== "default")
          return `the rule has a schedule on the bus ${eventBusName}: AWS takes it on the default bus only`;
        const problem = scheduleProblem(given, ["cron", "rate"]);
        return problem && `EventBridge refuses the rule's scheduleExpression: ${problem}`;
      },
    },
    {
      source:
        "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html: number of rules; PutRule: LimitExceededException",
      when: "creation",
      check: quotaProblem,
    },
    {
      source: "EventBridge API, PutRule: Name, Description, State",
      check: ({ name, description, state }) => {
        if (typeof name === "string" && !/^[.\w-]{1,64}$/.test(name)) {
          return `the rule's name is ${name}: allowed are 1 to 64 letters, digits and . - _`;
        }
        const length = text(description)?.length ?? 0;
        if (length > 512) return `the rule's description has ${length} characters: AWS takes at most 512`;
        if (text(state) === undefined || states.includes(state)) return undefined;
        return `the rule's state is ${state}: give ${states.join(", ")}`;
      },
    },
  ],
};
