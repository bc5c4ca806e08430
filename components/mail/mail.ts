import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Context } from "../shared/context.ts";
import { autoNameLimit, limitName, nameLimits } from "../shared/names.ts";
import { statefulOptions } from "../shared/stateful.ts";
import type { DmarcPolicy } from "./dmarc.ts";
import { createMailRecords } from "./dns-records.ts";
import { createMailEvents } from "./events.ts";
import { isMailDomain } from "./mail-domain.ts";
import { smtpHost } from "./regions.ts";

/** What mail is made from. */
export interface MailArgs {
  /** Names, tags, region and account. */
  readonly context: Context;
  /** The mail domain: senders' addresses end with it. A change replaces the identity, and mail waits for its new records. */
  readonly domainName: string;
  /** Public hosted zone that holds the domain. */
  readonly hostedZoneId: pulumi.Input<string>;
  /** Region from which mail is sent, with an SMTP interface. A change makes everything but the secret anew. Default: the context's. */
  readonly region?: string | undefined;
  /** Key of messages in the region from which mail is sent, for the events. */
  readonly messagesKeyArn: pulumi.Input<string>;
  /** Key of secrets in the context's region. */
  readonly secretsKeyArn: pulumi.Input<string>;
  /** What receivers are asked to do with mail that is forged. Default: "quarantine". */
  readonly dmarcPolicy?: DmarcPolicy | undefined;
  /** E-mail address that gets receivers' DMARC reports. Default: nobody. */
  readonly dmarcReportAddress?: string | undefined;
}

/**
 * Mail from a domain of its own: an SES identity with DKIM, MAIL FROM and DMARC, a configuration set that demands TLS,
 * events to a topic, and a place for SMTP credentials. The secret is made empty: `npm run smtp-credentials` fills it, so
 * that no password is in Pulumi's state. SES sends to anybody only after AWS has taken the account out of its sandbox.
 */
export class Mail extends pulumi.ComponentResource {
  /** ARN of the domain identity. */
  public readonly identityArn: pulumi.Output<string>;
  /** Name of the configuration set, which the identity uses when a message names none. */
  public readonly configurationSetName: pulumi.Output<string>;
  /** ARN of the configuration set. */
  public readonly configurationSetArn: pulumi.Output<string>;
  /** ARN of the topic of bounces, complaints and failures, in `region`. */
  public readonly eventsTopicArn: pulumi.Output<string>;
  /** ARN of the secret with the SMTP credentials, in the context's region. */
  public readonly smtpSecretArn: pulumi.Output<string>;
  /** Host of the SMTP interface. */
  public readonly smtpHost: string;
  /** The mail domain. */
  public readonly domainName: string;
  /** Region from which mail is sent. */
  public readonly region: string;

  /**
   * @param name prefix of the children's names, from the context
   * @throws pulumi.ResourceError when the domain is none, before anything is made
   */
  constructor(name: string, args: MailArgs, options: pulumi.ComponentResourceOptions = {}) {
    super("platform:mail:Mail", name, {}, options);
    refuseProblems(args, this);
    this.domainName = args.domainName;
    this.region = args.region ?? args.context.region;
    this.smtpHost = smtpHost(this.region);

    const configurationSet = createConfigurationSet(name, this.region, this);
    this.configurationSetName = configurationSet.configurationSetName;
    this.configurationSetArn = configurationSet.arn;
    this.eventsTopicArn = createMailEvents(
      name,
      {
        context: args.context,
        region: this.region,
        configurationSetName: this.configurationSetName,
        configurationSetArn: this.configurationSetArn,
        messagesKeyArn: args.messagesKeyArn,
      },
      this,
    );
    this.identityArn = this.createIdentity(name, args);
    this.smtpSecretArn = createSmtpSecret(name, args, this);
    this.registerOutputs({
      identityArn: this.identityArn,
      configurationSetName: this.configurationSetName,
      configurationSetArn: this.configurationSetArn,
      eventsTopicArn: this.eventsTopicArn,
      smtpSecretArn: this.smtpSecretArn,
      smtpHost: this.smtpHost,
    });
  }

  /** The domain's identity with its records and its own MAIL FROM domain. */
  private createIdentity(name: string, args: MailArgs): pulumi.Output<string> {
    const { domainName, region } = this;
    const identity = new aws.sesv2.EmailIdentity(
      name,
      {
        emailIdentity: domainName,
        configurationSetName: this.configurationSetName,
        dkimSigningAttributes: { nextSigningKeyLength: "RSA_2048_BIT" },
        region,
      },
      { parent: this },
    );
    const mailFromDomain = `bounce.${domainName}`;
    const records = createMailRecords(
      name,
      {
        hostedZoneId: args.hostedZoneId,
        domainName,
        mailFromDomain,
        region,
        // With the id, because a preview knows what is wanted of the attributes, and not yet the tokens in them.
        dkimTokens: pulumi
          .all([identity.id, identity.dkimSigningAttributes])
          .apply(([, attributes]) => attributes.tokens),
        dmarcPolicy: args.dmarcPolicy ?? "quarantine",
        dmarcReportAddress: args.dmarcReportAddress,
      },
      { parent: this },
    );
    new aws.sesv2.EmailIdentityMailFromAttributes(
      `${name}-bounce`,
      {
        emailIdentity: identity.emailIdentity,
        mailFromDomain,
        // Until SES has found the MX record, and whenever it does not, mail goes out with AWS's MAIL FROM; DKIM still
        // aligns, so DMARC holds.
        behaviorOnMxFailure: "USE_DEFAULT_VALUE",
        region,
      },
      // SES looks for them at once, and again only after a while.
      { parent: this, dependsOn: [...records] },
    );
    return identity.arn;
  }
}

/** Stops with the arguments' problem. */
function refuseProblems({ domainName }: MailArgs, component: Mail): void {
  if (isMailDomain(domainName)) return;
  throw new pulumi.ResourceError(
    `The mail's arguments are refused:\n- domainName: got ${domainName}, allowed is a domain name in lower case without a final ` +
      "dot. Write it as mail.example.com.",
    component,
    true,
  );
}

/** The rules that every message passes: TLS or nothing, no message to who bounced or complained. */
function createConfigurationSet(name: string, region: string, parent: Mail): aws.sesv2.ConfigurationSet {
  return new aws.sesv2.ConfigurationSet(
    name,
    {
      configurationSetName: limitName(name, nameLimits.mailConfigurationSet.maxLength),
      // A receiver without TLS gets no mail: the message bounces.
      deliveryOptions: { tlsPolicy: "REQUIRE" },
      reputationOptions: { reputationMetricsEnabled: true },
      sendingOptions: { sendingEnabled: true },
      suppressionOptions: { suppressedReasons: ["BOUNCE", "COMPLAINT"] },
      region,
    },
    { parent },
  );
}

/** The empty secret. Its name ends with characters of Pulumi's, because Secrets Manager keeps a deleted name for weeks. */
function createSmtpSecret(name: string, args: MailArgs, parent: Mail): pulumi.Output<string> {
  const secret = new aws.secretsmanager.Secret(
    limitName(`${name}-smtp`, autoNameLimit("secret")),
    {
      description: `SMTP credentials of ${args.domainName}, filled by npm run smtp-credentials`,
      kmsKeyId: args.secretsKeyArn,
      recoveryWindowInDays: 30,
    },
    { parent, ...statefulOptions },
  );
  return secret.arn;
}
