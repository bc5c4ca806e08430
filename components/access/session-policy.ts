import type { Context } from "../shared/context.ts";

/** What a host of sessions needs to know. */
export interface SessionPolicyArgs {
  /** Region and account. */
  readonly context: Context;
  /** ARN of the log group of sessions, without `:*`. */
  readonly logGroupArn: string;
  /** ARN of the key that encrypts sessions. */
  readonly keyArn: string;
}

/**
 * What Systems Manager needs of a machine that it manages: associations, by which GuardDuty installs its agent, their
 * packages, inventory, compliance and patches. It is what AmazonSSMManagedInstanceCore gives of `ssm`, without
 * UpdateInstanceInformation, which has a narrower resource here, and without GetParameter and GetParameters.
 * Source: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonSSMManagedInstanceCore.html
 */
const managementActions: readonly string[] = [
  "ssm:DescribeAssociation",
  "ssm:DescribeDocument",
  "ssm:GetDeployablePatchSnapshotForInstance",
  "ssm:GetDocument",
  "ssm:GetManifest",
  "ssm:ListAssociations",
  "ssm:ListInstanceAssociations",
  "ssm:PutComplianceItems",
  "ssm:PutConfigurePackageResult",
  "ssm:PutInventory",
  "ssm:UpdateAssociationStatus",
  "ssm:UpdateInstanceAssociationStatus",
];

/** Who may carry the role: EC2 instances. */
export function instanceTrustPolicy(): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
  });
}

/**
 * What a host of Session Manager's sessions may do, and nothing else: be reached and managed, decrypt the session, and
 * write its log. AWS's managed policy AmazonSSMManagedInstanceCore would add reading every parameter of the account.
 *
 * The channels (`ssmmessages`) have no resource type, so `*` is the only resource they take; `ec2messages` is what agents
 * before 3.3.40 used, and the images here have a later one. Sources:
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsessionmanagermessagegatewayservice.html
 *
 * @returns the policy as JSON
 */
export function sessionPolicy(args: SessionPolicyArgs): string {
  const { region, accountId } = args.context;
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Channels",
        Effect: "Allow",
        Action: [
          "ssmmessages:CreateControlChannel",
          "ssmmessages:CreateDataChannel",
          "ssmmessages:OpenControlChannel",
          "ssmmessages:OpenDataChannel",
        ],
        Resource: "*",
      },
      {
        Sid: "Registration",
        Effect: "Allow",
        Action: "ssm:UpdateInstanceInformation",
        Resource: `arn:aws:ec2:${region}:${accountId}:instance/*`,
      },
      // As in AWS's managed policy: some have no resource type, others take documents and associations of AWS's own.
      { Sid: "Management", Effect: "Allow", Action: managementActions, Resource: "*" },
      { Sid: "SessionKey", Effect: "Allow", Action: "kms:Decrypt", Resource: args.keyArn },
      {
        Sid: "SessionLog",
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
        Resource: [args.logGroupArn, `${args.logGroupArn}:*`],
      },
      {
        // The agent looks whether the log group is encrypted; listing has no narrower resource than the region's groups.
        Sid: "FindSessionLog",
        Effect: "Allow",
        Action: "logs:DescribeLogGroups",
        Resource: `arn:aws:logs:${region}:${accountId}:log-group:*`,
      },
    ],
  });
}
