/** Rules for events of the whole account: certificates, AWS Health, findings of GuardDuty. */
import type { Severity } from "../../ops-lambdas/slack-alerts/notice.ts";
import { criticalFinding, warningFinding } from "../../ops-lambdas/slack-alerts/sources/guardduty.ts";
import { actionRequired, warningHealthCategories } from "../../ops-lambdas/slack-alerts/sources/health.ts";
import { warningVpnEvents } from "../../ops-lambdas/slack-alerts/sources/vpn.ts";
import type { EventPattern, EventRuleDefinition } from "./event-patterns.ts";

/** What is none of these, or is not there at all. */
const otherThan = (...values: readonly string[]) => [{ "anything-but": values }, { exists: false }];

/** The rules in the environment's region, for one environment of the account. */
export function accountRules(): readonly EventRuleDefinition[] {
  return [...certificateRules(), ...healthRules(), ...findingRules()];
}

/** A rule of the account; it has a twin in us-east-1. */
function accountRule(id: string, description: string, severity: Severity, pattern: EventPattern): EventRuleDefinition {
  return { id, description, severity, pattern, region: "home", scope: "account" };
}

/** Certificates: their events tell no environment. CloudFront's are in us-east-1. */
function certificateRules(): readonly EventRuleDefinition[] {
  const of = (...detailTypes: readonly string[]) => ({ source: ["aws.acm"], "detail-type": detailTypes });
  return [
    accountRule(
      "certificate-expired",
      "A certificate has expired or was revoked",
      "critical",
      of("ACM Certificate Expired", "ACM Certificate Revoked"),
    ),
    accountRule(
      "certificate-expires",
      "A certificate nears its end or cannot be renewed",
      "warning",
      of("ACM Certificate Approaching Expiration", "ACM Certificate Renewal Action Required"),
    ),
  ];
}

/** AWS Health: events of global services come in us-east-1. The severities are those of the sources "health" and "vpn". */
function healthRules(): readonly EventRuleDefinition[] {
  const event = { source: ["aws.health"], "detail-type": ["AWS Health Event"] };
  return [
    accountRule("health-abuse", "AWS was told that the account does harm", "critical", {
      source: ["aws.health"],
      "detail-type": ["AWS Health Abuse Event"],
    }),
    accountRule("health-warning", "AWS has a fault, plans a change, or asks for action", "warning", {
      ...event,
      detail: {
        $or: [
          { eventTypeCategory: warningHealthCategories },
          { actionability: [actionRequired] },
          { eventTypeCode: warningVpnEvents },
        ],
      },
    }),
    accountRule("health-info", "AWS tells something of the account", "info", {
      ...event,
      detail: {
        eventTypeCategory: otherThan(...warningHealthCategories),
        actionability: otherThan(actionRequired),
        eventTypeCode: otherThan(...warningVpnEvents),
      },
    }),
  ];
}

/** Findings of GuardDuty from "Medium" on; those of IAM and other global services are in us-east-1, too. */
function findingRules(): readonly EventRuleDefinition[] {
  const of = (...severity: readonly unknown[]) => ({
    source: ["aws.guardduty"],
    "detail-type": ["GuardDuty Finding"],
    detail: { severity: [{ numeric: severity }], service: { archived: [false, { exists: false }] } },
  });
  return [
    accountRule(
      "finding-critical",
      "GuardDuty found what somebody must look at now",
      "critical",
      of(">=", criticalFinding),
    ),
    accountRule(
      "finding-warning",
      "GuardDuty found something",
      "warning",
      of(">=", warningFinding, "<", criticalFinding),
    ),
  ];
}
