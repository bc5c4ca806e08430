/** Row of scheduled actions. */
import type { Properties, Row, Rule } from "../../row.ts";
import { camel, pascal } from "../helpers.ts";
import { derivedHex, number, text } from "../known.ts";
import { autoscaling } from "./group-calls.ts";

const capacities = ["minSize", "maxSize", "desiredCapacity"] as const;

/** A capacity of -1 means: leave it as it is. The real provider then does not send it. */
function parameters(inputs: Properties): Properties {
  const sent = capacities.filter((name) => inputs[name] !== -1);
  return {
    AutoScalingGroupName: inputs.autoscalingGroupName,
    ScheduledActionName: inputs.scheduledActionName,
    ...pascal(inputs, ...sent, "recurrence", "timeZone"),
    ...Object.fromEntries(
      ["startTime", "endTime"].flatMap((name) => {
        const given = text(inputs[name]);
        return given === undefined ? [] : [[name === "startTime" ? "StartTime" : "EndTime", new Date(given)]];
      }),
    ),
  };
}

function sizesProblem(inputs: Properties): string | undefined {
  const [least, most, desired] = capacities.map((name) => {
    const value = number(inputs[name]);
    return value === undefined || value < 0 ? undefined : value;
  });
  if (least !== undefined && most !== undefined && least > most) {
    return `the scheduled action's minSize ${least} is more than its maxSize ${most}`;
  }
  if (desired !== undefined && least !== undefined && desired < least) {
    return `the scheduled action's desiredCapacity ${desired} is less than its minSize ${least}`;
  }
  return desired !== undefined && most !== undefined && desired > most
    ? `the scheduled action's desiredCapacity ${desired} is more than its maxSize ${most}`
    : undefined;
}

function zoneIsKnown(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone });
    return true;
  } catch {
    return false;
  }
}

const rules: readonly Rule[] = [
  { source: "Auto Scaling API, PutScheduledUpdateGroupAction, MinSize, MaxSize, DesiredCapacity", check: sizesProblem },
  {
    source: "Auto Scaling API, PutScheduledUpdateGroupAction: one of the capacities is needed",
    check: (inputs) =>
      capacities.every((name) => inputs[name] === undefined || inputs[name] === -1)
        ? "the scheduled action changes nothing: give minSize, maxSize or desiredCapacity"
        : undefined,
  },
  {
    source: "Auto Scaling API, PutScheduledUpdateGroupAction, Recurrence and StartTime",
    check: ({ recurrence, startTime }) => {
      const cron = text(recurrence);
      if (cron !== undefined && cron.trim().split(/\s+/).length !== 5) {
        return `the scheduled action's recurrence is "${cron}": give the five fields of cron`;
      }
      return recurrence === undefined && startTime === undefined
        ? "the scheduled action has no time: give recurrence or startTime"
        : undefined;
    },
  },
  {
    source: "Auto Scaling API, PutScheduledUpdateGroupAction, TimeZone: names of the IANA time zone database",
    check: ({ timeZone }) => {
      const zone = text(timeZone);
      return zone === undefined || zoneIsKnown(zone)
        ? undefined
        : `the scheduled action's timeZone ${zone} is none: give a name such as Africa/Johannesburg`;
    },
  },
];

/** Type `aws:autoscaling/schedule:Schedule`. */
export const schedule: Row = {
  type: "aws:autoscaling/schedule:Schedule",
  required: ["autoscalingGroupName", "scheduledActionName"],
  replaceOn: ["autoscalingGroupName", "scheduledActionName"],
  identify: (inputs) => String(inputs.scheduledActionName),
  attributes: (inputs, id, facts) => ({
    arn: facts.arn(
      "autoscaling",
      `scheduledUpdateGroupAction:${derivedHex(id, 8)}:autoScalingGroupName/${inputs.autoscalingGroupName}:scheduledActionName/${id}`,
    ),
  }),
  create: { call: (inputs) => autoscaling("PutScheduledUpdateGroupAction", parameters(inputs)) },
  read: {
    call: (id, state) =>
      autoscaling("DescribeScheduledActions", {
        AutoScalingGroupName: state.autoscalingGroupName,
        ScheduledActionNames: [id],
      }),
    properties: (answer, id) => {
      const all: Properties[] = answer.ScheduledUpdateGroupActions ?? [];
      const found = all.find((action) => action.ScheduledActionName === id);
      return (
        found && {
          ...camel(found, "Recurrence", "TimeZone"),
          arn: found.ScheduledActionARN,
          minSize: found.MinSize ?? -1,
          maxSize: found.MaxSize ?? -1,
          desiredCapacity: found.DesiredCapacity ?? -1,
        }
      );
    },
    gone: ["ValidationError"],
  },
  update: (_id, inputs) => [autoscaling("PutScheduledUpdateGroupAction", parameters(inputs))],
  delete: (id, state) => [
    autoscaling(
      "DeleteScheduledAction",
      { AutoScalingGroupName: state.autoscalingGroupName, ScheduledActionName: id },
      ["ValidationError"],
    ),
  ],
  rules,
};
