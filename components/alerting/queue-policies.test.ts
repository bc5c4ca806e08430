import assert from "node:assert/strict";
import { rolesSend, topicsDeliver, undeliveredArrive } from "./queue-policies.ts";

const queue = "arn:aws:sqs:af-south-1:111122223333:acme-dev-alerts";
const topic = (region: string) => ({ region, arn: `arn:aws:sns:${region}:111122223333:acme-dev-alerts-critical` });
const [home, global, mail] = [topic("af-south-1"), topic("us-east-1"), topic("eu-west-1")];
const overTls = {
  Sid: "DenyWithoutTls",
  Effect: "Deny",
  Principal: "*",
  Action: "sqs:*",
  Resource: queue,
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};
const statements = (policy: string) => JSON.parse(policy).Statement;

describe("who may send to the queues", () => {
  it("SQS.3: to the queue of alerts each topic, by the principal that SNS has between the two regions", () => {
    assert.deepEqual(statements(topicsDeliver(queue, "af-south-1", [home, global, mail])), [
      overTls,
      {
        Sid: "Deliversnsamazonawscom",
        Effect: "Allow",
        Principal: { Service: "sns.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: queue,
        Condition: { ArnEquals: { "aws:SourceArn": [home.arn] } },
      },
      {
        Sid: "Deliversnsafsouth1amazonawscom",
        Effect: "Allow",
        Principal: { Service: "sns.af-south-1.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: queue,
        Condition: { ArnEquals: { "aws:SourceArn": [global.arn, mail.arn] } },
      },
    ]);
  });

  it("one principal serves regions that are all enabled by default", () => {
    const [, ...allowed] = statements(topicsDeliver(queue, "eu-west-1", [mail, global]));
    assert.deepEqual(
      allowed.map(({ Principal }: { Principal: object }) => Principal),
      [{ Service: "sns.amazonaws.com" }],
    );
  });

  it("refuses topics whose messages SNS would not bring", () => {
    assert.throws(
      () => topicsDeliver(queue, "af-south-1", [topic("eu-south-1")]),
      /cannot deliver from eu-south-1 to af-south-1: both are opt-in regions/,
    );
  });

  it("SQS.3: to the queue of what was not delivered the region's topics and the path's rules", () => {
    const rules = "arn:aws:events:us-east-1:111122223333:rule/acme-dev-alerts-*";
    assert.deepEqual(statements(undeliveredArrive(queue, "us-east-1", [global.arn], rules)), [
      overTls,
      {
        Sid: "Deliversnsamazonawscom",
        Effect: "Allow",
        Principal: { Service: "sns.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: queue,
        Condition: { ArnEquals: { "aws:SourceArn": [global.arn] } },
      },
      {
        Sid: "EventsThatNoTopicTook",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: queue,
        Condition: { ArnLike: { "aws:SourceArn": rules } },
      },
    ]);
  });

  it("SQS.3: to the other queues nobody but roles of the account", () => {
    assert.deepEqual(statements(rolesSend(queue)), [overTls]);
  });
});
