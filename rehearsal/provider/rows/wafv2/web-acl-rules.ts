/** What WAF or the real provider refuses in web ACLs, and the emulator does not. */
import type { Properties, Rule } from "../../row.ts";
import { number, text } from "../known.ts";
import { blocks, webAclType } from "./shared.ts";

/**
 * Capacity units (WCU) of AWS's managed rule groups, in their default versions.
 * Source: https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html and the pages of each group.
 */
const managedCapacity: Readonly<Record<string, number>> = {
  AWSManagedRulesAdminProtectionRuleSet: 100,
  AWSManagedRulesAmazonIpReputationList: 25,
  AWSManagedRulesAnonymousIpList: 50,
  AWSManagedRulesCommonRuleSet: 700,
  AWSManagedRulesKnownBadInputsRuleSet: 200,
  AWSManagedRulesLinuxRuleSet: 200,
  AWSManagedRulesPHPRuleSet: 100,
  AWSManagedRulesSQLiRuleSet: 200,
  AWSManagedRulesUnixRuleSet: 100,
  AWSManagedRulesWindowsRuleSet: 200,
  AWSManagedRulesWordPressRuleSet: 100,
};

/** A rate-based rule by address and window. Source: https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based.html */
const rateBasedCapacity = 2;

/** Most units of a web ACL. Source: https://docs.aws.amazon.com/waf/latest/developerguide/limits.html */
const mostCapacity = 5000;

/** Capacity units of the rules, as far as the rehearsal knows their statements. */
export function capacityOf(rules: unknown): number {
  return blocks(rules)
    .map(({ statement }) => {
      if (statement?.rateBasedStatement) return rateBasedCapacity;
      return managedCapacity[statement?.managedRuleGroupStatement?.name] ?? 1;
    })
    .reduce((total, capacity) => total + capacity, 0);
}

function statementProblem({ name, statement, action, overrideAction }: Properties): string | undefined {
  const group = statement?.managedRuleGroupStatement ?? statement?.ruleGroupReferenceStatement;
  if (group !== undefined && (overrideAction === undefined || action !== undefined))
    return `the rule ${name} is about a rule group: give overrideAction, and no action`;
  if (group === undefined && (action === undefined || overrideAction !== undefined))
    return `the rule ${name} is about no rule group: give action, and no overrideAction`;
  const managed = statement?.managedRuleGroupStatement;
  if (managed?.vendorName === "AWS" && text(managed.name) && managedCapacity[managed.name] === undefined)
    return `the rehearsal does not know the managed rule group ${managed.name}: AWS has it not, or rehearsal/provider/rows/wafv2/web-acl-rules.ts lacks it`;
  const limit = number(statement?.rateBasedStatement?.limit);
  if (limit !== undefined && (limit < 10 || limit > 2_000_000_000))
    return `the rule ${name} limits at ${limit} requests: WAF takes 10 to 2000000000`;
  const window = statement?.rateBasedStatement?.evaluationWindowSec;
  return number(window) === undefined || [60, 120, 300, 600].includes(window)
    ? undefined
    : `the rule ${name} counts over ${window} s: WAF takes 60, 120, 300 or 600`;
}

function rulesProblem({ rules }: Properties): string | undefined {
  for (const key of ["priority", "name"]) {
    const values = blocks(rules).map((rule) => rule[key]);
    const twice = values.find((value, position) => values.indexOf(value) < position);
    if (twice !== undefined) return `two rules of the web ACL have the ${key} ${twice}: give each its own`;
  }
  return blocks(rules)
    .map(statementProblem)
    .find((problem) => problem !== undefined);
}

const metricsProblem = (inputs: Properties) =>
  [inputs, ...blocks(inputs.rules)]
    .map(({ visibilityConfig }) => text(visibilityConfig?.metricName))
    .filter((metric) => metric !== undefined)
    .filter((metric) => !/^[\w-]{1,128}$/.test(metric) || ["All", "Default_Action"].includes(metric))
    .map(
      (metric) =>
        `the metric name ${metric} is refused: WAF takes 1 to 128 letters, digits, - and _, and neither All nor Default_Action`,
    )[0];

/** The rules of the row of web ACLs. */
export const webAclRules: readonly Rule[] = [
  {
    source: "documentation of aws.wafv2.WebAcl: scope; WAF API, CreateWebACL: Scope",
    check: ({ scope }, _world, facts) =>
      scope === "CLOUDFRONT" && facts.region !== "us-east-1"
        ? `the web ACL has the scope CLOUDFRONT and is in ${facts.region}: give region us-east-1`
        : undefined,
  },
  {
    source: "documentation of aws.wafv2.WebAcl: defaultAction",
    check: ({ defaultAction }) =>
      Object.keys(defaultAction ?? {}).length === 1 ? undefined : "defaultAction must be either allow or block",
  },
  { source: "documentation of aws.wafv2.WebAcl: rules; WAF API, Rule and RateBasedStatement", check: rulesProblem },
  { source: "WAF API, VisibilityConfig: MetricName", check: metricsProblem },
  {
    source: "https://docs.aws.amazon.com/waf/latest/developerguide/limits.html (WAFLimitsExceededException)",
    check: ({ rules }) => {
      const capacity = capacityOf(rules);
      return capacity > mostCapacity
        ? `the web ACL needs ${capacity} capacity units: WAF takes ${mostCapacity}`
        : undefined;
    },
  },
  {
    source: "WAF API error WAFDuplicateItemException",
    when: "creation",
    check: ({ name, scope }, world, facts) =>
      world
        .all(webAclType)
        .some(
          ({ properties }) =>
            properties.name === name &&
            properties.scope === scope &&
            (properties.region ?? facts.region) === facts.region,
        )
        ? `a web ACL named ${name} exists already in ${facts.region}: choose another name`
        : undefined,
  },
];
