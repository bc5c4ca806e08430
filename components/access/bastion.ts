import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { backupTag } from "../shared/backup-tag.ts";
import type { Context } from "../shared/context.ts";
import { autoNameLimit, limitName } from "../shared/names.ts";
import { createBastionSecurityGroup } from "./bastion-security-group.ts";
import { instanceTrustPolicy, sessionPolicy } from "./session-policy.ts";

/** What the bastions are made from. */
export interface BastionArgs {
  /** Names, tags, region and account. */
  readonly context: Context;
  /** VPC of the bastions' security group. */
  readonly vpcId: pulumi.Input<string>;
  /** The network's IPv4 range: the only place inside which bastions reach `reachablePorts`. */
  readonly cidrBlock: string;
  /** Public subnets, one in each zone, at least two (control AutoScaling.2). The group spreads its instances over them. */
  readonly subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** Number of bastions; a lost one is replaced. Default: 2, one in each of two zones. */
  readonly instances?: number | undefined;
  /** EC2 instance type. Changing it renews the bastions one after the other. Default: "t4g.nano". */
  readonly instanceType?: string | undefined;
  /** AMI id, or `resolve:ssm:` and the name of a parameter that has one. Its architecture must be the instance type's. */
  readonly imageId: pulumi.Input<string>;
  /** Size of the encrypted root volume in GiB, at least the image's (8). Default: 8. */
  readonly volumeGiB?: number | undefined;
  /** IPv4 ranges that may reach port 22, never the whole internet. Default: none; Session Manager needs none. */
  readonly sshCidrBlocks?: readonly string[] | undefined;
  /** TCP ports that bastions reach inside the network. Default: SSH (22), MySQL (3306) and PostgreSQL (5432). */
  readonly reachablePorts?: readonly number[] | undefined;
  /** Name of an existing EC2 key pair. Default: none; Session Manager needs none. */
  readonly keyPairName?: string | undefined;
  /** ARN of the log group of sessions, without `:*`. */
  readonly sessionLogGroupArn: pulumi.Input<string>;
  /** ARN of the key that encrypts sessions. */
  readonly sessionKeyArn: pulumi.Input<string>;
  /** Days after which an instance is renewed on the newest image, 1 to 365. Default: 30. */
  readonly maxInstanceLifetimeDays?: number | undefined;
  /** Boundary of the bastions' role; a deploying role may demand one. Default: none. */
  readonly permissionsBoundaryArn?: pulumi.Input<string> | undefined;
}

const secondsPerDay = 24 * 60 * 60;

/**
 * Machines in the public subnets through which people reach the private ones: by Session Manager, and by SSH from
 * listed ranges only. They hold nothing, so none of it is protected.
 */
export class Bastion extends pulumi.ComponentResource {
  /** The bastions' security group: others take it as the source of their rules. */
  public readonly securityGroupId: pulumi.Output<string>;
  /** Name of the bastions' Auto Scaling group. */
  public readonly autoScalingGroupName: pulumi.Output<string>;
  /** Name of the role that the bastions carry. */
  public readonly roleName: pulumi.Output<string>;

  /**
   * @param name prefix of the children's names, from the context
   * @throws pulumi.ResourceError with every problem of the arguments, before anything is made
   */
  constructor(name: string, args: BastionArgs, options: pulumi.ComponentResourceOptions = {}) {
    super("platform:access:Bastion", name, {}, options);
    const complete = withDefaults(args);
    refuseProblems(complete, this);

    this.securityGroupId = createBastionSecurityGroup(name, complete, { parent: this });
    const { roleName, profileArn } = createRole(name, complete, this);
    this.roleName = roleName;
    const template = createLaunchTemplate(name, complete, this.securityGroupId, profileArn, this);
    this.autoScalingGroupName = createAutoScalingGroup(name, complete, template, this);

    this.registerOutputs({
      securityGroupId: this.securityGroupId,
      autoScalingGroupName: this.autoScalingGroupName,
      roleName: this.roleName,
    });
  }
}

/** The arguments with every default filled in. */
function withDefaults(args: BastionArgs) {
  return {
    ...args,
    instances: args.instances ?? 2,
    instanceType: args.instanceType ?? "t4g.nano",
    volumeGiB: args.volumeGiB ?? 8,
    sshCidrBlocks: args.sshCidrBlocks ?? [],
    reachablePorts: args.reachablePorts ?? [22, 3306, 5432],
    maxInstanceLifetimeDays: args.maxInstanceLifetimeDays ?? 30,
  };
}

type CompleteArgs = ReturnType<typeof withDefaults>;

