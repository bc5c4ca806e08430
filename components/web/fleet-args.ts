import type * as pulumi from "@pulumi/pulumi";
import type { Context } from "../shared/context.ts";

/** A change of the group's size at fixed times. */
export interface CapacityChange {
  /** Name of the change, in lower case with hyphens; another name is another scheduled action. */
  readonly name: string;
  /** When, as cron's five fields: minute, hour, day of month, month, day of week. */
  readonly recurrence: string;
  /** Instances at least, from then on. */
  readonly minInstances: number;
  /** Instances at that moment; scaling goes on from there. Default: as many as there are, within the limits. */
  readonly desiredInstances?: number | undefined;
}

/** How many instances of which kind. */
export interface FleetSize {
  /** EC2 instance types of one architecture, the preferred one first. Several let AWS choose what is there. */
  readonly instanceTypes: readonly string[];
  /** Instances at least. */
  readonly minInstances: number;
  /** Instances at most. */
  readonly maxInstances: number;
  /** Instances at the first deployment; from then on scaling decides. Default: minInstances. */
  readonly desiredInstances?: number | undefined;
  /** Instances that are on-demand before any is a Spot Instance. Default: 0. */
  readonly onDemandBase?: number | undefined;
  /** Per cent of those above the base that are on-demand, 0 to 100; the others are Spot Instances. Default: 100. */
  readonly onDemandPercent?: number | undefined;
  /** Changes of size at fixed times. With any, minInstances is that of the first deployment only. Default: none. */
  readonly schedule?: readonly CapacityChange[] | undefined;
  /** IANA time zone of the schedule. Default: "Etc/UTC". */
  readonly scheduleTimeZone?: string | undefined;
  /** Running instances beside the group, ready and billed. Excludes several instance types and Spot Instances. Default: none. */
  readonly warmPoolInstances?: number | undefined;
  /** Average CPU in per cent that scaling keeps. Default: 50. */
  readonly cpuPercent?: number | undefined;
  /** Requests in a minute to each instance that scaling keeps. Default: 1000. */
  readonly requestsPerMinute?: number | undefined;
}

/** How instances are made, kept and renewed. */
export interface FleetCare {
  /** Size of the encrypted root volume in GiB, at least the image's (8). Default: 20. */
  readonly volumeGiB?: number | undefined;
  /** Days after which an instance is renewed, 1 to 365. Default: 30. */
  readonly maxInstanceLifetimeDays?: number | undefined;
  /** Seconds after a launch in which a failed health check of the load balancer does not count. Default: 300. */
  readonly healthCheckGraceSeconds?: number | undefined;
  /** Seconds until a new instance counts in metrics and in a refresh. Default: 120. */
  readonly warmupSeconds?: number | undefined;
  /** Whether an instance refresh that fails, or whose alarm goes off, rolls back. Default: true. */
  readonly rollBack?: boolean | undefined;
  /** Per cent of requests answered with 5xx at which a refresh is stopped. Default: 5. */
  readonly releaseErrorPercent?: number | undefined;
  /** Days that CloudWatch keeps the instances' logs. Default: 365 (control CloudWatch.16). */
  readonly logRetentionDays?: number | undefined;
}

/** The load balancer, as far as instances have to do with it. */
export interface FleetLoadBalancer {
  /** End of the load balancer's ARN: app/…. */
  readonly arnSuffix: pulumi.Input<string>;
  /** Target group that instances register with. */
  readonly targetGroupArn: pulumi.Input<string>;
  /** End of the target group's ARN: targetgroup/…. */
  readonly targetGroupArnSuffix: pulumi.Input<string>;
  /** Port on which instances serve. */
  readonly webPort: number;
  /** Path of the health check. */
  readonly healthCheckPath: string;
}

/** The database, as far as instances have to do with it. */
export interface FleetDatabase {
  /** Secret with user and password. */
  readonly secretArn: pulumi.Input<string>;
  /** Name of the writer, without port. */
  readonly endpointAddress: pulumi.Input<string>;
  /** Names of read replicas, without ports. Default: none. */
  readonly readerEndpointAddresses?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  readonly port: pulumi.Input<number>;
  readonly databaseName: pulumi.Input<string>;
}

