import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { OpsFunction } from "../operations/ops-function.ts";
import type { Context } from "../shared/context.ts";
import type { Statement } from "../shared/policy-document.ts";
import type { CompleteFleetArgs } from "./fleet-args.ts";
import { replacement } from "./fleet-group.ts";

/** What is renewed, and what its renewal touches. */
export interface FleetRefreshArgs {
  /** The group. */
  readonly group: aws.autoscaling.Group;
  /** Its launch template; its default version is the last one that a deployment made. */
  readonly template: aws.ec2.LaunchTemplate;
  /** Role of the instances. */
  readonly roleArn: pulumi.Output<string>;
  /** Alarms at which AWS rolls back, 10 at most. */
  readonly alarmNames: readonly pulumi.Output<string>[];
}

/**
 * Makes what renews the instances when a deployment makes a version of the launch template: a function that starts an instance
 * refresh, and its call. The function gives the version as the refresh's desired configuration, so that the group keeps the old one
 * to roll back to; the provider's own `instanceRefresh` writes the new one to the group first. Source:
 * https://github.com/hashicorp/terraform-provider-aws/issues/34189
 *
 * A release makes versions without moving the default one, so it causes no call. A call that fails, because a release is running
 * for example, fails the deployment and is made again by the next one.
 *
 * @param name prefix of the children's names
 * @returns name of the function
 */
export function createFleetRefresh(
  name: string,
  args: CompleteFleetArgs,
  { group, template, roleArn, alarmNames }: FleetRefreshArgs,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  const { context, logsKeyArn, permissionsBoundaryArn } = args;
  const refresher = new OpsFunction(
    `${name}-refresher`,
    {
      context,
      task: "instance-refresh",
      description: "Renews the web servers when a deployment changes their template",
      timeoutSeconds: 120,
      environment: {
        PREFERENCES: pulumi.all([...alarmNames]).apply((names) => JSON.stringify(preferences(args.rollBack, names))),
      },
      statements: pulumi
        .all([group.arn, template.arn, roleArn])
        .apply(([groupArn, templateArn, role]) => refresherRights(context, { groupArn, templateArn, roleArn: role })),
      logsKeyArn,
      permissionsBoundaryArn,
    },
    { parent },
  );
  new aws.lambda.Invocation(
    `${name}-refresh`,
    {
      functionName: refresher.functionName,
      input: pulumi
        .all([group.name, template.id, template.defaultVersion])
        .apply(([autoScalingGroupName, launchTemplateId, version]) =>
          JSON.stringify({ autoScalingGroupName, launchTemplateId, version: String(version) }),
        ),
    },
    { parent, dependsOn: [group, refresher] },
  );
  return refresher.functionName;
}

/** RefreshPreferences in AWS's own names. What has the new version already is not renewed again, by a roll-back neither. */
function preferences(rollBack: boolean, alarmNames: readonly string[]) {
  return {
    MinHealthyPercentage: replacement.minHealthyPercentage,
    MaxHealthyPercentage: replacement.maxHealthyPercentage,
    SkipMatching: true,
    AutoRollback: rollBack,
    AlarmSpecification: { Alarms: alarmNames },
  };
}

/**
 * One group's refreshes, with one template and one role of its instances. AWS checks whoever gives a group a template as if they
 * launched an instance from it. Sources:
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-launch-template-permissions.html
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/permissions-for-launch-templates.html
 */
function refresherRights(
  { region, accountId }: Context,
  arns: { readonly groupArn: string; readonly templateArn: string; readonly roleArn: string },
): Statement[] {
  const taggable = ["instance", "network-interface", "volume"];
  return [
    {
      Sid: "SeesGroups",
      Effect: "Allow",
      Action: ["autoscaling:DescribeAutoScalingGroups", "autoscaling:DescribeInstanceRefreshes"],
      // The actions know no resources.
      Resource: "*",
    },
    {
      Sid: "RenewsTheGroup",
      Effect: "Allow",
      Action: "autoscaling:StartInstanceRefresh",
      Resource: arns.groupArn,
    },
    {
      Sid: "LaunchesFromTheTemplate",
      Effect: "Allow",
      Action: "ec2:RunInstances",
      // An instance, its volumes, image, subnet and so on: the template says which.
      Resource: "*",
      Condition: { ArnEquals: { "ec2:LaunchTemplate": arns.templateArn } },
    },
    {
      Sid: "TagsWhatItLaunches",
      Effect: "Allow",
      Action: "ec2:CreateTags",
      Resource: taggable.map((kind) => `arn:aws:ec2:${region}:${accountId}:${kind}/*`),
      Condition: { StringEquals: { "ec2:CreateAction": "RunInstances" } },
    },
    {
      Sid: "GivesInstancesTheirRole",
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: arns.roleArn,
      Condition: { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } },
    },
  ];
}
