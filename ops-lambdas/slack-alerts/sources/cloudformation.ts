/**
 * The plain text in which CloudFormation tells of a resource: one line `Name='value'` for each member. Source:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/monitor-stack-progress.html. Other tools write the same form.
 */
import type { Envelope } from "../envelope.ts";
import type { Fact, Severity } from "../notice.ts";
import { arn, consoleUrl } from "../places.ts";
import { text, time } from "./read.ts";
import type { Source } from "./source.ts";

/** Takes texts that name a stack and a status. */
export const cloudFormation: Source = {
  name: "cloudformation",
  matches: (envelope) => {
    if (!envelope.text.includes("StackId='") && !envelope.text.includes("StackName='")) return false;
    return text(members(envelope).ResourceStatus) !== undefined;
  },
  understand: (envelope, about) => {
    const told = members(envelope);
    const stackId = text(told.StackId);
    const stack = text(told.StackName) ?? arn(stackId)?.resource.split("/")[1] ?? "without a name";
    const status = text(told.ResourceStatus) ?? "in an unknown state";
    const id = text(told.EventId) ?? envelope.messageId ?? about.recordId ?? about.now;
    const region = arn(stackId)?.region ?? arn(envelope.topicArn)?.region;
    return {
      source: "cloudformation",
      severity: about.topicSeverity ?? severityOf(status),
      state: "event",
      incident: `cloudformation:${stackId ?? stack}`,
      transition: `cloudformation:${stackId ?? stack}#${status}#${id}`,
      time: time(told.Timestamp) ?? time(envelope.time) ?? about.now,
      title: `Stack ${stack}: ${text(told.LogicalResourceId) ?? "a resource"} ${status}`,
      summary: text(told.ResourceStatusReason) ?? "",
      facts: factsOf(told),
      links: stackId === undefined ? [] : [{ label: "Stack", url: stackUrl(region, stackId) }],
      accountId: arn(stackId)?.accountId ?? arn(envelope.topicArn)?.accountId,
      region,
    };
  },
};

/** The lines' members. A value may go over several lines. */
function members(envelope: Envelope): Readonly<Record<string, string>> {
  const found = envelope.text.slice(0, 32_768).matchAll(/^(\w{1,64})='([^']*)'/gm);
  return Object.fromEntries([...found].map(([, name, value]) => [name, value]));
}

/** What has gone wrong, and what is only on its way. */
function severityOf(status: string): Severity {
  return /FAILED|ROLLBACK/.test(status) ? "warning" : "info";
}

/** What helps to find it. */
function factsOf(told: Readonly<Record<string, string>>): readonly Fact[] {
  const shown = [
    ["Resource", told.LogicalResourceId],
    ["Type", told.ResourceType],
    ["Id", told.PhysicalResourceId],
  ] as const;
  return shown.flatMap(([label, value]) => (text(value) === undefined ? [] : [{ label, value: value ?? "" }]));
}

/** The stack's page. */
function stackUrl(region: string | undefined, stackId: string): string {
  const id = encodeURIComponent(stackId.toWellFormed()).replace(/[!'()*]/g, "");
  return consoleUrl(region, "/cloudformation/home", `/stacks/stackinfo?stackId=${id}`);
}
