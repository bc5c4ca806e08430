import { z } from "zod";
import { alarmIds, compositeIds } from "../../components/alerting/catalogue/alarm-ids.ts";
import { severities } from "../../ops-lambdas/slack-alerts/notice.ts";
import { setting } from "./setting.ts";

/** A name in kebab case. */
const kebab = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/)
  .max(40);

const severity = z.enum(severities);

/** An alarm's id. Editors complete it; the checks between settings say which one was meant. */
const alarmId = z.string().meta({ enum: [...alarmIds, ...compositeIds] });

/** One line that says why, for whoever reads it later. */
function reason(what: string) {
  return setting(
    z
      .string()
      .trim()
      .regex(/^.{10,200}$/),
    `Why ${what}, in 10 to 200 characters, for whoever reads it later.`,
    { allowed: "one line of 10 to 200 characters", todo: "Say why, and who agreed." },
  );
}

const timeZone = () =>
  setting(z.string().min(1).max(50), "Time zone by its IANA name, for example Africa/Johannesburg. Default: Etc/UTC.");

const route = setting(
  z.strictObject({
    name: setting(kebab, "Name of the route, and of its secret with the webhook: npm run slack:connect names it.", {
      allowed: "small letters, digits and hyphens, at most 40",
      todo: "Write a short name, for example critical.",
    }),
    severities: setting(
      z.array(severity).min(1).max(severities.length),
      `Severities that it takes: ${severities.join(", ")}.`,
    ),
    sources: setting(
      z.array(kebab).min(1).max(30),
      "Sources that it takes, for example backup or metric-alarm. Default: all.",
    ).optional(),
    mention: setting(
      z.union([z.enum(["here", "channel"]), z.string().regex(/^S[A-Z0-9]{8,20}$/)]),
      "Whom a critical alarm mentions: here, channel, or a user group's id. Nothing else ever mentions anybody. Default: nobody.",
      {
        allowed: "here, channel, or the id of a user group such as S0123456789",
        todo: "Write one of them, or leave it out.",
      },
    ).optional(),
  }),
  "A channel of Slack with what goes there.",
);

const override = setting(
  z.strictObject({
    threshold: setting(
      z.number().min(0),
      "Another threshold, in the alarm's unit. Default: the catalogue's.",
    ).optional(),
    severity: setting(severity, `Another severity: ${severities.join(", ")}. Default: the catalogue's.`).optional(),
    enabled: setting(z.literal(false), "false: the alarm is not made. Default: it is.", {
      allowed: "false; an alarm that is made needs no setting",
      todo: "Write false, or leave it out.",
    }).optional(),
    reason: reason("the alarm is changed"),
  }),
  "A change of an alarm.",
);

const mute = setting(
  z.strictObject({
    name: setting(kebab, "Name of the maintenance, for example database-upgrade.", {
      allowed: "small letters, digits and hyphens, at most 40",
      todo: "Write a short name.",
    }),
    schedule: setting(
      z
        .string()
        .regex(/^(cron\([0-9A-Z*,-]+( [0-9A-Z*,-]+){4}\)|at\(\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d\))$/)
        .max(256),
      "When it begins, as CloudWatch writes it: cron with five fields (minute, hour, day of month, month, day of week), or at for once.",
      {
        allowed:
          "cron(minute hour day-of-month month day-of-week) of numbers, names, *, - and commas, or at(yyyy-MM-ddThh:mm)",
        todo: "Write for example cron(0 2 * * SUN), or at(2026-12-31T22:00).",
      },
    ),
    timeZone: timeZone().default("Etc/UTC"),
    durationMinutes: setting(z.int().min(1).max(1440), "Minutes that it lasts, 1 to 1440: a day at most."),
    alarms: setting(
      z.array(kebab).min(1).max(50),
      "Alarms that tell nobody meanwhile, by id; what is critical cannot be muted. Default: everything that is not critical waits.",
    ).optional(),
    reason: reason("it is quiet then"),
  }),
  "A time of maintenance, in which what is not critical waits for its end.",
);

