import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type DmarcPolicy, dmarcRecord } from "./dmarc.ts";
import { dkimDomain, feedbackServer } from "./regions.ts";

/** What the records of a mail domain are made from. */
export interface MailRecordsArgs {
  /** The hosted zone that holds the mail domain. */
  readonly hostedZoneId: pulumi.Input<string>;
  /** The mail domain. */
  readonly domainName: string;
  /** The MAIL FROM domain, below the mail domain. */
  readonly mailFromDomain: string;
  /** Region of the identity. */
  readonly region: string;
  /** The three tokens of Easy DKIM. */
  readonly dkimTokens: pulumi.Output<readonly string[]>;
  /** What receivers are asked to do with forged mail. */
  readonly dmarcPolicy: DmarcPolicy;
  /** Who gets receivers' reports. */
  readonly dmarcReportAddress: string | undefined;
}

/** Easy DKIM has three keys in turn. Source: https://docs.aws.amazon.com/ses/latest/dg/send-email-authentication-dkim-easy.html */
const dkimTokenCount = 3;

/** Seconds that resolvers keep a record: short enough to correct a mistake within the hour. */
const ttl = 1800;

/** One token, which must be there: a record without it would be one for `undefined`. */
function tokenAt(tokens: readonly string[], index: number, domainName: string): string {
  const token = tokens[index];
  if (token !== undefined) return token;
  throw new Error(
    `SES gave ${tokens.length} DKIM tokens for ${domainName}, expected are ${dkimTokenCount}: the identity must use Easy DKIM. ` +
      "Look at it in the SES console, and take its own DKIM key off.",
  );
}

/**
 * Makes the DNS records that mail of the domain is recognised by: DKIM, the MAIL FROM domain's MX and SPF, DMARC.
 *
 * @param name prefix of the children's names
 * @returns the records of the MAIL FROM domain, which SES looks for
 */
export function createMailRecords(
  name: string,
  args: MailRecordsArgs,
  options: pulumi.ResourceOptions,
): readonly pulumi.Resource[] {
  const record = (
    suffix: string,
    type: "CNAME" | "MX" | "TXT",
    recordName: pulumi.Input<string>,
    value: pulumi.Input<string>,
  ) =>
    new aws.route53.Record(
      `${name}-${suffix}`,
      { zoneId: args.hostedZoneId, name: recordName, type, ttl, records: [value] },
      options,
    );
  for (let index = 0; index < dkimTokenCount; index += 1) {
    const token = args.dkimTokens.apply((tokens) => tokenAt(tokens, index, args.domainName));
    record(
      `dkim-${index}`,
      "CNAME",
      pulumi.interpolate`${token}._domainkey.${args.domainName}`,
      pulumi.interpolate`${token}.${dkimDomain(args.region)}`,
    );
  }
  record("dmarc", "TXT", `_dmarc.${args.domainName}`, dmarcRecord(args.dmarcPolicy, args.dmarcReportAddress));
  return [
    record("bounce-mx", "MX", args.mailFromDomain, `10 ${feedbackServer(args.region)}`),
    record("bounce-spf", "TXT", args.mailFromDomain, "v=spf1 include:amazonses.com ~all"),
  ];
}
