/**
 * Findings of GuardDuty.
 * Sources: https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html,
 * https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html
 */
import type { Envelope } from "../envelope.ts";
import type { Notice, Severity } from "../notice.ts";
import { consoleUrl } from "../places.ts";
import { encoded, idOf, link, noticeOf } from "./parts.ts";
import { at, number, record, text } from "./read.ts";
import type { About, Source } from "./source.ts";

/** Least severity of GuardDuty, 1 to 10, that is critical here: its "High" and "Critical". */
export const criticalFinding = 7;

/** Least severity that is a warning: its "Medium". */
export const warningFinding = 4;

/** Findings of all protection plans. */
export const guardduty: Source = {
  name: "guardduty",
  runbook: "event-finding",
  matches: ({ event }) => event?.source === "aws.guardduty",
  understand: (envelope, about) => notice(envelope, about),
};

/** AWS's number as a severity here; a finding without one is worth a look. */
function severityOf(value: number | undefined): Severity {
  if (value === undefined) return "warning";
  if (value >= criticalFinding) return "critical";
  return value >= warningFinding ? "warning" : "info";
}

/** What the finding is about: an instance, a bucket, a database, a cluster. Keys and addresses of people are not shown. */
function resourceOf(resource: Readonly<Record<string, unknown>>): string | undefined {
  const names = [
    at(resource, "instanceDetails", "instanceId"),
    at(resource, "s3BucketDetails", 0, "name"),
    at(resource, "rdsDbInstanceDetails", "dbInstanceIdentifier"),
    at(resource, "lambdaDetails", "functionName"),
    at(resource, "eksClusterDetails", "name"),
    at(resource, "ecsClusterDetails", "name"),
    at(resource, "containerDetails", "name"),
  ];
  return names.map(text).find((name) => name !== undefined);
}

function notice(envelope: Envelope, about: About): Notice {
  const { event } = envelope;
  const detail = event?.detail ?? {};
  const value = number(detail.severity);
  const findingId = text(detail.id);
  const id = findingId ?? idOf(envelope, about);
  const resource = record(detail.resource);
  const service = record(detail.service);
  const page = encoded(findingId);
  const region = text(detail.region) ?? event?.region;
  const type = text(detail.type);
  return noticeOf("guardduty", envelope, about, {
    severity: severityOf(value),
    incident: `guardduty:${id}`,
    transition: `guardduty:${id}:${text(detail.updatedAt) ?? text(service.eventLastSeen) ?? idOf(envelope, about)}`,
    title: `GuardDuty: ${text(detail.title) ?? type ?? event?.["detail-type"] ?? "finding"}`,
    summary: text(detail.description),
    facts: [
      ["Type", type],
      ["Severity", value === undefined ? undefined : `${value} of 10`],
      ["Resource", resourceOf(resource)],
      ["Kind", text(resource.resourceType)],
      ["Seen", text(service.count) === undefined ? undefined : `${text(service.count)} times`],
      ["First seen", text(service.eventFirstSeen)],
      ["Last seen", text(service.eventLastSeen)],
      ["Finding", findingId],
    ],
    links: [
      link(
        "Finding",
        page === undefined ? undefined : consoleUrl(region, "/guardduty/home", `/findings?macros=current&fId=${page}`),
      ),
    ],
    times: [detail.updatedAt, event?.time],
    regions: [detail.region],
    accounts: [detail.accountId],
    isQuiet: service.archived === true,
  });
}
