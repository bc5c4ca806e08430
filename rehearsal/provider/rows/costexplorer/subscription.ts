/** The row of subscriptions to cost anomalies. */
import { isUnknown, type Properties, type Row } from "../../row.ts";
import { pascal, renameKeys, upperFirst } from "../helpers.ts";
import { publishProblem } from "../sns/shared.ts";
import { ce, lacking, resourceTags, tagCalls, uuid } from "./shared.ts";

/** `dimension`, `ands` and the like → `Dimensions`, `And`. */
function expression(value: unknown): unknown {
  const names: Readonly<Record<string, string>> = {
    ands: "And",
    ors: "Or",
    not: "Not",
    dimension: "Dimensions",
    tags: "Tags",
    costCategory: "CostCategories",
  };
  return renameKeys(value, (key) => names[key] ?? upperFirst(key));
}

function settings(inputs: Properties): Properties {
  const { subscribers } = inputs;
  return {
    SubscriptionName: inputs.name,
    Frequency: inputs.frequency,
    MonitorArnList: inputs.monitorArnLists,
    Subscribers: Array.isArray(subscribers) ? subscribers.map((item) => pascal(item, "address", "type")) : subscribers,
    ...(inputs.thresholdExpression !== undefined && { ThresholdExpression: expression(inputs.thresholdExpression) }),
  };
}

/**
 * A subscription to cost anomalies, recorded only (`lacking`). The rules refuse kinds of subscribers that the
 * frequency does not take, monitors that the account cannot have, and topics to which AWS may not publish.
 */
export const anomalySubscription: Row = {
  type: "aws:costexplorer/anomalySubscription:AnomalySubscription",
  recorded: lacking,
  taggable: true,
  autoName: { property: "name", maxLength: 255 },
  required: ["frequency", "monitorArnLists", "subscribers"],
  replaceOn: ["accountId", "name"],
  identify: (_inputs, facts) => facts.arn("ce", `anomalysubscription/${uuid(facts)}`, { region: "" }),
  attributes: (inputs, id, facts) => ({ arn: id, accountId: inputs.accountId ?? facts.accountId }),
  create: {
    call: (inputs, facts) =>
      ce("CreateAnomalySubscription", {
        AnomalySubscription: { ...settings(inputs), AccountId: inputs.accountId },
        ...resourceTags(facts),
      }),
    id: (answer) => answer.SubscriptionArn,
  },
  update: (id, inputs, previous, facts) => [
    ce("UpdateAnomalySubscription", { SubscriptionArn: id, ...settings(inputs) }),
    ...tagCalls(id, previous, facts),
  ],
  delete: (id) => [ce("DeleteAnomalySubscription", { SubscriptionArn: id })],
  rules: [
    {
      source:
        "AWS Cost Management User Guide, Creating cost anomaly alert subscriptions: individual alerts go to SNS, summaries by e-mail",
      check: ({ frequency, subscribers }) => {
        if (isUnknown(frequency) || !Array.isArray(subscribers)) return undefined;
        const wanted = frequency === "IMMEDIATE" ? "SNS" : "EMAIL";
        const wrong = subscribers.filter((item) => typeof item.type === "string" && item.type !== wanted);
        if (wrong.length === 0) return undefined;
        return `the frequency ${frequency} takes subscribers of the type ${wanted}, got ${wrong.map((item) => item.type).join(", ")}: make another subscription for them`;
      },
    },
    {
      source: "Cost Explorer API, CreateAnomalySubscription: UnknownMonitorException",
      when: "creation",
      check: ({ monitorArnLists }, _world, facts) => {
        // A monitor that the workspace did not make may be there: accounts have Default-Services-Monitor, and adopt it.
        const form = new RegExp(
          `^arn:aws:ce::${facts.accountId}:anomalymonitor/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`,
        );
        const unknown = (monitorArnLists ?? []).filter((arn: unknown) => typeof arn === "string" && !form.test(arn));
        return unknown.length === 0
          ? undefined
          : `the account ${facts.accountId} cannot have the monitors ${unknown.join(", ")}: take them from the monitor's output "arn", or from aws ce get-anomaly-monitors`;
      },
    },
    {
      source: "AWS Cost Management User Guide, Creating an Amazon SNS topic for anomaly notifications",
      when: "creation",
      check: ({ subscribers }, world, facts) => {
        const topics = (subscribers ?? [])
          .filter((item: Properties) => item.type === "SNS")
          .map((item: Properties) => item.address);
        const context = { "aws:sourceaccount": facts.accountId };
        return topics
          .map((arn: unknown) => publishProblem(arn, "costalerts.amazonaws.com", context, world))
          .find(Boolean);
      },
    },
  ],
};
