import assert from "node:assert/strict";
import { testIdentity } from "../../test/identity.ts";
import { collect } from "../../test/pulumi-mocks.ts";
import { createContext } from "../shared/context.ts";
import { Mail } from "./mail.ts";

const context = createContext(testIdentity);
const messagesKeyArn = "arn:aws:kms:af-south-1:111122223333:key/11111111-2222-4333-8444-555555555555";
const secretsKeyArn = "arn:aws:kms:af-south-1:111122223333:key/66666666-2222-4333-8444-555555555555";

const build = (region: string) =>
  collect(
    () =>
      new Mail("acme-dev-mail", {
        context,
        domainName: "mail.dev.acme.example",
        hostedZoneId: "Z0123456789ABCDEFGHIJ",
        region,
        messagesKeyArn,
        secretsKeyArn,
      }),
    {
      answers: {
        "aws:sesv2/emailIdentity:EmailIdentity": { dkimSigningAttributes: { tokens: ["a", "b", "c"] } },
        "aws:sesv2/configurationSet:ConfigurationSet": {
          arn: `arn:aws:ses:${region}:111122223333:configuration-set/acme-dev-mail`,
        },
      },
    },
  );

describe("events of mail", () => {
  it("SNS.1: go to an encrypted topic: all that went wrong, nothing for each message", async () => {
    const { only, outputs } = await build("af-south-1");
    assert.deepEqual(only("aws:sns/topic:Topic").inputs, { kmsMasterKeyId: messagesKeyArn, region: "af-south-1" });
    const { inputs, options } = only("aws:sesv2/configurationSetEventDestination:ConfigurationSetEventDestination");
    assert.deepEqual(inputs, {
      configurationSetName: "acme-dev-mail",
      eventDestinationName: "events",
      eventDestination: {
        enabled: true,
        matchingEventTypes: ["BOUNCE", "COMPLAINT", "DELIVERY_DELAY", "REJECT", "RENDERING_FAILURE"],
        snsDestination: { topicArn: outputs.eventsTopicArn },
      },
      region: "af-south-1",
    });
    assert.ok(options.dependsOn?.some((urn: string) => urn.endsWith("acme-dev-mail-events-policy")));
  });

  it("SNS.4: only this configuration set publishes, for this account, over TLS", async () => {
    const { only, outputs } = await build("af-south-1");
    assert.deepEqual(JSON.parse(only("aws:sns/topicPolicy:TopicPolicy").inputs.policy).Statement, [
      {
        Sid: "DenyWithoutTls",
        Effect: "Deny",
        Principal: "*",
        Action: "sns:Publish",
        Resource: outputs.eventsTopicArn,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
      {
        Sid: "ConfigurationSetPublishes",
        Effect: "Allow",
        Principal: { Service: "ses.amazonaws.com" },
        Action: "sns:Publish",
        Resource: outputs.eventsTopicArn,
        Condition: {
          StringEquals: {
            "aws:SourceAccount": "111122223333",
            "aws:SourceArn": "arn:aws:ses:af-south-1:111122223333:configuration-set/acme-dev-mail",
          },
        },
      },
    ]);
  });

  it("is in another region with the mail, under the key that is given for it", async () => {
    const { ofType } = await build("eu-west-1");
    const topics = ofType("aws:sns/topic:Topic");
    assert.deepEqual(
      topics.map(({ inputs }) => inputs),
      [{ kmsMasterKeyId: messagesKeyArn, region: "eu-west-1" }],
    );
    for (const { inputs } of ofType("aws:sns/topicPolicy:TopicPolicy")) assert.equal(inputs.region, "eu-west-1");
    assert.equal(ofType("aws:kms/key:Key").length, 0);
  });
});
