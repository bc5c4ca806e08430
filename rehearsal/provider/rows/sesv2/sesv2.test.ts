import assert from "node:assert/strict";
import { unknown } from "../../row.ts";
import { describeRules } from "../test-cases.ts";
import { testFacts, testWorld } from "../test-world.ts";
import { accountSuppressionAttributes } from "./account-suppression.ts";
import { configurationSet } from "./configuration-set.ts";
import { emailIdentity } from "./email-identity.ts";
import { eventDestination } from "./event-destination.ts";
import { mailFromAttributes } from "./mail-from.ts";
import { configurationSetType, identityType } from "./shared.ts";

const region = "eu-west-1";
const topicArn = `arn:aws:sns:${region}:123456789012:mail`;
const setArn = `arn:aws:ses:${region}:123456789012:configuration-set/mail`;

const set = [configurationSetType, "mail", { region }] as const;
const identity = [identityType, "mail.acme.example", { region }] as const;
const topic = ["aws:sns/topic:Topic", topicArn, {}] as const;
const publishing = (service: string, sourceArn: string) =>
  [
    "aws:sns/topicPolicy:TopicPolicy",
    topicArn,
    {
      policy: {
        Statement: {
          Effect: "Allow",
          Principal: { Service: service },
          Action: "sns:Publish",
          Resource: topicArn,
          Condition: { StringEquals: { "aws:SourceArn": sourceArn } },
        },
      },
    },
  ] as const;

describeRules(configurationSet, { configurationSetName: "acme-dev_mail" }, [
  ["a name with a dot", { configurationSetName: "acme.mail" }, /letters, digits, "-" and "_"/],
  ["a name of 65 characters", { configurationSetName: "a".repeat(65) }, /1 to 64/],
  ["another TLS policy", { deliveryOptions: { tlsPolicy: "REQUIRED" } }, /allowed are REQUIRE and OPTIONAL/],
  ["an unknown TLS policy", { deliveryOptions: { tlsPolicy: unknown } }, undefined],
  ["too short a time to deliver", { deliveryOptions: { maxDeliverySeconds: 299 } }, /allowed are 300 to 50400/],
  ["another reason", { suppressionOptions: { suppressedReasons: ["SPAM"] } }, /allowed are BOUNCE and COMPLAINT/],
  [
    "a second one in the region",
    {},
    /exists already in eu-west-1/,
    testWorld([configurationSetType, "acme-dev_mail", { region }]),
  ],
  [
    "one in another region",
    {},
    undefined,
    testWorld([configurationSetType, "acme-dev_mail", { region: "af-south-1" }]),
  ],
]);

const easy = { nextSigningKeyLength: "RSA_2048_BIT" };
const own = { domainSigningPrivateKey: "c2VjcmV0", domainSigningSelector: "own" };

describeRules(
  emailIdentity,
  { emailIdentity: "mail.acme.example", dkimSigningAttributes: easy, configurationSetName: "mail" },
  [
    ["an address", { emailIdentity: "info@acme.example" }, undefined],
    ["a single word", { emailIdentity: "acme" }, /at least two parts/],
    ["a name with spaces", { emailIdentity: "acme example.org" }, /give a domain or an e-mail address/],
    ["a key of its own", { dkimSigningAttributes: own }, undefined],
    ["both kinds of keys", { dkimSigningAttributes: { ...easy, ...own } }, /give one of both/],
    ["a selector without a key", { dkimSigningAttributes: { domainSigningSelector: "own" } }, /together, or neither/],
    [
      "a key of 4096 bits",
      { dkimSigningAttributes: { nextSigningKeyLength: "RSA_4096_BIT" } },
      /allowed are RSA_1024_BIT and RSA_2048_BIT/,
    ],
    ["a configuration set that is not there", { configurationSetName: "other" }, /other does not exist in eu-west-1/],
    ["one that is not known yet", { configurationSetName: unknown }, undefined],
    ["a set of another region", { region: "af-south-1" }, /does not exist in af-south-1/],
    ["a second identity in the region", {}, /exists already in eu-west-1/, testWorld(set, identity)],
  ],
  testWorld(set),
);

const bounce = "bounce.mail.acme.example";

