/** The row of schedules. */
import type { Properties, Row } from "../../row.ts";
import { asWanted } from "../drift.ts";
import { camel, pascal, renameKeys, upperFirst } from "../helpers.ts";
import { scheduleRules } from "./schedule-rules.ts";
import { gone, scheduler } from "./shared.ts";

const moment = (value: unknown) => (typeof value === "string" ? new Date(value) : undefined);

/** Group and name in Pulumi's id. */
function ofSchedule(id: string): { GroupName: string; Name: string } {
  const [GroupName = "", Name = ""] = id.split("/");
  return { GroupName, Name };
}

/** What CreateSchedule and UpdateSchedule take; each sets the whole schedule. */
function parameters(inputs: Properties): Properties {
  const { eventbridgeParameters, ...target } = (inputs.target ?? {}) as Properties;
  return {
    ...pascal(inputs, "name", "groupName", "description", "scheduleExpression", "scheduleExpressionTimezone"),
    ...pascal(inputs, "flexibleTimeWindow", "state", "kmsKeyArn", "actionAfterCompletion"),
    StartDate: moment(inputs.startDate),
    EndDate: moment(inputs.endDate),
    Target: {
      ...(renameKeys(target, upperFirst) as Properties),
      ...(eventbridgeParameters && { EventBridgeParameters: renameKeys(eventbridgeParameters, upperFirst) }),
    },
  };
}

/** A moment as the program wrote it, when it is the same one. */
function sameMoment(live: unknown, wanted: unknown): unknown {
  const text = live instanceof Date ? live.toISOString().replace(/\.000Z$/, "Z") : live;
  return typeof wanted === "string" && live instanceof Date && Date.parse(wanted) === live.getTime() ? wanted : text;
}

function liveTarget(target: Properties): Properties {
  const { EventBridgeParameters, ...plain } = target;
  return camel(
    { target: { ...plain, ...(EventBridgeParameters && { eventbridgeParameters: EventBridgeParameters }) } },
    "target",
  ).target;
}

/** A schedule, made in the emulator, which really fires, in UTC whatever its time zone, and with no role. */
export const schedule: Row = {
  type: "aws:scheduler/schedule:Schedule",
  autoName: { property: "name", maxLength: 64 },
  required: ["flexibleTimeWindow", "scheduleExpression", "target"],
  replaceOn: ["name", "namePrefix", "groupName"],
  defaults: { scheduleExpressionTimezone: "UTC", state: "ENABLED" },
  conflicts: [["name", "namePrefix"]],
  identify: (inputs) => `${inputs.groupName ?? "default"}/${inputs.name}`,
  attributes: (inputs, id, facts) => ({
    arn: facts.arn("scheduler", `schedule/${id}`),
    ...(inputs.groupName === undefined && { groupName: "default" }),
    ...(inputs.actionAfterCompletion === undefined && { actionAfterCompletion: "NONE" }),
  }),
  create: { call: (inputs) => scheduler("CreateSchedule", parameters(inputs)) },
  read: {
    call: (id) => scheduler("GetSchedule", ofSchedule(id)),
    properties: (answer, _id, state) => ({
      ...camel(answer, "Name", "GroupName", "ScheduleExpression", "ScheduleExpressionTimezone", "State"),
      actionAfterCompletion: answer.ActionAfterCompletion ?? "NONE",
      arn: answer.Arn,
      flexibleTimeWindow: asWanted(camel(answer, "FlexibleTimeWindow").flexibleTimeWindow, state.flexibleTimeWindow),
      target: asWanted(liveTarget(answer.Target ?? {}), state.target),
      ...(state.description !== undefined && { description: answer.Description ?? "" }),
      ...(state.kmsKeyArn !== undefined && { kmsKeyArn: answer.KmsKeyArn ?? "" }),
      ...(state.startDate !== undefined && { startDate: sameMoment(answer.StartDate, state.startDate) }),
      ...(state.endDate !== undefined && { endDate: sameMoment(answer.EndDate, state.endDate) }),
    }),
    gone,
  },
  update: (id, inputs) => [scheduler("UpdateSchedule", { ...parameters(inputs), ...ofSchedule(id) })],
  delete: (id) => [{ ...scheduler("DeleteSchedule", ofSchedule(id)), ignore: gone }],
  rules: scheduleRules,
};
