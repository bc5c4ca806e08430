import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { logGroupArn } from "../shared/arns.ts";
import type { Context } from "../shared/context.ts";
import { autoNameLimit, limitName } from "../shared/names.ts";
import { policyJson } from "../shared/policy-document.ts";

/** The log group into which RDS writes the operating system's metrics of all instances of an account and region. */
const logGroupName = "RDSOSMetrics";

/**
 * Makes the role by which RDS writes enhanced monitoring. It may do what AWS's managed policy
 * AmazonRDSEnhancedMonitoringRole allows, on the one log group that RDS uses.
 * Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html
 *
 * @param name prefix of the children's names
 * @returns the role's ARN, once its rights are there
 */
export function createMonitoringRole(
  name: string,
  args: { readonly context: Context; readonly permissionsBoundaryArn?: pulumi.Input<string> | undefined },
  options: pulumi.ResourceOptions,
): pulumi.Output<string> {
  const { region, accountId } = args.context;
  const full = `${name}-monitoring`;
  const role = new aws.iam.Role(
    limitName(full, autoNameLimit("iamRole")),
    {
      description: `Writes enhanced monitoring of ${name}`,
      assumeRolePolicy: policyJson([
        {
          Sid: "EnhancedMonitoring",
          Effect: "Allow",
          Principal: { Service: "monitoring.rds.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "aws:SourceAccount": accountId } },
        },
      ]),
      ...(args.permissionsBoundaryArn === undefined ? {} : { permissionsBoundary: args.permissionsBoundaryArn }),
    },
    options,
  );
  const arn = logGroupArn(region, accountId, logGroupName);
  // CloudWatch Logs checks some actions on a group with ":log-stream:" behind its name, as AWS's own policy allows by a wildcard.
  const group = [arn, `${arn}:*`];
  const policy = new aws.iam.RolePolicy(
    limitName(full, autoNameLimit("iamPolicy")),
    {
      role: role.name,
      policy: policyJson([
        { Sid: "Group", Effect: "Allow", Action: ["logs:CreateLogGroup", "logs:PutRetentionPolicy"], Resource: group },
        {
          Sid: "Streams",
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:GetLogEvents", "logs:PutLogEvents"],
          Resource: group,
        },
      ]),
    },
    options,
  );
  return policy.id.apply(() => role.arn);
}
