/** What EventBridge Scheduler and the real provider refuse of schedules, and what would keep them from firing. */
import type { Properties, Rule, World } from "../../row.ts";
import { deadLetterFormProblem } from "../deliveries.ts";
import { scheduleProblem } from "../events/schedule-expression.ts";
import { findKey } from "../kms/shared.ts";
import { number, text } from "../known.ts";
import { missingRoleActions, roleProblem } from "../roles.ts";
import { topicType } from "../sns/shared.ts";
import { findQueue } from "../sqs/shared.ts";
import { groupType, nameProblem, schedulerPrincipal } from "./shared.ts";

/** The action of a templated target by its service (EventBridge Scheduler User Guide, "Using templated targets"). */
const actions: Readonly<Record<string, string>> = {
  events: "events:PutEvents",
  lambda: "lambda:InvokeFunction",
  sns: "sns:Publish",
  sqs: "sqs:SendMessage",
  states: "states:StartExecution",
};

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function whenProblem({ scheduleExpression, scheduleExpressionTimezone: zone }: Properties): string | undefined {
  const given = text(scheduleExpression);
  const problem = given === undefined ? undefined : scheduleProblem(given, ["at", "cron", "rate"]);
  if (problem) return `Scheduler refuses the scheduleExpression: ${problem}`;
  return typeof zone !== "string" || isZone(zone)
    ? undefined
    : `scheduleExpressionTimezone is ${zone}: give a zone of the IANA list, e.g. Africa/Johannesburg`;
}

function windowProblem({ flexibleTimeWindow }: Properties): string | undefined {
  const { mode, maximumWindowInMinutes } = flexibleTimeWindow ?? {};
  const minutes = number(maximumWindowInMinutes);
  if (typeof mode !== "string") return undefined;
  if (mode === "OFF") {
    return minutes === undefined ? undefined : `flexibleTimeWindow is OFF and has ${minutes} minutes: give none`;
  }
  if (mode !== "FLEXIBLE") return `flexibleTimeWindow.mode is ${mode}: give OFF or FLEXIBLE`;
  if (minutes !== undefined && minutes >= 1 && minutes <= 1440) return undefined;
  return `flexibleTimeWindow.maximumWindowInMinutes is ${minutes ?? "not given"}: allowed are 1 to 1440`;
}

function datesProblem({ startDate, endDate }: Properties): string | undefined {
  const dates = Object.entries({ startDate, endDate }).filter(([, value]) => typeof value === "string");
  const wrong = dates.find(
    ([, value]) =>
      !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value) || Number.isNaN(Date.parse(value)),
  );
  if (wrong) return `${wrong[0]} is ${wrong[1]}: write it as 2030-01-01T01:00:00Z`;
  if (dates.length < 2 || Date.parse(startDate) < Date.parse(endDate)) return undefined;
  return `endDate ${endDate} is not after startDate ${startDate}`;
}

function retryProblem({ target }: Properties): string | undefined {
  const age = number(target?.retryPolicy?.maximumEventAgeInSeconds);
  if (age !== undefined && (age < 60 || age > 86_400)) {
    return `maximumEventAgeInSeconds is ${age}: allowed are 60 to 86400 seconds`;
  }
  const attempts = number(target?.retryPolicy?.maximumRetryAttempts);
  if (attempts === undefined || (attempts >= 0 && attempts <= 185)) return undefined;
  return `maximumRetryAttempts is ${attempts}: allowed are 0 to 185`;
}

function inputProblem({ target }: Properties): string | undefined {
  const [arn, input] = [text(target?.arn), text(target?.input)];
  if (arn === undefined) return undefined;
  if (!/^arn:aws[\w-]*:[\w-]+:[\w-]*:(\d{12})?:.+$/.test(arn)) return `target.arn is ${arn}: it must be an ARN`;
  const needsJson = /^arn:aws[\w-]*:(lambda|states|events|scheduler):/.test(arn);
  if (!needsJson || input === undefined) return undefined;
  try {
    JSON.parse(input);
    return undefined;
  } catch (error) {
    return `target.input is not valid JSON (${(error as Error).message}), which ${arn} needs`;
  }
}

