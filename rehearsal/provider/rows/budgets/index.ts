/** Rows of AWS Budgets. */
import { isDeepStrictEqual } from "node:util";
import { type Call, type Facts, isUnknown, type Properties, type Row, unknown } from "../../row.ts";
import { asWanted } from "../drift.ts";
import { camel, pascal, renameKeys, tagChanges, tagList, tagRecord, upperFirst } from "../helpers.ts";
import { limitRule, nameRule, notificationsRule, publishRule, subscribersRule } from "./rules.ts";

/** Budgets answers in us-east-1 only. */
const budgets = (operation: string, parameters: Properties): Call => ({
  service: "budgets",
  operation,
  parameters,
  region: "us-east-1",
});

/** `2017-01-01_12:00` (UTC) as AWS's timestamp. */
function timestamp(text: unknown): unknown {
  return typeof text === "string" ? new Date(`${text.replace("_", "T")}:00Z`) : text;
}

function periodText(time: unknown): string | undefined {
  return time instanceof Date ? time.toISOString().slice(0, 16).replace("T", "_") : undefined;
}

function budgetOf(inputs: Properties): Properties {
  const filters = Array.isArray(inputs.costFilters) ? inputs.costFilters : [];
  const planned = Array.isArray(inputs.plannedLimits) ? inputs.plannedLimits : [];
  return {
    BudgetName: inputs.name,
    BudgetType: inputs.budgetType,
    TimeUnit: inputs.timeUnit,
    TimePeriod: { Start: timestamp(inputs.timePeriodStart), End: timestamp(inputs.timePeriodEnd) },
    ...pascal(inputs, "costTypes", "autoAdjustData", "billingViewArn"),
    ...(inputs.metrics !== undefined && { Metrics: [inputs.metrics] }),
    ...(inputs.limitAmount !== undefined && { BudgetLimit: { Amount: inputs.limitAmount, Unit: inputs.limitUnit } }),
    ...(filters.length > 0 && { CostFilters: Object.fromEntries(filters.map(({ name, values }) => [name, values])) }),
    ...(planned.length > 0 && {
      PlannedBudgetLimits: Object.fromEntries(
        planned.map(({ startTime, amount, unit }) => [
          String((timestamp(startTime) as Date).getTime() / 1000),
          { Amount: amount, Unit: unit },
        ]),
      ),
    }),
    ...(inputs.filterExpression !== undefined && { FilterExpression: expression(inputs.filterExpression) }),
  };
}

function expression(value: unknown): unknown {
  const names: Readonly<Record<string, string>> = { ands: "And", ors: "Or" };
  return renameKeys(value, (key) => names[key] ?? upperFirst(key));
}

/** A notification as AWS knows it, without its subscribers. */
function notificationOf(item: Properties): Properties {
  return pascal(item, "notificationType", "comparisonOperator", "threshold", "thresholdType");
}

function subscribersOf(item: Properties): Properties[] {
  const list = (addresses: unknown, SubscriptionType: string) =>
    Array.isArray(addresses) ? addresses.map((Address) => ({ SubscriptionType, Address })) : [];
  return [...list(item.subscriberEmailAddresses, "EMAIL"), ...list(item.subscriberSnsTopicArns, "SNS")];
}

function withSubscribers(inputs: Properties): Properties[] {
  const list: Properties[] = Array.isArray(inputs.notifications) ? inputs.notifications : [];
  return list
    .filter((item) => !isUnknown(item))
    .map((item) => {
      const Subscribers = subscribersOf(item);
      // Addresses that are not known yet cannot be listed: the service model checks them at creation.
      const unknownOnes = isUnknown(item.subscriberEmailAddresses) || isUnknown(item.subscriberSnsTopicArns);
      return {
        Notification: notificationOf(item),
        Subscribers: unknownOnes ? unknown : Subscribers,
      };
    });
}

function accountOf(inputs: Properties, facts: Facts): unknown {
  return inputs.accountId ?? facts.accountId;
}

/** Removes the notifications that are no longer wanted as they are, then makes the new ones. */
function notificationCalls(id: Properties, inputs: Properties, previous: Properties): Call[] {
  const wanted = withSubscribers(inputs);
  const before = withSubscribers(previous);
  const without = (list: Properties[], other: Properties[]) =>
    list.filter((item) => !other.some((candidate) => isDeepStrictEqual(candidate, item)));
  return [
    ...without(before, wanted).map(({ Notification }) => budgets("DeleteNotification", { ...id, Notification })),
    ...without(wanted, before).map((item) => budgets("CreateNotification", { ...id, ...item })),
  ];
}

