import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Context } from "../shared/context.ts";
import { denyWithoutTls, policyJson } from "../shared/policy-document.ts";

/** What the events of a configuration set are made from. */
export interface MailEventsArgs {
  /** Names, region and account. */
  readonly context: Context;
  /** Region of the configuration set; the topic is there too. */
  readonly region: string;
  /** Name of the configuration set. */
  readonly configurationSetName: pulumi.Output<string>;
  /** ARN of the configuration set. */
  readonly configurationSetArn: pulumi.Output<string>;
  /** Key of messages in `region`, which must let SES through: SNS takes keys of its own region only. */
  readonly messagesKeyArn: pulumi.Input<string>;
}

/** Everything that can go wrong with a message. Deliveries, opens and clicks are left out: one event for each message sent. */
export const eventTypes = ["BOUNCE", "COMPLAINT", "DELIVERY_DELAY", "REJECT", "RENDERING_FAILURE"] as const;

/**
 * The policy of the topic: one configuration set publishes, over TLS.
 * Source: https://docs.aws.amazon.com/ses/latest/dg/event-publishing-add-event-destination-sns.html
 */
function topicPolicy(topicArn: string, configurationSetArn: string, accountId: string): string {
  return policyJson([
    denyWithoutTls("sns:Publish", topicArn),
    {
      Sid: "ConfigurationSetPublishes",
      Effect: "Allow",
      Principal: { Service: "ses.amazonaws.com" },
      Action: "sns:Publish",
      Resource: topicArn,
      Condition: {
        StringEquals: { "aws:SourceAccount": accountId, "aws:SourceArn": configurationSetArn },
      },
    },
  ]);
}

/**
 * Sends what happens to messages to an encrypted topic in the configuration set's region.
 *
 * @param name prefix of the children's names
 * @returns ARN of the topic
 */
export function createMailEvents(name: string, args: MailEventsArgs, parent: pulumi.Resource): pulumi.Output<string> {
  const { region, context } = args;
  const topic = new aws.sns.Topic(`${name}-events`, { kmsMasterKeyId: args.messagesKeyArn, region }, { parent });
  const policy = new aws.sns.TopicPolicy(
    `${name}-events-policy`,
    {
      arn: topic.arn,
      policy: args.configurationSetArn.apply((configurationSetArn) =>
        topic.arn.apply((topicArn) => topicPolicy(topicArn, configurationSetArn, context.accountId)),
      ),
      region,
    },
    { parent },
  );
  new aws.sesv2.ConfigurationSetEventDestination(
    `${name}-events`,
    {
      configurationSetName: args.configurationSetName,
      eventDestinationName: "events",
      eventDestination: {
        enabled: true,
        matchingEventTypes: [...eventTypes],
        snsDestination: { topicArn: topic.arn },
      },
      region,
    },
    // SES publishes a trial message.
    { parent, dependsOn: [policy] },
  );
  return topic.arn;
}
