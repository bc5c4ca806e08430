/** Examples of Cost Explorer's rows. */
import type { Example } from "../example.ts";

/** All examples of Cost Explorer. */
export const examples: readonly Example[] = [
  {
    name: "costexplorer-monitor",
    type: "aws:costexplorer/anomalyMonitor:AnomalyMonitor",
    inputs: () => ({ name: "rehearsal-example", monitorType: "DIMENSIONAL", monitorDimension: "SERVICE" }),
    change: () => ({ name: "rehearsal-example-second" }),
  },
  {
    name: "costexplorer-subscription",
    type: "aws:costexplorer/anomalySubscription:AnomalySubscription",
    needs: ["costexplorer-monitor", "sns-topic", "sns-topic-policy"],
    inputs: (made) => ({
      name: "rehearsal-example",
      frequency: "IMMEDIATE",
      monitorArnLists: [made("costexplorer-monitor").arn],
      subscribers: [{ type: "SNS", address: made("sns-topic").arn }],
      thresholdExpression: {
        dimension: {
          key: "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
          matchOptions: ["GREATER_THAN_OR_EQUAL"],
          values: ["100"],
        },
      },
    }),
    change: () => ({
      thresholdExpression: {
        dimension: {
          key: "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
          matchOptions: ["GREATER_THAN_OR_EQUAL"],
          values: ["200"],
        },
      },
    }),
  },
];
