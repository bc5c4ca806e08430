import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { OpsFunction } from "../operations/ops-function.ts";
import type { Context } from "../shared/context.ts";
import { autoNameLimit, limitName } from "../shared/names.ts";
import type { Statement } from "../shared/policy-document.ts";
import { statefulOptions } from "../shared/stateful.ts";

/** The database whose password is rotated. */
export interface RotatedDatabase {
  /** The engine. */
  readonly engine: "mysql" | "postgres";
  /** Name of the endpoint that takes writes. Known after the instance. */
  readonly host: pulumi.Input<string>;
  /** Port of the database. */
  readonly port: pulumi.Input<number>;
  /** The master user, who changes their own password. */
  readonly username: pulumi.Input<string>;
  /**
   * The password that the instance was made with; a secret. It stands in the state, encrypted, and is dead as soon as the first
   * rotation is done, which follows at once.
   */
  readonly initialPassword: pulumi.Input<string>;
  /** The database to sign in to. */
  readonly databaseName: pulumi.Input<string>;
  /** The database's security group; it must let `securityGroupId` of the rotated secret in on the port. */
  readonly databaseSecurityGroupId: pulumi.Input<string>;
}

/** What a rotated secret is made from. */
export interface RotatedSecretArgs {
  /** Names, tags, region and account. */
  readonly context: Context;
  /** VPC of the rotating function. */
  readonly vpcId: pulumi.Input<string>;
  /** Private subnets from which the database can be reached, one in each zone. */
  readonly subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** The database. */
  readonly database: RotatedDatabase;
  /** Key of the secret. */
  readonly secretsKeyArn: pulumi.Input<string>;
  /** Key of the function's log group. */
  readonly logsKeyArn: pulumi.Input<string>;
  /** Days from one rotation to the next, 1 to 90: the control SecretsManager.4 allows 90. Default: 30. */
  readonly rotationDays?: number | undefined;
  /** Days in which a deleted secret can be restored, 7 to 30. Default: 30. */
  readonly recoveryWindowDays?: number | undefined;
  /** Boundary of the function's role; a deploying role may demand one. Default: none. */
  readonly permissionsBoundaryArn?: pulumi.Input<string> | undefined;
}

/**
 * Amazon's certificate authorities, RDS's among them, in Lambda's Node runtimes, which load them only when asked.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html (CA certificate loading)
 */
const amazonCertificates = "/var/runtime/ca-cert.pem";

/**
 * The secret of a database's master user, with a password that is rotated at once and then by schedule: for databases whose
 * password RDS cannot manage (read replicas, blue/green deployments). Its value is JSON with engine, host, port, username,
 * password and dbname.
 */
export class RotatedSecret extends pulumi.ComponentResource {
  /** ARN of the secret. */
  public readonly secretArn: pulumi.Output<string>;
  /** Security group of the rotating function: the database must let it in. Until then rotations fail and are tried again. */
  public readonly securityGroupId: pulumi.Output<string>;
  /** Name of the rotating function, for alarms. */
  public readonly functionName: pulumi.Output<string>;

  /**
   * @param name prefix of the children's names, from the context
   * @throws pulumi.ResourceError with every problem of the arguments, before anything is made
   */
  constructor(name: string, args: RotatedSecretArgs, options: pulumi.ComponentResourceOptions = {}) {
    super("platform:database:RotatedSecret", name, {}, options);
    const { rotationDays = 30, recoveryWindowDays = 30 } = args;
    refuseProblems(rotationDays, recoveryWindowDays, this);
    const secret = new aws.secretsmanager.Secret(
      limitName(name, autoNameLimit("secret")),
      {
        description: `Master user of the database, rotated every ${rotationDays} days`,
        kmsKeyId: args.secretsKeyArn,
        recoveryWindowInDays: recoveryWindowDays,
      },
      { parent: this, ...statefulOptions },
    );
    this.secretArn = secret.arn;
    const first = createFirstVersion(name, args.database, secret.arn, this);
    const rotator = createRotator(name, args, secret.arn, this);
    this.securityGroupId = rotator.securityGroupId as pulumi.Output<string>;
    this.functionName = rotator.functionName;
    const permission = new aws.lambda.Permission(
      `${name}-call`,
      {
        action: "lambda:InvokeFunction",
        function: rotator.functionName,
        principal: "secretsmanager.amazonaws.com",
        sourceAccount: args.context.accountId,
        sourceArn: secret.arn,
      },
      { parent: this },
    );
    new aws.secretsmanager.SecretRotation(
      `${name}-rotation`,
      {
        secretId: secret.arn,
        rotationLambdaArn: rotator.functionArn,
        rotateImmediately: true,
        rotationRules: { automaticallyAfterDays: rotationDays },
      },
      { parent: this, dependsOn: [first, permission] },
    );
    this.registerOutputs({
      secretArn: this.secretArn,
      securityGroupId: this.securityGroupId,
      functionName: this.functionName,
    });
  }
}

