/** Examples of CloudWatch Logs' rows. */
import type { Example } from "../example.ts";

const document = (service: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { Service: service }, Action: "logs:PutLogEvents", Resource: "arn:aws:logs:*:*:*" },
    ],
  });

/** One example of each row. */
export const examples: readonly Example[] = [
  {
    name: "logs-log-group",
    type: "aws:cloudwatch/logGroup:LogGroup",
    inputs: () => ({ name: "/example/logs", retentionInDays: 30, tags: { Name: "example" } }),
    change: () => ({ retentionInDays: 90, deletionProtectionEnabled: true, tags: { Name: "changed" } }),
  },
  {
    name: "logs-resource-policy",
    type: "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
    inputs: () => ({ policyName: "example", policyDocument: document("route53.amazonaws.com") }),
    change: () => ({ policyDocument: document("es.amazonaws.com") }),
  },
];
