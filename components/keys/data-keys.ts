import * as pulumi from "@pulumi/pulumi";
import type { Context } from "../shared/context.ts";
import { CustomerKey, logsKeyStatement } from "../shared/customer-key.ts";
import type { Statement } from "../shared/policy-document.ts";
import { snsPrincipal } from "../shared/sns-principal.ts";
import { messagesStatements, objectsStatements, ownLogGroups, volumesStatements } from "./key-statements.ts";

/** Classes of data, each with a key of its own: whoever may read one class may not read the others. */
export const dataClasses = [
  "database",
  "files",
  "backup",
  "objects",
  "messages",
  "secrets",
  "volumes",
  "logs",
] as const;

/** One class of data. */
export type DataClass = (typeof dataClasses)[number];

/** What the keys are made from. */
export interface DataKeysArgs {
  /** Names, region and account. */
  readonly context: Context;
  /** ARN of the service-linked role of Auto Scaling, made before: KMS takes no policy that names a missing principal. */
  readonly autoScalingServiceRoleArn: pulumi.Input<string>;
  /** Other regions whose topics deliver to queues of the home region. Default: none. */
  readonly topicRegions?: readonly string[] | undefined;
}

/** What each key encrypts, in a few words. */
const descriptions: Readonly<Record<DataClass, string>> = {
  database: "The database, its snapshots and its insights",
  files: "The shared file system",
  backup: "Recovery points",
  objects: "Objects in buckets",
  messages: "Topics and queues",
  secrets: "Secrets",
  volumes: "Volumes of instances",
  logs: "Log groups",
};

/**
 * The environment's keys, one for each class of data. Each rotates every year and is protected; each costs about one US dollar a month.
 *
 * RDS, EFS, AWS Backup and Secrets Manager act for whoever calls them, by that caller's own rights or a grant that the caller gives: the
 * account's statement of each key covers them, and no service is named in the keys of database, files, backup and secrets.
 * Sources: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.Keys.html,
 * https://docs.aws.amazon.com/efs/latest/ug/encryption-at-rest.html,
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html,
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 */
export class DataKeys extends pulumi.ComponentResource {
  /** ARN of each key, by the class of data. */
  public readonly arns: Readonly<Record<DataClass, pulumi.Output<string>>>;

  /** @param name prefix of the children's names, from the context: the key's alias is `alias/<name>-<class>` */
  constructor(name: string, args: DataKeysArgs, options?: pulumi.ComponentResourceOptions) {
    super("platform:keys:DataKeys", name, {}, options);
    const entries = dataClasses.map((dataClass) => {
      const key = new CustomerKey(
        `${name}-${dataClass}`,
        {
          description: descriptions[dataClass],
          accountId: args.context.accountId,
          statements: statementsOf(dataClass, args),
        },
        { parent: this },
      );
      return [dataClass, key.arn] as const;
    });
    this.arns = Object.fromEntries(entries) as Record<DataClass, pulumi.Output<string>>;
    this.registerOutputs({ arns: this.arns });
  }
}

/** What services may do with the key of a class. */
function statementsOf(dataClass: DataClass, args: DataKeysArgs): pulumi.Input<readonly Statement[]> {
  const { context } = args;
  switch (dataClass) {
    case "messages":
      return messagesStatements(context.accountId, deliverers(args));
    case "objects":
      return objectsStatements(context.accountId);
    case "volumes":
      return pulumi.output(args.autoScalingServiceRoleArn).apply(volumesStatements);
    case "logs":
      return [logsKeyStatement(context.region, ownLogGroups(context))];
    default:
      return [];
  }
}

/** Principals by which SNS delivers to the home region's queues, each once. */
function deliverers({ context: { region }, topicRegions = [] }: DataKeysArgs): readonly string[] {
  return [...new Set([region, ...topicRegions].map((topicRegion) => snsPrincipal(topicRegion, region)))];
}
