/** What a web ACL does with requests: AWS's managed rule groups and a rate limit. No resource is made here. */
import type * as aws from "@pulumi/aws";
import type { Unwrap } from "@pulumi/pulumi";

/**
 * AWS's managed rule groups by the name that settings give them, in the order in which they look at a request: AWS's name, its
 * capacity units (WCU), and what it is for.
 *
 * Sources: https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html and the pages below it.
 */
export const managedRuleGroups = {
  ipReputation: { name: "AWSManagedRulesAmazonIpReputationList", capacityUnits: 25 },
  common: { name: "AWSManagedRulesCommonRuleSet", capacityUnits: 700 },
  knownBadInputs: { name: "AWSManagedRulesKnownBadInputsRuleSet", capacityUnits: 200 },
  sqlDatabase: { name: "AWSManagedRulesSQLiRuleSet", capacityUnits: 200 },
  linux: { name: "AWSManagedRulesLinuxRuleSet", capacityUnits: 200 },
  posix: { name: "AWSManagedRulesUnixRuleSet", capacityUnits: 100 },
  php: { name: "AWSManagedRulesPHPRuleSet", capacityUnits: 100 },
  wordPress: { name: "AWSManagedRulesWordPressRuleSet", capacityUnits: 100 },
} as const;

/** Name of a managed rule group in settings. */
export type ManagedRuleGroup = keyof typeof managedRuleGroups;

/** All names of managed rule groups, in their order. */
export const managedRuleGroupNames = Object.keys(managedRuleGroups) as readonly ManagedRuleGroup[];

/**
 * Capacity units that the price of a web ACL includes; more cost extra for every million requests.
 * Source: https://docs.aws.amazon.com/waf/latest/developerguide/aws-waf-capacity-units.html
 */
export const includedCapacityUnits = 1500;

/**
 * Capacity units of the rate limit: a rate-based rule by address, without a condition of its own.
 * Source: https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based.html
 */
const rateLimitCapacityUnits = 2;

/** What is chosen of a web ACL's rules. */
export interface WebAclRulesArgs {
  /** Rule groups that look at each request; at least one (control WAF.10). */
  readonly managedRuleGroups: readonly ManagedRuleGroup[];
  /** Requests that one address may send in five minutes, 10 to 2,000,000,000; more are answered with 403 until it sends fewer. */
  readonly rateLimitPer5Minutes: number;
  /** Requests that break a rule are counted and logged and pass: for the first weeks, until the logs show no false alarm. */
  readonly countOnly: boolean;
}

/** A rule of a web ACL, without inputs to wait for. */
export type WebAclRule = Unwrap<aws.types.input.wafv2.WebAclRule>;

/**
 * Capacity units of the rules.
 *
 * @param groups the managed rule groups; the rate limit is added
 */
export function capacityUnits(groups: readonly ManagedRuleGroup[]): number {
  return groups.reduce((total, group) => total + managedRuleGroups[group].capacityUnits, rateLimitCapacityUnits);
}

/**
 * The rules of a web ACL. Priorities follow from the groups' order, so that one more group moves no other.
 *
 * One rule of the common group never blocks: the one that refuses bodies over 8 KB. It would refuse every upload.
 *
 * @param name what the metrics' names begin with
 * @param args what is chosen
 */
export function webAclRules(name: string, args: WebAclRulesArgs): WebAclRule[] {
  const visibility = (part: string) => ({
    cloudwatchMetricsEnabled: true,
    metricName: `${name}-${part}`,
    sampledRequestsEnabled: true,
  });
  const rateLimit: WebAclRule = {
    name: "rate-limit",
    priority: 0,
    action: args.countOnly ? { count: {} } : { block: {} },
    statement: {
      rateBasedStatement: { limit: args.rateLimitPer5Minutes, aggregateKeyType: "IP", evaluationWindowSec: 300 },
    },
    // Tells in the logs why a request was refused, also when it is only counted.
    ruleLabels: [{ name: "rate-limit" }],
    visibilityConfig: visibility("rate-limit"),
  };
  const groups = managedRuleGroupNames.flatMap((group, position): WebAclRule[] => {
    if (!args.managedRuleGroups.includes(group)) return [];
    return [
      {
        name: group,
        priority: (position + 1) * 10,
        overrideAction: args.countOnly ? { count: {} } : { none: {} },
        statement: {
          managedRuleGroupStatement: {
            vendorName: "AWS",
            name: managedRuleGroups[group].name,
            ...(group === "common" && {
              ruleActionOverrides: [{ name: "SizeRestrictions_BODY", actionToUse: { count: {} } }],
            }),
          },
        },
        visibilityConfig: visibility(group),
      },
    ];
  });
  return [rateLimit, ...groups];
}
