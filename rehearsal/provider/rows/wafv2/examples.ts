/** Examples of WAF, with the log group that logging needs. */
import type { Example } from "../example.ts";

const visibilityConfig = (metricName: string) => ({
  cloudwatchMetricsEnabled: true,
  metricName,
  sampledRequestsEnabled: true,
});

const rateLimit = (limit: number) => ({
  name: "rate-limit",
  priority: 0,
  action: { block: {} },
  statement: { rateBasedStatement: { limit, aggregateKeyType: "IP", evaluationWindowSec: 300 } },
  visibilityConfig: visibilityConfig("rate-limit"),
});

const reputation = {
  name: "reputation",
  priority: 1,
  overrideAction: { none: {} },
  statement: { managedRuleGroupStatement: { vendorName: "AWS", name: "AWSManagedRulesAmazonIpReputationList" } },
  visibilityConfig: visibilityConfig("reputation"),
};

/** The examples. */
export const examples: readonly Example[] = [
  {
    name: "waf-cloudfront",
    type: "aws:wafv2/webAcl:WebAcl",
    inputs: () => ({
      region: "us-east-1",
      scope: "CLOUDFRONT",
      defaultAction: { allow: {} },
      rules: [rateLimit(1000)],
      visibilityConfig: visibilityConfig("example"),
    }),
    change: () => ({ rules: [rateLimit(500), reputation], visibilityConfig: visibilityConfig("changed") }),
  },
  {
    name: "waf-regional",
    type: "aws:wafv2/webAcl:WebAcl",
    inputs: () => ({
      scope: "REGIONAL",
      defaultAction: { allow: {} },
      rules: [reputation],
      visibilityConfig: visibilityConfig("regional"),
    }),
    change: () => ({ defaultAction: { block: {} } }),
  },
  {
    name: "waf-association",
    type: "aws:wafv2/webAclAssociation:WebAclAssociation",
    needs: ["waf-regional"],
    inputs: (made, { accountId, region }) => ({
      webAclArn: made("waf-regional").arn,
      resourceArn: `arn:aws:apigateway:${region}::/restapis/${accountId}/stages/live`,
    }),
  },
  {
    name: "waf-log-group",
    type: "aws:cloudwatch/logGroup:LogGroup",
    inputs: () => ({ name: "aws-waf-logs-example", retentionInDays: 30, region: "us-east-1" }),
  },
  {
    name: "waf-logging",
    type: "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
    needs: ["waf-cloudfront", "waf-log-group"],
    inputs: (made) => ({
      region: "us-east-1",
      resourceArn: made("waf-cloudfront").arn,
      logDestinationConfigs: [made("waf-log-group").arn],
      redactedFields: [{ singleHeader: { name: "authorization" } }],
    }),
    change: () => ({
      redactedFields: [{ singleHeader: { name: "authorization" } }, { singleHeader: { name: "cookie" } }],
    }),
  },
];
