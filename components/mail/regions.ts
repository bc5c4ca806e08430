/**
 * Where Easy DKIM's records point, in regions that have a name of their own for it.
 * Source: https://docs.aws.amazon.com/general/latest/gr/ses.html, "DKIM domains".
 */
const dkimDomains: Readonly<Record<string, string>> = Object.fromEntries(
  [
    "af-south-1",
    "ap-northeast-3",
    "ap-south-2",
    "ap-southeast-3",
    "ap-southeast-5",
    "ca-west-1",
    "eu-central-2",
    "eu-south-1",
    "il-central-1",
    "me-central-1",
  ].map((region) => [region, `dkim.${region}.amazonses.com`]),
);

/**
 * The domain that a region's DKIM records point into; a token stands before it.
 *
 * @param region region of the identity
 */
export function dkimDomain(region: string): string {
  return dkimDomains[region] ?? "dkim.amazonses.com";
}

/**
 * Regions that have SES's API and no SMTP interface, as far as AWS said when this was written.
 * Source: https://docs.aws.amazon.com/general/latest/gr/ses.html, "SMTP endpoints", the note.
 */
export const regionsWithoutSmtp: readonly string[] = ["af-south-1", "ap-southeast-3", "eu-south-1", "me-south-1"];

/**
 * The port of SMTP with STARTTLS. EC2 throttles port 25.
 * Source: https://docs.aws.amazon.com/ses/latest/dg/smtp-connect.html
 */
export const smtpPort = 587;

/**
 * Host of a region's SMTP interface, which wants STARTTLS on `smtpPort`.
 *
 * @param region region of the identity
 */
export function smtpHost(region: string): string {
  return `email-smtp.${region}.amazonaws.com`;
}

/**
 * The server that takes bounces of a custom MAIL FROM domain.
 * Source: https://docs.aws.amazon.com/ses/latest/dg/mail-from.html
 *
 * @param region region of the identity
 */
export function feedbackServer(region: string): string {
  return `feedback-smtp.${region}.amazonses.com`;
}
