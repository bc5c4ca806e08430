import assert from "node:assert/strict";
import { problemsOf, valid } from "../../test/settings.ts";
import { alertingSettings, defaultRoutes } from "./alerting.ts";

const emails = ["alerts@acme.example"];
const reason = "agreed with Ada on the 3rd of May";
const catchAll = { name: "all", severities: ["critical", "warning", "info"] };
const mute = { name: "upgrade", schedule: "cron(0 2 * * SUN)", durationMinutes: 120, reason };

/** The problems of settings of `platform:alerting`, as path and what is said of it. */
function told(alerting: object, environment = "prod"): string[][] {
  const settings = { ...valid, "platform:alerting": { emails, ...alerting } };
  return problemsOf(settings, `Pulumi.${environment}.yaml`)
    .filter(({ path }) => path.startsWith("platform:alerting"))
    .map(({ path, problem, allowed }) => [path.slice("platform:alerting".length), problem ?? allowed]);
}

describe("the alerting's settings", () => {
  it("wake people by one channel, and tell the rest in another", () => {
    assert.deepEqual(alertingSettings.parse({}), {
      emails: [],
      routes: [
        { name: "critical", severities: ["critical"], mention: "here" },
        { name: "notices", severities: ["critical", "warning", "info"] },
      ],
      accountEvents: true,
      alarms: {},
      mutes: [],
      limits: { postsPerMinute: 5, digestSeconds: 30 },
      graphs: true,
      heartbeatSchedule: "cron(0 6 * * ? *)",
      drills: [],
      deletionProtection: true,
    });
    assert.deepEqual(told({}), []);
  });

  for (const environment of ["prod", "staging", "demo"]) {
    it(`need somebody by e-mail in ${environment}`, () => {
      assert.deepEqual(told({ emails: [] }, environment), [
        [".emails", `When Slack cannot be reached, nobody would hear of it in ${environment}.`],
      ]);
      assert.deepEqual(told({ pageEmails: [] }, environment), [
        [".pageEmails", `Critical alerts of ${environment} would reach people through Slack alone.`],
      ]);
    });
  }

  it("need nobody in dev and pr-N", () => {
    for (const environment of ["dev", "pr-7"]) assert.deepEqual(told({ emails: [], pageEmails: [] }, environment), []);
  });

  it("DynamoDB.6: keep the table of incidents from being deleted, outside of dev and pr-N", () => {
    const deletionProtection = false;
    for (const environment of ["dev", "pr-7"]) assert.deepEqual(told({ deletionProtection }, environment), []);
    for (const environment of ["staging", "prod"]) {
      assert.deepEqual(told({ deletionProtection }, environment), [
        [
          ".deletionProtection",
          `The table of incidents of ${environment} must refuse to be deleted (control DynamoDB.6); only dev and pr-N may do without.`,
        ],
      ]);
    }
  });

  it("refuse an address twice, in whatever case", () => {
    assert.deepEqual(told({ emails: ["a@acme.example", "A@acme.example"] }), [
      [".emails", "a@acme.example: listed twice."],
    ]);
  });

  it("refuse routes that leave something out, in the last one", () => {
    const sentence = "The last route leaves something out, which would be told to nobody.";
    assert.deepEqual(told({ routes: defaultRoutes.slice(0, 1) }), [[".routes[0]", sentence]]);
    assert.deepEqual(told({ routes: [{ ...catchAll, sources: ["backup"] }] }), [[".routes[0]", sentence]]);
    assert.deepEqual(
      told({ routes: [{ name: "backups", severities: ["warning"], sources: ["backup"] }, catchAll] }),
      [],
    );
    assert.deepEqual(
      told({ routes: [] }).map(([path]) => path),
      [".routes"],
    );
  });

  it("refuse routes of the same name, and those to which nothing comes", () => {
    assert.deepEqual(told({ routes: [{ ...catchAll, severities: ["info"] }, catchAll] }), [
      [".routes", "all: listed twice."],
    ]);
    const late = { name: "late", severities: ["info"], sources: ["backup"] };
    assert.deepEqual(told({ routes: [{ name: "early", severities: ["info"] }, late, catchAll] }), [
      [".routes[1]", "Nothing comes to late: early, which stands before it, takes the same and more."],
    ]);
  });

  it("refuse a mention where nothing critical comes", () => {
    assert.deepEqual(told({ routes: [{ name: "few", severities: ["info"], mention: "channel" }, catchAll] }), [
      [".routes[0].mention", "Only a critical alarm mentions anybody, and none comes here."],
    ]);
    assert.deepEqual(told({ routes: [{ ...catchAll, mention: "everyone" }] }), [
      [".routes[0].mention", "here, channel, or the id of a user group such as S0123456789"],
    ]);
  });

  it("take quiet hours over midnight, and refuse those of no length or in no place", () => {
    const quietHours = { from: "22:00", to: "06:00", timeZone: "Africa/Johannesburg" };
    assert.deepEqual(told({ quietHours }), []);
    assert.deepEqual(told({ quietHours: { ...quietHours, to: "22:00" } }), [
      [".quietHours.to", "Quiet hours that end when they begin are the whole day or nothing."],
    ]);
    assert.deepEqual(told({ quietHours: { ...quietHours, timeZone: "Africa/Pretoria" } }), [
      [".quietHours.timeZone", "the IANA name of a time zone"],
    ]);
    assert.deepEqual(told({ quietHours: { from: "24:00", to: "6:00" } }), [
      [".quietHours.from", 'a time of day as "hh:mm", in quotes'],
      [".quietHours.to", 'a time of day as "hh:mm", in quotes'],
    ]);
  });
});

