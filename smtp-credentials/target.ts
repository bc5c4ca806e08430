import { smtpHost, smtpPort } from "../components/mail/regions.ts";

/** Where credentials are made for: what the environment's stack says of its mail. */
export interface Target {
  /** Twelve digits of the AWS account. */
  readonly accountId: string;
  /** Region of SES: the credentials work there only. */
  readonly sesRegion: string;
  /** Region of the secret. */
  readonly secretRegion: string;
  /** ARN of the secret that takes the credentials. */
  readonly secretArn: string;
  /** ARN of the identity that the mail is sent with. */
  readonly identityArn: string;
  /** ARN of the configuration set that every message passes. */
  readonly configurationSetArn: string;
  /** The mail domain, of which all senders' addresses are. */
  readonly domainName: string;
  /** Name of the SMTP endpoint. */
  readonly host: string;
  /** Port of the SMTP endpoint, with STARTTLS. */
  readonly port: number;
}

/** An environment that has no mail, or whose stack says it otherwise than this command reads it. */
export class TargetError extends Error {
  override readonly name = "TargetError";
}

/**
 * Reads the outputs of the services stack.
 *
 * @param outputs by name: `smtpSecretArn`, `identityArn`, `configurationSetName`
 * @throws TargetError with every output that is missing or is no ARN of its kind, and what to do
 */
export function readTarget(outputs: Readonly<Record<string, unknown>>): Target {
  const secret = match(outputs.smtpSecretArn, /^(arn:aws:secretsmanager:([a-z0-9-]+):(\d{12}):secret:.+)$/);
  const identity = match(outputs.identityArn, /^(arn:aws:ses:([a-z0-9-]+):(\d{12}):identity\/(.+))$/);
  const { configurationSetName: set } = outputs;
  const missing = [
    ...(secret ? [] : ["smtpSecretArn"]),
    ...(identity ? [] : ["identityArn"]),
    ...(typeof set === "string" && set !== "" ? [] : ["configurationSetName"]),
  ];
  if (secret === undefined || identity === undefined || missing.length > 0) {
    throw new TargetError(
      `The stack platform has no usable output ${missing.join(", ")}: the environment has no mail, or is not up. ` +
        "Turn mail on in its settings, bring it up (npm run up), and run this command again. Nothing was made.",
    );
  }
  const [secretArn = "", secretRegion = ""] = secret;
  const [identityArn = "", sesRegion = "", accountId = "", domainName = ""] = identity;
  return {
    accountId,
    sesRegion,
    secretRegion,
    secretArn,
    identityArn,
    configurationSetArn: `arn:aws:ses:${sesRegion}:${accountId}:configuration-set/${set}`,
    domainName,
    // The endpoint is written with its port.
    host: smtpHost(sesRegion),
    port: smtpPort,
  };
}

function match(value: unknown, pattern: RegExp): string[] | undefined {
  return typeof value === "string" ? pattern.exec(value)?.slice(1) : undefined;
}
