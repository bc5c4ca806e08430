import assert from "node:assert/strict";
import { testIdentity } from "../../test/identity.ts";
import { collect } from "../../test/pulumi-mocks.ts";
import { createContext } from "../shared/context.ts";
import { Mail, type MailArgs } from "./mail.ts";

const context = createContext(testIdentity);
const messagesKeyArn = "arn:aws:kms:af-south-1:111122223333:key/11111111-2222-4333-8444-555555555555";
const secretsKeyArn = "arn:aws:kms:af-south-1:111122223333:key/66666666-2222-4333-8444-555555555555";
const identityType = "aws:sesv2/emailIdentity:EmailIdentity";
const tokens = ["aaa111", "bbb222", "ccc333"];
const configurationSetArn = "arn:aws:ses:af-south-1:111122223333:configuration-set/acme-dev-mail";

/** Mail with these changes to the smallest set of arguments. */
const build = (change: Partial<MailArgs> = {}, dkimTokens: readonly string[] = tokens) =>
  collect(
    () =>
      new Mail("acme-dev-mail", {
        context,
        domainName: "mail.dev.acme.example",
        hostedZoneId: "Z0123456789ABCDEFGHIJ",
        messagesKeyArn,
        secretsKeyArn,
        ...change,
      }),
    {
      answers: {
        [identityType]: { dkimSigningAttributes: { tokens: dkimTokens } },
        "aws:sesv2/configurationSet:ConfigurationSet": { arn: configurationSetArn },
      },
    },
  );

