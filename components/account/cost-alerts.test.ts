import assert from "node:assert/strict";
import { policyOf, testContext } from "../../test/account.ts";
import { type Collected, collect } from "../../test/pulumi-mocks.ts";
import { accountKeyStatement } from "../shared/customer-key.ts";
import { CostAlerts, type CostAlertsArgs } from "./cost-alerts.ts";

const account = { "aws:SourceAccount": "123456789012" };
const budgets = { StringEquals: account, ArnLike: { "aws:SourceArn": "arn:aws:budgets::123456789012:*" } };

/** Makes the alerts. */
function make(change: Partial<CostAlertsArgs> = {}): Promise<Collected> {
  return collect(() => {
    const alerts = new CostAlerts("acme-account-costs", {
      context: testContext,
      monthlyLimitUsd: 500,
      thresholdsPercent: [80, 100],
      emails: ["platform@example.com"],
      anomalyThresholdUsd: 50,
      ...change,
    });
    return { topicArn: alerts.topicArn, keyArn: alerts.keyArn };
  });
}

describe("the cost alerts", () => {
  let collected: Collected;
  before(async () => {
    collected = await make();
  });

  it("SNS.1: the topic and its key are in us-east-1, and both services may use the key", () => {
    assert.deepEqual(collected.only("aws:sns/topic:Topic").inputs, {
      kmsMasterKeyId: collected.outputs.keyArn,
      region: "us-east-1",
    });
    const key = collected.only("aws:kms/key:Key");
    assert.equal(key.inputs.region, "us-east-1");
    const use = { Effect: "Allow", Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: "*" };
    assert.deepEqual(policyOf(key).Statement, [
      accountKeyStatement("123456789012"),
      { Sid: "BudgetsEncrypt", ...use, Principal: { Service: "budgets.amazonaws.com" }, Condition: budgets },
      {
        Sid: "CostAnomaliesEncrypt",
        ...use,
        Principal: { Service: "costalerts.amazonaws.com" },
        Condition: { StringEquals: account },
      },
    ]);
  });

  it("SNS.4: only the two services publish, for this account, and over TLS", () => {
    const resource = collected.only("aws:sns/topicPolicy:TopicPolicy");
    const arn = collected.outputs.topicArn;
    assert.deepEqual({ arn: resource.inputs.arn, region: resource.inputs.region }, { arn, region: "us-east-1" });
    const publish = { Effect: "Allow", Action: ["sns:Publish"], Resource: arn };
    assert.deepEqual(policyOf(resource).Statement, [
      {
        Sid: "DenyWithoutTls",
        Effect: "Deny",
        Principal: "*",
        Action: "sns:Publish",
        Resource: arn,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
      { Sid: "BudgetsPublish", ...publish, Principal: { Service: "budgets.amazonaws.com" }, Condition: budgets },
      {
        Sid: "CostAnomaliesPublish",
        ...publish,
        Principal: { Service: "costalerts.amazonaws.com" },
        Condition: { StringEquals: account },
      },
    ]);
  });

  it("the budget alerts at each threshold, spent and forecast, to the topic and by e-mail", () => {
    const budget = collected.only("aws:budgets/budget:Budget");
    const notification = (notificationType: string, threshold: number) => ({
      notificationType,
      comparisonOperator: "GREATER_THAN",
      threshold,
      thresholdType: "PERCENTAGE",
      subscriberSnsTopicArns: [collected.outputs.topicArn],
      subscriberEmailAddresses: ["platform@example.com"],
    });
    assert.deepEqual(budget.inputs, {
      budgetType: "COST",
      limitAmount: "500.00",
      limitUnit: "USD",
      timeUnit: "MONTHLY",
      notifications: [
        notification("ACTUAL", 80),
        notification("FORECASTED", 80),
        notification("ACTUAL", 100),
        notification("FORECASTED", 100),
      ],
    });
    assert.ok(budget.options.dependsOn?.includes("acme-account-costs-policy"));
  });

  it("anomalies go to the topic at once and to people once a day", () => {
    const monitor = collected.only("aws:costexplorer/anomalyMonitor:AnomalyMonitor");
    assert.deepEqual(monitor.inputs, {
      name: "acme-account-costs-anomalies",
      monitorType: "DIMENSIONAL",
      monitorDimension: "SERVICE",
    });
    const type = "aws:costexplorer/anomalySubscription:AnomalySubscription";
    const subscription = (name: string) => {
      const { frequency, subscribers } = collected.only(type, name).inputs;
      return { frequency, subscribers };
    };
    assert.deepEqual(subscription("acme-account-costs-anomalies-topic"), {
      frequency: "IMMEDIATE",
      subscribers: [{ type: "SNS", address: collected.outputs.topicArn }],
    });
    assert.deepEqual(subscription("acme-account-costs-anomalies-email"), {
      frequency: "DAILY",
      subscribers: [{ type: "EMAIL", address: "platform@example.com" }],
    });
    assert.equal(collected.ofType(type).length, 2);
    for (const { inputs } of collected.ofType(type)) {
      assert.deepEqual(inputs.thresholdExpression, {
        dimension: {
          key: "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
          matchOptions: ["GREATER_THAN_OR_EQUAL"],
          values: ["50"],
        },
      });
    }
  });

  it("adopt the monitor that the account has already", async () => {
    const adoptMonitorArn = "arn:aws:ce::123456789012:anomalymonitor/01234567-89ab-cdef-0123-456789abcdef";
    const adopting = await make({ adoptMonitorArn });
    assert.equal(adopting.ofType("aws:costexplorer/anomalyMonitor:AnomalyMonitor").length, 0);
    const subscriptions = adopting.ofType("aws:costexplorer/anomalySubscription:AnomalySubscription");
    assert.deepEqual(
      subscriptions.map(({ inputs }) => inputs.monitorArnLists),
      [[adoptMonitorArn], [adoptMonitorArn]],
    );
  });

  it("send no e-mail when nobody is named", async () => {
    const silent = await make({ emails: [] });
    assert.equal(silent.ofType("aws:costexplorer/anomalySubscription:AnomalySubscription").length, 1);
    const { notifications } = silent.only("aws:budgets/budget:Budget").inputs;
    assert.equal(notifications.length, 4);
    for (const notification of notifications) assert.equal("subscriberEmailAddresses" in notification, false);
  });
});
