/** What watches, runs and tells: alarms, functions, logs, mail, messages. */
import { byCall, type Listing } from "./listing.ts";

/** The listings of this part. */
export const operations: readonly Listing[] = [
  byCall("alarm", "cloudwatch/metricAlarm:MetricAlarm", "cloudwatch", "DescribeAlarms", "MetricAlarms", "AlarmName"),
  byCall("function", "lambda/function:Function", "lambda", "ListFunctions", "Functions", "FunctionArn"),
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
