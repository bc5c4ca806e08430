/**
 * AWS Cost Anomaly Detection: the JSON of its topic, and the same in EventBridge.
 * Sources: https://docs.aws.amazon.com/cost-management/latest/userguide/getting-started-ad.html,
 * https://docs.aws.amazon.com/cost-management/latest/userguide/cad-eventbridge.html
 */
import type { Envelope } from "../envelope.ts";
import type { Notice } from "../notice.ts";
import { consoleUrl } from "../places.ts";
import { idOf, link, noticeOf } from "./parts.ts";
import { at, list, number, record, text } from "./read.ts";
import type { About, Source } from "./source.ts";

/** Cost that AWS did not expect. */
export const costAnomaly: Source = {
  name: "cost-anomaly",
  matches: ({ event, json }) =>
    event?.source === "aws.ce" || (event === undefined && text(record(json).anomalyId) !== undefined),
  understand: (envelope, about) => notice(envelope, about),
};

/** US dollars with cents. */
function dollars(value: unknown): string | undefined {
  const read = number(value);
  return read === undefined ? undefined : `$${read.toFixed(2)}`;
}

/** The link of the message, when it leads to a console of AWS. */
function detailsLink(value: unknown): string {
  const url = text(value);
  const isConsole =
    url !== undefined &&
    /^https:\/\/([a-z0-9-]+\.)?console\.(aws\.amazon\.com|amazonaws\.cn|amazonaws-us-gov\.com)\//.test(url);
  return isConsole ? url : consoleUrl(undefined, "/cost-management/home", "/anomaly-detection/overview");
}

function notice(envelope: Envelope, about: About): Notice {
  const anomaly = envelope.event?.detail ?? record(envelope.json);
  const id = text(anomaly.anomalyId) ?? idOf(envelope, about);
  const impact = record(anomaly.impact);
  const total = dollars(impact.totalImpact);
  const service =
    text(anomaly.dimensionalValue) ??
    text(anomaly.dimensionValue) ??
    text(at(anomaly.rootCauses, 0, "service")) ??
    "the account";
  const causes = list(anomaly.rootCauses).slice(0, 5).map(record);
  const lines = causes.map((cause) =>
    [cause.service, cause.region, cause.usageType]
      .map(text)
      .filter((part) => part !== undefined)
      .join(", "),
  );
  return noticeOf("cost-anomaly", envelope, about, {
    severity: "warning",
    incident: `cost-anomaly:${id}`,
    // AWS tells an anomaly again when it has grown.
    transition: `cost-anomaly:${id}:${text(impact.totalImpact) ?? ""}:${text(anomaly.anomalyEndDate) ?? ""}`,
    title: `Cost anomaly in ${service}${total === undefined ? "" : `: ${total} above what was expected`}`,
    facts: [
      ["Spent", dollars(impact.totalActualSpend)],
      ["Expected", dollars(impact.totalExpectedSpend)],
      ["From", text(anomaly.anomalyStartDate)?.slice(0, 10)],
      ["To", text(anomaly.anomalyEndDate)?.slice(0, 10)],
      ["Causes", lines.filter((line) => line !== "").join("; ")],
      ["Monitor", text(anomaly.monitorName)],
    ],
    links: [link("Anomaly", detailsLink(anomaly.anomalyDetailsLink))],
    times: [envelope.event?.time, envelope.time],
    accounts: [anomaly.accountId],
  });
}