function budgetArn(name: unknown, facts: Facts): string {
  return facts.arn("budgets", `budget/${name}`, { region: "" });
}

function tagCalls(name: unknown, previous: Properties, facts: Facts): Call[] {
  const { set, removed } = tagChanges(facts.tags, previous.tagsAll);
  const ResourceARN = budgetArn(name, facts);
  return [
    ...(removed.length > 0 ? [budgets("UntagResource", { ResourceARN, ResourceTagKeys: removed })] : []),
    ...(Object.keys(set).length > 0 ? [budgets("TagResource", { ResourceARN, ResourceTags: tagList(set) })] : []),
  ];
}

function named(state: Properties, facts: Facts): Properties {
  return { AccountId: accountOf(state, facts), BudgetName: state.name };
}

/** The live settings. Subscribers are not read: AWS tells those of one notification at a time. */
function liveBudget(answer: Properties, state: Properties): Properties {
  const found = answer.Budget;
  const live = (answer.Notifications ?? []).map((item: Properties) =>
    camel(item, "NotificationType", "ComparisonOperator", "Threshold", "ThresholdType"),
  );
  const wanted = (state.notifications ?? []).map((item: Properties) => {
    const { subscriberEmailAddresses: _emails, subscriberSnsTopicArns: _topics, ...rest } = item;
    return rest;
  });
  const amount = found.BudgetLimit?.Amount;
  return {
    ...camel(found, "BudgetType", "TimeUnit"),
    ...(amount !== undefined && {
      limitAmount: Number(amount) === Number(state.limitAmount) ? state.limitAmount : amount,
      limitUnit: found.BudgetLimit.Unit,
    }),
    timePeriodStart: periodText(found.TimePeriod?.Start),
    timePeriodEnd: periodText(found.TimePeriod?.End),
    notifications: asWanted(live, wanted) === wanted ? state.notifications : live,
    tagsAll: tagRecord(answer.ResourceTags),
  };
}

/**
 * A budget with its notifications, made in the emulator. Every call goes to us-east-1. Changed notifications are
 * deleted and made anew; their subscribers are never read back. The rules (`rules.ts`) come from the Budgets API.
 */
export const budget: Row = {
  type: "aws:budgets/budget:Budget",
  taggable: true,
  autoName: { property: "name", maxLength: 100 },
  required: ["budgetType", "timeUnit"],
  replaceOn: ["accountId", "name", "namePrefix"],
  defaults: { timePeriodEnd: "2087-06-15_00:00" },
  conflicts: [
    ["name", "namePrefix"],
    ["costFilters", "filterExpression"],
    ["costTypes", "metrics"],
    ["limitAmount", "plannedLimits"],
  ],
  identify: (inputs, facts) => `${accountOf(inputs, facts)}:${inputs.name}`,
  attributes: (inputs, _id, facts) => ({ arn: budgetArn(inputs.name, facts), accountId: accountOf(inputs, facts) }),
  create: {
    call: (inputs, facts) => {
      const NotificationsWithSubscribers = withSubscribers(inputs);
      return budgets("CreateBudget", {
        AccountId: accountOf(inputs, facts),
        Budget: budgetOf(inputs),
        ...(NotificationsWithSubscribers.length > 0 && { NotificationsWithSubscribers }),
        ...(Object.keys(facts.tags).length > 0 && { ResourceTags: tagList(facts.tags) }),
      });
    },
  },
  read: {
    call: (_id, state, facts) => budgets("DescribeBudget", named(state, facts)),
    also: (_id, state, facts) => [
      budgets("DescribeNotificationsForBudget", named(state, facts)),
      budgets("ListTagsForResource", { ResourceARN: budgetArn(state.name, facts) }),
    ],
    properties: (answer, _id, state) => (answer.Budget ? liveBudget(answer, state) : undefined),
    gone: ["NotFoundException"],
  },
  update: (_id, inputs, previous, facts) => [
    budgets("UpdateBudget", { AccountId: accountOf(inputs, facts), NewBudget: budgetOf(inputs) }),
    ...notificationCalls(named(inputs, facts), inputs, previous),
    ...tagCalls(inputs.name, previous, facts),
  ],
  delete: (_id, state, facts) => [{ ...budgets("DeleteBudget", named(state, facts)), ignore: ["NotFoundException"] }],
  rules: [nameRule, limitRule, notificationsRule, subscribersRule, publishRule],
};

/** All rows of Budgets. */
export const rows: readonly Row[] = [budget];
