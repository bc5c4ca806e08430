/** Examples of SES's rows, with the topic that events go to. */
import type { Example } from "../example.ts";

/** All examples of SES. */
export const examples: readonly Example[] = [
  {
    name: "sesv2-account-suppression",
    type: "aws:sesv2/accountSuppressionAttributes:AccountSuppressionAttributes",
    inputs: () => ({ suppressedReasons: ["BOUNCE"] }),
    change: () => ({ suppressedReasons: ["BOUNCE", "COMPLAINT"] }),
  },
  {
    name: "sesv2-configuration-set",
    type: "aws:sesv2/configurationSet:ConfigurationSet",
    inputs: () => ({
      configurationSetName: "rehearsal-example",
      deliveryOptions: { tlsPolicy: "OPTIONAL" },
      sendingOptions: { sendingEnabled: false },
      suppressionOptions: { suppressedReasons: ["BOUNCE"] },
    }),
    change: () => ({
      deliveryOptions: { tlsPolicy: "REQUIRE" },
      sendingOptions: { sendingEnabled: true },
      suppressionOptions: { suppressedReasons: ["BOUNCE", "COMPLAINT"] },
    }),
  },
  {
    name: "sesv2-email-identity",
    type: "aws:sesv2/emailIdentity:EmailIdentity",
    needs: ["sesv2-configuration-set"],
    inputs: (made) => ({
      emailIdentity: "mail.rehearsal.example",
      configurationSetName: made("sesv2-configuration-set").id,
      dkimSigningAttributes: { nextSigningKeyLength: "RSA_2048_BIT" },
    }),
    // The emulator shows a change of tags only.
    change: () => ({ tags: { kind: "second" } }),
  },
  {
    name: "sesv2-mail-from",
    type: "aws:sesv2/emailIdentityMailFromAttributes:EmailIdentityMailFromAttributes",
    needs: ["sesv2-email-identity"],
    inputs: (made) => ({
      emailIdentity: made("sesv2-email-identity").id,
      mailFromDomain: "bounce.mail.rehearsal.example",
    }),
    change: () => ({ behaviorOnMxFailure: "REJECT_MESSAGE" }),
  },
  {
    name: "sesv2-topic",
    type: "aws:sns/topic:Topic",
    inputs: () => ({ name: "rehearsal-mail" }),
  },
  {
    name: "sesv2-topic-policy",
    type: "aws:sns/topicPolicy:TopicPolicy",
    stays: "a topic goes back to AWS's first policy",
    needs: ["sesv2-topic"],
    inputs: (made, { accountId }) => ({
      arn: made("sesv2-topic").arn,
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: "ses.amazonaws.com" },
            Action: "sns:Publish",
            Resource: made("sesv2-topic").arn,
            Condition: { StringEquals: { "aws:SourceAccount": accountId } },
          },
        ],
      }),
    }),
  },
  {
    name: "sesv2-event-destination",
    type: "aws:sesv2/configurationSetEventDestination:ConfigurationSetEventDestination",
    needs: ["sesv2-configuration-set", "sesv2-topic", "sesv2-topic-policy"],
    inputs: (made) => ({
      configurationSetName: made("sesv2-configuration-set").id,
      eventDestinationName: "events",
      eventDestination: {
        enabled: true,
        matchingEventTypes: ["COMPLAINT", "BOUNCE"],
        snsDestination: { topicArn: made("sesv2-topic").arn },
      },
    }),
    change: (made) => ({
      eventDestination: {
        enabled: false,
        matchingEventTypes: ["REJECT"],
        snsDestination: { topicArn: made("sesv2-topic").arn },
      },
    }),
  },
];
