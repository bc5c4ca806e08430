import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { instanceTrustPolicy, sessionPolicy } from "../access/session-policy.ts";
import { autoNameLimit, limitName } from "../shared/names.ts";
import type { CompleteFleetArgs } from "./fleet-args.ts";
import { fleetPolicy } from "./fleet-policy.ts";

/** The role of the instances. */
export interface FleetRole {
  readonly roleArn: pulumi.Output<string>;
  /** The profile that hands the role to instances. */
  readonly profileArn: pulumi.Output<string>;
}

/** The instances' policy, once the ARNs are known. */
function ownPolicy(
  args: CompleteFleetArgs,
  logGroupArn: pulumi.Output<string>,
  metricNamespace: string,
): pulumi.Output<string> {
  const { database, mail, assets, files, secretsKeyArn, context } = args;
  const secretArns = [database.secretArn, ...(mail === undefined ? [] : [mail.smtpSecretArn])];
  return pulumi
    .output({
      secretArns,
      secretsKeyArn,
      assetsBucketArn: assets.bucketArn,
      assetsKeyArn: assets.keyArn,
      files: files && { fileSystemArn: files.fileSystemArn, accessPointId: files.accessPointId },
      logGroupArn,
    })
    .apply((known) => fleetPolicy({ ...known, context, metricNamespace }));
}

/**
 * Makes the role that the instances carry, with what it may do, and the profile that hands it to them.
 *
 * @param name prefix of the children's names; the role's name begins with it, as the deploying role demands
 * @param logs log group and metric namespace of the instances
 */
export function createFleetRole(
  name: string,
  args: CompleteFleetArgs,
  logs: { readonly logGroupArn: pulumi.Output<string>; readonly metricNamespace: string },
  parent: pulumi.Resource,
): FleetRole {
  const role = new aws.iam.Role(
    limitName(name, autoNameLimit("iamRole")),
    {
      description: `What the web servers ${name} may do`,
      assumeRolePolicy: instanceTrustPolicy(),
      ...(args.permissionsBoundaryArn === undefined ? {} : { permissionsBoundary: args.permissionsBoundaryArn }),
    },
    { parent },
  );
  const sessions = new aws.iam.RolePolicy(
    limitName(`${name}-sessions`, autoNameLimit("iamPolicy")),
    {
      role: role.name,
      policy: pulumi
        .all([args.sessionLogGroupArn, args.sessionKeyArn])
        .apply(([logGroupArn, keyArn]) => sessionPolicy({ context: args.context, logGroupArn, keyArn })),
    },
    { parent },
  );
  const own = new aws.iam.RolePolicy(
    limitName(`${name}-own`, autoNameLimit("iamPolicy")),
    { role: role.name, policy: ownPolicy(args, logs.logGroupArn, logs.metricNamespace) },
    { parent },
  );
  const profile = new aws.iam.InstanceProfile(
    limitName(name, autoNameLimit("iamInstanceProfile")),
    { role: role.name },
    // An instance that starts without its rights would fail to mount its files.
    { parent, dependsOn: [sessions, own] },
  );
  return { roleArn: role.arn, profileArn: profile.arn };
}
