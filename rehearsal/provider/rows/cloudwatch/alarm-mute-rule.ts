/** The row of rules that mute alarms at times. */
import type { Facts, Properties, Row, World } from "../../row.ts";
import { pascal, tagChanges, tagList } from "../helpers.ts";
import { text, texts } from "../known.ts";
import { cloudwatch, missingAlarms } from "./shared.ts";

const moment = (value: unknown) => (typeof value === "string" ? new Date(value) : undefined);

/** What PutAlarmMuteRule takes; it sets the whole rule. */
function parameters(inputs: Properties): Properties {
  return {
    ...pascal(inputs, "name", "description", "rule", "muteTargets"),
    StartDate: moment(inputs.startDate),
    ExpireDate: moment(inputs.expireDate),
  };
}

/** Minutes of an ISO 8601 duration of days, hours and minutes; undefined for another form. */
function minutesOf(duration: string): number | undefined {
  const found = /^P(?=.)(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(duration);
  if (!found) return undefined;
  const [days, hours, minutes] = found.slice(1).map((part) => Number(part ?? 0)) as [number, number, number];
  return (days * 24 + hours) * 60 + minutes;
}

/** Fields of a mute rule's cron expression: `*`, values, ranges and lists, and no steps. */
const fields: readonly (readonly [name: string, value: RegExp])[] = [
  ["minutes", /^[0-5]?\d$/],
  ["hours", /^([01]?\d|2[0-3])$/],
  ["day of the month", /^([1-9]|[12]\d|3[01])$/],
  ["month", /^([1-9]|1[0-2]|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)$/],
  ["day of the week", /^([0-7]|SUN|MON|TUE|WED|THU|FRI|SAT)$/],
];

function expressionProblem(expression: string): string | undefined {
  const [, kind, body = ""] = /^(at|cron)\((.*)\)$/.exec(expression) ?? [];
  if (kind === undefined) return `the schedule's expression is ${expression}: write cron(…) or at(…)`;
  if (kind === "at") {
    const isMoment = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(body) && !Number.isNaN(Date.parse(`${body}Z`));
    return isMoment ? undefined : `the schedule's expression is ${expression}: write at(yyyy-MM-ddThh:mm)`;
  }
  const parts = body.trim().split(/\s+/);
  if (parts.length !== 5) {
    return `${expression} has ${parts.length} fields: a mute rule takes 5 (${fields.map(([name]) => name).join(", ")})`;
  }
  const wrong = fields.find(([, value], index) =>
    (parts[index] ?? "")
      .split(",")
      .some(
        (item) => item !== "*" && !(item.split("-").length <= 2 && item.split("-").every((end) => value.test(end))),
      ),
  );
  return (
    wrong &&
    `${expression} has ${parts[fields.indexOf(wrong)]} for its ${wrong[0]}: allowed are *, values, ranges (-) and lists (,)`
  );
}

function scheduleProblem({ rule }: Properties): string | undefined {
  const { expression, duration, timezone } = (rule?.schedule ?? {}) as Properties;
  const problem = typeof expression === "string" ? expressionProblem(expression) : undefined;
  if (problem) return problem;
  if (typeof duration === "string") {
    const minutes = minutesOf(duration);
    if (minutes === undefined || minutes < 1 || minutes > 15 * 24 * 60) {
      return `the schedule's duration is ${duration}: allowed are PT1M to P15D, e.g. PT4H`;
    }
  }
  try {
    if (typeof timezone === "string") new Intl.DateTimeFormat("en", { timeZone: timezone });
    return undefined;
  } catch {
    return `the schedule's timezone is ${timezone}: give a zone of the IANA list, e.g. Africa/Johannesburg`;
  }
}

function datesProblem({ rule, startDate, expireDate }: Properties): string | undefined {
  const dates = Object.entries({ startDate, expireDate }).filter(([, value]) => typeof value === "string");
  const wrong = dates.find(
    ([, value]) => !/^\d{4}-\d\d-\d\dT\d\d:\d\d:00(Z|[+-]\d\d:\d\d)$/.test(value) || Number.isNaN(Date.parse(value)),
  );
  if (wrong) return `${wrong[0]} is ${wrong[1]}: write it as 2030-01-01T00:00:00Z, with 00 seconds`;
  if (dates.length > 0 && text(rule?.schedule?.expression)?.startsWith("at(")) {
    return `the mute rule has ${dates[0]?.[0]} and at(…): that tells its moment already; leave the date out`;
  }
  return dates.length === 2 && Date.parse(startDate) >= Date.parse(expireDate)
    ? `expireDate ${expireDate} is not after startDate ${startDate}`
    : undefined;
}

function targetsProblem({ muteTargets }: Properties, world: World, facts: Facts): string | undefined {
  const missing = missingAlarms(texts(muteTargets?.alarmNames), world, facts);
  if (missing.length === 0) return undefined;
  return `the mute rule names ${missing.join(", ")}, which no alarm in ${facts.region} is called: take the outputs "name" of the alarms`;
}

/** A rule that keeps alarms from acting at times, only recorded. */
export const alarmMuteRule: Row = {
  type: "aws:cloudwatch/alarmMuteRule:AlarmMuteRule",
  recorded: "MiniStack 1.5.33 has no rules that mute alarms (InvalidAction)",
  taggable: true,
  autoName: { property: "name", maxLength: 255 },
  required: ["rule"],
  replaceOn: ["name"],
  identify: (inputs) => String(inputs.name),
  attributes: (inputs, id, facts) => ({
    arn: facts.arn("cloudwatch", `alarm-mute-rule:${id}`),
    lastUpdatedTimestamp: "2025-01-01T00:00:00Z",
    muteType: text(inputs.rule?.schedule?.expression)?.startsWith("at(") ? "ONE_TIME" : "RECURRING",
    status: "SCHEDULED",
  }),
  create: {
    call: (inputs, facts) => cloudwatch("PutAlarmMuteRule", { ...parameters(inputs), Tags: tagList(facts.tags) }),
  },
  update: (_id, inputs, previous, facts) => {
    const { set, removed } = tagChanges(facts.tags, previous.tagsAll);
    const ResourceARN = previous.arn;
    return [
      cloudwatch("PutAlarmMuteRule", parameters(inputs)),
      ...(removed.length > 0 ? [cloudwatch("UntagResource", { ResourceARN, TagKeys: removed })] : []),
      ...(Object.keys(set).length > 0 ? [cloudwatch("TagResource", { ResourceARN, Tags: tagList(set) })] : []),
    ];
  },
  delete: (id) => [cloudwatch("DeleteAlarmMuteRule", { AlarmMuteRuleName: id }, ["ResourceNotFoundException"])],
  rules: [
    { source: "CloudWatch API, Schedule: Expression, Duration, Timezone", check: scheduleProblem },
    {
      source: "terraform-provider-aws, aws_cloudwatch_alarm_mute_rule: start_date, expire_date",
      check: datesProblem,
    },
    {
      source: "CloudWatch API, PutAlarmMuteRule: Name, Description; MuteTargets, AlarmNames",
      check: ({ name, description, muteTargets }) => {
        const [title, words] = [text(name)?.length ?? 1, text(description)?.length ?? 0];
        if (title < 1 || title > 255) return `the mute rule's name has ${title} characters: allowed are 1 to 255`;
        if (words > 1024) return `the mute rule's description has ${words} characters: AWS takes at most 1024`;
        const count = Array.isArray(muteTargets?.alarmNames) ? muteTargets.alarmNames.length : 0;
        return count > 100 ? `the mute rule names ${count} alarms: AWS takes at most 100` : undefined;
      },
    },
    {
      source: "CloudWatch API, MuteTargets: names of existing alarms of the account and region",
      when: "creation",
      check: targetsProblem,
    },
  ],
};
