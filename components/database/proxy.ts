import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Context } from "../shared/context.ts";
import { autoNameLimit, limitName } from "../shared/names.ts";
import { policyJson } from "../shared/policy-document.ts";
import type { ProxyMode } from "./dials.ts";
import { type EngineName, engines } from "./engine.ts";

/** Characters of a proxy's name. Source: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBProxy.html */
const maxNameLength = 63;

/** Seconds after which the proxy ends a silent connection: half an hour, RDS's own default. */
const idleClientTimeoutSeconds = 1800;

/** What the proxy is made of. */
export interface ProxyArgs {
  /** Names, region and account. */
  readonly context: Context;
  /** Engine of the database. */
  readonly engine: EngineName;
  /** How clients log in. */
  readonly mode: Exclude<ProxyMode, "off">;
  /** Private subnets, in two zones or more. Others replace the proxy. */
  readonly subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** The proxy's security group. */
  readonly securityGroupId: pulumi.Input<string>;
  /** Secret with the admin's user name and password. */
  readonly secretArn: pulumi.Input<string>;
  /** Key of the secret. */
  readonly secretsKeyArn: pulumi.Input<string>;
  /** Instance behind the proxy. Another one is registered in its place, and connections drop. */
  readonly instanceIdentifier: pulumi.Input<string>;
  /** Boundary of the proxy's role. */
  readonly permissionsBoundaryArn?: pulumi.Input<string> | undefined;
}

/** The role that reads the one secret, and decrypts it by way of Secrets Manager only. */
function createRole(name: string, args: ProxyArgs, options: pulumi.ResourceOptions): aws.iam.Role {
  const { region, accountId } = args.context;
  const role = new aws.iam.Role(
    limitName(name, autoNameLimit("iamRole")),
    {
      description: `Reads the secret of the database for ${name}`,
      assumeRolePolicy: policyJson([
        {
          Sid: "Proxy",
          Effect: "Allow",
          Principal: { Service: "rds.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "aws:SourceAccount": accountId } },
        },
      ]),
      ...(args.permissionsBoundaryArn === undefined ? {} : { permissionsBoundary: args.permissionsBoundaryArn }),
    },
    options,
  );
  new aws.iam.RolePolicy(
    limitName(name, autoNameLimit("iamPolicy")),
    {
      role: role.name,
      policy: pulumi.all([args.secretArn, args.secretsKeyArn]).apply(([secretArn, keyArn]) =>
        policyJson([
          { Sid: "ReadSecret", Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: secretArn },
          {
            Sid: "DecryptSecret",
            Effect: "Allow",
            Action: "kms:Decrypt",
            Resource: keyArn,
            Condition: { StringEquals: { "kms:ViaService": `secretsmanager.${region}.amazonaws.com` } },
          },
        ]),
      ),
    },
    options,
  );
  return role;
}

/**
 * Makes an RDS Proxy, which keeps connections open and hands them out, and so survives failovers and many clients. TLS is
 * required. It costs by vCPU of the database, at least two.
 *
 * @param name prefix of the children's names
 * @returns the proxy's host name
 */
export function createProxy(name: string, args: ProxyArgs, options: pulumi.ResourceOptions): pulumi.Output<string> {
  const full = `${name}-proxy`;
  const { proxy: terms } = engines[args.engine];
  const withIam = args.mode === "iam";
  const proxy = new aws.rds.Proxy(
    full,
    {
      name: limitName(full, maxNameLength),
      engineFamily: terms.family,
      requireTls: true,
      idleClientTimeout: idleClientTimeoutSeconds,
      // Its log would hold statements with their data.
      debugLogging: false,
      roleArn: createRole(full, args, options).arn,
      vpcSubnetIds: pulumi.output(args.subnetIds),
      vpcSecurityGroupIds: [args.securityGroupId],
      auths: [
        {
          authScheme: "SECRETS",
          secretArn: args.secretArn,
          iamAuth: withIam ? "REQUIRED" : "DISABLED",
          ...(withIam ? {} : { clientPasswordAuthType: terms.clientPasswordAuthType }),
        },
      ],
      tags: { Name: full },
    },
    options,
  );
  const group = new aws.rds.ProxyDefaultTargetGroup(
    full,
    { dbProxyName: proxy.name, connectionPoolConfig: { maxConnectionsPercent: 90, connectionBorrowTimeout: 120 } },
    options,
  );
  new aws.rds.ProxyTarget(
    full,
    { dbProxyName: proxy.name, targetGroupName: group.name, dbInstanceIdentifier: args.instanceIdentifier },
    // One instance has one place: the old one leaves before the new one comes.
    { ...options, deleteBeforeReplace: true },
  );
  return proxy.endpoint;
}
