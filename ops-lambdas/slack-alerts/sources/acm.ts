/**
 * Certificates: expiry, renewal, revocation.
 * Source: https://docs.aws.amazon.com/acm/latest/userguide/supported-events.html
 */
import type { Envelope } from "../envelope.ts";
import type { Notice, Severity } from "../notice.ts";
import { arn, consoleUrl } from "../places.ts";
import { encoded, entry, idOf, link, noticeOf, plainWords } from "./parts.ts";
import { number, text } from "./read.ts";
import type { About, Source } from "./source.ts";

/** How urgent each event is; others are told for information. */
const severities: Readonly<Record<string, Severity>> = {
  "ACM Certificate Expired": "critical",
  "ACM Certificate Revoked": "critical",
  "ACM Certificate Approaching Expiration": "warning",
  "ACM Certificate Renewal Action Required": "warning",
};

/** What ACM tells of certificates. */
export const acm: Source = {
  name: "acm",
  runbook: "event-certificate",
  matches: ({ event }) => event?.source === "aws.acm",
  understand: (envelope, about) => notice(envelope, about),
};

/** What happened, for the title. */
function words(what: string, days: number | undefined): string {
  const left = days === undefined ? "soon" : `in ${days} ${days === 1 ? "day" : "days"}`;
  if (what === "ACM Certificate Approaching Expiration") return `expires ${left}`;
  if (what === "ACM Certificate Renewal Action Required") return `cannot be renewed and expires ${left}`;
  return plainWords(what.replace(/^ACM Certificate /, "is "));
}

function notice(envelope: Envelope, about: About): Notice {
  const { event } = envelope;
  const detail = event?.detail ?? {};
  const what = event?.["detail-type"] ?? "";
  const certificateArn = event?.resources[0];
  const id = arn(certificateArn)?.resource.replace(/^certificate\//, "");
  const days = number(detail.DaysToExpiry);
  const name = text(detail.CommonName) ?? id ?? "unknown";
  const reason = text(detail.RenewalStatusReason);
  const page = encoded(id);
  const region = arn(certificateArn)?.region ?? event?.region;
  // Every day that it nears its end is a transition of its own; the same day told twice is not.
  const day = days === undefined ? idOf(envelope, about) : `${days}`;
  return noticeOf("acm", envelope, about, {
    severity: entry(severities, what) ?? "info",
    incident: `acm:${certificateArn ?? name}`,
    transition: `acm:${certificateArn ?? name}:${what}:${day}`,
    title: `Certificate of ${name} ${words(what, days)}`,
    summary: reason === undefined ? undefined : `ACM cannot renew it: ${reason}.`,
    facts: [
      ["Domain", text(detail.CommonName)],
      ["Expires", text(detail.CertificateExpirationDate)],
      ["In use", text(detail.InUse)?.toLowerCase()],
      ["Validation", text(detail.DomainValidationMethod)],
      ["Type", text(detail.CertificateType)],
      ["Certificate", id],
    ],
    links: [
      link("Certificate", page === undefined ? undefined : consoleUrl(region, "/acm/home", `/certificates/${page}`)),
    ],
    times: [event?.time],
    regions: [region],
  });
}