/** Stops with all problems of the arguments in one error. */
function refuseProblems(rotationDays: number, recoveryWindowDays: number, component: RotatedSecret): void {
  const inRange = (value: number, from: number, to: number) => Number.isInteger(value) && value >= from && value <= to;
  const problems: string[] = [];
  if (!inRange(rotationDays, 1, 90)) {
    problems.push(`- rotationDays: got ${rotationDays}, allowed is a whole number from 1 to 90. Give the days.`);
  }
  if (!inRange(recoveryWindowDays, 7, 30)) {
    problems.push(
      `- recoveryWindowDays: got ${recoveryWindowDays}, allowed is a whole number from 7 to 30. Give the days.`,
    );
  }
  if (problems.length === 0) return;
  throw new pulumi.ResourceError(
    `The rotated secret's arguments are refused:\n${problems.join("\n")}`,
    component,
    true,
  );
}

/**
 * The value before the first rotation. Its own label FIRST keeps the version for good: one without a label is removed by
 * Secrets Manager, a refresh would then miss it, and the next deployment would bring the dead password back as the current
 * one. For the same reason nothing of it is ever changed.
 * Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html (version)
 */
function createFirstVersion(
  name: string,
  database: RotatedDatabase,
  secretId: pulumi.Output<string>,
  parent: RotatedSecret,
): aws.secretsmanager.SecretVersion {
  const { engine, host, port, username, initialPassword: password, databaseName: dbname } = database;
  const value = pulumi
    .all({ engine, host, port, username, password, dbname })
    .apply((credentials) => JSON.stringify(credentials));
  return new aws.secretsmanager.SecretVersion(
    `${name}-first`,
    { secretId, secretString: pulumi.secret(value), versionStages: ["AWSCURRENT", "FIRST"] },
    { parent, ignoreChanges: ["secretString", "versionStages"] },
  );
}

/** The function that rotates: it reaches the database and HTTPS, for Secrets Manager. */
function createRotator(
  name: string,
  args: RotatedSecretArgs,
  secretArn: pulumi.Output<string>,
  parent: RotatedSecret,
): OpsFunction {
  const { database } = args;
  return new OpsFunction(
    `${name}-rotator`,
    {
      context: args.context,
      task: "database-rotation",
      description: "Rotates the password of the database's master user",
      timeoutSeconds: 60,
      environment: { NODE_EXTRA_CA_CERTS: amazonCertificates },
      statements: pulumi
        .all([secretArn, args.secretsKeyArn])
        .apply(([secret, key]) => rotatorRights(args.context, secret, key)),
      logsKeyArn: args.logsKeyArn,
      permissionsBoundaryArn: args.permissionsBoundaryArn,
      network: {
        vpcId: args.vpcId,
        subnetIds: args.subnetIds,
        egress: [
          {
            suffix: "database",
            description: "The database whose password is rotated",
            port: database.port,
            to: { securityGroupId: database.databaseSecurityGroupId },
          },
          {
            suffix: "https",
            description: "HTTPS to Secrets Manager",
            port: 443,
            to: { cidrIpv4: "0.0.0.0/0" },
          },
        ],
      },
    },
    { parent },
  );
}

/** One secret and its key, and nothing that could delete it or change its policy. */
function rotatorRights(context: Context, secretArn: string, keyArn: string): Statement[] {
  return [
    {
      Sid: "RotatesTheSecret",
      Effect: "Allow",
      Action: [
        "secretsmanager:DescribeSecret",
        "secretsmanager:GetSecretValue",
        "secretsmanager:PutSecretValue",
        "secretsmanager:UpdateSecretVersionStage",
      ],
      Resource: secretArn,
    },
    {
      Sid: "MakesPasswords",
      Effect: "Allow",
      Action: "secretsmanager:GetRandomPassword",
      // The action knows no resources.
      Resource: "*",
    },
    {
      Sid: "UsesTheSecretsKey",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: keyArn,
      Condition: { StringEquals: { "kms:ViaService": `secretsmanager.${context.region}.amazonaws.com` } },
    },
  ];
}
