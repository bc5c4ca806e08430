import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Context } from "../shared/context.ts";
import { lambdaBundle } from "../shared/lambda-bundle.ts";
import type { logRetentionDays } from "../shared/log-retention.ts";
import { autoNameLimit, limitName } from "../shared/names.ts";
import type { Statement } from "../shared/policy-document.ts";
import { functionTrustPolicy, opsFunctionPolicy } from "./ops-function-policy.ts";

/** One way out of a function's security group. */
export interface OpsFunctionEgress {
  /** End of the rule's name, in lower case with hyphens. */
  readonly suffix: string;
  /** What it is for. */
  readonly description: string;
  /** TCP port. */
  readonly port: pulumi.Input<number>;
  /** Where to: a security group, or an IPv4 range. */
  readonly to: { readonly securityGroupId: pulumi.Input<string> } | { readonly cidrIpv4: pulumi.Input<string> };
}

/** Where in the network a function runs. */
export interface OpsFunctionNetwork {
  /** VPC of the function's security group. A change replaces the group. */
  readonly vpcId: pulumi.Input<string>;
  /** Private subnets, one in each zone: functions get no public address. */
  readonly subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** What the function reaches. Nothing reaches the function by the network. */
  readonly egress: readonly OpsFunctionEgress[];
}

/** What an ops Lambda is made from. */
export interface OpsFunctionArgs {
  /** Names, tags, region and account. */
  readonly context: Context;
  /** Name of its folder in `ops-lambdas`. */
  readonly task: string;
  /** What it does, in a few words. */
  readonly description: string;
  /** Seconds after which a call is ended, 1 to 900. */
  readonly timeoutSeconds: number;
  /** Memory in MiB, 128 to 10240; the processor grows with it. Default: 256. */
  readonly memoryMiB?: number | undefined;
  /** Environment variables. Everybody who may read the function reads them: never a secret. Default: none. */
  readonly environment?: Readonly<Record<string, pulumi.Input<string>>> | undefined;
  /** What its role may do beside its own log, its traces and its network: exact actions on exact resources. Default: nothing. */
  readonly statements?: pulumi.Input<readonly Statement[]> | undefined;
  /** Key of its log group. */
  readonly logsKeyArn: pulumi.Input<string>;
  /** Days for which its log is kept. Default: 365, what the control CloudWatch.16 asks for. */
  readonly logRetentionDays?: (typeof logRetentionDays)[number] | undefined;
  /** Calls at the same time, at most, taken out of the account's limit. Default: none are reserved. */
  readonly reservedConcurrency?: number | undefined;
  /** Runs inside the network. Default: outside, with AWS's public endpoints in reach. */
  readonly network?: OpsFunctionNetwork | undefined;
  /** ARN of the queue or topic that takes events whose asynchronous calls failed. Default: none. */
  readonly deadLetterArn?: pulumi.Input<string> | undefined;
  /** Boundary of the role; a deploying role may demand one. Default: none. */
  readonly permissionsBoundaryArn?: pulumi.Input<string> | undefined;
}

/**
 * A Lambda of `ops-lambdas`, hardened: Node 24 on arm64, traced, with a log group of its own that is there before its first
 * call, and a role that may do what is listed and nothing else. It holds nothing, so none of it is protected.
 */
export class OpsFunction extends pulumi.ComponentResource {
  /** ARN of the function. */
  public readonly functionArn: pulumi.Output<string>;
  /** Name of the function. */
  public readonly functionName: pulumi.Output<string>;
  /** Name of its role. */
  public readonly roleName: pulumi.Output<string>;
  /** Name of its log group. */
  public readonly logGroupName: pulumi.Output<string>;
  /** Its security group; undefined outside the network. */
  public readonly securityGroupId: pulumi.Output<string> | undefined;