describe("Mail", () => {
  it("makes exactly this", async () => {
    const { resources } = await build();
    assert.deepEqual(resources.map(({ type, name }) => `${type.split(":").at(-1)} ${name}`).sort(), [
      "ConfigurationSet acme-dev-mail",
      "ConfigurationSetEventDestination acme-dev-mail-events",
      "EmailIdentity acme-dev-mail",
      "EmailIdentityMailFromAttributes acme-dev-mail-bounce",
      "Mail acme-dev-mail",
      "Record acme-dev-mail-bounce-mx",
      "Record acme-dev-mail-bounce-spf",
      "Record acme-dev-mail-dkim-0",
      "Record acme-dev-mail-dkim-1",
      "Record acme-dev-mail-dkim-2",
      "Record acme-dev-mail-dmarc",
      "Secret acme-dev-mail-smtp",
      "Topic acme-dev-mail-events",
      "TopicPolicy acme-dev-mail-events-policy",
    ]);
  });

  it("SES.3: demands TLS, watches its reputation, and leaves out who bounced or complained", async () => {
    const { only, outputs } = await build();
    assert.deepEqual(only("aws:sesv2/configurationSet:ConfigurationSet").inputs, {
      configurationSetName: "acme-dev-mail",
      deliveryOptions: { tlsPolicy: "REQUIRE" },
      reputationOptions: { reputationMetricsEnabled: true },
      sendingOptions: { sendingEnabled: true },
      suppressionOptions: { suppressedReasons: ["BOUNCE", "COMPLAINT"] },
      region: "af-south-1",
    });
    assert.equal(outputs.configurationSetName, "acme-dev-mail");
  });

  it("signs with 2048 bits, through the configuration set, and bounces to a subdomain", async () => {
    const { only } = await build();
    assert.deepEqual(only(identityType).inputs, {
      emailIdentity: "mail.dev.acme.example",
      configurationSetName: "acme-dev-mail",
      dkimSigningAttributes: { nextSigningKeyLength: "RSA_2048_BIT" },
      region: "af-south-1",
    });
    assert.deepEqual(only("aws:sesv2/emailIdentityMailFromAttributes:EmailIdentityMailFromAttributes").inputs, {
      emailIdentity: "mail.dev.acme.example",
      mailFromDomain: "bounce.mail.dev.acme.example",
      behaviorOnMxFailure: "USE_DEFAULT_VALUE",
      region: "af-south-1",
    });
  });

  it("publishes DKIM, MX, SPF and DMARC in the hosted zone", async () => {
    const { ofType } = await build({ dmarcReportAddress: "dmarc@acme.example", dmarcPolicy: "reject" });
    const records = ofType("aws:route53/record:Record")
      .toSorted((one, other) => (one.name < other.name ? -1 : 1))
      .map(({ inputs }) => inputs);
    assert.ok(records.every(({ zoneId, ttl }) => zoneId === "Z0123456789ABCDEFGHIJ" && ttl === 1800));
    assert.deepEqual(
      records.map(({ type, name, records: values }) => [type, name, values]),
      [
        ["MX", "bounce.mail.dev.acme.example", ["10 feedback-smtp.af-south-1.amazonses.com"]],
        ["TXT", "bounce.mail.dev.acme.example", ["v=spf1 include:amazonses.com ~all"]],
        ...tokens.map((token) => [
          "CNAME",
          `${token}._domainkey.mail.dev.acme.example`,
          [`${token}.dkim.af-south-1.amazonses.com`],
        ]),
        ["TXT", "_dmarc.mail.dev.acme.example", ["v=DMARC1; p=reject; rua=mailto:dmarc@acme.example"]],
      ],
    );
  });

  it("asks for quarantine, without reports, by default", async () => {
    const record = (await build()).only("aws:route53/record:Record", "acme-dev-mail-dmarc");
    assert.deepEqual(record.inputs.records, ["v=DMARC1; p=quarantine"]);
  });

  it("makes all records in a preview too, where the tokens are not known yet", async () => {
    const args = { context, domainName: "mail.acme.example", hostedZoneId: "Z1", messagesKeyArn, secretsKeyArn };
    const { ofType } = await collect(() => new Mail("acme-dev-mail", args), { preview: true });
    assert.equal(ofType("aws:route53/record:Record").length, 6);
  });

  it("stops when SES gives fewer tokens than Easy DKIM has", async () => {
    await assert.rejects(build({}, ["aaa111"]), /SES gave 1 DKIM tokens for mail.dev.acme.example, expected are 3/);
  });

  it("leaves the SMTP secret empty, encrypted and protected", async () => {
    const { only, ofType } = await build();
    const { inputs, options } = only("aws:secretsmanager/secret:Secret");
    assert.deepEqual(inputs, {
      description: "SMTP credentials of mail.dev.acme.example, filled by npm run smtp-credentials",
      kmsKeyId: secretsKeyArn,
      recoveryWindowInDays: 30,
    });
    assert.equal(options.protect, true);
    assert.equal(options.deleteBeforeReplace, true);
    assert.equal(ofType("aws:secretsmanager/secretVersion:SecretVersion").length, 0);
  });

  it("sends from another region on demand, with records for it, and keeps the secret at home", async () => {
    const { only, ofType, outputs } = await build({ region: "eu-west-1" });
    assert.equal(outputs.smtpHost, "email-smtp.eu-west-1.amazonaws.com");
    assert.deepEqual(only("aws:route53/record:Record", "acme-dev-mail-bounce-mx").inputs.records, [
      "10 feedback-smtp.eu-west-1.amazonses.com",
    ]);
    assert.deepEqual(only("aws:route53/record:Record", "acme-dev-mail-dkim-0").inputs.records, [
      "aaa111.dkim.amazonses.com",
    ]);
    assert.equal(only("aws:secretsmanager/secret:Secret").inputs.region, undefined);
    const types = [
      "EmailIdentity",
      "EmailIdentityMailFromAttributes",
      "ConfigurationSet",
      "ConfigurationSetEventDestination",
    ];
    for (const type of types) {
      const token = `aws:sesv2/${type.charAt(0).toLowerCase()}${type.slice(1)}:${type}`;
      assert.deepEqual(
        ofType(token).map(({ inputs }) => inputs.region),
        ["eu-west-1"],
        type,
      );
    }
  });

  for (const domainName of [
    "acme",
    "Mail.acme.example",
    "mail.acme.example.",
    "mail acme.example",
    `${"a".repeat(250)}.com`,
  ]) {
    it(`refuses ${domainName.slice(0, 20)} before anything is made`, async () => {
      await assert.rejects(build({ domainName }), /allowed is a domain name in lower case without a final dot/);
    });
  }
});
