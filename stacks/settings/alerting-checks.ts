import { type AnyAlarmId, defaultSeverity } from "../../components/alerting/catalogue/alarm-ids.ts";
import { severities } from "../../ops-lambdas/slack-alerts/notice.ts";
import type { AlertingSettings } from "./alerting.ts";
import { drillProblems, overrideProblems, unknownAlarm } from "./alerting-overrides.ts";
import type { PartlyWellFormed } from "./between.ts";
import { isForDevelopment, type WellFormed } from "./network-checks.ts";
import { type Problem, show } from "./problems.ts";

type Alerting = WellFormed<AlertingSettings>;
type Route = AlertingSettings["routes"][number];
type Mute = AlertingSettings["mutes"][number];

const at = (name: string) => `platform:alerting.${name}`;

/** The first of several that stands there twice. */
function twiceIn(names: readonly string[]): string | undefined {
  return names.find((name, position) => names.indexOf(name) < position);
}

/** What is wrong with a list in which something stands twice. */
function twiceProblems(path: string, names: readonly string[], what: string): Problem[] {
  const twice = twiceIn(names);
  if (twice === undefined) return [];
  const todo = "Remove or rename one of them.";
  return [{ path: at(path), problem: `${twice}: listed twice.`, got: show(names), allowed: `each ${what} once`, todo }];
}

/** Somebody must hear of it when Slack cannot be told, and of what pages. */
function emailProblems({ emails, pageEmails }: Alerting, environment: string): Problem[] {
  const problems = (["emails", "pageEmails"] as const).flatMap((name) =>
    twiceProblems(
      name,
      ({ emails, pageEmails }[name] ?? []).map((email) => email.toLowerCase()),
      "address",
    ),
  );
  if (isForDevelopment(environment)) return problems;
  const allowed = "at least one address outside of dev and pr-N";
  if (emails?.length === 0) {
    const problem = `When Slack cannot be reached, nobody would hear of it in ${environment}.`;
    const todo = "Add the address of somebody who reads it, or of a list.";
    problems.push({ path: at("emails"), problem, got: show(emails), allowed, todo });
  }
  if (pageEmails?.length === 0) {
    const problem = `Critical alerts of ${environment} would reach people through Slack alone.`;
    const todo = "Add an address, or leave pageEmails out: then it is emails.";
    problems.push({ path: at("pageEmails"), problem, got: show(pageEmails), allowed, todo });
  }
  return problems;
}

/** What only development may go without. */
function protectionProblems({ deletionProtection }: Alerting, environment: string): Problem[] {
  if (deletionProtection !== false || isForDevelopment(environment)) return [];
  const problem = `The table of incidents of ${environment} must refuse to be deleted (control DynamoDB.6); only dev and pr-N may do without.`;
  const todo = "Write true, or leave it out.";
  return [{ path: at("deletionProtection"), problem, got: show(false), allowed: "true", todo }];
}

/** True when a route takes everything that another takes. */
function covers(route: Route, other: Route): boolean {
  const { sources } = route;
  return (
    other.severities.every((severity) => route.severities.includes(severity)) &&
    (sources === undefined || (other.sources?.every((source) => sources.includes(source)) ?? false))
  );
}

/** A route to which nothing comes, or whose mention nobody gets. */
function uselessProblems(route: Route, position: number, routes: readonly Route[]): Problem[] {
  const path = at(`routes[${position}]`);
  const problems: Problem[] = [];
  const earlier = routes.slice(0, position).find((other) => covers(other, route));
  if (earlier !== undefined) {
    const problem = `Nothing comes to ${route.name}: ${earlier.name}, which stands before it, takes the same and more.`;
    const todo = "Move it up, narrow the other, or remove one.";
    problems.push({ path, problem, got: show(route), allowed: "routes that take something", todo });
  }
  if (route.mention !== undefined && !route.severities.includes("critical")) {
    const problem = "Only a critical alarm mentions anybody, and none comes here.";
    const todo = "Remove the mention, or take critical alerts.";
    const allowed = "a mention in routes that take critical alerts";
    problems.push({ path: `${path}.mention`, problem, got: show(route.mention), allowed, todo });
  }
  return problems;
}

function routeProblems({ routes = [] }: Alerting): Problem[] {
  const last = routes.at(-1);
  if (last === undefined) return [];
  const problems = twiceProblems(
    "routes",
    routes.map(({ name }) => name),
    "name",
  );
  const missing = severities.filter((severity) => !last.severities.includes(severity));
  if (missing.length > 0 || last.sources !== undefined) {
    problems.push({
      path: at(`routes[${routes.length - 1}]`),
      problem: "The last route leaves something out, which would be told to nobody.",
      got: show(last),
      allowed: `the severities ${severities.join(", ")}, and no sources`,
      todo: "Let the last route take everything; the routes before it take their part first.",
    });
  }
  return [...problems, ...routes.flatMap(uselessProblems)];
}

