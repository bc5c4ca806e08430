import { type AlarmDefinition, alarm } from "./alarm-definition.ts";

/** A certificate of ACM. */
export interface CertificateSubject<V> {
  /** Short name in kebab case: ends the alarm's name. */
  readonly subject: string;
  readonly certificateArn: V;
  /** "us-east-1" for a certificate of CloudFront, otherwise "home". */
  readonly region: "home" | "us-east-1";
}

/**
 * The alarm of a certificate. ACM renews 60 days before the end, so 30 days show that it cannot.
 * Sources: https://docs.aws.amazon.com/acm/latest/userguide/cloudwatch-metrics.html,
 * https://docs.aws.amazon.com/acm/latest/userguide/managed-renewal.html
 *
 * @param certificate the certificate
 */
export function certificateAlarms<V>({ subject, certificateArn, region }: CertificateSubject<V>): AlarmDefinition<V>[] {
  return [
    alarm("certificate-expiry", {
      subject,
      watched: {
        metric: {
          namespace: "AWS/CertificateManager",
          name: "DaysToExpiry",
          dimensions: { CertificateArn: certificateArn },
          statistic: "Minimum",
        },
      },
      comparison: "<",
      threshold: 30,
      periodSeconds: 86_400,
      region,
      meaning: "The certificate was not renewed; when it ends, browsers warn every visitor away.",
    }),
  ];
}
