/**
 * AWS Budgets, which writes plain text to its topic.
 * Source: https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-sns-policy.html. AWS documents no members of these
 * messages: the text is what subscribers of it have published, and JSON with the names of the Budgets API is read, too.
 */
import type { Envelope } from "../envelope.ts";
import type { Notice, Severity } from "../notice.ts";
import { consoleUrl } from "../places.ts";
import { hash, link, noticeOf } from "./parts.ts";
import { record, text } from "./read.ts";
import type { About, Source } from "./source.ts";

/** What is told of a budget, by the label in AWS's text. */
type Told = Readonly<Record<string, string | undefined>>;

/** Alerts of budgets on cost. */
export const budgets: Source = {
  name: "budgets",
  matches: (envelope) => told(envelope) !== undefined,
  understand: (envelope, about) => notice(told(envelope) ?? {}, envelope, about),
};

/** The message's values; undefined for what is no alert of a budget. */
function told({ event, json, text: body, subject }: Envelope): Told | undefined {
  if (event !== undefined && event.source !== "aws.budgets") return undefined;
  if (typeof json === "object") return fromJson(event === undefined ? record(json) : event.detail);
  if (!/^AWS Budget Notification\b|^Budget Name: /m.test(body) && subject?.startsWith("AWS Budgets:") !== true)
    return undefined;
  const lines = [...body.matchAll(/^([A-Z][\w ]+): ?(.*)$/gm)].map(
    ([, label = "", value = ""]) => [label, text(value)] as const,
  );
  return { ...Object.fromEntries(lines), account: /^AWS Account (\d{12})/m.exec(body)?.[1] };
}

/** JSON, with names as the API has them. */
function fromJson(message: Readonly<Record<string, unknown>>): Told | undefined {
  const of = (name: string) => text(message[name]) ?? text(message[name.charAt(0).toLowerCase() + name.slice(1)]);
  if (of("BudgetName") === undefined) return undefined;
  return {
    "Budget Name": of("BudgetName"),
    "Budget Type": of("BudgetType"),
    "Budgeted Amount": of("BudgetLimit") ?? of("BudgetedAmount"),
    "Alert Type": of("NotificationType") ?? of("AlertType"),
    // The API's default is a percentage.
    "Alert Threshold": of("ThresholdType") === "ABSOLUTE_VALUE" ? of("Threshold") : percent(of("Threshold")),
    account: of("AccountId"),
  };
}

function percent(value: string | undefined): string | undefined {
  return value === undefined ? undefined : `${value} %`;
}

function notice(values: Told, envelope: Envelope, about: About): Notice {
  const name =
    values["Budget Name"] ?? /^AWS Budgets: (.*?) has exceeded/.exec(envelope.subject ?? "")?.[1] ?? "unknown";
  const type = values["Alert Type"];
  const amount = values[`${type ?? "ACTUAL"} Amount`];
  // What is only expected can still be prevented: it is told and asks for nobody.
  const severity: Severity = type === "FORECASTED" ? "info" : "warning";
  const verb = type === "FORECASTED" ? "is expected to pass" : "passed";
  return noticeOf("budgets", envelope, about, {
    severity,
    incident: `budgets:${values.account ?? ""}:${name}:${type ?? ""}`,
    // AWS sends one message for each threshold and period, and its text says both: the day is in it.
    transition: `budgets:${name}:${hash(envelope.text)}`,
    title: `Budget ${name} ${verb} ${values["Alert Threshold"]?.replace(/^> ?/, "") ?? "its threshold"}`,
    summary: /You requested that we alert you[\s\S]*?(?= You can find additional|\n\n|$)/.exec(envelope.text)?.[0],
    facts: [
      [type === "FORECASTED" ? "Forecast" : "Spent", amount],
      ["Budget", values["Budgeted Amount"]],
      ["Threshold", values["Alert Threshold"]],
      ["Type", values["Budget Type"]],
    ],
    links: [link("Budgets", consoleUrl(undefined, "/billing/home", "/budgets"))],
    times: [],
    accounts: [values.account],
  });
}
