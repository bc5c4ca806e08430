import * as pulumi from "@pulumi/pulumi";
import type { Context } from "../shared/context.ts";
import { CustomerKey } from "../shared/customer-key.ts";
import { alertPathStatements, messagesStatements } from "./key-statements.ts";

/** What the keys of messages beside that of the data keys are made from. */
export interface RegionalMessageKeysArgs {
  /** Account. */
  readonly context: Context;
  /** The other regions, each once: those of CloudFront's and Route 53's alarms, and of SES. */
  readonly regions: readonly string[];
}

/**
 * Keys of topics and queues outside the home region: a topic takes a key of its own region only; and one at home for the topic of the alert
 * path itself, which must be heard of when the key of all other messages is disabled. Each is protected and costs about one US dollar a month.
 */
export class RegionalMessageKeys extends pulumi.ComponentResource {
  /** ARN of each key, by region. */
  public readonly arns: Readonly<Record<string, pulumi.Output<string>>>;
  /** ARN of the home region's key for the topic of the alert path itself. */
  public readonly alertPathArn: pulumi.Output<string>;

  /** @param name prefix of the children's names, from the context: the key's alias is `alias/<name>-<region>` */
  constructor(name: string, args: RegionalMessageKeysArgs, options?: pulumi.ComponentResourceOptions) {
    super("platform:keys:RegionalMessageKeys", name, {}, options);
    const { accountId } = args.context;
    this.arns = Object.fromEntries(
      args.regions.map((region) => {
        const key = new CustomerKey(
          `${name}-${region}`,
          {
            description: `Topics and queues in ${region}`,
            accountId,
            statements: messagesStatements(accountId),
            region,
          },
          { parent: this },
        );
        return [region, key.arn];
      }),
    );
    this.alertPathArn = new CustomerKey(
      `${name}-alert-path`,
      { description: "What is wrong with the alert path", accountId, statements: alertPathStatements(accountId) },
      { parent: this },
    ).arn;
    this.registerOutputs({ arns: this.arns, alertPathArn: this.alertPathArn });
  }
}