/** Stops with all problems of the arguments in one error. */
function refuseProblems(args: CompleteArgs, component: Bastion): void {
  const problems: string[] = [];
  if (!Number.isInteger(args.instances) || args.instances < 1) {
    problems.push(`instances: got ${args.instances}, allowed is a whole number from 1. Give the number of bastions.`);
  }
  const { maxInstanceLifetimeDays } = args;
  if (!(maxInstanceLifetimeDays >= 1 && maxInstanceLifetimeDays <= 365)) {
    problems.push(`maxInstanceLifetimeDays: got ${maxInstanceLifetimeDays}, allowed are 1 to 365. Give the days.`);
  }
  for (const block of args.sshCidrBlocks.filter((range) => range.includes(":"))) {
    problems.push(
      `sshCidrBlocks: got ${block}, an IPv6 range; allowed are IPv4 ranges, because bastions have no IPv6 address. List the ` +
        "IPv4 addresses that you work from, or leave the list empty and use Session Manager.",
    );
  }
  for (const block of args.sshCidrBlocks.filter((range) => !range.includes(":") && range.endsWith("/0"))) {
    problems.push(
      `sshCidrBlocks: got ${block}, the whole internet; allowed are narrower ranges. List only the addresses that you ` +
        "work from, or leave the list empty and use Session Manager.",
    );
  }
  if (problems.length === 0) return;
  const lines = problems.map((problem) => `- ${problem}`).join("\n");
  throw new pulumi.ResourceError(`The bastions' arguments are refused:\n${lines}`, component, true);
}

/** The role that the bastions carry, and the instance profile that hands it to them. */
function createRole(name: string, args: CompleteArgs, parent: Bastion) {
  const role = new aws.iam.Role(
    limitName(name, autoNameLimit("iamRole")),
    {
      description: `Lets the bastions ${name} be reached by Session Manager`,
      assumeRolePolicy: instanceTrustPolicy(),
      ...(args.permissionsBoundaryArn === undefined ? {} : { permissionsBoundary: args.permissionsBoundaryArn }),
    },
    { parent },
  );
  const policy = new aws.iam.RolePolicy(
    limitName(`${name}-sessions`, autoNameLimit("iamPolicy")),
    {
      role: role.name,
      policy: pulumi
        .all([args.sessionLogGroupArn, args.sessionKeyArn])
        .apply(([logGroupArn, keyArn]) => sessionPolicy({ context: args.context, logGroupArn, keyArn })),
    },
    { parent },
  );
  const profile = new aws.iam.InstanceProfile(
    limitName(name, autoNameLimit("iamInstanceProfile")),
    { role: role.name },
    // A bastion that starts without its rights would stay unreachable until the agent tries again.
    { parent, dependsOn: [policy] },
  );
  return { roleName: role.name, profileArn: profile.arn };
}

/** What each bastion is launched from. */
function createLaunchTemplate(
  name: string,
  args: CompleteArgs,
  securityGroupId: pulumi.Output<string>,
  profileArn: pulumi.Output<string>,
  parent: Bastion,
): aws.ec2.LaunchTemplate {
  // The provider's default tags do not reach what a launch makes.
  const tags = { ...args.context.tags, Name: name };
  return new aws.ec2.LaunchTemplate(
    limitName(name, autoNameLimit("launchTemplate")),
    {
      imageId: args.imageId,
      instanceType: args.instanceType,
      ...(args.keyPairName === undefined ? {} : { keyName: args.keyPairName }),
      iamInstanceProfile: { arn: profileArn },
      instanceInitiatedShutdownBehavior: "terminate",
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: { encrypted: "true", volumeType: "gp3", volumeSize: args.volumeGiB, deleteOnTermination: "true" },
        },
      ],
      networkInterfaces: [
        {
          deviceIndex: 0,
          // Session Manager is reached without a NAT gateway, and SSH from listed ranges (waivers EC2.9 and EC2.25).
          associatePublicIpAddress: "true",
          deleteOnTermination: "true",
          securityGroups: [securityGroupId],
        },
      ],
      tagSpecifications: ["instance", "volume", "network-interface"].map((resourceType) => ({
        resourceType,
        tags: resourceType === "volume" ? { ...tags, ...backupTag } : tags,
      })),
      updateDefaultVersion: true,
      tags: { Name: name },
    },
    { parent },
  );
}

/** The group that replaces a lost bastion, and renews all of them when the template changes or they grow old. */
function createAutoScalingGroup(
  name: string,
  args: CompleteArgs,
  template: aws.ec2.LaunchTemplate,
  parent: Bastion,
): pulumi.Output<string> {
  const tags = { ...args.context.tags, Name: name };
  const group = new aws.autoscaling.Group(
    limitName(name, autoNameLimit("autoScalingGroup")),
    {
      minSize: args.instances,
      maxSize: args.instances,
      desiredCapacity: args.instances,
      vpcZoneIdentifiers: args.subnetIds,
      launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
      healthCheckType: "EC2",
      healthCheckGracePeriod: 60,
      maxInstanceLifetime: args.maxInstanceLifetimeDays * secondsPerDay,
      // One bastion cannot be renewed while half of them must stay: then it goes first, and sessions end.
      instanceRefresh: {
        strategy: "Rolling",
        preferences: { minHealthyPercentage: args.instances === 1 ? 0 : 50 },
      },
      tags: Object.entries(tags).map(([key, value]) => ({ key, value, propagateAtLaunch: true })),
    },
    { parent },
  );
  return group.name;
}
