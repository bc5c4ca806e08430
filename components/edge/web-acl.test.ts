import assert from "node:assert/strict";
import fc from "fast-check";
import { collect } from "../../test/pulumi-mocks.ts";
import { WebAcl, type WebAclArgs } from "./web-acl.ts";
import {
  capacityUnits,
  includedCapacityUnits,
  type ManagedRuleGroup,
  managedRuleGroupNames,
  webAclRules,
} from "./web-acl-rules.ts";

const webAclType = "aws:wafv2/webAcl:WebAcl";
const loggingType = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration";
const associationType = "aws:wafv2/webAclAssociation:WebAclAssociation";
const logGroupType = "aws:cloudwatch/logGroup:LogGroup";
const loadBalancerArn = "arn:aws:elasticloadbalancing:af-south-1:123456789012:loadbalancer/app/web/0123456789abcdef";
const chosen: readonly ManagedRuleGroup[] = ["ipReputation", "common", "knownBadInputs"];
const rulesArgs = { managedRuleGroups: chosen, rateLimitPer5Minutes: 2000, countOnly: false };

const build = (change: Partial<WebAclArgs> = {}) =>
  collect(() => new WebAcl("acme-dev-waf", { scope: "CLOUDFRONT", ...rulesArgs, logRetentionDays: 365, ...change }));

const metric = (metricName: string) => ({
  cloudwatchMetricsEnabled: true,
  metricName,
  sampledRequestsEnabled: true,
});

const group = (name: string, priority: number, managed: object) => ({
  name,
  priority,
  overrideAction: { none: {} },
  statement: { managedRuleGroupStatement: { vendorName: "AWS", ...managed } },
  visibilityConfig: metric(`acme-dev-waf-${name}`),
});

describe("WebAcl", () => {
  it("WAF.10, WAF.12: has exactly these rules, each with metrics", async () => {
    const { only } = await build();
    assert.deepEqual(only(webAclType).inputs, {
      region: "us-east-1",
      scope: "CLOUDFRONT",
      description: "Refuses attacks and floods of acme-dev-waf",
      defaultAction: { allow: {} },
      rules: [
        {
          name: "rate-limit",
          priority: 0,
          action: { block: {} },
          statement: { rateBasedStatement: { limit: 2000, aggregateKeyType: "IP", evaluationWindowSec: 300 } },
          ruleLabels: [{ name: "rate-limit" }],
          visibilityConfig: metric("acme-dev-waf-rate-limit"),
        },
        group("ipReputation", 10, { name: "AWSManagedRulesAmazonIpReputationList" }),
        group("common", 20, {
          name: "AWSManagedRulesCommonRuleSet",
          ruleActionOverrides: [{ name: "SizeRestrictions_BODY", actionToUse: { count: {} } }],
        }),
        group("knownBadInputs", 30, { name: "AWSManagedRulesKnownBadInputsRuleSet" }),
      ],
      visibilityConfig: metric("acme-dev-waf"),
    });
  });

  it("WAF.11: logs all requests without their credentials, in its own region", async () => {
    const { only, outputs } = await build();
    assert.deepEqual(only(logGroupType).inputs, {
      region: "us-east-1",
      name: "aws-waf-logs-acme-dev-waf",
      retentionInDays: 365,
    });
    const { inputs } = only(loggingType);
    assert.deepEqual(inputs, {
      region: "us-east-1",
      resourceArn: inputs.resourceArn,
      logDestinationConfigs: ["arn:aws:logs:us-east-1:123456789012:log-group:aws-waf-logs-acme-dev-waf"],
      redactedFields: [{ singleHeader: { name: "authorization" } }, { singleHeader: { name: "cookie" } }],
    });
    assert.match(inputs.resourceArn, /^arn:aws:wafv2:us-east-1:123456789012:global\/webacl\/acme-dev-waf-/);
    assert.equal(outputs.arn, inputs.resourceArn);
    assert.equal(outputs.logGroupName, "aws-waf-logs-acme-dev-waf");
  });

  it("protects a load balancer from its own region", async () => {
    const { only, ofType } = await build({ scope: "REGIONAL", resourceArn: loadBalancerArn });
    for (const type of [webAclType, loggingType, logGroupType]) assert.equal(only(type).inputs.region, undefined);
    assert.equal(ofType(associationType).length, 1);
    const { resourceArn, webAclArn } = only(associationType).inputs;
    assert.equal(resourceArn, loadBalancerArn);
    assert.match(webAclArn, /^arn:aws:wafv2:af-south-1:123456789012:regional\/webacl\//);
  });

  it("is associated with nothing at CloudFront", async () => {
    assert.equal((await build()).ofType(associationType).length, 0);
  });

  for (const [what, change, message] of [
    ["a regional one for nothing", { scope: "REGIONAL" }, /scope: got REGIONAL with no resourceArn/],
    ["a load balancer at CloudFront", { resourceArn: loadBalancerArn }, /scope: got CLOUDFRONT with a resourceArn/],
    ["no rule group", { managedRuleGroups: [] }, /control WAF\.10/],
  ] as const) {
    it(`refuses ${what}`, () => assert.rejects(build(change), message));
  }
});

describe("the rules of a web ACL", () => {
  it("only count when they shall refuse nobody", () => {
    const [rateLimit, ...groups] = webAclRules("w", { ...rulesArgs, countOnly: true });
    assert.deepEqual(rateLimit?.action, { count: {} });
    for (const rule of groups) assert.deepEqual(rule.overrideAction, { count: {} });
  });

  it("need the capacity that AWS's price includes by default, and more than it with all groups", () => {
    assert.equal(capacityUnits(chosen), 927);
    assert.equal(capacityUnits(managedRuleGroupNames), 1627);
    assert.ok(capacityUnits(managedRuleGroupNames) > includedCapacityUnits);
  });

  it("have priorities of their own, which another choice does not move", () => {
    const all = new Map(rulesOf(managedRuleGroupNames));
    fc.assert(
      fc.property(fc.subarray([...managedRuleGroupNames], { minLength: 1 }), (groups) => {
        const rules = rulesOf(groups);
        assert.equal(rules.length, groups.length + 1);
        assert.equal(new Set(rules.map(([, priority]) => priority)).size, rules.length);
        for (const [name, priority] of rules) assert.equal(priority, all.get(name));
      }),
    );
  });
});

function rulesOf(groups: readonly ManagedRuleGroup[]) {
  const rules = webAclRules("w", { ...rulesArgs, managedRuleGroups: groups });
  return rules.map(({ name, priority }) => [name, priority] as const);
}
