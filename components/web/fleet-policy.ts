import type { Context } from "../shared/context.ts";
import { policyJson, type Statement } from "../shared/policy-document.ts";

/** What the instances' role may reach, by ARN. */
export interface FleetPolicyArgs {
  /** Region and account. */
  readonly context: Context;
  /** Secrets that the application reads. */
  readonly secretArns: readonly string[];
  /** Key of those secrets. */
  readonly secretsKeyArn: string;
  readonly assetsBucketArn: string;
  /** Key of the assets bucket. */
  readonly assetsKeyArn: string;
  /** Default: no shared files. */
  readonly files?: { readonly fileSystemArn: string; readonly accessPointId: string } | undefined;
  /** Log group of the instances, without `:*`. */
  readonly logGroupArn: string;
  /** The only namespace that metrics may be written to. */
  readonly metricNamespace: string;
}

function filesStatements({ context, files }: FleetPolicyArgs): Statement[] {
  if (files === undefined) return [];
  const accessPoint = `arn:aws:elasticfilesystem:${context.region}:${context.accountId}:access-point/${files.accessPointId}`;
  return [
    {
      Sid: "SharedFiles",
      Effect: "Allow",
      Action: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
      Resource: files.fileSystemArn,
      Condition: { StringEquals: { "elasticfilesystem:AccessPointArn": accessPoint } },
    },
  ];
}

function keyStatement(Sid: string, actions: readonly string[], keyArn: string, service: string): Statement {
  return {
    Sid,
    Effect: "Allow",
    Action: actions.map((action) => `kms:${action}`),
    Resource: keyArn,
    Condition: { StringEquals: { "kms:ViaService": service } },
  };
}

/**
 * What web servers may do beside being reached by Session Manager: read their secrets, read and write objects of the assets
 * bucket, mount the shared files through their access point, write their logs and metrics. Mail goes by SMTP with a secret's
 * password and needs no right of the role.
 *
 * PutMetricData and DescribeTags, by which the agent learns its group, have no resource type. Source:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/CloudWatchAgentServerPolicy.html
 *
 * @returns the policy as JSON
 */
export function fleetPolicy(args: FleetPolicyArgs): string {
  const { region } = args.context;
  return policyJson([
    {
      Sid: "Secrets",
      Effect: "Allow",
      Action: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
      Resource: args.secretArns,
    },
    keyStatement("SecretsKey", ["Decrypt"], args.secretsKeyArn, `secretsmanager.${region}.amazonaws.com`),
    {
      Sid: "Assets",
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:PutObject"],
      Resource: `${args.assetsBucketArn}/*`,
    },
    keyStatement("AssetsKey", ["Decrypt", "GenerateDataKey"], args.assetsKeyArn, `s3.${region}.amazonaws.com`),
    ...filesStatements(args),
    {
      Sid: "Logs",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      Resource: [args.logGroupArn, `${args.logGroupArn}:*`],
    },
    {
      Sid: "Metrics",
      Effect: "Allow",
      Action: "cloudwatch:PutMetricData",
      Resource: "*",
      Condition: { StringEquals: { "cloudwatch:namespace": args.metricNamespace } },
    },
    { Sid: "OwnGroup", Effect: "Allow", Action: "ec2:DescribeTags", Resource: "*" },
  ]);
}