describe("the settings of maintenance", () => {
  for (const schedule of ["cron(0 2 * * SUN)", "cron(0,30 1-3 1 JAN-MAR *)", "at(2026-12-31T23:59)"]) {
    it(`take ${schedule}`, () => assert.deepEqual(told({ mutes: [{ ...mute, schedule }] }), []));
  }

  for (const [schedule, sentence] of [
    ["cron(60 2 * * *)", "The minute means nothing."],
    ["cron(0 2 * * SON)", "The day of week means nothing."],
    ["cron(0 2 0 * *)", "The day of month means nothing."],
    ["cron(0 1-2-3 * * *)", "The hour means nothing."],
    ["cron(0 2 * JAN, *)", "The month means nothing."],
    ["at(2026-02-30T10:00)", "There is no such day."],
    [
      "cron(0 2 ? * SUN *)",
      "cron(minute hour day-of-month month day-of-week) of numbers, names, *, - and commas, or at(yyyy-MM-ddThh:mm)",
    ],
  ] as const) {
    it(`refuse ${schedule}`, () => {
      assert.deepEqual(told({ mutes: [{ ...mute, schedule }] }), [[".mutes[0].schedule", sentence]]);
    });
  }

  it("refuse more than a day, the same name twice, a place that there is not, and no reason", () => {
    assert.deepEqual(told({ mutes: [{ ...mute, durationMinutes: 1441 }] }), [
      [".mutes[0].durationMinutes", "1 to 1440"],
    ]);
    assert.deepEqual(told({ mutes: [mute, mute] }), [[".mutes", "upgrade: listed twice."]]);
    assert.deepEqual(told({ mutes: [{ ...mute, timeZone: "Mars" }] }), [
      [".mutes[0].timeZone", "the IANA name of a time zone"],
    ]);
    assert.deepEqual(told({ mutes: [{ ...mute, reason: "why" }] }), [
      [".mutes[0].reason", "one line of 10 to 200 characters"],
    ]);
  });

  it("refuse to mute what is critical, by the catalogue or by the settings", () => {
    const muted = (id: string) => ({ mutes: [{ ...mute, alarms: [id] }] });
    const sentence = (id: string) => `${id} is critical, and what is critical always passes.`;
    assert.deepEqual(told(muted("database-cpu")), []);
    assert.deepEqual(told(muted("cdn-errors")), [[".mutes[0].alarms[0]", sentence("cdn-errors")]]);
    assert.deepEqual(told(muted("site-down")), [[".mutes[0].alarms[0]", sentence("site-down")]]);
    assert.deepEqual(told({ ...muted("cdn-errors"), alarms: { "cdn-errors": { severity: "warning", reason } } }), []);
    assert.deepEqual(told({ ...muted("database-cpu"), alarms: { "database-cpu": { severity: "critical", reason } } }), [
      [".mutes[0].alarms[0]", sentence("database-cpu")],
    ]);
    assert.deepEqual(told(muted("database-cp")), [[".mutes[0].alarms[0]", "There is no alarm database-cp."]]);
  });
});