/** The key under which the target keeps what is sent to it, when it has one of its own. */
function keyOfTarget(arn: string, world: World) {
  const target = world.find(topicType, arn) ?? findQueue(arn, world);
  return findKey(target?.properties.kmsMasterKeyId, world);
}

/** What the role must be allowed: action and resource each. */
function needs({ target, kmsKeyArn }: Properties, world: World): [action: string, resource: string][] {
  const [arn, dead, own] = [text(target?.arn), text(target?.deadLetterConfig?.arn), text(kmsKeyArn)];
  const action = actions[arn?.split(":")[2] ?? ""];
  const list: [string, string][] = [];
  if (arn !== undefined && action !== undefined) list.push([action, arn]);
  if (dead !== undefined) list.push(["sqs:SendMessage", dead]);
  for (const receiver of [arn, dead]) {
    const key = receiver === undefined ? undefined : keyOfTarget(receiver, world);
    if (key && !JSON.stringify(key.properties.policy ?? "").includes(String(target.roleArn))) {
      const keyArn = String(key.properties.arn ?? key.id);
      list.push(["kms:GenerateDataKey", keyArn], ["kms:Decrypt", keyArn]);
    }
  }
  if (own !== undefined) list.push(["kms:Decrypt", own]);
  return list;
}

function permissionProblem(inputs: Properties, world: World): string | undefined {
  const role = text(inputs.target?.roleArn);
  if (role === undefined) return undefined;
  const missing = needs(inputs, world).filter(
    ([action, resource]) => missingRoleActions(role, [action], resource, world).length > 0,
  );
  if (missing.length === 0) return undefined;
  const list = [...new Set(missing.map(([action, resource]) => `${action} on ${resource}`))].join(", ");
  return `the role ${role} of the schedule may not do ${list}: allow it in a RolePolicy, and depend on that`;
}

function existenceProblem(
  { target, groupName }: Properties,
  world: World,
  facts: { region: string },
): string | undefined {
  const group = text(groupName);
  if (group !== undefined && group !== "default" && !world.find(groupType, group)) {
    return `the schedule group ${group} does not exist in ${facts.region}: take the group's output "name"`;
  }
  const arn = text(target?.arn);
  if (arn?.split(":")[2] === "sns" && !world.find(topicType, arn)) {
    return `the topic ${arn} does not exist: take it from the topic's output "arn"`;
  }
  const queues = [arn?.split(":")[2] === "sqs" ? arn : undefined, text(target?.deadLetterConfig?.arn)];
  const lost = queues.find((queue) => queue !== undefined && !findQueue(queue, world));
  return lost && `the queue ${lost} does not exist: take it from the queue's output "arn"`;
}

/** The rules of schedules. */
export const scheduleRules: readonly Rule[] = [
  { source: "https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html", check: whenProblem },
  { source: "EventBridge Scheduler API, FlexibleTimeWindow", check: windowProblem },
  {
    source: "EventBridge Scheduler API, CreateSchedule: StartDate, EndDate; IsRFC3339Time of the provider",
    check: datesProblem,
  },
  { source: "EventBridge Scheduler API, RetryPolicy", check: retryProblem },
  { source: "EventBridge Scheduler API, Target: Arn, Input", check: inputProblem },
  { source: "EventBridge Scheduler API, CreateSchedule: Name", check: ({ name }) => nameProblem("schedule", name) },
  {
    source: "https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html: a standard queue",
    check: ({ target }, _world, facts) => {
      const problem = deadLetterFormProblem(target?.deadLetterConfig?.arn, facts.region);
      return problem && `target: ${problem}`;
    },
  },
  {
    source: "https://docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html: Set up the execution role",
    when: "creation",
    check: ({ target }, world) => roleProblem("target.roleArn", target?.roleArn, schedulerPrincipal, world),
  },
  {
    source: "EventBridge Scheduler API, CreateSchedule: ResourceNotFoundException",
    when: "creation",
    check: existenceProblem,
  },
  {
    source:
      "https://docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html and encryption-rest.html: what the execution role needs for target, dead-letter queue and keys",
    when: "creation",
    check: permissionProblem,
  },
];
