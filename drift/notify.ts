/** Tells an environment's alerts what a search for drift found, as the platform's own event. Names only: no values of properties. */
import { randomUUID } from "node:crypto";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { z } from "zod";
import { plainLine } from "../previews/comment/markdown.ts";
import { redact } from "../previews/redact.ts";
import type { DriftedResource, DriftReport } from "./model.ts";

/** Most resources that are named. */
const mostNamed = 5;
/** Longest text of one of them, in characters. */
const longestName = 120;

/** The topics that take what is found, and what is not there any more. */
const topicsSchema = z.object({ warning: z.string(), info: z.string() });
/** The topics of alerts in the home region, by severity. */
export type AlertTopics = z.infer<typeof topicsSchema>;

/** A message and the severity of the topic that it goes to. */
export interface Notification {
  readonly severity: keyof AlertTopics;
  /** EventBridge's envelope; `ops-lambdas/slack-alerts/sources/platform.ts` reads it. */
  readonly event: Readonly<Record<string, unknown>>;
}

/**
 * The topics from the outputs of an environment's platform stack.
 * @throws Error when they are not there
 */
export function alertTopics(outputs: Readonly<Record<string, unknown>>): AlertTopics {
  const result = topicsSchema.safeParse(outputs.alertTopicArns);
  if (result.success) return result.data;
  throw new Error(
    "The platform stack has no output alertTopicArns with warning and info, so nobody was told: deploy the stack first, or see above why " +
      "its state could not be read.",
  );
}

/**
 * The message of a report. What is found, and a search that failed, are warnings. That there is no drift is sent as well, for
 * information: the alerts tell it only when drift was told before, as its end; nobody else reads it.
 *
 * @param place where the deployment is
 */
export function notificationOf(
  report: DriftReport,
  place: { readonly account: string; readonly region: string },
): Notification {
  const { environment, run, time, stacks } = report;
  const drifted = stacks.flatMap((stack) => stack.drifted);
  const deleted = drifted.filter(({ kind }) => kind === "deleted").length;
  const unread = stacks.reduce((sum, stack) => sum + stack.unread.length, 0);
  const { type, title, status } = wordsOf(report, drifted.length);
  const facts = {
    ...(drifted.length > 0 ? { Deleted: deleted, Changed: drifted.length - deleted } : {}),
    ...(unread > 0 ? { "Not looked at": unread } : {}),
    Stacks: stacks.map((stack) => `${stack.project}/${stack.stack}`).join(", "),
  };
  const event = {
    version: "0",
    id: randomUUID(),
    "detail-type": type,
    source: "platform.drift",
    ...place,
    time,
    resources: [environment],
    detail: {
      title,
      status,
      environment,
      // A failed search ends no drift: it has an incident of its own.
      ...(status === "failed" ? { incident: `search of ${environment}` } : {}),
      summary: summaryOf(report, drifted),
      facts,
      links: run === undefined ? [] : [{ label: "Run", url: run }],
    },
  };
  return { severity: status === "resolved" ? "info" : "warning", event };
}

function wordsOf({ environment, status }: DriftReport, found: number) {
  if (status === "failed") {
    return { type: "Drift search failed", title: `The search for drift in ${environment} failed`, status: "failed" };
  }
  if (status === "clean") return { type: "Drift resolved", title: `No drift in ${environment}`, status: "resolved" };
  const resources = found === 1 ? "1 resource" : `${found} resources`;
  return { type: "Drift found", title: `Drift in ${environment}: ${resources}`, status: "found" };
}

/** The reason of a failure, and the first resources. */
function summaryOf({ stacks }: DriftReport, drifted: readonly DriftedResource[]): string {
  const errors = stacks.flatMap((stack) =>
    stack.errors.slice(0, 1).map((error) => `${stack.project}/${stack.stack}: ${error}`),
  );
  const named = drifted.slice(0, mostNamed).map(({ kind, type, name, properties }) => {
    const paths = properties.map(({ path }) => path).slice(0, 3);
    const what = kind === "deleted" ? "is deleted" : paths.length > 0 ? `differs in ${paths.join(", ")}` : "differs";
    return `${type.split(":").at(-1)} ${name} ${what}`;
  });
  const rest = drifted.length - named.length;
  const lines = [
    ...errors.map((line) => plainLine(redact(line), 3 * longestName)),
    ...named.map((line) => plainLine(redact(line), longestName)),
    ...(rest > 0 ? [`and ${rest} more`] : []),
  ];
  return lines.join("; ");
}

/** Sends a message to the topic of its severity, in the topic's region, with the credentials at hand. */
export async function publish({ severity, event }: Notification, topics: AlertTopics): Promise<void> {
  const topicArn = topics[severity];
  const region = topicArn.split(":")[3];
  const client = new SNSClient(region === undefined ? {} : { region });
  try {
    await client.send(new PublishCommand({ TopicArn: topicArn, Message: JSON.stringify(event) }));
  } finally {
    client.destroy();
  }
}
