import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { backupTag } from "../shared/backup-tag.ts";
import type { Context } from "../shared/context.ts";
import { autoNameLimit, limitName } from "../shared/names.ts";
import { statefulOptions } from "../shared/stateful.ts";

/** What the table of incidents is made from. */
export interface IncidentTableArgs {
  /** Names. */
  readonly context: Context;
  /** ARN of the key of messages. */
  readonly keyArn: pulumi.Input<string>;
  /** Whether DynamoDB refuses to delete the table. Default: true. */
  readonly deletionProtection?: boolean | undefined;
}

/**
 * The table in which the alert path keeps what it knows of incidents, what it has posted, and what waits for a digest. It belongs to the
 * foundation: an alert that waits must not be lost with the services. On demand, a few cents a month; items expire by `expiresAt`.
 */
export class IncidentTable extends pulumi.ComponentResource {
  /** Name of the table, with Pulumi's suffix. */
  public readonly tableName: pulumi.Output<string>;
  /** ARN of the table. */
  public readonly arn: pulumi.Output<string>;

  /** @param name name of the table and prefix of the children's names, from the context */
  constructor(name: string, args: IncidentTableArgs, options?: pulumi.ComponentResourceOptions) {
    super("platform:alerting:IncidentTable", name, {}, options);
    const table = new aws.dynamodb.Table(
      limitName(name, autoNameLimit("table")),
      {
        billingMode: "PAY_PER_REQUEST",
        hashKey: "pk",
        rangeKey: "sk",
        attributes: [
          { name: "pk", type: "S" },
          { name: "sk", type: "S" },
        ],
        // In seconds since 1970. DynamoDB deletes within days after it, so readers look at the time themselves.
        ttl: { attributeName: "expiresAt", enabled: true },
        pointInTimeRecovery: { enabled: true },
        serverSideEncryption: { enabled: true, kmsKeyArn: args.keyArn },
        deletionProtectionEnabled: args.deletionProtection ?? true,
        tags: backupTag,
      },
      { parent: this, ...statefulOptions },
    );
    this.tableName = table.name;
    this.arn = table.arn;
    this.registerOutputs({ tableName: this.tableName, arn: this.arn });
  }
}
