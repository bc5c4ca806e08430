import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Context } from "../shared/context.ts";
import { CustomerKey } from "../shared/customer-key.ts";
import { denyWithoutTls, policyJson, type Statement } from "../shared/policy-document.ts";

/** What the cost alerts are made of. */
export interface CostAlertsArgs {
  /** Where the deployment goes. */
  readonly context: Context;
  /** What a month may cost, in US dollars, at least 0.01: AWS counts in cents. */
  readonly monthlyLimitUsd: number;
  /** Percentages of the limit; each alerts when it is spent and when it is forecast. One to five. */
  readonly thresholdsPercent: readonly number[];
  /** Addresses that get budget alerts at once and anomalies once a day. At most ten; may be empty. */
  readonly emails: readonly string[];
  /** What an anomaly must cost at least to be reported, in US dollars. */
  readonly anomalyThresholdUsd: number;
  /** ARN of the account's monitor over all services where there is one already. Default: it is made; an account takes one only. */
  readonly adoptMonitorArn?: string | undefined;
}

/** Where Budgets and Cost Explorer live: their topic and its key are there too, so that no opt-in region is in the way. */
export const costRegion = "us-east-1";

/**
 * Budget and cost-anomaly alerts to one encrypted topic and to e-mail. Two budgets of an account are free; the key costs about one
 * US dollar a month.
 */
export class CostAlerts extends pulumi.ComponentResource {
  /** ARN of the topic, in us-east-1. */
  public readonly topicArn: pulumi.Output<string>;
  /** ARN of the topic's key. */
  public readonly keyArn: pulumi.Output<string>;

  /** @param name prefix of the children's names, from the context */
  constructor(name: string, args: CostAlertsArgs, options?: pulumi.ComponentResourceOptions) {
    super("platform:account:CostAlerts", name, {}, options);
    const { accountId } = args.context;
    const key = new CustomerKey(
      `${name}-key`,
      {
        description: "Cost alerts",
        accountId,
        statements: costPublishers(accountId, ["kms:Decrypt", "kms:GenerateDataKey"], "*", "Encrypt"),
        region: costRegion,
      },
      { parent: this },
    );
    const topic = new aws.sns.Topic(name, { kmsMasterKeyId: key.arn, region: costRegion }, { parent: this });
    const policy = new aws.sns.TopicPolicy(
      `${name}-policy`,
      {
        arn: topic.arn,
        policy: topic.arn.apply((arn) =>
          policyJson([
            denyWithoutTls("sns:Publish", arn),
            ...costPublishers(accountId, ["sns:Publish"], arn, "Publish"),
          ]),
        ),
        region: costRegion,
      },
      { parent: this },
    );
    this.topicArn = topic.arn;
    this.keyArn = key.arn;
    this.createBudget(name, args, policy);
    this.createAnomalyAlerts(name, args, policy);
    this.registerOutputs({ topicArn: this.topicArn, keyArn: this.keyArn });
  }

  /** The monthly budget with its thresholds. */
  private createBudget(name: string, args: CostAlertsArgs, topicPolicy: pulumi.Resource): void {
    const kinds = ["ACTUAL", "FORECASTED"] as const;
    new aws.budgets.Budget(
      `${name}-budget`,
      {
        budgetType: "COST",
        limitAmount: args.monthlyLimitUsd.toFixed(2),
        limitUnit: "USD",
        timeUnit: "MONTHLY",
        notifications: args.thresholdsPercent.flatMap((threshold) =>
          kinds.map((notificationType) => ({
            notificationType,
            comparisonOperator: "GREATER_THAN",
            threshold,
            thresholdType: "PERCENTAGE",
            subscriberSnsTopicArns: [this.topicArn],
            ...(args.emails.length > 0 && { subscriberEmailAddresses: [...args.emails] }),
          })),
        ),
      },
      // Budgets sends a trial message to the topic.
      { parent: this, dependsOn: [topicPolicy] },
    );
  }

  /**
   * One monitor over all services, made or adopted; the topic hears of an anomaly at once, people once a day. Cost Explorer
   * makes such a monitor by itself (Default-Services-Monitor) in most accounts that use it, and AWS takes no second one.
   * Source: https://docs.aws.amazon.com/cost-management/latest/userguide/management-limits.html
   */
  private createAnomalyAlerts(name: string, args: CostAlertsArgs, topicPolicy: pulumi.Resource): void {
    const monitorArn =
      args.adoptMonitorArn ??
      new aws.costexplorer.AnomalyMonitor(
        `${name}-anomalies`,
        { name: `${name}-anomalies`, monitorType: "DIMENSIONAL", monitorDimension: "SERVICE" },
        { parent: this },
      ).arn;
    const shared = {
      monitorArnLists: [monitorArn],
      thresholdExpression: {
        dimension: {
          key: "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
          matchOptions: ["GREATER_THAN_OR_EQUAL"],
          values: [String(args.anomalyThresholdUsd)],
        },
      },
    };
    // Cost Anomaly Detection sends at once to topics only, and e-mails daily or weekly only.
    new aws.costexplorer.AnomalySubscription(
      `${name}-anomalies-topic`,
      {
        name: `${name}-anomalies-topic`,
        frequency: "IMMEDIATE",
        subscribers: [{ type: "SNS", address: this.topicArn }],
        ...shared,
      },
      { parent: this, dependsOn: [topicPolicy] },
    );
    if (args.emails.length === 0) return;
    new aws.costexplorer.AnomalySubscription(
      `${name}-anomalies-email`,
      {
        name: `${name}-anomalies-email`,
        frequency: "DAILY",
        subscribers: args.emails.map((address) => ({ type: "EMAIL", address })),
        ...shared,
      },
      { parent: this },
    );
  }
}

/**
 * Lets the two services that report on costs act for this account.
 * Sources: https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-sns-policy.html and ad-SNS.html
 *
 * @param accountId twelve digits
 * @param actions what they may do
 * @param resource with what
 * @param verb end of the statements' names
 */
export function costPublishers(
  accountId: string,
  actions: readonly string[],
  resource: string,
  verb: string,
): readonly Statement[] {
  const account = { "aws:SourceAccount": accountId };
  return [
    {
      Sid: `Budgets${verb}`,
      Effect: "Allow",
      Principal: { Service: "budgets.amazonaws.com" },
      Action: actions,
      Resource: resource,
      Condition: { StringEquals: account, ArnLike: { "aws:SourceArn": `arn:aws:budgets::${accountId}:*` } },
    },
    {
      Sid: `CostAnomalies${verb}`,
      Effect: "Allow",
      Principal: { Service: "costalerts.amazonaws.com" },
      Action: actions,
      Resource: resource,
      Condition: { StringEquals: account },
    },
  ];
}
