import type { Statement } from "../shared/policy-document.ts";

/** Whose mail may be sent, and by which way. */
export interface SendingPolicyArgs {
  /** ARN of the domain identity. */
  readonly identityArn: string;
  /** ARN of the configuration set: every message passes it, so that TLS is required and events are told. */
  readonly configurationSetArn: string;
  /** The mail domain, of which all senders' addresses are. */
  readonly domainName: string;
}

/**
 * Lets an identity send mail from the domain and nothing else: what the user behind the SMTP credentials may do. SMTP needs
 * `ses:SendRawEmail` alone. Subdomains are not among the addresses.
 * Source: https://docs.aws.amazon.com/ses/latest/dg/control-user-access.html
 */
export function sendingStatement(args: SendingPolicyArgs): Statement {
  return {
    Sid: "SendFromTheDomain",
    Effect: "Allow",
    Action: "ses:SendRawEmail",
    Resource: [args.identityArn, args.configurationSetArn],
    Condition: { StringLike: { "ses:FromAddress": `*@${args.domainName}` } },
  };
}
