/** Examples of Budgets' rows. */
import type { Example } from "../example.ts";

const notification = {
  comparisonOperator: "GREATER_THAN",
  notificationType: "ACTUAL",
  threshold: 80,
  thresholdType: "PERCENTAGE",
};

/** All examples of Budgets. */
export const examples: readonly Example[] = [
  {
    name: "budgets-budget",
    type: "aws:budgets/budget:Budget",
    needs: ["sns-topic", "sns-topic-policy"],
    inputs: (made) => ({
      name: "rehearsal-example",
      budgetType: "COST",
      limitAmount: "100.00",
      limitUnit: "USD",
      timeUnit: "MONTHLY",
      notifications: [
        {
          ...notification,
          subscriberEmailAddresses: ["cost@example.org"],
          subscriberSnsTopicArns: [made("sns-topic").arn],
        },
      ],
    }),
    change: () => ({
      limitAmount: "200.00",
      notifications: [{ ...notification, threshold: 90, subscriberEmailAddresses: ["cost@example.org"] }],
      tags: { kind: "second" },
    }),
  },
];
