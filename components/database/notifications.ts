import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { limitName } from "../shared/names.ts";

/** Characters of an event subscription's name less Pulumi's suffix. Source: RDS API, CreateEventSubscription. */
const maxLogicalName = 247;

/**
 * What is told of an instance: all that somebody must act on or must know, among it what RDS.20 asks for (maintenance,
 * configuration change, failure). Backups are left out: they are daily, and AWS Backup tells of those that fail.
 * Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.Messages.html
 */
export const instanceEventCategories = [
  "availability",
  "configuration change",
  "deletion",
  "failover",
  "failure",
  "low storage",
  "maintenance",
  "notification",
  "read replica",
  "recovery",
  "restoration",
  "security",
] as const;

/** What the subscriptions are made of. */
export interface NotificationsArgs {
  /** Topic that takes the events; its key must let `events.rds.amazonaws.com` in. */
  readonly topicArn: pulumi.Input<string>;
  /** Identifiers of the instances, replicas included. */
  readonly instanceIdentifiers: readonly pulumi.Input<string>[];
  /** Name of the parameter group. */
  readonly parameterGroupName: pulumi.Input<string>;
}

/**
 * Subscribes a topic to the events of the database's instances and parameter group, and to those of DB security groups, of
 * which there are none: one that somebody makes in the account shows. Instances and groups of other environments stay silent.
 *
 * @param name prefix of the children's names
 */
export function createNotifications(name: string, args: NotificationsArgs, options: pulumi.ResourceOptions): void {
  const subscribe = (suffix: string, what: Omit<aws.rds.EventSubscriptionArgs, "snsTopic">) => {
    const logicalName = limitName(`${name}-${suffix}`, maxLogicalName);
    new aws.rds.EventSubscription(logicalName, { snsTopic: args.topicArn, ...what }, options);
  };
  subscribe("instances", {
    sourceType: "db-instance",
    sourceIds: [...args.instanceIdentifiers],
    eventCategories: [...instanceEventCategories],
  });
  subscribe("parameters", {
    sourceType: "db-parameter-group",
    sourceIds: [args.parameterGroupName],
    eventCategories: ["configuration change"],
  });
  subscribe("security-groups", {
    sourceType: "db-security-group",
    eventCategories: ["configuration change", "failure"],
  });
}
