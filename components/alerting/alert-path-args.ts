import type * as pulumi from "@pulumi/pulumi";
import type { Severity } from "../../ops-lambdas/slack-alerts/notice.ts";
import type { Context } from "../shared/context.ts";

/** ARNs of a region's topics, by severity. */
export type TopicsBySeverity = Readonly<Record<Severity, pulumi.Output<string>>>;

/** A topic that others made and whose messages are alerts, too. */
export interface AlertSource {
  /** Short name in lower case with hyphens, for example "backup"; part of the subscription's name. */
  readonly name: string;
  /** ARN of the topic. */
  readonly topicArn: pulumi.Input<string>;
  /** Region of the topic: the home region or one of the other regions. */
  readonly region: string;
}

/** Events of AWS that become alerts: one EventBridge rule. */
export interface AlertEventRule {
  /** Short name in lower case with hyphens, for example "backup-job-failed"; part of the rule's name. */
  readonly id: string;
  /** What it catches, in a sentence. */
  readonly description: string;
  /** Region of the events: the home region or one of the other regions. */
  readonly region: string;
  /** Decides the topic that takes them. */
  readonly severity: Severity;
  /** The pattern, as EventBridge writes it. */
  readonly pattern: pulumi.Input<Readonly<Record<string, unknown>>>;
}

/** Where the alert path stands: what every part of it needs. */
export interface AlertPlace {
  /** Names, region (the home region) and account. */
  readonly context: Context;
  /** ARN of the key of messages in each region that the path has topics in: the home region, and others such as us-east-1. */
  readonly messageKeyArns: Readonly<Record<string, pulumi.Input<string>>>;
}
