import { unknown } from "../../row.ts";
import { describeRules } from "../test-cases.ts";
import { testFacts, testWorld } from "../test-world.ts";
import { webAclAssociation } from "./association.ts";
import { webAclLoggingConfiguration } from "./logging.ts";
import { webAcl } from "./web-acl.ts";

const visibilityConfig = { cloudwatchMetricsEnabled: true, metricName: "m", sampledRequestsEnabled: true };
const rate = (change: object = {}, statement: object = {}) => ({
  name: "rate",
  priority: 0,
  action: { block: {} },
  statement: { rateBasedStatement: { limit: 100, aggregateKeyType: "IP", ...statement } },
  visibilityConfig,
  ...change,
});
const group = (name: string, priority: number) => ({
  name,
  priority,
  overrideAction: { none: {} },
  statement: { managedRuleGroupStatement: { vendorName: "AWS", name } },
  visibilityConfig,
});
const acl = { name: "w", scope: "REGIONAL", defaultAction: { allow: {} }, rules: [rate()], visibilityConfig };
const many = Array.from({ length: 8 }, (_, index) => ({
  ...group("AWSManagedRulesCommonRuleSet", index),
  name: `g${index}`,
}));

describeRules(webAcl, acl, [
  ["rules that are not known yet", { rules: unknown }, undefined],
  ["the scope CLOUDFRONT in another region", { scope: "CLOUDFRONT" }, /give region us-east-1/],
  ["two default actions", { defaultAction: { allow: {}, block: {} } }, /either allow or block/],
  [
    "two rules of one priority",
    { rules: [rate(), rate({ name: "other" })] },
    /two rules of the web ACL have the priority 0/,
  ],
  ["two rules of one name", { rules: [rate(), rate({ priority: 1 })] }, /have the name rate/],
  ["a rule without an action", { rules: [rate({ action: undefined })] }, /give action/],
  [
    "a rule group with an action",
    { rules: [{ ...group("AWSManagedRulesCommonRuleSet", 1), action: {} }] },
    /give overrideAction/,
  ],
  [
    "a rule group that AWS does not have",
    { rules: [group("AWSManagedRulesNone", 1)] },
    /does not know the managed rule group/,
  ],
  ["a limit below WAF's", { rules: [rate({}, { limit: 9 })] }, /takes 10 to/],
  ["a window of another length", { rules: [rate({}, { evaluationWindowSec: 30 })] }, /60, 120, 300 or 600/],
  ["too much capacity", { rules: many }, /needs 5600 capacity units/],
  ["a metric's name of WAF's own", { visibilityConfig: { metricName: "All" } }, /metric name All is refused/],
  [
    "a name that is taken",
    {},
    /exists already in eu-west-1/,
    testWorld([webAcl.type, "1", { name: "w", scope: "REGIONAL", region: "eu-west-1" }]),
  ],
]);

const webAclArn = "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/w/1";
const globalArn = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/w/1";
const balancerArn = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/web/1";
const made = [
  [webAcl.type, "1", { arn: webAclArn }],
  [webAcl.type, "2", { arn: globalArn }],
  ["aws:lb/loadBalancer:LoadBalancer", balancerArn, { arn: balancerArn }],
] as const;

describeRules(
  webAclAssociation,
  { webAclArn, resourceArn: balancerArn },
  [
    ["what is not known yet", { webAclArn: unknown, resourceArn: unknown }, undefined],
    ["a web ACL of CloudFront", { webAclArn: globalArn }, /has the scope CLOUDFRONT/],
    [
      "a distribution",
      { resourceArn: "arn:aws:cloudfront::123456789012:distribution/E1" },
      /in the distribution's webAclId/,
    ],
    [
      "what is in another region",
      { resourceArn: "arn:aws:apigateway:us-east-1::/restapis/1/stages/a" },
      /its own region, eu-west-1/,
    ],
    ["a web ACL that is not there", { webAclArn: `${webAclArn}2` }, /webacl\/w\/12 does not exist/],
    ["a load balancer that is not there", { resourceArn: `${balancerArn}2` }, /does not exist/],
    [
      "a second web ACL",
      {},
      /has a web ACL already/,
      testWorld(...made, [webAclAssociation.type, "a", { resourceArn: balancerArn }]),
    ],
  ],
  testWorld(...made),
);

const groupArn = (name: string, region = "us-east-1") => `arn:aws:logs:${region}:123456789012:log-group:${name}`;
const logGroups = ["us-east-1", "eu-west-1"].map(
  (region) => ["aws:cloudwatch/logGroup:LogGroup", region, { arn: groupArn("aws-waf-logs-a", region) }] as const,
);
describeRules(
  webAclLoggingConfiguration,
  { resourceArn: globalArn, logDestinationConfigs: [groupArn("aws-waf-logs-a")] },
  [
    ["the ARN with its final star", { logDestinationConfigs: [`${groupArn("aws-waf-logs-a")}:*`] }, undefined],
    ["two destinations", { logDestinationConfigs: Array(2).fill(groupArn("aws-waf-logs-a")) }, /has 2 members/],
    [
      "a group of another region",
      { logDestinationConfigs: [groupArn("aws-waf-logs-a", "eu-west-1")] },
      /is in eu-west-1/,
    ],
    ["a group that is not there", { logDestinationConfigs: [groupArn("aws-waf-logs-b")] }, /does not exist/],
    ["a web ACL that is not there", { resourceArn: `${globalArn}3` }, /does not exist/],
    ["two redactions in one block", { redactedFields: [{ method: {}, uriPath: {} }] }, /each block has one/],
    ["a header with capitals", { redactedFields: [{ singleHeader: { name: "Cookie" } }] }, /in lower case/],
    [
      "a group of another name",
      { logDestinationConfigs: [groupArn("waf")] },
      /must begin with aws-waf-logs-/,
      testWorld(...made, ["aws:cloudwatch/logGroup:LogGroup", "waf", { arn: groupArn("waf") }]),
    ],
  ],
  testWorld(...made, ...logGroups),
  testFacts({ region: "us-east-1" }),
);
