import assert from "node:assert/strict";
import type { Notice } from "../../notice.ts";
import { bodyOf, topics } from "../../testing/fixtures.ts";
import { format } from "../../testing/formatting.ts";
import { understand } from "../index.ts";

const console = "https://af-south-1.console.aws.amazon.com/cloudwatch/home?region=af-south-1#";

/** The notice of a fixture. */
const noticeOf = (name: string): Notice => understand(bodyOf(name), { topics });

/** Value of a fact. */
const fact = (notice: Notice, label: string) => notice.facts.find((one) => one.label === label)?.value;

/** The notice of a fixture whose event was changed. */
function changed(name: string, change: (event: Record<string, unknown>) => void): Notice {
  const body = JSON.parse(bodyOf(name));
  const event = JSON.parse(body.Message);
  change(event);
  return understand(JSON.stringify({ ...body, Message: JSON.stringify(event) }), { topics });
}

describe("an alarm", () => {
  const kinds = ["metric-alarm", "metric-math", "anomaly", "composite"];
  for (const kind of kinds) {
    it(`makes the same notice and the same message through each envelope (${kind})`, () => {
      const [first, ...others] = ["sns", "eventbridge", "lambda"].map((envelope) =>
        format(bodyOf(`${kind}-${envelope}`)),
      );
      assert.equal(first?.notice.state, "alarm");
      for (const other of others) assert.deepEqual(other, first);
    });
  }

  it("makes the same notice through EventBridge and SNS together", () =>
    assert.deepEqual(noticeOf("metric-alarm-eventbridge-sns"), noticeOf("metric-alarm-sns")));

  it("is told with its place, its incident and its transition", () => {
    const notice = noticeOf("metric-alarm-sns");
    const incident = "alarm:arn:aws:cloudwatch:af-south-1:123456789012:alarm:acme-prod-database-cpu";
    assert.equal(notice.source, "metric-alarm");
    assert.equal(notice.title, "acme-prod-database-cpu");
    assert.equal(notice.region, "af-south-1");
    assert.equal(notice.accountId, "123456789012");
    assert.equal(notice.incident, incident);
    assert.equal(notice.transition, `${incident}#ALARM#2026-10-02T17:04:40.989Z`);
    assert.equal(notice.time, "2026-10-02T17:04:40.989Z");
  });

  it("has the same incident when it recovers, and another transition", () => {
    const [alarm, ok] = [noticeOf("metric-alarm-sns"), noticeOf("metric-alarm-recovered-sns")];
    assert.equal(ok.state, "recovered");
    assert.equal(ok.incident, alarm.incident);
    assert.notEqual(ok.transition, alarm.transition);
    assert.equal(ok.isQuiet, false);
  });

  it("is the same incident without its ARN: the topic tells region and account", () => {
    const without = changed("metric-alarm-sns", (event) => {
      delete event.AlarmArn;
      delete event.AWSAccountId;
    });
    assert.deepEqual(without, noticeOf("metric-alarm-sns"));
  });

  it("takes its region from its ARN: SNS's Region is a display name, and a topic may be unknown", () => {
    const { Message } = JSON.parse(bodyOf("metric-alarm-sns"));
    assert.deepEqual(
      { ...understand(Message), severity: "critical" },
      { ...noticeOf("metric-alarm-sns"), severity: "critical" },
    );
    const moved = JSON.parse(bodyOf("metric-alarm-eventbridge"));
    assert.equal(understand(JSON.stringify({ ...moved, region: "us-east-1" })).region, "af-south-1");
    const nowhere = understand(JSON.stringify({ ...moved, region: "evil.example/#", resources: [] }));
    assert.equal(nowhere.region, undefined);
    assert.match(nowhere.links[1]?.url ?? "", /^https:\/\/console\.aws\.amazon\.com\/cloudwatch\/home#/);
  });

  it("is quiet in its first state, and told when it knows nothing more", () => {
    assert.equal(noticeOf("metric-alarm-first-ok-sns").isQuiet, true);
    const unknown = noticeOf("metric-alarm-insufficient-sns");
    assert.equal(unknown.state, "unknown");
    assert.equal(unknown.isQuiet, false);
    assert.match(unknown.summary, /^No data for 5 periods: nobody can tell/);
  });

  it("is unknown in a state that CloudWatch does not have", () => {
    for (const state of ["constructor", "FINE", null]) {
      const notice = changed("metric-alarm-sns", (event) => {
        event.NewStateValue = state;
      });
      assert.equal(notice.state, "unknown");
    }
  });
});

describe("an alarm's severity", () => {
  const described = (Severity: string, TopicArn?: string) =>
    understand(
      JSON.stringify({
        ...JSON.parse(bodyOf("metric-alarm-sns")),
        TopicArn,
        Message: JSON.stringify({ AlarmName: "a", NewStateValue: "ALARM", AlarmDescription: `Why.\n${Severity}` }),
      }),
      { topics },
    );

  it("comes from the topic", () => {
    const notice = described("Severity: critical", "arn:aws:sns:af-south-1:123456789012:acme-prod-alerts-info");
    assert.equal(notice.severity, "info");
  });

  it("comes from the description without a topic of the platform", () => {
    assert.equal(described("Severity: critical").severity, "critical");
    assert.equal(described("severity:  Info ").severity, "info");
    assert.equal(described("").severity, "warning");
  });

  it("stays in the text when it is none", () => {
    const notice = described("Severity: urgent");
    assert.equal(notice.severity, "warning");
    assert.match(notice.summary, /Severity: urgent/);
  });
});

describe("an alarm's description", () => {
  it("is shown without the lines of severity and runbook; the runbook is the first link", () => {
    const notice = noticeOf("metric-alarm-sns");
    assert.doesNotMatch(notice.summary, /Runbook|Severity/);
    assert.match(notice.summary, /^The database has been busy for five minutes, and pages may be slow\.\n/);
    assert.deepEqual(notice.links.slice(0, 2), [
      { label: "Runbook", url: "https://github.com/acme/platform/blob/main/docs/runbooks/database-cpu.md" },
      { label: "Alarm", url: `${console}alarmsV2:alarm/acme-prod-database-cpu` },
    ]);
  });

  it("makes no link of an address that no browser should open", () => {
    const notice = changed("metric-alarm-sns", (event) => {
      event.AlarmDescription = "Why.\nRunbook: javascript:alert(1)";
    });
    assert.deepEqual(
      notice.links.map(({ label }) => label),
      ["Alarm", "Logs"],
    );
  });

  it("is not told as if it were so once the alarm is over", () => {
    const notice = noticeOf("metric-alarm-recovered-sns");
    assert.equal(notice.summary, "Value 42.3 %, at or below the threshold 90 % in 1 of the last 5 datapoints.");
    assert.equal(fact(notice, "Watches for"), "The database has been busy for five minutes, and pages may be slow.");
  });
});

describe("links of an alarm", () => {
  it("have the partition's host and the name as CloudWatch's console writes it", () => {
    const { links } = noticeOf("metric-alarm-china-sns");
    assert.deepEqual(links, [
      {
        label: "Alarm",
        url: "https://console.amazonaws.cn/cloudwatch/home?region=cn-north-1#alarmsV2:alarm/a%20b%23%2F%C3%A9",
      },
      {
        label: "Logs",
        url: "https://console.amazonaws.cn/cloudwatch/home?region=cn-north-1#logsV2:log-groups/log-group/$252Faws$252Flambda$252Facme-prod-report",
      },
    ]);
    const [gov] = noticeOf("metric-alarm-govcloud-sns").links;
    assert.match(gov?.url ?? "", /^https:\/\/console\.amazonaws-us-gov\.com\/cloudwatch\/home\?region=us-gov-west-1#/);
  });

  it("lead to the list of a database's log groups, which differ by the engine", () => {
    const [logs, ...others] = noticeOf("metric-alarm-sns").links.filter(({ label }) => label === "Logs");
    assert.deepEqual(others, []);
    assert.equal(
      logs?.url,
      `${console}logsV2:log-groups$3FlogGroupNameFilter$3D$252Faws$252Frds$252Finstance$252Facme-prod-database$252F`,
    );
  });

  it("lead to the log group that a function of the platform has of its own", () => {
    const owner = { project: "acme", environment: "prod" };
    const logs = (functionName: string) => {
      const body = JSON.parse(bodyOf("metric-alarm-china-sns"));
      const Message = body.Message.replace("acme-prod-report", functionName);
      const { links } = understand(JSON.stringify({ ...body, Message }), { topics, owner });
      return links.find(({ label }) => label === "Logs")?.url.split("/log-group/")[1];
    };
    assert.equal(logs("acme-prod-alerts-intake-0a1b2c3"), "$252Facme$252Fprod$252Flambda$252Facme-prod-alerts-intake");
    assert.equal(logs("acme-dev-alerts-intake-0a1b2c3"), "$252Faws$252Flambda$252Facme-dev-alerts-intake-0a1b2c3");
    // A name that was cut does not tell it.
    assert.equal(logs("acme-prod-a-very-long-name-01234567-0a1b2c3"), undefined);
  });

  it("lead to each alarm that triggered a composite one", () => {
    const { links } = noticeOf("composite-sns");
    assert.deepEqual(links.slice(2), [
      { label: "acme-prod-site-errors", url: `${console}alarmsV2:alarm/acme-prod-site-errors` },
      { label: "acme-prod-healthy-hosts", url: `${console}alarmsV2:alarm/acme-prod-healthy-hosts` },
    ]);
  });
});