/** What is wrong with the name of a time zone. */
function timeZoneProblems(path: string, timeZone: string): Problem[] {
  try {
    new Intl.DateTimeFormat("en", { timeZone });
    return [];
  } catch {
    const todo = "Write continent and city, for example Africa/Johannesburg, or Etc/UTC.";
    return [{ path: at(path), got: show(timeZone), allowed: "the IANA name of a time zone", todo }];
  }
}

/** The fields of CloudWatch's cron: name, least and greatest number, names. */
const cronFields = [
  { name: "minute", least: 0, most: 59, names: [] },
  { name: "hour", least: 0, most: 23, names: [] },
  { name: "day of month", least: 1, most: 31, names: [] },
  { name: "month", least: 1, most: 12, names: "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(" ") },
  { name: "day of week", least: 0, most: 6, names: "SUN MON TUE WED THU FRI SAT".split(" ") },
] as const;

/** The name of the first field of a cron expression that means nothing. */
function badCronField(schedule: string): string | undefined {
  const fields = schedule.slice("cron(".length, -1).split(" ");
  const bad = cronFields.find(({ least, most, names }, index) => {
    const isValue = (text: string) =>
      (names as readonly string[]).includes(text) || (/^\d{1,2}$/.test(text) && +text >= least && +text <= most);
    const isPart = (part: string) => part === "*" || (part.split("-").length <= 2 && part.split("-").every(isValue));
    return !(fields[index] ?? "").split(",").every(isPart);
  });
  return bad?.name;
}

function scheduleProblems({ schedule }: Mute, path: string): Problem[] {
  const common = { path: at(`${path}.schedule`), got: show(schedule) };
  if (schedule.startsWith("cron(")) {
    const bad = badCronField(schedule);
    if (bad === undefined) return [];
    const field = cronFields.find(({ name }) => name === bad);
    const allowed = `${field?.least} to ${field?.most}${field?.names.length ? ` or ${field.names.join(", ")}` : ""}, *, - and commas`;
    return [{ ...common, problem: `The ${bad} means nothing.`, allowed, todo: "Correct the field." }];
  }
  const day = schedule.slice("at(".length, "at(yyyy-MM-dd".length);
  const moment = new Date(`${day}T00:00:00Z`);
  if (!Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(day)) return [];
  return [{ ...common, problem: "There is no such day.", allowed: "at(yyyy-MM-ddThh:mm)", todo: "Correct the day." }];
}

/** What is wrong with the alarms that a mute names: only what is not critical waits. */
function mutedProblems(mute: Mute, path: string, overrides: AlertingSettings["alarms"]): Problem[] {
  return (mute.alarms ?? []).flatMap((id, index) => {
    const where = at(`${path}.alarms[${index}]`);
    const unknown = unknownAlarm(id, where, show(id));
    if (unknown.length > 0) return unknown;
    if ((overrides[id]?.severity ?? defaultSeverity(id as AnyAlarmId)) !== "critical") return [];
    const problem = `${id} is critical, and what is critical always passes.`;
    const todo = "Take it out, or make it less severe in platform:alerting.alarms, with the reason.";
    return [{ path: where, problem, got: show(id), allowed: "alarms that are not critical", todo }];
  });
}

function muteProblems({ mutes = [], alarms = {} }: Alerting): Problem[] {
  const names = mutes.map(({ name }) => name);
  return [
    ...twiceProblems("mutes", names, "name"),
    ...mutes.flatMap((mute, position) => {
      const path = `mutes[${position}]`;
      return [
        ...scheduleProblems(mute, path),
        ...timeZoneProblems(`${path}.timeZone`, mute.timeZone),
        ...twiceProblems(`${path}.alarms`, mute.alarms ?? [], "alarm"),
        ...mutedProblems(mute, path, alarms),
      ];
    }),
  ];
}

function quietProblems({ quietHours }: Alerting): Problem[] {
  if (quietHours === undefined) return [];
  const { from, to, timeZone } = quietHours as Partial<typeof quietHours>;
  const problems = timeZoneProblems("quietHours.timeZone", timeZone ?? "Etc/UTC");
  if (from === undefined || from !== to) return problems;
  const problem = "Quiet hours that end when they begin are the whole day or nothing.";
  const todo = "Change one of the two, or remove quietHours.";
  return [...problems, { path: at("quietHours.to"), problem, got: show(to), allowed: "another time than from", todo }];
}

/**
 * Says what is wrong between the settings of `platform:alerting` and others.
 *
 * @param settings the environment's settings that are well-formed by themselves
 * @param environment the environment's name
 * @returns every problem; empty when there is none
 */
export function alertingProblems({ alerting = {} }: PartlyWellFormed, environment: string): Problem[] {
  return [
    ...emailProblems(alerting, environment),
    ...protectionProblems(alerting, environment),
    ...routeProblems(alerting),
    ...overrideProblems(alerting.alarms ?? {}),
    ...drillProblems(alerting.drills ?? []),
    ...muteProblems(alerting),
    ...quietProblems(alerting),
  ];
}
