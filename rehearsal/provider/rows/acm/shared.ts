/** What rows share that certificates are given to: load balancers, CloudFront. */
import type { Call, Properties, World } from "../../row.ts";

/** Type token of certificates. */
export const certificateType = "aws:acm/certificate:Certificate";
/** Type token of the wait for a certificate's validation. */
export const validationType = "aws:acm/certificateValidation:CertificateValidation";

/** One call of Certificate Manager. */
export function acm(operation: string, parameters: Properties, ignore: readonly string[] = []): Call {
  return { service: "acm", operation, parameters, ...(ignore.length > 0 ? { ignore } : {}) };
}

/** The code of what is gone. */
export const notFound = "ResourceNotFoundException";

/**
 * Why a certificate cannot be used in a region, in one sentence; undefined when it can, or its ARN is not known yet. A certificate
 * counts as issued when its validation has been waited for; the emulator issues every certificate at once, AWS does not.
 * @param where what it is given to: `the listener`.
 */
export function certificateProblem(arn: unknown, region: string, where: string, world: World): string | undefined {
  if (typeof arn !== "string") return undefined;
  const certificate = world.find(certificateType, arn);
  if (!certificate) {
    return `${where} has the certificate ${arn}, which does not exist: take it from the certificate's output "arn"`;
  }
  const { region: home, privateKey } = certificate.properties;
  if (home !== undefined && home !== region) {
    return `${where} needs a certificate of ${region}, got ${arn} of ${home}: request one in ${region}`;
  }
  const issued =
    privateKey !== undefined || world.all(validationType).some((made) => made.properties.certificateArn === arn);
  return issued
    ? undefined
    : `${where} has the certificate ${arn}, which is not issued yet: take the ARN from a CertificateValidation's output "certificateArn"`;
}
