/** Guard rails of messages: what sends must be let in where it sends to, and alarms must reach a topic of their region. */
import {
  decided,
  list,
  mustEvery,
  ofType,
  refers,
  type Stack,
  type StackControl,
  type StackResource,
} from "../control.ts";
import { letsService } from "../statements.ts";

/** SNS by its names; between regions of which one is opt-in it sends under the name of the region. */
const sns = /^sns(\.[a-z0-9-]+)?\.amazonaws\.com$/;
const events = /^events\.amazonaws\.com$/;
const subscriptionType = "aws:sns/topicSubscription:TopicSubscription";
const alarmTypes = ["aws:cloudwatch/metricAlarm:MetricAlarm", "aws:cloudwatch/compositeAlarm:CompositeAlarm"];

/** Whether the queue that a property names takes messages of a service; also when the queue is of another stack, which checks itself. */
function queueTakes(stack: Stack, from: StackResource, property: string, service: RegExp, source?: string): boolean {
  const queue = ofType(stack, "aws:sqs/queue:Queue").find((each) => refers(from, property, each));
  if (queue === undefined) return isOpen(from, property) || isElsewhere(stack, from, property);
  const policies = ofType(stack, "aws:sqs/queuePolicy:QueuePolicy").filter((each) => refers(each, "queueUrl", queue));
  return policies.some(
    ({ props }) => decided(() => letsService(props.policy, service, "sqs:SendMessage", source)) ?? true,
  );
}

/** Whether a value is not known yet: then it may come from a queue or topic by way of its policy. The update looks again. */
const isOpen = ({ props }: StackResource, property: string): boolean =>
  property in props && decided(() => props[property] !== undefined) === undefined;

/** Whether a value comes from another stack: this one makes nothing with it, and it is not written by hand. */
function isElsewhere(stack: Stack, from: StackResource, property: string): boolean {
  const origins = from.sources[property] ?? [];
  return (
    origins.length > 0 && !stack.resources.some(({ urn, type }) => origins.includes(urn) && type.startsWith("aws:"))
  );
}

/** Whether EventBridge may send to a target. */
function targetTakes(target: StackResource, stack: Stack): boolean {
  const topic = ofType(stack, "aws:sns/topic:Topic").find((each) => refers(target, "arn", each));
  if (topic !== undefined) {
    const policies = ofType(stack, "aws:sns/topicPolicy:TopicPolicy").filter((each) => refers(each, "arn", topic));
    return policies.some(({ props }) => decided(() => letsService(props.policy, events, "sns:Publish")) ?? true);
  }
  const lambda = ofType(stack, "aws:lambda/function:Function").find((each) => refers(target, "arn", each));
  if (lambda !== undefined) {
    const permissions = ofType(stack, "aws:lambda/permission:Permission").filter((each) =>
      refers(each, "function", lambda),
    );
    return permissions.some(({ props }) => events.test(props.principal));
  }
  // What EventBridge calls under a role needs no policy of its own.
  return "roleArn" in target.props || queueTakes(stack, target, "arn", events);
}

/** The region in an ARN. */
const regionOf = (arn: unknown): string | undefined => String(arn).split(":")[3];

/** How messages get from sender to receiver. */
export const messages: readonly StackControl[] = [
  {
    control: "platform.subscriptions",
    severity: "high",
    title: "Queues take the messages of the topics that they are subscribed to.",
    remedy: "Allow sns.amazonaws.com to do sqs:SendMessage in the queue's policy, for the topic's ARN.",
    check: mustEvery(
      [subscriptionType],
      (one, stack) =>
        one.props.protocol !== "sqs" ||
        queueTakes(
          stack,
          one,
          "endpoint",
          sns,
          decided(() => one.props.topic),
        ),
      "the queue's policy does not let the topic send",
    ),
  },
  {
    control: "platform.targets",
    severity: "high",
    title: "Targets of rules may be invoked by EventBridge.",
    remedy: "Allow events.amazonaws.com in the policy of the topic, queue or function.",
    check: mustEvery(["aws:cloudwatch/eventTarget:EventTarget"], targetTakes, "EventBridge may not send to the target"),
  },
  {
    control: "platform.alarm-region",
    severity: "high",
    title: "Alarms tell a topic of their own region.",
    remedy: "Give the alarm a topic of its region: CloudWatch calls no other.",
    check: mustEvery(
      alarmTypes,
      ({ props }) => {
        const own = props.region ?? regionOf(props.arn);
        const actions = list(props.alarmActions);
        // A new alarm beside topics that are there: its region is not known before the deployment.
        const isOwn = (arn: string) => own === undefined || !arn.includes(":sns:") || regionOf(arn) === own;
        return actions.length > 0 && actions.every(isOwn);
      },
      "it has no action in its region",
    ),
  },
];
