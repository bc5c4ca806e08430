/** What AWS Budgets refuses, and the emulator does not. */
import { isUnknown, type Properties, type Rule } from "../../row.ts";
import { publishProblem, topicArnPattern } from "../sns/shared.ts";

/** Budgets API, Notification: up to ten notifications; one SNS subscriber and up to ten e-mail subscribers each. */
const maxNotifications = 10;
const maxEmails = 10;
const maxTopics = 1;

function known(value: unknown): Properties[] {
  return Array.isArray(value)
    ? value.filter((item) => item !== null && typeof item === "object" && !isUnknown(item))
    : [];
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function nameOf(notification: Properties): string {
  const { notificationType, comparisonOperator, threshold, thresholdType } = notification;
  return `${notificationType} ${comparisonOperator} ${threshold} ${thresholdType}`;
}

/**
 * Refuses a budget without a limit, a limit that is not a number greater than 0, one without a unit, and a COST
 * budget that is not in USD.
 */
export const limitRule: Rule = {
  source: "Budgets API, Budget: BudgetLimit, PlannedBudgetLimits, AutoAdjustData; Spend",
  check: ({ limitAmount, limitUnit, plannedLimits, autoAdjustData, budgetType }) => {
    const forms = [limitAmount, plannedLimits, autoAdjustData].filter((form) => form !== undefined);
    if (forms.length === 0)
      return "a budget needs a limit: give limitAmount and limitUnit, plannedLimits, or autoAdjustData";
    if (limitAmount === undefined) return undefined;
    if (typeof limitAmount === "string" && !(/^([0-9]*\.)?[0-9]+$/.test(limitAmount) && Number(limitAmount) > 0)) {
      return `limitAmount is ${limitAmount}: it must be a number greater than 0, e.g. "100" or "99.50"`;
    }
    if (limitUnit === undefined) return "limitUnit is not given: USD for costs";
    const money = budgetType === "COST" && typeof limitUnit === "string";
    return money && limitUnit !== "USD" ? `limitUnit is ${limitUnit}: a COST budget is in USD` : undefined;
  },
};

/** Refuses more than ten notifications, two that are the same, and a forecast of a DAILY budget. */
export const notificationsRule: Rule = {
  source: "Budgets API, Notification",
  check: ({ notifications, timeUnit }) => {
    const list = known(notifications);
    if (list.length > maxNotifications) {
      return `a budget takes at most ${maxNotifications} notifications, got ${list.length}: leave some out, or make another budget`;
    }
    const names = list.filter((item) => !Object.values(item).some(isUnknown)).map(nameOf);
    const twice = names.filter((name, index) => names.indexOf(name) !== index);
    if (twice.length > 0) return `two notifications are the same (${twice.join(", ")}): put their subscribers together`;
    const forecast = list.some((item) => item.notificationType === "FORECASTED");
    if (timeUnit === "DAILY" && forecast) return "a DAILY budget has no forecast: use notificationType ACTUAL";
    return undefined;
  },
};

/**
 * Refuses a notification without a subscriber, with more than ten e-mail addresses or one topic, with an address that
 * is none, or with a topic of another account.
 */
export const subscribersRule: Rule = {
  source: "Budgets API, Notification, Subscriber",
  check: ({ notifications }, _world, facts) => {
    for (const item of known(notifications)) {
      const { subscriberEmailAddresses: emails, subscriberSnsTopicArns: topics } = item;
      if (isUnknown(emails) || isUnknown(topics)) continue;
      const at = `the notification ${nameOf(item)}`;
      const count = (emails?.length ?? 0) + (topics?.length ?? 0);
      if (count === 0) return `${at} has no subscriber: give an e-mail address or a topic`;
      if ((emails?.length ?? 0) > maxEmails)
        return `${at} has ${emails.length} e-mail addresses, allowed are ${maxEmails}`;
      if ((topics?.length ?? 0) > maxTopics) return `${at} has ${topics.length} topics, allowed is ${maxTopics}`;
      const wrong = strings(emails).filter((email) => !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email));
      if (wrong.length > 0) return `${at} has addresses that are none: ${wrong.join(", ")}`;
      const foreign = strings(topics).filter((topic) => topicArnPattern.exec(topic)?.[2] !== facts.accountId);
      if (foreign.length > 0) {
        return `${at} names ${foreign.join(", ")}: allowed are ARNs of topics in the account ${facts.accountId}`;
      }
    }
    return undefined;
  },
};

/**
 * Refuses a topic that does not exist or that does not let Budgets publish. AWS would take it, and no alert would
 * arrive.
 */
export const publishRule: Rule = {
  source: "AWS Cost Management User Guide, Creating an Amazon SNS topic for budget notifications",
  when: "creation",
  check: ({ notifications, name }, world, facts) => {
    const topics = new Set(known(notifications).flatMap((item) => strings(item.subscriberSnsTopicArns)));
    const context = {
      "aws:sourceaccount": facts.accountId,
      "aws:sourcearn": facts.arn("budgets", `budget/${name}`, { region: "" }),
    };
    return [...topics].map((topic) => publishProblem(topic, "budgets.amazonaws.com", context, world)).find(Boolean);
  },
};

/** Refuses names of more than 100 characters and those with a colon, a backslash or `/action/`. */
export const nameRule: Rule = {
  source: "Budgets API, Budget: BudgetName",
  check: ({ name }) => {
    if (typeof name !== "string") return undefined;
    if (name.length > 100)
      return `the budget's name ${name} has ${name.length} characters, allowed are 100: shorten it`;
    return /[:\\]|\/action\//.test(name) ? `the budget's name ${name} must have no ":", "\\" or "/action/"` : undefined;
  },
};
