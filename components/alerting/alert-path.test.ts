import assert from "node:assert/strict";
import type { Collected, Recorded } from "../../test/pulumi-mocks.ts";
import { buildAlertPath } from "./alert-path-test-args.ts";

const queueType = "aws:sqs/queue:Queue";
const subscriptionType = "aws:sns/topicSubscription:TopicSubscription";
const targetType = "aws:cloudwatch/eventTarget:EventTarget";

/** How many resources of AWS there are, by type. */
function counts({ resources }: Collected): Readonly<Record<string, number>> {
  const types = resources.map(({ type }) => type).filter((type) => type.startsWith("aws:"));
  return Object.fromEntries([...new Set(types)].sort().map((type) => [type, types.filter((t) => t === type).length]));
}

const regionOf = ({ inputs }: Recorded) => inputs.region ?? "af-south-1";

describe("the alert path", function () {
  // The first run bundles the functions.
  this.timeout(60_000);
  let path: Collected;
  before(async () => {
    path = await buildAlertPath();
  });

  it("is made of exactly this", () => {
    assert.deepEqual(counts(path), {
      "aws:cloudwatch/eventRule:EventRule": 2,
      "aws:cloudwatch/eventTarget:EventTarget": 2,
      "aws:cloudwatch/logGroup:LogGroup": 2,
      "aws:iam/role:Role": 3,
      "aws:iam/rolePolicy:RolePolicy": 3,
      "aws:lambda/eventSourceMapping:EventSourceMapping": 2,
      "aws:lambda/function:Function": 2,
      "aws:lambda/functionRecursionConfig:FunctionRecursionConfig": 1,
      "aws:scheduler/schedule:Schedule": 1,
      "aws:secretsmanager/secret:Secret": 2,
      // Alerts and outbox, a dead-letter queue of each, and one for what was not delivered in each of three regions.
      "aws:sqs/queue:Queue": 7,
      "aws:sqs/queuePolicy:QueuePolicy": 7,
      // Three severities and the path's own, in three regions.
      "aws:sns/topic:Topic": 12,
      "aws:sns/topicPolicy:TopicPolicy": 12,
      // By the queue 9 own and 3 others; by e-mail 3 of the path, and 2 addresses for 3 critical ones.
      "aws:sns/topicSubscription:TopicSubscription": 21,
    });
  });

  it("loses nothing: each subscription, target, schedule and queue has a dead-letter queue, in its own region", () => {
    const queues = path.ofType(queueType);
    const regionByArn = new Map(
      queues.map((queue) => {
        const name = `${queue.name}-`;
        return [name, regionOf(queue)] as const;
      }),
    );
    const regionOfArn = (arn: string) => {
      const found = [...regionByArn].filter(([name]) => arn.includes(`:${name}`));
      // The longest name that fits: "…-undelivered-us-east-1-" before "…-undelivered-".
      return found.sort(([a], [b]) => b.length - a.length)[0]?.[1];
    };
    const subscriptions = path.ofType(subscriptionType);
    for (const subscription of subscriptions) {
      const { deadLetterTargetArn } = JSON.parse(subscription.inputs.redrivePolicy);
      assert.equal(regionOfArn(deadLetterTargetArn), regionOf(subscription), subscription.name);
      assert.match(deadLetterTargetArn, /-undelivered-/);
    }
    for (const target of path.ofType(targetType)) {
      assert.equal(regionOfArn(target.inputs.deadLetterConfig.arn), regionOf(target), target.name);
    }
    const { target } = path.only("aws:scheduler/schedule:Schedule").inputs;
    assert.equal(regionOfArn(target.deadLetterConfig.arn), "af-south-1");
    const read = queues.filter(({ inputs }) => inputs.redrivePolicy !== undefined);
    assert.deepEqual(read.map(({ name }) => name).sort(), ["acme-dev-alerts-outbox", "acme-dev-alerts-queue"]);
  });

  it("has an alarm on each queue: on age where somebody reads, on messages where nobody does", () => {
    const alarms = path.outputs.alarms as readonly { id: string; watched: { metric: { dimensions: object } } }[];
    const queuesOf = (id: string) =>
      alarms
        .filter((alarm) => alarm.id === id)
        .map(({ watched }) =>
          (watched.metric.dimensions as { QueueName: string }).QueueName.replace(/-[0-9a-f]{7}(?=\.fifo|$)/, ""),
        )
        .sort();
    assert.deepEqual(queuesOf("alert-path-queue-age"), ["acme-dev-alerts-outbox.fifo", "acme-dev-alerts-queue"]);
    const dead = path.ofType(queueType).filter(({ inputs }) => inputs.redrivePolicy === undefined);
    assert.deepEqual(
      queuesOf("alert-path-dead-letters"),
      dead.map(({ name, inputs }) => (inputs.fifoQueue ? `${name}.fifo` : name)).sort(),
    );
  });

  it("sends what happens on: subscriptions wait for the policies of their queues, targets for those of topic and queue", () => {
    for (const { inputs, name, options } of path.ofType(subscriptionType)) {
      assert.ok(
        options.dependsOn?.some((other) => /-undelivered.*-policy$/.test(other)),
        name,
      );
      if (inputs.protocol === "sqs") assert.ok(options.dependsOn?.includes("acme-dev-alerts-queue-policy"), name);
    }
    for (const { name, options } of path.ofType(targetType)) {
      assert.ok(
        options.dependsOn?.some((other) => /-undelivered.*-policy$/.test(other)),
        name,
      );
      assert.ok(
        options.dependsOn?.some((other) => /-(critical|warning)(-us-east-1)?-policy$/.test(other)),
        name,
      );
    }
  });

  it("tells others where to send, what to redrive, and where webhooks go", () => {
    const { outputs } = path;
    assert.deepEqual(Object.keys(outputs.topicArns), ["af-south-1", "us-east-1", "eu-west-1"]);
    for (const [region, topics] of Object.entries<Record<string, string>>(outputs.topicArns)) {
      assert.deepEqual(Object.keys(topics), ["critical", "warning", "info"]);
      for (const [severity, arn] of Object.entries(topics)) {
        assert.match(arn, new RegExp(`^arn:aws:sns:${region}:\\d{12}:acme-dev-alerts-${severity}-`));
      }
      assert.match(outputs.fallbackTopicArns[region], new RegExp(`:${region}:\\d{12}:acme-dev-alerts-path-`));
    }
    assert.deepEqual(Object.keys(outputs.deadLetterUrls), [
      "alerts",
      "outbox",
      "undelivered",
      "undelivered-us-east-1",
      "undelivered-eu-west-1",
    ]);
    assert.match(outputs.deadLetterUrls.outbox, /acme-dev-alerts-outbox-dead-[0-9a-f]{7}\.fifo$/);
    assert.match(outputs.alertsQueueUrl, /^https:\/\/sqs\.af-south-1\..*\/acme-dev-alerts-queue-[0-9a-f]{7}$/);
    assert.deepEqual(Object.keys(outputs.secretArns), ["critical", "notices"]);
  });

  it("stands in one region where nothing alerts elsewhere, without pictures, others' topics, rules and addresses", async () => {
    const small = await buildAlertPath({
      otherRegions: [],
      sources: [],
      eventRules: [],
      emails: [],
      pageEmails: [],
      graphs: undefined,
    });
    const made = counts(small);
    assert.equal(made["aws:sns/topic:Topic"], 4);
    assert.equal(made[queueType], 5);
    assert.equal(made[subscriptionType], 3);
  });

  it("names what is in a region that it does not know", async () => {
    await assert.rejects(
      buildAlertPath({ otherRegions: ["us-east-1"] }),
      /The source from-mail is in eu-west-1, but alerts are taken in af-south-1, us-east-1 only/,
    );
    await assert.rejects(
      buildAlertPath({ otherRegions: ["eu-west-1"], sources: [] }),
      /The rule health-global is for us-east-1, but there are topics in af-south-1, eu-west-1 only/,
    );
    await assert.rejects(
      buildAlertPath({ otherRegions: ["us-east-1", "eu-west-1", "eu-west-2"] }),
      /There is no key of messages in eu-west-2, only in af-south-1, us-east-1, eu-west-1/,
    );
  });
});
