/** What watches, runs and tells: alarms, functions, logs, mail, messages. */
import { byCall, type Listing, listAll, type Send } from "./listing.ts";

/** AWS's own group of schedules is always there. */
async function listScheduleGroups(send: Send): Promise<string[]> {
  const groups = await listAll(send, "ListScheduleGroups", "ScheduleGroups");
  return groups.map(({ Name }) => String(Name)).filter((name) => name !== "default");
}

/** The listings of this part. */
export const operations: readonly Listing[] = [
  byCall("alarm", "cloudwatch/metricAlarm:MetricAlarm", "cloudwatch", "DescribeAlarms", "MetricAlarms", "AlarmName"),
  byCall(
    "composite alarm",
    "cloudwatch/compositeAlarm:CompositeAlarm",
    "cloudwatch",
    "DescribeAlarms",
    "CompositeAlarms",
    "AlarmName",
    { AlarmTypes: ["CompositeAlarm"] },
  ),
  byCall("event rule", "cloudwatch/eventRule:EventRule", "events", "ListRules", "Rules", "Name"),
  byCall("schedule", "scheduler/schedule:Schedule", "scheduler", "ListSchedules", "Schedules", "Arn"),
  {
    kind: "schedule group",
    types: ["aws:scheduler/scheduleGroup:ScheduleGroup"],
    service: "scheduler",
    list: listScheduleGroups,
  },
  byCall("function", "lambda/function:Function", "lambda", "ListFunctions", "Functions", "FunctionArn"),
  byCall(
    "event source mapping",
    "lambda/eventSourceMapping:EventSourceMapping",
    "lambda",
    "ListEventSourceMappings",
    "EventSourceMappings",
    "UUID",
  ),
  byCall("log group", "cloudwatch/logGroup:LogGroup", "logs", "DescribeLogGroups", "logGroups", "logGroupName"),
  byCall(
    "log resource policy",
    "cloudwatch/logResourcePolicy:LogResourcePolicy",
    "logs",
    "DescribeResourcePolicies",
    "resourcePolicies",
    "policyName",
  ),
  byCall(
    "log delivery source",
    "cloudwatch/logDeliverySource:LogDeliverySource",
    "logs",
    "DescribeDeliverySources",
    "deliverySources",
    "name",
  ),
  byCall(
    "log delivery destination",
    "cloudwatch/logDeliveryDestination:LogDeliveryDestination",
    "logs",
    "DescribeDeliveryDestinations",
    "deliveryDestinations",
    "name",
  ),
  byCall(
    "mail identity",
    "sesv2/emailIdentity:EmailIdentity",
    "sesv2",
    "ListEmailIdentities",
    "EmailIdentities",
    "IdentityName",
  ),
  byCall(
    "configuration set of mail",
    "sesv2/configurationSet:ConfigurationSet",
    "sesv2",
    "ListConfigurationSets",
    "ConfigurationSets",
    "ConfigurationSetName",
  ),
  byCall("queue", "sqs/queue:Queue", "sqs", "ListQueues", "QueueUrls", "QueueUrl"),
  byCall("topic", "sns/topic:Topic", "sns", "ListTopics", "Topics", "TopicArn"),
  byCall(
    "subscription",
    "sns/topicSubscription:TopicSubscription",
    "sns",
    "ListSubscriptions",
    "Subscriptions",
    "SubscriptionArn",
  ),
];
