import assert from "node:assert/strict";
import { testIdentity } from "../../test/identity.ts";
import { collect } from "../../test/pulumi-mocks.ts";
import { createContext } from "./context.ts";
import { NotificationTopic, type NotificationTopicArgs } from "./notification-topic.ts";

const keyArn = "arn:aws:kms:af-south-1:111122223333:key/11111111-2222-4333-8444-555555555555";

/** A topic with these changes to the smallest set of arguments. */
const build = (change: Partial<NotificationTopicArgs> = {}) =>
  collect(
    () =>
      new NotificationTopic("acme-dev-backup-events", {
        context: createContext(testIdentity),
        keyArn,
        publishers: [{ service: "backup.amazonaws.com" }],
        ...change,
      }),
  );

describe("NotificationTopic", () => {
  it("SNS.1: is encrypted by a customer key", async () => {
    const { only } = await build();
    const topic = only("aws:sns/topic:Topic");
    assert.equal(topic.name, "acme-dev-backup-events");
    assert.deepEqual(topic.inputs, { kmsMasterKeyId: keyArn });
  });

  it("SNS.4: only the named services publish, for this account, over TLS", async () => {
    const sourceArns = ["arn:aws:rds:af-south-1:111122223333:es:acme-dev-*"];
    const { only, outputs } = await build({
      publishers: [{ service: "cloudwatch.amazonaws.com" }, { service: "events.rds.amazonaws.com", sourceArns }],
    });
    const { inputs } = only("aws:sns/topicPolicy:TopicPolicy");
    assert.equal(inputs.arn, outputs.arn);
    const publish = { Effect: "Allow", Action: "sns:Publish", Resource: outputs.arn };
    const account = { "aws:SourceAccount": "111122223333" };
    assert.deepEqual(JSON.parse(inputs.policy).Statement, [
      {
        Sid: "DenyWithoutTls",
        Effect: "Deny",
        Principal: "*",
        Action: "sns:Publish",
        Resource: outputs.arn,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
      {
        Sid: "Publishcloudwatchamazonawscom",
        ...publish,
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Condition: { StringEquals: account },
      },
      {
        Sid: "Publisheventsrdsamazonawscom",
        ...publish,
        Principal: { Service: "events.rds.amazonaws.com" },
        Condition: { StringEquals: account, ArnLike: { "aws:SourceArn": sourceArns } },
      },
    ]);
  });

  it("lets EventBridge publish without a condition, which it does not support", async () => {
    const { only, outputs } = await build({ publishers: [{ service: "events.amazonaws.com", saysAccount: false }] });
    assert.deepEqual(JSON.parse(only("aws:sns/topicPolicy:TopicPolicy").inputs.policy).Statement.slice(1), [
      {
        Sid: "Publisheventsamazonawscom",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sns:Publish",
        Resource: outputs.arn,
      },
    ]);
  });

  it("can stand in another region, with all that belongs to it", async () => {
    const { resources } = await build({ region: "us-east-1", emails: ["one@example.com"] });
    const made = resources.filter(({ type }) => type.startsWith("aws:sns/"));
    assert.deepEqual(
      made.map(({ inputs }) => inputs.region),
      ["us-east-1", "us-east-1", "us-east-1"],
    );
  });

  it("mails to each address what the filter lets through", async () => {
    const emails = ["one@example.com", "two@example.com"];
    const type = "aws:sns/topicSubscription:TopicSubscription";
    const { ofType, outputs } = await build({ emails, emailFilter: { State: ["FAILED"] } });
    assert.deepEqual(
      ofType(type).map(({ inputs }) => inputs),
      emails.map((endpoint) => ({
        topic: outputs.arn,
        protocol: "email",
        endpoint,
        filterPolicy: '{"State":["FAILED"]}',
      })),
    );
    assert.equal((await build({ emails })).ofType(type)[0]?.inputs.filterPolicy, undefined);
    assert.equal((await build()).ofType(type).length, 0);
  });
});
