import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Context } from "../shared/context.ts";
import { autoNameLimit, limitName } from "../shared/names.ts";

/** What the flow logs are made from. */
export interface FlowLogsArgs {
  /** Names, tags, region and account. */
  readonly context: Context;
  /** VPC whose traffic is logged. */
  readonly vpcId: pulumi.Input<string>;
  /** Days that CloudWatch keeps them. */
  readonly retentionDays: number;
  /** Boundary of the role that writes them. Default: none. */
  readonly permissionsBoundaryArn?: pulumi.Input<string> | undefined;
}

/**
 * Who may write flow logs: the service, for this account's flow logs only.
 * Source: https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
 */
function trustPolicy(context: Context): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "vpc-flow-logs.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
          StringEquals: { "aws:SourceAccount": context.accountId },
          ArnLike: { "aws:SourceArn": `arn:aws:ec2:${context.region}:${context.accountId}:vpc-flow-log/*` },
        },
      },
    ],
  });
}

/** What the role may do: write to the one log group. Listing log groups has no narrower resource than the region's. */
function writePolicy(context: Context, logGroupArn: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
        Resource: [logGroupArn, `${logGroupArn}:*`],
      },
      {
        Effect: "Allow",
        Action: "logs:DescribeLogGroups",
        Resource: `arn:aws:logs:${context.region}:${context.accountId}:log-group:*`,
      },
    ],
  });
}

/**
 * Records all traffic of the network, accepted and rejected, in a CloudWatch log group (control EC2.6).
 *
 * @param name prefix of the children's names
 * @returns the log group's name
 */
export function createFlowLogs(
  name: string,
  args: FlowLogsArgs,
  options: pulumi.ResourceOptions,
): pulumi.Output<string> {
  const fullName = `${name}-flow-logs`;
  const logGroup = new aws.cloudwatch.LogGroup(
    limitName(fullName, autoNameLimit("logGroup")),
    { retentionInDays: args.retentionDays },
    options,
  );
  const role = new aws.iam.Role(
    limitName(fullName, autoNameLimit("iamRole")),
    {
      description: `Writes the flow logs of ${name}`,
      assumeRolePolicy: trustPolicy(args.context),
      ...(args.permissionsBoundaryArn === undefined ? {} : { permissionsBoundary: args.permissionsBoundaryArn }),
    },
    options,
  );
  const policy = new aws.iam.RolePolicy(
    limitName(fullName, autoNameLimit("iamPolicy")),
    { role: role.name, policy: logGroup.arn.apply((arn) => writePolicy(args.context, arn)) },
    options,
  );
  new aws.ec2.FlowLog(
    fullName,
    {
      vpcId: args.vpcId,
      trafficType: "ALL",
      logDestinationType: "cloud-watch-logs",
      logDestination: logGroup.arn,
      iamRoleArn: role.arn,
      // Ten minutes: one minute would make several times the records, and their price.
      maxAggregationInterval: 600,
      tags: { Name: fullName },
    },
    // Without its rights the flow log would start in an error state.
    pulumi.mergeOptions(options, { dependsOn: [policy] }),
  );
  return logGroup.name;
}
