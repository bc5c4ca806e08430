/** Examples of Route 53's rows, with the log group and resource policy that query logging needs. */
import type { Example } from "../example.ts";

/** All examples of Route 53. */
export const examples: readonly Example[] = [
  {
    name: "route53-zone",
    type: "aws:route53/zone:Zone",
    inputs: () => ({ name: "rehearsal.example", comment: "first" }),
    change: () => ({ comment: "second", tags: { kind: "second" } }),
  },
  {
    name: "route53-record",
    type: "aws:route53/record:Record",
    needs: ["route53-zone"],
    inputs: (made) => ({
      zoneId: made("route53-zone").id,
      name: "www.rehearsal.example",
      type: "A",
      ttl: 300,
      records: ["192.0.2.1", "192.0.2.2"],
    }),
    change: () => ({ ttl: 60, records: ["192.0.2.3"] }),
  },
  {
    name: "route53-text-record",
    type: "aws:route53/record:Record",
    needs: ["route53-zone"],
    inputs: (made) => ({
      zoneId: made("route53-zone").id,
      name: "rehearsal.example",
      type: "TXT",
      ttl: 300,
      records: ["v=spf1 -all"],
    }),
    change: () => ({ records: ["v=spf1 include:amazonses.com -all"] }),
  },
  {
    name: "route53-log-group",
    type: "aws:cloudwatch/logGroup:LogGroup",
    inputs: () => ({ name: "/aws/route53/rehearsal.example", retentionInDays: 30, region: "us-east-1" }),
  },
  {
    name: "route53-log-policy",
    type: "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
    needs: ["route53-log-group"],
    inputs: (made) => ({
      policyName: "rehearsal-example",
      region: "us-east-1",
      policyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: "route53.amazonaws.com" },
            Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
            Resource: `${made("route53-log-group").arn}:*`,
          },
        ],
      }),
    }),
  },
  {
    name: "route53-query-log",
    type: "aws:route53/queryLog:QueryLog",
    needs: ["route53-zone", "route53-log-group", "route53-log-policy"],
    inputs: (made) => ({ zoneId: made("route53-zone").id, cloudwatchLogGroupArn: made("route53-log-group").arn }),
  },
  {
    name: "route53-alias",
    type: "aws:route53/record:Record",
    needs: ["route53-zone"],
    inputs: (made) => ({
      zoneId: made("route53-zone").id,
      name: "rehearsal.example",
      type: "A",
      aliases: [{ name: "first.rehearsal.example", zoneId: made("route53-zone").id, evaluateTargetHealth: true }],
    }),
    change: (made) => ({
      aliases: [{ name: "second.rehearsal.example", zoneId: made("route53-zone").id, evaluateTargetHealth: false }],
    }),
  },
  {
    name: "route53-health-check",
    type: "aws:route53/healthCheck:HealthCheck",
    inputs: () => ({
      type: "HTTPS",
      fqdn: "www.rehearsal.example",
      port: 443,
      resourcePath: "/",
      requestInterval: 30,
      failureThreshold: 3,
    }),
    change: () => ({ resourcePath: "/health", failureThreshold: 5, fqdn: "rehearsal.example" }),
  },
];
