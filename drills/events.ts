/**
 * Events of AWS in EventBridge's envelope, as AWS documents them. EventBridge takes none whose source begins with "aws." from anybody
 * but AWS, so drills publish them to the topic that the rule would have sent them to.
 */
import { randomUUID } from "node:crypto";
import type { Place } from "./drill.ts";
import type { Subjects } from "./machine.ts";

/** An event in EventBridge's envelope. */
export interface AwsEvent {
  readonly version: "0";
  readonly id: string;
  readonly "detail-type": string;
  readonly source: string;
  readonly account: string;
  /** ISO 8601 in whole seconds. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Where, when, and about what. */
export interface Occasion {
  readonly place: Place;
  readonly subjects: Subjects;
  readonly now: Date;
}

type Said = Pick<AwsEvent, "source" | "detail-type" | "resources" | "detail">;

function event({ place, now }: Occasion, said: Said): AwsEvent {
  const { accountId: account, region } = place;
  const time = `${now.toISOString().slice(0, 19)}Z`;
  return { version: "0", id: randomUUID(), account, time, region, ...said };
}

const databaseArn = ({ place: { region, accountId }, subjects }: Occasion) =>
  `arn:aws:rds:${region}:${accountId}:db:${subjects.databaseIdentifier}`;

/** A backup job of the database that failed. Source: https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html */
export function backupFailed(occasion: Occasion): AwsEvent {
  const { place, subjects, now } = occasion;
  const { region, accountId, project, environment } = place;
  return event(occasion, {
    source: "aws.backup",
    "detail-type": "Backup Job State Change",
    resources: [],
    detail: {
      backupJobId: randomUUID().toUpperCase(),
      backupVaultArn: `arn:aws:backup:${region}:${accountId}:backup-vault:${subjects.backupVaultName}`,
      backupVaultName: subjects.backupVaultName,
      bytesTransferred: "0",
      creationDate: now.toISOString(),
      iamRoleArn: `arn:aws:iam::${accountId}:role/${project}-${environment}-backup`,
      resourceArn: databaseArn(occasion),
      resourceType: "RDS",
      state: "FAILED",
      percentDone: 0,
      statusMessage: '"A drill: the backup job was made to fail."',
    },
  });
}

/**
 * What RDS says of a failover.
 * Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.Messages.html
 */
export function failover(occasion: Occasion, phase: "started" | "completed"): AwsEvent {
  const { subjects, now } = occasion;
  const [EventID, Message] =
    phase === "started"
      ? ["RDS-EVENT-0013", "Multi-AZ instance failover started."]
      : ["RDS-EVENT-0049", "Multi-AZ instance failover completed"];
  return event(occasion, {
    source: "aws.rds",
    "detail-type": "RDS DB Instance Event",
    resources: [databaseArn(occasion)],
    detail: {
      EventCategories: ["failover"],
      SourceType: "DB_INSTANCE",
      SourceArn: databaseArn(occasion),
      Date: now.toISOString(),
      Message,
      SourceIdentifier: subjects.databaseIdentifier,
      EventID,
    },
  });
}

/**
 * A group that lost an instance and cannot launch another.
 * Source: https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-event-reference.html
 */
export function launchFailed(occasion: Occasion): AwsEvent {
  const { place, subjects, now } = occasion;
  const { region, accountId } = place;
  const group = subjects.autoScalingGroupName;
  const when = now.toISOString().slice(0, 19);
  return event(occasion, {
    source: "aws.autoscaling",
    "detail-type": "EC2 Instance Launch Unsuccessful",
    resources: [
      `arn:aws:autoscaling:${region}:${accountId}:autoScalingGroup:${randomUUID()}:autoScalingGroupName/${group}`,
    ],
    detail: {
      StatusCode: "Failed",
      AutoScalingGroupName: group,
      ActivityId: randomUUID(),
      Details: { "Availability Zone": `${region}a` },
      RequestId: randomUUID(),
      StatusMessage: "A drill: we currently do not have sufficient capacity in the Availability Zone you requested.",
      StartTime: `${when}Z`,
      EndTime: `${when}Z`,
      EC2InstanceId: "",
      Cause: `At ${when}Z an instance was taken out of service in response to an EC2 health check indicating it has been terminated or stopped.`,
      Description: "Launching a new EC2 instance",
    },
  });
}
