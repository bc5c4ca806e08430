/**
 * AWS Health: what AWS knows of its own faults and plans.
 * Source: https://docs.aws.amazon.com/health/latest/ug/aws-health-events-eventbridge-schema.html
 */
import type { Envelope } from "../envelope.ts";
import type { NoticeState, Severity } from "../notice.ts";
import { partitionOf, regionCode } from "../places.ts";
import { idOf, link, noticeOf, plainWords, type Words } from "./parts.ts";
import { at, list, record, text } from "./read.ts";
import type { About, Source } from "./source.ts";

/** Categories that are warnings; other notes of AWS are told for information. */
export const warningHealthCategories = ["issue", "investigation", "scheduledChange"] as const;

/** What `actionability` says when somebody must act. */
export const actionRequired = "ACTION_REQUIRED";

/** Dashboard of AWS Health, which has a host of its own. Source: https://docs.aws.amazon.com/health/latest/ug/getting-started-health-dashboard.html */
const dashboards: Readonly<Record<string, string>> = {
  "aws-cn": "https://phd.amazonaws.cn/phd/home",
  "aws-us-gov": "https://phd.amazonaws-us-gov.com/phd/home",
};

/** Everything of AWS Health, abuse reports too. */
export const health: Source = {
  name: "health",
  runbook: "event-health",
  matches: ({ event }) => event?.source === "aws.health",
  understand: (envelope, about) => noticeOf("health", envelope, about, healthWords(envelope, about)),
};

/** How urgent it is. Reports of abuse are critical: AWS may cut off what they name. */
function severityOf(envelope: Envelope): Severity {
  const detail = envelope.event?.detail ?? {};
  if (envelope.event?.["detail-type"] === "AWS Health Abuse Event") return "critical";
  const isWarning = (warningHealthCategories as readonly unknown[]).includes(detail.eventTypeCategory);
  return isWarning || text(detail.actionability) === actionRequired ? "warning" : "info";
}

/** An issue is there until AWS closes it; plans and notes are not ended by anything. */
function stateOf(detail: Readonly<Record<string, unknown>>): NoticeState {
  if (text(detail.eventTypeCategory) !== "issue") return "event";
  return text(detail.statusCode) === "closed" ? "recovered" : "alarm";
}

/**
 * This communication of AWS about the event: the same for all its pages ("…-1", "…-2"), in every region that it is sent to, and in its
 * backup copy. Events of the old form have no id of it: their state and time of change stand for it.
 */
function communication(envelope: Envelope, about: About): string {
  const detail = envelope.event?.detail ?? {};
  const id = text(detail.communicationId);
  if (id !== undefined) return id.replace(/-\d+$/, "");
  const parts = [detail.statusCode, detail.lastUpdatedTime, detail.endTime, detail.startTime]
    .map(text)
    .filter((part) => part !== undefined);
  return parts.length === 0 ? idOf(envelope, about) : parts.join(",");
}

/** The words of an event of AWS Health, for this source and for those of a service's own. */
export function healthWords(envelope: Envelope, about: About): Words {
  const { event } = envelope;
  const detail = event?.detail ?? {};
  const account = text(detail.affectedAccount) ?? event?.account;
  const region = regionCode(detail.eventRegion) ?? event?.region;
  const incident = `health:${text(detail.eventArn) ?? idOf(envelope, about)}:${account ?? ""}`;
  const entities = list(detail.affectedEntities)
    .map((entity) => text(record(entity).entityValue) ?? text(record(entity).entity))
    .filter((entity) => entity !== undefined);
  const code = text(detail.eventTypeCode);
  const service = text(detail.service);
  const where = text(detail.eventRegion);
  return {
    severity: severityOf(envelope),
    state: stateOf(detail),
    incident,
    transition: `${incident}:${communication(envelope, about)}`,
    title: `AWS Health: ${titleOf(code, service)}${where === undefined ? "" : ` in ${where}`}`,
    summary:
      text(at(detail.eventDescription, 0, "latestDescription")) ??
      text(record(detail.eventDescription).latestDescription),
    facts: [
      ["Service", service],
      ["Category", text(detail.eventTypeCategory)],
      ["Status", text(detail.statusCode)],
      ["Starts", text(detail.startTime)],
      ["Ends", text(detail.endTime)],
      [
        "Affected",
        entities.slice(0, 20).join(", ") + (entities.length > 20 ? ` and ${entities.length - 20} more` : ""),
      ],
      ["Action", text(detail.actionability) === undefined ? undefined : plainWords(text(detail.actionability) ?? "")],
    ],
    links: [
      link("AWS Health Dashboard", dashboards[partitionOf(region)] ?? "https://health.aws.amazon.com/health/home"),
    ],
    times: [event?.time],
    regions: [region],
    accounts: [account],
  };
}

/** "AWS_EC2_OPERATIONAL_ISSUE" becomes "EC2 operational issue". */
function titleOf(code: string | undefined, service: string | undefined): string {
  const rest = (code ?? "event").replace(/^AWS_/, "");
  const own =
    service !== undefined && rest.toUpperCase().startsWith(`${service.toUpperCase()}_`)
      ? rest.slice(service.length + 1)
      : rest;
  return [service, plainWords(own)].filter((part) => part !== undefined).join(" ");
}
