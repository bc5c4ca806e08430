import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { autoNameLimit, limitName } from "../shared/names.ts";

/** Seconds for which browsers remember to use HTTPS only: a year. */
const httpsOnlySeconds = 31_536_000;

/**
 * The security headers of every answer. HTTPS only and no guessing of content types hold whatever the application sends; of
 * the others the application's own win, because it knows whether it is to be framed and from where it loads scripts.
 *
 * @param name the policy's logical name
 * @param contentSecurityPolicy what pages may load, as the header's value; undefined: the header is left to the application
 * @param options parent of the policy
 */
export function createResponseHeadersPolicy(
  name: string,
  contentSecurityPolicy: string | undefined,
  options: pulumi.CustomResourceOptions,
): aws.cloudfront.ResponseHeadersPolicy {
  return new aws.cloudfront.ResponseHeadersPolicy(
    limitName(name, autoNameLimit("responseHeadersPolicy")),
    {
      comment: "Security headers",
      securityHeadersConfig: {
        // Without includeSubdomains: other names under the domain may belong to others.
        strictTransportSecurity: { accessControlMaxAgeSec: httpsOnlySeconds, override: true },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: "SAMEORIGIN", override: false },
        referrerPolicy: { referrerPolicy: "strict-origin-when-cross-origin", override: false },
        ...(contentSecurityPolicy === undefined
          ? {}
          : { contentSecurityPolicy: { contentSecurityPolicy, override: false } }),
      },
    },
    options,
  );
}