  /**
   * @param name prefix of the children's names, from the context
   * @throws Error naming the folder when the task does not exist, or what is wrong with its program
   */
  constructor(name: string, args: OpsFunctionArgs, options: pulumi.ComponentResourceOptions = {}) {
    super("platform:operations:OpsFunction", name, {}, options);
    const logGroup = this.#createLogGroup(name, args);
    const { role, policy } = this.#createRole(name, args, logGroup.arn);
    const { securityGroupId, rules } = this.#createSecurityGroup(name, args.network);
    this.securityGroupId = securityGroupId;
    const bundle = lambdaBundle(args.task);
    const made = new aws.lambda.Function(
      limitName(name, autoNameLimit("lambdaFunction")),
      {
        description: args.description,
        runtime: "nodejs24.x",
        architectures: ["arm64"],
        code: bundle.archive,
        handler: bundle.handler,
        role: role.arn,
        timeout: args.timeoutSeconds,
        memorySize: args.memoryMiB ?? 256,
        tracingConfig: { mode: "Active" },
        // JSON that a program writes itself stays as it is; all other lines become JSON.
        // https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
        loggingConfig: { logFormat: "JSON", logGroup: logGroup.name },
        ...(args.environment === undefined ? {} : { environment: { variables: args.environment } }),
        ...(args.reservedConcurrency === undefined ? {} : { reservedConcurrentExecutions: args.reservedConcurrency }),
        ...(args.deadLetterArn === undefined ? {} : { deadLetterConfig: { targetArn: args.deadLetterArn } }),
        ...(args.network === undefined || this.securityGroupId === undefined
          ? {}
          : { vpcConfig: { subnetIds: args.network.subnetIds, securityGroupIds: [this.securityGroupId] } }),
      },
      // Lambda tries the role's rights on the network when the function is made; and who calls it then finds its ways open.
      { parent: this, dependsOn: [policy, ...rules] },
    );
    this.functionArn = made.arn;
    this.functionName = made.name;
    this.roleName = role.name;
    this.logGroupName = logGroup.name;
    this.registerOutputs({
      functionArn: this.functionArn,
      functionName: this.functionName,
      roleName: this.roleName,
      logGroupName: this.logGroupName,
      securityGroupId: this.securityGroupId,
    });
  }

  #createLogGroup(name: string, args: OpsFunctionArgs): aws.cloudwatch.LogGroup {
    const { project, environment } = args.context;
    return new aws.cloudwatch.LogGroup(
      `${name}-log`,
      {
        // The key of logs is for log groups of this beginning.
        name: `/${project}/${environment}/lambda/${name}`,
        retentionInDays: args.logRetentionDays ?? 365,
        kmsKeyId: args.logsKeyArn,
      },
      { parent: this },
    );
  }

  #createRole(name: string, args: OpsFunctionArgs, logGroupArn: pulumi.Output<string>) {
    const role = new aws.iam.Role(
      limitName(name, autoNameLimit("iamRole")),
      {
        description: `Carried by the function ${name}`,
        assumeRolePolicy: functionTrustPolicy(),
        ...(args.permissionsBoundaryArn === undefined ? {} : { permissionsBoundary: args.permissionsBoundaryArn }),
      },
      { parent: this },
    );
    const functionNames = `${limitName(name, autoNameLimit("lambdaFunction"))}-*`;
    const policy = new aws.iam.RolePolicy(
      limitName(`${name}-rights`, autoNameLimit("iamPolicy")),
      {
        role: role.name,
        policy: pulumi.all([logGroupArn, args.statements ?? []]).apply(([arn, statements]) =>
          opsFunctionPolicy({
            context: args.context,
            logGroupArn: arn,
            statements,
            ...(args.network === undefined ? {} : { functionNames }),
          }),
        ),
      },
      { parent: this },
    );
    return { role, policy };
  }

  #createSecurityGroup(name: string, network: OpsFunctionNetwork | undefined) {
    if (network === undefined) return { securityGroupId: undefined, rules: [] };
    const group = new aws.ec2.SecurityGroup(
      name,
      { vpcId: network.vpcId, description: `Function ${name}`, tags: { Name: name } },
      { parent: this },
    );
    const rules = network.egress.map(({ suffix, description, port, to }) => {
      const rule = `${name}-${suffix}`;
      return new aws.vpc.SecurityGroupEgressRule(
        rule,
        {
          securityGroupId: group.id,
          description,
          ipProtocol: "tcp",
          fromPort: port,
          toPort: port,
          ...("cidrIpv4" in to ? { cidrIpv4: to.cidrIpv4 } : { referencedSecurityGroupId: to.securityGroupId }),
          tags: { Name: rule },
        },
        { parent: this },
      );
    });
    return { securityGroupId: group.id, rules };
  }
}
