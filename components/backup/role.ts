import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Context } from "../shared/context.ts";
import { autoNameLimit, limitName } from "../shared/names.ts";
import { policyJson } from "../shared/policy-document.ts";

/**
 * AWS's own policies for what AWS Backup does with each service. They are used as they are, where the platform otherwise names actions itself: a
 * backup calls many services, AWS adds calls without notice, and a missing one shows only when a backup or a restore fails.
 * The permissions boundary still bounds them.
 * Source: https://docs.aws.amazon.com/aws-backup/latest/devguide/security-iam-awsmanpol.html
 */
export const backupPolicyArns = {
  backup: "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup",
  restore: "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForRestores",
} as const;

/**
 * Makes the role with which AWS Backup backs up, copies and restores. Restores of machines that carry a role are not provided for: that would
 * need the right to pass it.
 *
 * @param name name of the role, from the context
 * @returns the role's ARN, known when it has its rights
 */
export function createBackupRole(
  name: string,
  context: Context,
  permissionsBoundaryArn: pulumi.Input<string> | undefined,
  parent: pulumi.Resource,
): { readonly arn: pulumi.Output<string>; readonly dependsOn: pulumi.Resource[] } {
  const role = new aws.iam.Role(
    limitName(name, autoNameLimit("iamRole")),
    {
      description: `Lets AWS Backup back up and restore what belongs to ${context.project}-${context.environment}`,
      assumeRolePolicy: policyJson([
        {
          Sid: "BackupAssumes",
          Effect: "Allow",
          Principal: { Service: "backup.amazonaws.com" },
          Action: "sts:AssumeRole",
        },
      ]),
      ...(permissionsBoundaryArn === undefined ? {} : { permissionsBoundary: permissionsBoundaryArn }),
    },
    { parent },
  );
  const dependsOn = Object.entries(backupPolicyArns).map(
    ([part, policyArn]) =>
      new aws.iam.RolePolicyAttachment(`${name}-${part}`, { role: role.name, policyArn }, { parent }),
  );
  return { arn: role.arn, dependsOn };
}
