/** Every alarm of dev, from its state in CloudWatch to Slack. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { summarizeValues } from "../../../bench/statistics.ts";
import type { Message } from "../../../rehearsal/inbox/messages.ts";
import type { Properties } from "../../../rehearsal/provider/row.ts";
import { repository } from "../../rehearsals.ts";
import { type Dev, regions } from "./dev.ts";
import { payloadOf, textOf } from "./inbox.ts";
import { queueOnTopic, received } from "./queues.ts";

/** An alarm as CloudWatch tells it. */
interface Alarm {
  readonly name: string;
  readonly region: string;
  readonly isComposite: boolean;
  /** Route of its severity, by dev's settings; undefined: it tells of the alert path, and not in Slack. */
  readonly channel: string | undefined;
  readonly description: string;
  readonly metric: string;
  readonly average: boolean;
}

async function alarmsOf(dev: Dev, region: string): Promise<Alarm[]> {
  const { MetricAlarms, CompositeAlarms } = await dev.ask(
    "cloudwatch",
    "DescribeAlarms",
    { AlarmTypes: ["MetricAlarm", "CompositeAlarm"], MaxRecords: 100 },
    region,
  );
  const read = (alarm: Properties, isComposite: boolean): Alarm => {
    const [, severity] = /-alerts-(critical|warning|info)\b/.exec(String(alarm.AlarmActions[0])) ?? [];
    return {
      name: alarm.AlarmName,
      region,
      isComposite,
      channel: severity === undefined ? undefined : severity === "critical" ? "critical" : "notices",
      description: alarm.AlarmDescription,
      metric: `${alarm.Namespace} ${alarm.MetricName}`,
      average: alarm.Statistic === "Average" && alarm.ComparisonOperator.startsWith("GreaterThan"),
    };
  };
  return [
    ...MetricAlarms.map((alarm: Properties) => read(alarm, false)),
    ...(CompositeAlarms ?? []).map((alarm: Properties) => read(alarm, true)),
  ].filter(({ name }) => dev.services.alarmNames.includes(name));
}

const isAbout =
  ({ name, channel }: Alarm, word: string) =>
  (post: Message) =>
    post.channel === channel && textOf(post).includes(word) && textOf(post).includes(` · ${name} · `);

