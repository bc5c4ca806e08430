import assert from "node:assert/strict";
import type { Collected } from "../../test/pulumi-mocks.ts";
import { buildAlertPath, messageKeyArns, sources } from "./alert-path-test-args.ts";

const queueType = "aws:sqs/queue:Queue";
const day = 86_400;

describe("the queues of the alert path", function () {
  // The first run bundles the functions.
  this.timeout(60_000);
  let path: Collected;
  before(async () => {
    path = await buildAlertPath();
  });

  const queue = (name: string) => path.only(queueType, `acme-dev-alerts-${name}`);
  const policy = (name: string) =>
    path.only("aws:sqs/queuePolicy:QueuePolicy", `acme-dev-alerts-${name}-policy`).inputs;
  const arnOf = (name: string, region = "af-south-1") => {
    const { Statement } = JSON.parse(policy(name).policy);
    const arn = String(Statement[0].Resource);
    assert.match(arn, new RegExp(`^arn:aws:sqs:${region}:\\d{12}:acme-dev-alerts-${name}-[0-9a-f]{7}(\\.fifo)?$`));
    return arn;
  };

  it("SQS.1: are encrypted by the key of messages of their region", () => {
    for (const { name, inputs } of path.ofType(queueType)) {
      const region = (inputs.region ?? "af-south-1") as keyof typeof messageKeyArns;
      assert.equal(inputs.kmsMasterKeyId, messageKeyArns[region], name);
    }
    const abroad = path.ofType(queueType).filter(({ inputs }) => inputs.region !== undefined);
    assert.deepEqual(
      abroad.map(({ name, inputs }) => [name, inputs.region]),
      [
        ["acme-dev-alerts-undelivered-us-east-1", "us-east-1"],
        ["acme-dev-alerts-undelivered-eu-west-1", "eu-west-1"],
      ],
    );
  });

  it("tell each place where alerts lie that went nowhere, for the dashboard", () => {
    const suffix = /-[0-9a-f]{7}(\.fifo)?$/;
    const places = path.outputs.deadLetters.map(
      ({ name, region }: { readonly name: string; readonly region: string }) => [
        name.replace(suffix, "").slice("acme-dev-alerts-".length),
        region,
      ],
    );
    assert.deepEqual(places, [
      ["dead", "af-south-1"],
      ["outbox-dead", "af-south-1"],
      ["undelivered", "af-south-1"],
      ["undelivered-us-east-1", "us-east-1"],
      ["undelivered-eu-west-1", "eu-west-1"],
    ]);
  });

  it("wait as long as their readers need, keep dead letters longest, and give up only on what is hopeless", () => {
    const dials = (name: string) => {
      const { kmsMasterKeyId, region, redrivePolicy, ...rest } = queue(name).inputs;
      return { ...rest, ...(redrivePolicy && { redrive: JSON.parse(redrivePolicy) }) };
    };
    assert.deepEqual(dials("queue"), {
      visibilityTimeoutSeconds: 180,
      messageRetentionSeconds: 7 * day,
      redrive: { deadLetterTargetArn: arnOf("dead"), maxReceiveCount: 100 },
    });
    assert.deepEqual(dials("dead"), { messageRetentionSeconds: 14 * day });
    assert.deepEqual(dials("outbox"), {
      fifoQueue: true,
      deduplicationScope: "messageGroup",
      visibilityTimeoutSeconds: 120,
      messageRetentionSeconds: 14 * day,
      redrive: { deadLetterTargetArn: arnOf("outbox-dead"), maxReceiveCount: 1000 },
    });
    assert.deepEqual(dials("outbox-dead"), { fifoQueue: true, messageRetentionSeconds: 14 * day });
    assert.match(arnOf("outbox-dead"), /\.fifo$/);
    for (const end of ["", "-us-east-1", "-eu-west-1"]) {
      assert.deepEqual(dials(`undelivered${end}`), { messageRetentionSeconds: 14 * day });
    }
  });

  it("SQS.3: all of the path's topics and others' deliver to the queue of alerts, each by the right principal", () => {
    const [, home, abroad, ...others] = JSON.parse(policy("queue").policy).Statement;
    assert.deepEqual(others, []);
    const topics = path.outputs.topicArns as Record<string, Record<string, string>>;
    const own = (region: string) => Object.values(topics[region] ?? {});
    const [backup, budgets, mail] = sources.map(({ topicArn }) => topicArn);
    assert.deepEqual(home.Principal, { Service: "sns.amazonaws.com" });
    assert.deepEqual(home.Condition, { ArnEquals: { "aws:SourceArn": [...own("af-south-1"), backup] } });
    assert.deepEqual(abroad.Principal, { Service: "sns.af-south-1.amazonaws.com" });
    assert.deepEqual(abroad.Condition, {
      ArnEquals: { "aws:SourceArn": [...own("us-east-1"), ...own("eu-west-1"), budgets, mail] },
    });
    for (const { Action, Effect, Resource } of [home, abroad]) {
      assert.deepEqual([Action, Effect, Resource], ["sqs:SendMessage", "Allow", arnOf("queue")]);
    }
  });

  it("SQS.3: what was not delivered comes from topics and rules of the same region", () => {
    for (const [end, region] of [
      ["", "af-south-1"],
      ["-us-east-1", "us-east-1"],
      ["-eu-west-1", "eu-west-1"],
    ] as const) {
      const { policy: text, region: place } = policy(`undelivered${end}`);
      assert.equal(place, region === "af-south-1" ? undefined : region);
      const [, topics, rules, ...others] = JSON.parse(text).Statement;
      assert.deepEqual(others, []);
      assert.deepEqual(topics.Principal, { Service: "sns.amazonaws.com" });
      const sent: string[] = topics.Condition.ArnEquals["aws:SourceArn"];
      assert.equal(sent.length, 5);
      assert.deepEqual([...new Set(sent.map((arn) => arn.split(":")[3]))], [region]);
      assert.deepEqual(rules.Condition, {
        ArnLike: { "aws:SourceArn": `arn:aws:events:${region}:111122223333:rule/acme-dev-alerts-*` },
      });
      for (const { name } of path.ofType("aws:cloudwatch/eventRule:EventRule")) assert.match(name, /^acme-dev-alerts-/);
    }
  });

  it("SQS.3: only roles of the account send to the others", () => {
    for (const name of ["dead", "outbox", "outbox-dead"]) {
      const { Statement } = JSON.parse(policy(name).policy);
      assert.deepEqual(
        Statement.map(({ Effect, Sid }: { Effect: string; Sid: string }) => [Effect, Sid]),
        [["Deny", "DenyWithoutTls"]],
      );
    }
  });
});
