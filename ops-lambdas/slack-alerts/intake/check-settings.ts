/** Checks the settings of the intake. */
import { type Severity, severities } from "../notice.ts";
import { isObject, isText, isTexts, type Members, type Problems } from "../settings-problems.ts";
import { parseSchedule } from "./schedule.ts";
import { isTimeZone } from "./zone.ts";

const isSeverity = (value: unknown): value is Severity => severities.some((severity) => severity === value);
const isClock = (value: unknown): boolean => isText(value) && /^([01]\d|2[0-3]):[0-5]\d$/.test(value);

/** Notes every member of the intake's settings that is missing or wrong. */
export function checkIntake(members: Members, problems: Problems): void {
  problems.texts(members, [
    "project",
    "environment",
    "region",
    "tableName",
    "outboxUrl",
    "alertsQueueUrl",
    "runbookBaseUrl",
  ]);
  if (members.dashboardUrl !== undefined) problems.texts(members, ["dashboardUrl"]);
  const { topics, routes, quietHours, mutes = [], limits } = members;
  const areTopics = isObject(topics) && Object.values(topics).every(isSeverity);
  problems.check(areTopics, "topics", topics, `a severity (${severities.join(", ")}) for each topic's ARN`);
  checkRoutes(routes, problems);
  if (quietHours !== undefined) checkQuietHours(quietHours, problems);
  problems.check(Array.isArray(mutes), "mutes", mutes, "a list");
  if (Array.isArray(mutes)) for (const [index, mute] of mutes.entries()) checkMute(mute, `mutes[${index}]`, problems);
  problems.numbers(limits, "limits", {
    postsPerMinute: [1, 60],
    digestSeconds: [1, 900],
    flappingSeconds: [1, 3600],
    flappingQuietSeconds: [1, 900],
  });
}

function checkRoutes(routes: unknown, problems: Problems): void {
  if (!Array.isArray(routes)) {
    problems.check(false, "routes", routes, "a list of routes");
    return;
  }
  for (const [index, route] of routes.entries()) {
    const name = `routes[${index}]`;
    if (!isObject(route)) {
      problems.check(false, name, route, "an object");
      continue;
    }
    const isName = isText(route.name) && /^[a-z][a-z0-9-]{0,39}$/.test(route.name);
    problems.check(isName, `${name}.name`, route.name, "lower-case letters, digits and hyphens, at most 40");
    const { severities: taken, sources, mention } = route;
    problems.check(
      isTexts(taken) && taken.every(isSeverity),
      `${name}.severities`,
      taken,
      `some of ${severities.join(", ")}`,
    );
    problems.check(
      sources === undefined || isTexts(sources),
      `${name}.sources`,
      sources,
      "names of sources, or leave it out",
    );
    const isMention = mention === undefined || (isText(mention) && /^(here|channel|S[A-Z0-9]+)$/.test(mention));
    problems.check(isMention, `${name}.mention`, mention, '"here", "channel" or the id of a user group');
  }
  for (const severity of severities) {
    const isTaken = routes.some(
      (route) =>
        isObject(route) &&
        route.sources === undefined &&
        isTexts(route.severities) &&
        route.severities.includes(severity),
    );
    problems.check(isTaken, "routes", routes, `a route without sources that takes ${severity}`);
  }
}

function checkQuietHours(value: unknown, problems: Problems): void {
  if (!isObject(value)) {
    problems.check(false, "quietHours", value, "an object with from, to and timeZone");
    return;
  }
  problems.check(isClock(value.from), "quietHours.from", value.from, '"HH:MM"');
  problems.check(isClock(value.to) && value.to !== value.from, "quietHours.to", value.to, '"HH:MM", another than from');
  problems.check(isTimeZone(value.timeZone), "quietHours.timeZone", value.timeZone, "an IANA name of a time zone");
}

function checkMute(value: unknown, name: string, problems: Problems): void {
  if (!isObject(value)) {
    problems.check(false, name, value, "an object");
    return;
  }
  const { schedule, timeZone, durationMinutes: minutes, alarms } = value;
  problems.check(isText(value.name), `${name}.name`, value.name, "a text");
  const isSchedule = isText(schedule) && parseSchedule(schedule) !== undefined;
  problems.check(
    isSchedule,
    `${name}.schedule`,
    schedule,
    "cron(minutes hours day month weekday) or at(yyyy-mm-ddThh:mm)",
  );
  problems.check(isTimeZone(timeZone), `${name}.timeZone`, timeZone, "an IANA name of a time zone");
  const isLength = Number.isInteger(minutes) && Number(minutes) >= 1 && Number(minutes) <= 10_080;
  problems.check(isLength, `${name}.durationMinutes`, minutes, "minutes, 1 to 10080");
  problems.check(alarms === undefined || isTexts(alarms), `${name}.alarms`, alarms, "names of alarms, or leave it out");
}
