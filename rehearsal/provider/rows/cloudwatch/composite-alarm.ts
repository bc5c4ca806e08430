/** The row of alarms on other alarms. */
import type { Facts, Properties, Row, World } from "../../row.ts";
import { camel, pascal, tagList, tagRecord } from "../helpers.ts";
import { number, text } from "../known.ts";
import { alarmsIn } from "./alarm-rule.ts";
import { actionRules, cloudwatch, compositeAlarmType, liveActions, missingAlarms, tagCalls } from "./shared.ts";

/** What PutCompositeAlarm takes; it sets the whole alarm. */
function parameters(inputs: Properties): Properties {
  const { actionsSuppressor: suppressor } = inputs;
  return {
    ...pascal(inputs, "alarmName", "alarmRule", "alarmDescription", "actionsEnabled"),
    ...pascal(inputs, "alarmActions", "insufficientDataActions"),
    ...(inputs.okActions === undefined ? {} : { OKActions: inputs.okActions }),
    ...(suppressor && {
      ActionsSuppressor: suppressor.alarm,
      ActionsSuppressorWaitPeriod: suppressor.waitPeriod,
      ActionsSuppressorExtensionPeriod: suppressor.extensionPeriod,
    }),
  };
}

function liveProperties(answer: Properties, state: Properties): Properties | undefined {
  const alarm = answer.CompositeAlarms?.[0];
  if (!alarm) return undefined;
  return {
    arn: alarm.AlarmArn,
    ...camel(alarm, "AlarmName", "AlarmRule", "ActionsEnabled"),
    ...(state.alarmDescription !== undefined && { alarmDescription: alarm.AlarmDescription ?? "" }),
    ...liveActions(alarm, state),
    ...(answer.Tags === undefined ? {} : { tagsAll: tagRecord(answer.Tags) }),
  };
}

/** What is wrong in the rule, or in the alarm that suppresses the actions; undefined when both can be read or are not known yet. */
function formProblem({ alarmName, alarmRule, alarmDescription, actionsSuppressor }: Properties): string | undefined {
  const rule = text(alarmRule);
  try {
    if (rule !== undefined) alarmsIn(rule);
  } catch (error) {
    return `CloudWatch refuses the alarmRule ${rule?.slice(0, 60)}: ${(error as Error).message}`;
  }
  const [name, description] = [text(alarmName), text(alarmDescription)];
  if (name !== undefined && (name.length < 1 || name.length > 255)) {
    return `the alarm's alarmName has ${name.length} characters: allowed are 1 to 255`;
  }
  if (description !== undefined && description.length > 1024) {
    return `the alarm's alarmDescription has ${description.length} characters: AWS takes at most 1024`;
  }
  if (actionsSuppressor === undefined) return undefined;
  const missing = ["alarm", "extensionPeriod", "waitPeriod"].find((member) => actionsSuppressor[member] === undefined);
  if (missing) return `actionsSuppressor has no ${missing}: give alarm, extensionPeriod and waitPeriod`;
  const short = ["extensionPeriod", "waitPeriod"].find((member) => (number(actionsSuppressor[member]) ?? 0) < 0);
  return short && `actionsSuppressor.${short} is ${actionsSuppressor[short]}: give seconds, 0 or more`;
}

function existenceProblem(
  { alarmRule, actionsSuppressor }: Properties,
  world: World,
  facts: Facts,
): string | undefined {
  const rule = text(alarmRule);
  const suppressor = text(actionsSuppressor?.alarm);
  const wanted = [...(rule === undefined ? [] : readable(rule)), ...(suppressor === undefined ? [] : [suppressor])];
  const missing = missingAlarms(wanted, world, facts);
  if (missing.length === 0) return undefined;
  return `the composite alarm names ${missing.join(", ")}, which no alarm in ${facts.region} is called: take the outputs "name" of the alarms`;
}

/** The alarms of a rule; none when it cannot be read, which another rule tells. */
function readable(rule: string): readonly string[] {
  try {
    return alarmsIn(rule);
  } catch {
    return [];
  }
}

/** A composite alarm, made in the emulator, which evaluates its rule at each change of the alarms in it. */
export const compositeAlarm: Row = {
  type: compositeAlarmType,
  taggable: true,
  required: ["alarmName", "alarmRule"],
  replaceOn: ["alarmName", "actionsEnabled"],
  defaults: { actionsEnabled: true },
  // The emulator takes a suppressor and forgets it.
  kept: ["actionsSuppressor"],
  identify: (inputs) => String(inputs.alarmName),
  attributes: (_inputs, id, facts) => ({ arn: facts.arn("cloudwatch", `alarm:${id}`) }),
  create: {
    call: (inputs, facts) => cloudwatch("PutCompositeAlarm", { ...parameters(inputs), Tags: tagList(facts.tags) }),
  },
  read: {
    call: (id) => cloudwatch("DescribeAlarms", { AlarmNames: [id], AlarmTypes: ["CompositeAlarm"] }),
    also: (_id, _state, _facts, { CompositeAlarms }) =>
      CompositeAlarms?.[0] ? [cloudwatch("ListTagsForResource", { ResourceARN: CompositeAlarms[0].AlarmArn })] : [],
    properties: (answer, _id, state) => liveProperties(answer, state),
    gone: ["ResourceNotFound", "ResourceNotFoundException"],
  },
  update: (id, inputs, previous, facts) => [
    cloudwatch("PutCompositeAlarm", parameters(inputs)),
    ...tagCalls(id, previous, facts),
  ],
  delete: (id) => [cloudwatch("DeleteAlarms", { AlarmNames: [id] }, ["ResourceNotFound"])],
  rules: [
    {
      source: "CloudWatch API, PutCompositeAlarm, AlarmRule, AlarmName, ActionsSuppressor",
      check: formProblem,
    },
    {
      source: "CloudWatch API, PutCompositeAlarm: ValidationError, alarms in the rule must exist",
      when: "creation",
      check: existenceProblem,
    },
    ...actionRules,
  ],
};