/** The shared files, as far as instances have to do with them. */
export interface FleetFiles {
  readonly fileSystemId: pulumi.Input<string>;
  readonly fileSystemArn: pulumi.Input<string>;
  /** Access point through which instances mount. */
  readonly accessPointId: pulumi.Input<string>;
  /** Folder on the instances. */
  readonly mountPath: string;
}

/** The bucket of assets, as far as instances have to do with it. */
export interface FleetAssets {
  readonly bucketName: pulumi.Input<string>;
  readonly bucketArn: pulumi.Input<string>;
  /** Key of the bucket. */
  readonly keyArn: pulumi.Input<string>;
}

/** Mail by SMTP, as far as instances have to do with it. */
export interface FleetMail {
  /** Secret with SMTP user and password. */
  readonly smtpSecretArn: pulumi.Input<string>;
  /** Host of the SMTP service. */
  readonly smtpHost: pulumi.Input<string>;
  readonly smtpPort: number;
  /** Messages a second that all instances together may send. Told to the application, which keeps to it; AWS does not. */
  readonly maxSendRatePerSecond: number;
}

/** What the web servers are made from. */
export interface FleetArgs extends FleetSize, FleetCare {
  /** Names, tags, region and account. */
  readonly context: Context;
  /** Private subnets, one in each zone, at least two (control AutoScaling.2). */
  readonly privateSubnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** The web servers' own security group. */
  readonly webSecurityGroupId: pulumi.Input<string>;
  /** Client groups that admit to database and files. */
  readonly clientSecurityGroupIds: readonly pulumi.Input<string>[];
  /**
   * AMI id of the first launch template version. Later ones come with releases: a changed id here changes nothing. An alias such as
   * `resolve:ssm:` is refused, because a refresh could not be rolled back.
   */
  readonly imageId: pulumi.Input<string>;
  /** The operator's own user data, with places such as {{DATABASE_HOST}}. Default: ours, for Amazon Linux 2023. */
  readonly userData?: string | undefined;
  readonly loadBalancer: FleetLoadBalancer;
  readonly database: FleetDatabase;
  /** Default: none, nothing is mounted. */
  readonly files?: FleetFiles | undefined;
  readonly assets: FleetAssets;
  /** Default: none. */
  readonly mail?: FleetMail | undefined;
  /** Key of the volumes; the service-linked role must have a grant of it. */
  readonly volumesKeyArn: pulumi.Input<string>;
  /** Key of the secrets of database and mail. */
  readonly secretsKeyArn: pulumi.Input<string>;
  /** Key of log groups `/<project>/<environment>/*`. */
  readonly logsKeyArn: pulumi.Input<string>;
  /** Auto Scaling's service-linked role of this environment, which the volumes' key admits. */
  readonly serviceLinkedRoleArn: pulumi.Input<string>;
  /** ARN of the log group of sessions, without `:*`. */
  readonly sessionLogGroupArn: pulumi.Input<string>;
  /** ARN of the key that encrypts sessions. */
  readonly sessionKeyArn: pulumi.Input<string>;
  /** Topic that hears of the alarms that stop a refresh; CloudWatch must be allowed to publish and to use its key. */
  readonly alarmTopicArn: pulumi.Input<string>;
  /** Boundary of the instances' role; a deploying role may demand one. Default: none. */
  readonly permissionsBoundaryArn?: pulumi.Input<string> | undefined;
}

/** The arguments with every default filled in. */
export function withDefaults(args: FleetArgs) {
  return {
    ...args,
    desiredInstances: args.desiredInstances ?? args.minInstances,
    onDemandBase: args.onDemandBase ?? 0,
    onDemandPercent: args.onDemandPercent ?? 100,
    schedule: args.schedule ?? [],
    scheduleTimeZone: args.scheduleTimeZone ?? "Etc/UTC",
    cpuPercent: args.cpuPercent ?? 50,
    requestsPerMinute: args.requestsPerMinute ?? 1000,
    volumeGiB: args.volumeGiB ?? 20,
    maxInstanceLifetimeDays: args.maxInstanceLifetimeDays ?? 30,
    healthCheckGraceSeconds: args.healthCheckGraceSeconds ?? 300,
    warmupSeconds: args.warmupSeconds ?? 120,
    rollBack: args.rollBack ?? true,
    releaseErrorPercent: args.releaseErrorPercent ?? 5,
    logRetentionDays: args.logRetentionDays ?? 365,
  };
}

/** Arguments with defaults. */
export type CompleteFleetArgs = ReturnType<typeof withDefaults>;
