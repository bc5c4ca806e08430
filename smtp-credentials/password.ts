import { createHmac } from "node:crypto";

/**
 * Derives the SMTP password that belongs to an access key. It signs in to SES in one region only.
 * Source: https://docs.aws.amazon.com/ses/latest/dg/smtp-credentials.html (derivation from an existing key)
 *
 * @param secretAccessKey the key's secret part
 * @param region the region of the SMTP endpoint
 */
export function smtpPassword(secretAccessKey: string, region: string): string {
  const sign = (key: string | Buffer, message: string) => createHmac("sha256", key).update(message).digest();
  // The date is a fixed one, so that the password does not change from day to day.
  const messages = ["11111111", region, "ses", "aws4_request", "SendRawEmail"];
  const signature = messages.reduce<string | Buffer>(sign, `AWS4${secretAccessKey}`) as Buffer;
  const version = 0x04;
  return Buffer.concat([Buffer.from([version]), signature]).toString("base64");
}
