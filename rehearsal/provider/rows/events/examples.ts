/** Examples of EventBridge. */
import type { Example } from "../example.ts";

/** A policy of a topic that lets services publish to it. */
function publishers(topicArn: unknown, services: readonly string[]): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: services }, Action: "sns:Publish", Resource: topicArn }],
  });
}

/** The examples. */
export const examples: readonly Example[] = [
  {
    name: "events-topic",
    type: "aws:sns/topic:Topic",
    inputs: () => ({ name: "rehearsal-watched" }),
  },
  {
    name: "events-topic-policy",
    type: "aws:sns/topicPolicy:TopicPolicy",
    stays: "a topic goes back to AWS's first policy",
    needs: ["events-topic"],
    inputs: (made) => ({
      arn: made("events-topic").arn,
      policy: publishers(made("events-topic").arn, ["events.amazonaws.com", "cloudwatch.amazonaws.com"]),
    }),
  },
  {
    name: "events-rule",
    type: "aws:cloudwatch/eventRule:EventRule",
    inputs: () => ({
      name: "rehearsal-example",
      description: "first",
      eventPattern: JSON.stringify({ source: ["aws.rds"], detail: { EventID: [{ prefix: "RDS-" }] } }),
    }),
    change: () => ({
      description: "second",
      state: "DISABLED",
      eventPattern: JSON.stringify({ source: ["aws.rds", "aws.backup"] }),
    }),
  },
  {
    name: "events-scheduled-rule",
    type: "aws:cloudwatch/eventRule:EventRule",
    inputs: () => ({ name: "rehearsal-scheduled", scheduleExpression: "cron(0 6 ? * MON-FRI *)" }),
    change: () => ({ scheduleExpression: "rate(12 hours)" }),
  },
  {
    name: "events-target",
    type: "aws:cloudwatch/eventTarget:EventTarget",
    needs: ["events-rule", "events-topic-policy"],
    inputs: (made) => ({
      rule: made("events-rule").name,
      arn: made("events-topic-policy").arn,
      retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 10 },
    }),
    change: () => ({
      retryPolicy: { maximumEventAgeInSeconds: 7200, maximumRetryAttempts: 20 },
      inputTransformer: { inputPaths: { source: "$.source" }, inputTemplate: '{"from": <source>}' },
    }),
  },
];
