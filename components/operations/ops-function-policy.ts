import type { Context } from "../shared/context.ts";
import { policyJson, type Statement } from "../shared/policy-document.ts";

/** Lets Lambda take a function's role. */
export function functionTrustPolicy(): string {
  return policyJson([
    {
      Sid: "LambdaRunsTheFunction",
      Effect: "Allow",
      Principal: { Service: "lambda.amazonaws.com" },
      Action: "sts:AssumeRole",
    },
  ]);
}

/** What the policy of a function's role is made from. */
export interface OpsFunctionPolicyArgs {
  /** Region and account. */
  readonly context: Context;
  /** ARN of its log group, without `:*`. */
  readonly logGroupArn: string;
  /** What its task needs. */
  readonly statements: readonly Statement[];
  /** Name of the function, with `*` for what is added to it; given for a function inside the network. */
  readonly functionNames?: string;
}

const networkActions = [
  "ec2:AssignPrivateIpAddresses",
  "ec2:CreateNetworkInterface",
  "ec2:DeleteNetworkInterface",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DescribeSecurityGroups",
  "ec2:DescribeSubnets",
  "ec2:DescribeVpcs",
  "ec2:UnassignPrivateIpAddresses",
];

/**
 * The policy of a function's role: its own log, its traces, its task, and in the network its interfaces. Lambda asks for the
 * rights on interfaces before there are any, so that they cannot be narrowed by resource; the function's own program is
 * denied them.
 * Sources: https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html,
 * https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html
 */
export function opsFunctionPolicy({ context, logGroupArn, statements, functionNames }: OpsFunctionPolicyArgs): string {
  const { region, accountId } = context;
  const network: Statement[] =
    functionNames === undefined
      ? []
      : [
          { Sid: "LambdaMakesItsInterfaces", Effect: "Allow", Action: networkActions, Resource: "*" },
          {
            Sid: "TheProgramMakesNone",
            Effect: "Deny",
            Action: networkActions,
            Resource: "*",
            Condition: {
              ArnLike: {
                "lambda:SourceFunctionArn": `arn:aws:lambda:${region}:${accountId}:function:${functionNames}`,
              },
            },
          },
        ];
  return policyJson([
    {
      Sid: "WritesItsLog",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: `${logGroupArn}:*`,
    },
    {
      Sid: "SendsItsTraces",
      Effect: "Allow",
      Action: ["xray:PutTelemetryRecords", "xray:PutTraceSegments"],
      // X-Ray's write actions know no resources.
      Resource: "*",
    },
    ...network,
    ...statements,
  ]);
}
