import assert from "node:assert/strict";
import { RedriveError, readRedriveTarget } from "./target.ts";

const url = (name: string) => `https://sqs.af-south-1.amazonaws.com/111122223333/${name}`;
const outputs = {
  alertDeadLetterUrls: {
    alerts: url("acme-dev-alerts-dead-1"),
    outbox: url("acme-dev-alerts-outbox-dead-1.fifo"),
    undelivered: url("acme-dev-alerts-undelivered-1"),
    "undelivered-us-east-1": "https://sqs.us-east-1.amazonaws.com/111122223333/acme-dev-alerts-undelivered-us-east-1",
  },
  alertsQueueUrl: url("acme-dev-alerts-queue-1"),
  alertTopicArns: { critical: "arn:aws:sns:af-south-1:111122223333:acme-dev-alerts-critical" },
};

describe("readRedriveTarget", () => {
  it("finds each queue, its region, and where its letters belong", () => {
    const { accountId, region, alertsQueueUrl, queues } = readRedriveTarget(outputs);
    assert.deepEqual([accountId, region], ["111122223333", "af-south-1"]);
    assert.equal(alertsQueueUrl, outputs.alertsQueueUrl);
    assert.deepEqual(
      queues.map((queue) => [queue.name, queue.region, queue.to]),
      [
        ["alerts", "af-south-1", "alerts"],
        ["outbox", "af-south-1", "outbox"],
        ["undelivered", "af-south-1", "alerts"],
        ["undelivered-us-east-1", "us-east-1", "alerts"],
      ],
    );
  });

  it("takes one queue, and names all when there is none of that name", () => {
    assert.deepEqual(
      readRedriveTarget(outputs, "outbox").queues.map(({ name }) => name),
      ["outbox"],
    );
    assert.throws(
      () => readRedriveTarget(outputs, "outbx"),
      /There is no queue "outbx": there are alerts, outbox, undelivered, undelivered-us-east-1\. Nothing was sent\./,
    );
  });

  it("names every output that is missing", () => {
    assert.throws(
      () => readRedriveTarget({ alertsQueueUrl: "" }),
      (error: Error) => {
        assert.ok(error instanceof RedriveError);
        assert.match(error.message, /no usable output alertDeadLetterUrls, alertTopicArns, alertsQueueUrl/);
        return true;
      },
    );
  });
});
