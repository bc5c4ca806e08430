import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { limitName } from "../shared/names.ts";

/** Characters of a restore test's name, at most: letters, digits and underscores. Source: https://docs.aws.amazon.com/aws-backup/latest/devguide/API_RestoreTestingPlanForCreate.html */
const longestName = 50;

/** How a database is restored for a test. Without it AWS Backup takes the default VPC, which there is none of. */
export interface DatabaseRestoreTest {
  /** Name of the subnet group of the database. */
  readonly subnetGroupName: pulumi.Input<string>;
  /** Security group of the test's database; one that lets nothing through is best. */
  readonly securityGroupId: pulumi.Input<string>;
}

/** What the restore test is made of. */
export interface RestoreTestArgs {
  /** When, as AWS's cron expression. */
  readonly schedule: string;
  /** Time zone of the schedule. */
  readonly timezone: string;
  /** ARN of the vault whose recovery points are tested. */
  readonly vaultArn: pulumi.Input<string>;
  /** ARN of the role that restores. */
  readonly roleArn: pulumi.Input<string>;
  /** Tags that everything tested carries, all of them. */
  readonly tags: Readonly<Record<string, string>>;
  /** ARN of the key by which a restored file system is encrypted. */
  readonly filesKeyArn: pulumi.Input<string>;
  /** Default: databases are not tested. */
  readonly database?: DatabaseRestoreTest | undefined;
  /** Hours for which what was restored stays, for somebody to look at; AWS Backup deletes it then. 1 to 168. */
  readonly validationHours: number;
}

/** A name as AWS Backup takes it here. */
function inAws(text: string): string {
  return limitName(text, longestName).replaceAll("-", "_");
}

/** When which recovery points are taken. */
function createPlan(
  name: string,
  args: RestoreTestArgs,
  options: pulumi.CustomResourceOptions,
): aws.backup.RestoreTestingPlan {
  return new aws.backup.RestoreTestingPlan(
    name,
    {
      name: inAws(name),
      scheduleExpression: args.schedule,
      scheduleExpressionTimezone: args.timezone,
      startWindowHours: 8,
      recoveryPointSelection: {
        algorithm: "LATEST_WITHIN_WINDOW",
        includeVaults: [args.vaultArn],
        recoveryPointTypes: ["SNAPSHOT"],
        selectionWindowDays: 7,
      },
    },
    options,
  );
}

/**
 * Restores the newest recovery point of each tagged file system and database, every time the schedule says, and deletes what it restored
 * after some hours. It is paid for as long as it stands. Keys of overrides: see
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing-inferred-metadata.html
 *
 * @param name prefix of the children's names; in AWS its hyphens are underscores
 */
export function createRestoreTest(
  name: string,
  args: RestoreTestArgs,
  options: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const plan = createPlan(name, args, options);
  const select = (
    part: string,
    protectedResourceType: string,
    restoreMetadataOverrides: Record<string, pulumi.Input<string>>,
  ) =>
    new aws.backup.RestoreTestingSelection(
      `${name}-${part}`,
      {
        name: inAws(`${name}-${part}`),
        restoreTestingPlanName: plan.name,
        iamRoleArn: args.roleArn,
        protectedResourceType,
        protectedResourceConditions: {
          stringEquals: Object.entries(args.tags).map(([key, value]) => ({ key: `aws:ResourceTag/${key}`, value })),
        },
        restoreMetadataOverrides,
        validationWindowHours: args.validationHours,
      },
      options,
    );
  select("files", "EFS", { kmsKeyId: args.filesKeyArn });
  if (args.database !== undefined) {
    const { subnetGroupName, securityGroupId } = args.database;
    select("database", "RDS", {
      dbSubnetGroupName: subnetGroupName,
      vpcSecurityGroupIds: pulumi.output(securityGroupId).apply((id) => JSON.stringify([id])),
    });
  }
  return plan.name;
}
