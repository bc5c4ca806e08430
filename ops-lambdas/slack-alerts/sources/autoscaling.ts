/**
 * EC2 Auto Scaling: launches, terminations and instance refreshes of EventBridge, and a group's SNS notifications.
 * Sources: https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-event-reference.html,
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-sns-notifications.html
 */
import type { Envelope } from "../envelope.ts";
import type { Notice, Severity } from "../notice.ts";
import { arn, consoleUrl } from "../places.ts";
import { capital, encoded, entry, idOf, link, noticeOf, plainWords } from "./parts.ts";
import { record, text } from "./read.ts";
import type { About, Source } from "./source.ts";

/** What both envelopes tell. */
interface Told {
  /** What happened in AWS's words: "EC2 Instance Launch Unsuccessful". */
  readonly what: string;
  readonly group?: string | undefined;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Words of EventBridge for the events of a group's notifications. */
const notifications: Readonly<Record<string, string>> = {
  EC2_INSTANCE_LAUNCH: "EC2 Instance Launch Successful",
  EC2_INSTANCE_LAUNCH_ERROR: "EC2 Instance Launch Unsuccessful",
  EC2_INSTANCE_TERMINATE: "EC2 Instance Terminate Successful",
  EC2_INSTANCE_TERMINATE_ERROR: "EC2 Instance Terminate Unsuccessful",
  TEST_NOTIFICATION: "Test Notification",
};

/** What happened to a group, for the title. */
const titles: readonly (readonly [pattern: RegExp, words: string])[] = [
  [/Launch Successful$/, "launched an instance"],
  [/Launch Unsuccessful$/, "could not launch an instance"],
  [/Terminate Successful$/, "terminated an instance"],
  [/Terminate Unsuccessful$/, "could not terminate an instance"],
];

/** Details of EventBridge's events that are warnings: what did not work, and what somebody stopped. */
export const warningAutoScalingEvents = [
  "EC2 Instance Launch Unsuccessful",
  "EC2 Instance Terminate Unsuccessful",
  "EC2 Auto Scaling Instance Refresh Failed",
  "EC2 Auto Scaling Instance Refresh Cancelled",
  "EC2 Auto Scaling Instance Refresh Rollback Started",
  "EC2 Auto Scaling Instance Refresh Rollback Succeeded",
  "EC2 Auto Scaling Instance Refresh Rollback Failed",
] as const;

/** What groups do. */
export const autoscaling: Source = {
  name: "autoscaling",
  matches: (envelope) => envelope.event?.source === "aws.autoscaling" || notification(envelope) !== undefined,
  understand: (envelope, about) => notice(told(envelope), envelope, about),
};

/** Members of a group's notification: JSON, or the lines that e-mail shows; undefined for what is none. */
function notification({ event, json, text: body }: Envelope): Readonly<Record<string, unknown>> | undefined {
  if (event !== undefined) return undefined;
  const members = typeof json === "object" ? record(json) : lines(body);
  return text(members.Event)?.startsWith("autoscaling:") === true ? members : undefined;
}

/** "Key: value" in each line. */
function lines(body: string): Readonly<Record<string, unknown>> {
  if (!body.includes("autoscaling:")) return {};
  return Object.fromEntries([...body.matchAll(/^(\w+): (.*)$/gm)].map(([, key = "", value = ""]) => [key, value]));
}

/** The same for both envelopes. */
function told(envelope: Envelope): Told {
  if (envelope.event !== undefined) {
    const { detail } = envelope.event;
    return { what: envelope.event["detail-type"], group: text(detail.AutoScalingGroupName), detail };
  }
  const detail = notification(envelope) ?? {};
  const name = (text(detail.Event) ?? "").replace(/^autoscaling:/, "");
  return {
    what: entry(notifications, name) ?? capital(plainWords(name)),
    group: text(detail.AutoScalingGroupName),
    detail,
  };
}

/** For the title. */
function titleOf(what: string, group: string): string {
  const words = titles.find(([pattern]) => pattern.test(what))?.[1];
  if (words !== undefined) return `${group} ${words}`;
  const refresh = /Instance Refresh (.+)$/.exec(what)?.[1]?.toLowerCase();
  return refresh === undefined ? `${group}: ${what}` : `Instance refresh of ${group}: ${refresh}`;
}

function notice({ what, group = "Auto Scaling group", detail }: Told, envelope: Envelope, about: About): Notice {
  const severity: Severity = (warningAutoScalingEvents as readonly string[]).includes(what) ? "warning" : "info";
  const refreshId = text(detail.InstanceRefreshId);
  const id = refreshId ?? text(detail.ActivityId) ?? idOf(envelope, about);
  const of = arn(detail.AutoScalingGroupARN) ?? arn(envelope.event?.resources[0]);
  const region = envelope.event?.region ?? of?.region ?? arn(envelope.topicArn)?.region;
  const name = encoded(text(detail.AutoScalingGroupName));
  // Failed launches of one group are one incident: they come every few seconds until the cause is gone.
  const incident =
    refreshId === undefined ? `autoscaling:${group}:${plainWords(what)}` : `autoscaling:${group}:refresh:${refreshId}`;
  return noticeOf("autoscaling", envelope, about, {
    severity,
    incident,
    transition: `autoscaling:${group}:${id}:${plainWords(what)}`,
    title: titleOf(what, group),
    summary: text(detail.StatusMessage) ?? text(detail.Description) ?? text(detail.Cause),
    facts: [
      ["Group", text(detail.AutoScalingGroupName)],
      ["Instance", text(detail.EC2InstanceId)],
      ["Zone", zone(detail.Details)],
      ["Cause", text(detail.StatusMessage) === undefined ? undefined : text(detail.Cause)],
      ["Refresh", refreshId],
      ["Replaced", percent(detail.CheckpointPercentage)],
    ],
    links: [
      link(
        "Activity of the group",
        name === undefined
          ? undefined
          : consoleUrl(
              region,
              "/ec2/home",
              `AutoScalingGroupDetails:id=${name};view=${refreshId === undefined ? "activity" : "instanceRefresh"}`,
            ),
      ),
    ],
    times: [envelope.event?.time, detail.Time, detail.EndTime],
    regions: [envelope.event?.region, of?.region],
    accounts: [envelope.event?.account, detail.AccountId],
    isQuiet: what === notifications.TEST_NOTIFICATION,
  });
}

/** Zone of the instance; the details are an object, and text in the lines that e-mail shows. */
function zone(details: unknown): string | undefined {
  return typeof details === "string"
    ? /"Availability Zone":"([^"]*)"/.exec(details)?.[1]
    : text(record(details)["Availability Zone"]);
}

function percent(value: unknown): string | undefined {
  const read = text(value);
  return read === undefined ? undefined : `${read} %`;
}