const clock = (what: string) =>
  setting(z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/), `${what}, as "hh:mm".`, {
    allowed: 'a time of day as "hh:mm", in quotes',
    todo: 'Write for example "22:00".',
  });

const quietHours = setting(
  z.strictObject({
    from: clock("When they begin"),
    to: clock("When they end; before from, it is the next morning"),
    timeZone: timeZone().default("Etc/UTC"),
  }),
  "Hours of every day in which what is not critical waits for their end. Critical alerts never wait. Default: none.",
);

const limits = setting(
  z.strictObject({
    postsPerMinute: setting(
      z.int().min(1).max(50),
      "Posts a minute in one channel, 1 to 50; what is more is counted into a digest. Default: 5.",
    ).default(5),
    digestSeconds: setting(z.int().min(5).max(900), "Seconds until a digest is posted, 5 to 900. Default: 30.").default(
      30,
    ),
  }),
  "How much Slack gets at most.",
);

/** The routes of an environment whose settings name none: one that wakes people, and one for the rest. */
export const defaultRoutes: z.infer<typeof route>[] = [
  { name: "critical", severities: ["critical"], mention: "here" },
  { name: "notices", severities: ["critical", "warning", "info"] },
];

/** The settings of `platform:alerting`. */
export const alertingSettings = setting(
  z.strictObject({
    emails: setting(
      z.array(z.email()).max(10),
      "Addresses that hear what Slack cannot be told: alarms of the alert path itself, and all alerts until npm run slack:connect has run. " +
        "Each confirms by a mail from AWS. At least one outside of dev and pr-N, at most 10. Default: none.",
    ).default([]),
    pageEmails: setting(
      z.array(z.email()).max(10),
      "Addresses that get every critical alert beside Slack, at most 10. Default: emails.",
    ).optional(),
    routes: setting(
      z.array(route).min(1).max(10),
      "Channels of Slack; the first that takes an alert gets it, and the last takes everything. At most 10. " +
        "Default: critical, which mentions here, and notices for the rest.",
    ).default(defaultRoutes),
    accountEvents: setting(
      z.boolean(),
      "Whether what concerns the whole AWS account is told here: budgets, GuardDuty, AWS Health. In exactly one environment of an account. " +
        "Default: true.",
    ).default(true),
    alarms: setting(
      z.record(alarmId, override),
      "Alarms that differ from the catalogue, by id, each with a reason. Default: none.",
    ).default({}),
    mutes: setting(z.array(mute).max(20), "Times of maintenance, at most 20. Default: none.").default([]),
    quietHours: quietHours.optional(),
    limits: limits.prefault({}),
    graphs: setting(
      z.boolean(),
      "Whether a post shows its metric as a picture, where there is one. Default: true.",
    ).default(true),
    heartbeatSchedule: setting(
      z.string().regex(/^cron\([0-5]?\d ([01]?\d|2[0-3]) \* \* \? \*\)$/),
      "When the daily sign of life is sent (UTC), as AWS's cron expression: once a day, or its absence would alarm. Default: cron(0 6 * * ? *).",
      {
        allowed: "cron(minute hour * * ? *): once a day",
        todo: "Write for example cron(0 6 * * ? *): every day at six.",
      },
    ).default("cron(0 6 * * ? *)"),
    drills: setting(
      z.array(alarmId).max(20),
      "Alarms that npm run drill may set off here for a test, by id: their alerts reach the people on call. At most 20. Default: none.",
    ).default([]),
    deletionProtection: setting(
      z.boolean(),
      "Whether the table of incidents refuses to be deleted (DynamoDB.6); false only in dev and pr-N. Default: true.",
    ).default(true),
    runbookBaseUrl: setting(
      z.string().regex(/^https:\/\/\S*[^\s/]$/),
      "Where runbooks are read, without a final slash. Default: docs/runbooks of the repository at GitHub.",
      {
        allowed: "an address that begins with https:// and ends without a slash",
        todo: "Write for example https://wiki.example.com/runbooks.",
      },
    ).optional(),
  }),
  "Alarms, and how they and AWS's events reach people.",
);

/** The settings of `platform:alerting`, complete. */
export type AlertingSettings = z.infer<typeof alertingSettings>;