/** Defines the tests. */
export function alarmTests(dev: Dev): void {
  let alarms: Alarm[];
  let posted: readonly Message[] = [];
  const latencies: number[] = [];
  const told = () => alarms.filter(({ channel }) => channel !== undefined);
  const single = () => told().filter(({ isComposite }) => !isComposite);
  /** One that no other shares its metric with: the emulator looks at no dimensions. */
  const crossing = () =>
    told().find(
      ({ name, metric, average }) => average && !alarms.some((other) => other.name !== name && other.metric === metric),
    );

  async function set({ name, region }: Alarm, state: "ALARM" | "OK"): Promise<void> {
    const parameters = { AlarmName: name, StateValue: state, StateReason: "A test." };
    await dev.ask("cloudwatch", "SetAlarmState", parameters, region);
  }

  /** Lets the metric cross, or come back: the emulator takes the average of all points of the alarm's window. */
  async function cross({ metric, region }: Alarm, state: "ALARM" | "OK"): Promise<void> {
    const [Namespace, MetricName] = metric.split(" ");
    const MetricData = [{ MetricName, Value: state === "ALARM" ? 1e9 : -1e9 }];
    await dev.ask("cloudwatch", "PutMetricData", { Namespace, MetricData }, region);
  }

  /** Sets one after the other, and waits for the post of each. */
  async function setAll(state: "ALARM" | "OK"): Promise<void> {
    for (const [index, alarm] of single().entries()) {
      if (index % 20 === 0) await dev.newMinute();
      const start = Date.now();
      await (alarm === crossing() ? cross(alarm, state) : set(alarm, state));
      const posts = await dev.inbox.until((all) => all.some(isAbout(alarm, state)));
      latencies.push(Date.parse(posts.find(isAbout(alarm, state))?.time ?? "") - start);
    }
  }

  before(async () => {
    alarms = (await Promise.all(regions.map((region) => alarmsOf(dev, region)))).flat();
    // One post a second, and five a minute, would make it an affair of minutes: the storm shows those.
    await dev.change("sender", (alerting) => ({ ...alerting, limits: { ...alerting.limits, postMilliseconds: 1 } }));
    await dev.change("intake", (alerting) => ({ ...alerting, limits: { ...alerting.limits, postsPerMinute: 60 } }));
    await dev.inbox.clear();
  });
  after(async () => {
    await dev.restore();
    // `npm run bench` holds them against their goal.
    const { median, p95 } = summarizeValues(latencies);
    console.log(`      ${latencies.length} alarms and recoveries: p50 ${median} ms, p95 ${p95} ms`);
  });

  it("are in CloudWatch, those of CloudFront in us-east-1, with a sum of those of the site", () => {
    assert.deepEqual(alarms.map(({ name }) => name).sort(), [...dev.services.alarmNames].sort());
    assert.deepEqual([...new Set(alarms.map(({ region }) => region))], regions);
    assert.deepEqual(
      alarms.filter(({ isComposite }) => isComposite).map(({ name, channel }) => [name, channel]),
      [["acme-dev-site-down", "critical"]],
    );
  });

  it("each reaches the channel of its severity in ALARM, with its runbook when it is critical; so do their sums", async () => {
    await setAll("ALARM");
    const posts = await dev.inbox.until((all) => told().every((alarm) => all.some(isAbout(alarm, "ALARM"))));
    assert.equal(posts.length, told().length, "posts");
    for (const alarm of told()) {
      const [post, ...others] = posts.filter(isAbout(alarm, "ALARM"));
      assert.ok(post !== undefined && others.length === 0, alarm.name);
      const isCritical = alarm.channel === "critical";
      assert.equal(textOf(post).includes("<!here>"), isCritical, textOf(post));
      if (!isCritical) continue;
      const [, url = "", file = ""] = /^Runbook: (\S+\/(docs\/runbooks\/[a-z-]+\.md))$/m.exec(alarm.description) ?? [];
      assert.ok(url !== "" && payloadOf(post).includes(url), `${alarm.name}: ${payloadOf(post)}`);
      assert.ok(existsSync(join(repository, file)), file);
    }
  });

  it("each tells its recovery, once", async () => {
    await setAll("OK");
    const posts = await dev.inbox.until((all) => told().every((alarm) => all.some(isAbout(alarm, "OK"))));
    posted = posts;
    assert.equal(posts.length, 2 * told().length, "posts");
    for (const alarm of told()) {
      const [post, ...others] = posts.filter(isAbout(alarm, "OK"));
      assert.ok(post !== undefined && others.length === 0, alarm.name);
      assert.match(textOf(post), / · after (\d+ (min|s) ?)+in ALARM/, alarm.name);
    }
  });

  it("those of the alert path go to its own topic, and not to Slack", async () => {
    const ofPath = alarms.filter(({ channel }) => channel === undefined);
    assert.ok(ofPath.length >= 10, String(ofPath.length));
    await dev.inbox.clear();
    for (const region of regions) {
      const here = ofPath.filter((alarm) => alarm.region === region);
      const queue = await queueOnTopic(dev, /-alerts-path/, region);
      for (const alarm of here) await set(alarm, "ALARM");
      const names = (await received(dev, queue, here.length)).map((text) => JSON.parse(text).AlarmName);
      assert.deepEqual(names.sort(), here.map(({ name }) => name).sort(), region);
      for (const alarm of here) await set(alarm, "OK");
    }
    assert.deepEqual(await dev.inbox.calls(), []);
  });

  it("one of them fired because its metric crossed, and recovered as the metric came back", () => {
    const alarm = crossing();
    assert.ok(alarm, "no alarm has a metric of its own");
    const [fired, over] = ["ALARM", "OK"].map((word) => posted.find(isAbout(alarm, word)));
    assert.ok(fired && over);
    assert.match(textOf(fired), /Threshold Crossed: Average 1000000000\.0 /);
    assert.match(textOf(over), /Threshold Crossed: Average 0\.0 /);
  });
}