describeRules(
  mailFromAttributes,
  { emailIdentity: "mail.acme.example", mailFromDomain: bounce },
  [
    ["another domain", { mailFromDomain: "bounce.acme.example" }, /must be a subdomain of the identity/],
    ["a name that only ends alike", { mailFromDomain: "bouncemail.acme.example" }, /must be a subdomain/],
    ["no domain", { mailFromDomain: undefined }, undefined],
    [
      "rejecting without a domain",
      { mailFromDomain: undefined, behaviorOnMxFailure: "REJECT_MESSAGE" },
      /give the domain/,
    ],
    [
      "a domain that mail comes from",
      {},
      /mail must not come from it/,
      testWorld(identity, [identityType, bounce, { region }]),
    ],
    ["an identity that is not there", {}, /mail.acme.example does not exist/, testWorld()],
    ["an identity that is not known yet", { emailIdentity: unknown }, undefined, testWorld()],
  ],
  testWorld(identity),
);

const events = { matchingEventTypes: ["BOUNCE"], snsDestination: { topicArn } };

describeRules(
  eventDestination,
  { configurationSetName: "mail", eventDestinationName: "events", eventDestination: events },
  [
    ["two destinations", { eventDestination: { ...events, eventBridgeDestination: {} } }, /give exactly one of/],
    ["no destination", { eventDestination: { matchingEventTypes: ["BOUNCE"] } }, /has no destination/],
    ["no event", { eventDestination: { ...events, matchingEventTypes: [] } }, /give at least one/],
    ["an unknown event", { eventDestination: { ...events, matchingEventTypes: ["BOUNCED"] } }, /has BOUNCED/],
    ["a name with a space", { eventDestinationName: "my events" }, /letters, digits, "-" and "_"/],
    [
      "a topic of another region",
      { eventDestination: { ...events, snsDestination: { topicArn: topicArn.replace(region, "af-south-1") } } },
      /in another region than the configuration set, eu-west-1/,
    ],
    ["a topic that lets nobody publish", {}, /does not let ses.amazonaws.com publish/, testWorld(set, topic)],
    [
      "a topic that lets another set publish",
      {},
      /does not let ses.amazonaws.com publish/,
      testWorld(set, topic, publishing("ses.amazonaws.com", `${setArn}2`)),
    ],
    ["a set that is not there", {}, /mail does not exist/, testWorld(topic, publishing("ses.amazonaws.com", setArn))],
  ],
  testWorld(set, topic, publishing("ses.amazonaws.com", setArn)),
);

describeRules(accountSuppressionAttributes, { suppressedReasons: ["BOUNCE", "COMPLAINT"] }, [
  ["another reason", { suppressedReasons: ["SPAM"] }, /allowed are BOUNCE and COMPLAINT/],
]);

describe("SES identity", () => {
  it("has three tokens of Easy DKIM, always the same, or the selector of its own key", () => {
    const attributes = (dkimSigningAttributes?: object) =>
      emailIdentity.attributes?.({ dkimSigningAttributes }, "mail.acme.example", testFacts()).dkimSigningAttributes;
    assert.equal(new Set(attributes(easy).tokens).size, 3);
    assert.deepEqual(attributes(easy), attributes());
    assert.deepEqual(attributes(own).tokens, ["own"]);
    assert.equal(attributes(own).signingAttributesOrigin, "EXTERNAL");
  });

  it("changes its configuration set and its DKIM key by calls of their own", () => {
    const before = { dkimSigningAttributes: easy, configurationSetName: "mail", tagsAll: {} };
    const after = { dkimSigningAttributes: own };
    const calls = emailIdentity.update?.("mail.acme.example", after, before, testFacts()) ?? [];
    assert.deepEqual(
      calls.map(({ operation, parameters }) => [operation, parameters]),
      [
        ["PutEmailIdentityConfigurationSetAttributes", { EmailIdentity: "mail.acme.example" }],
        [
          "PutEmailIdentityDkimSigningAttributes",
          {
            EmailIdentity: "mail.acme.example",
            SigningAttributesOrigin: "EXTERNAL",
            SigningAttributes: { DomainSigningPrivateKey: "c2VjcmV0", DomainSigningSelector: "own" },
          },
        ],
      ],
    );
  });
});
