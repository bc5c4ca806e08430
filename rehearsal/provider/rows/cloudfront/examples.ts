/** Examples of CloudFront. */
import type { Example } from "../example.ts";

/** Managed policies: caching is optimized, caching is disabled, and all that viewers send goes to the origin. */
const [optimized, disabled, allViewer] = [
  "658327ea-f89d-4fab-a63d-7e88639e58f6",
  "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
  "216adef6-5c7f-47e4-b989-5492eafa07d3",
];

/** The examples. */
export const examples: readonly Example[] = [
  {
    name: "cloudfront-access-control",
    type: "aws:cloudfront/originAccessControl:OriginAccessControl",
    inputs: () => ({ originAccessControlOriginType: "s3", signingBehavior: "always", signingProtocol: "sigv4" }),
    change: () => ({ description: "changed", signingBehavior: "no-override" }),
  },
  {
    name: "cloudfront-headers",
    type: "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
    inputs: () => ({
      comment: "first",
      securityHeadersConfig: {
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: "SAMEORIGIN", override: false },
        strictTransportSecurity: { accessControlMaxAgeSec: 31_536_000, override: true },
      },
    }),
    change: () => ({
      comment: "second",
      securityHeadersConfig: {
        contentSecurityPolicy: { contentSecurityPolicy: "default-src 'self'", override: false },
        referrerPolicy: { referrerPolicy: "same-origin", override: false },
      },
    }),
  },
  {
    name: "cloudfront-distribution",
    type: "aws:cloudfront/distribution:Distribution",
    needs: ["cloudfront-access-control", "cloudfront-headers"],
    inputs: (made, { region }) => ({
      comment: "first",
      enabled: true,
      origins: [
        {
          originId: "application",
          domainName: "origin.rehearsal.example",
          customHeaders: [{ name: "X-Origin-Verify", value: "one" }],
          customOriginConfig: {
            httpPort: 80,
            httpsPort: 443,
            originProtocolPolicy: "https-only",
            originSslProtocols: ["TLSv1.2"],
          },
        },
        {
          originId: "assets",
          domainName: `rehearsal-assets.s3.${region}.amazonaws.com`,
          originAccessControlId: made("cloudfront-access-control").id,
        },
      ],
      defaultCacheBehavior: {
        targetOriginId: "application",
        viewerProtocolPolicy: "redirect-to-https",
        allowedMethods: ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"],
        cachedMethods: ["GET", "HEAD"],
        cachePolicyId: disabled,
        originRequestPolicyId: allViewer,
        responseHeadersPolicyId: made("cloudfront-headers").id,
      },
      orderedCacheBehaviors: [
        {
          pathPattern: "/assets/*",
          targetOriginId: "assets",
          viewerProtocolPolicy: "redirect-to-https",
          allowedMethods: ["GET", "HEAD"],
          cachedMethods: ["GET", "HEAD"],
          cachePolicyId: optimized,
          compress: true,
        },
      ],
      customErrorResponses: [{ errorCode: 404, errorCachingMinTtl: 0 }],
      restrictions: { geoRestriction: { restrictionType: "none" } },
      viewerCertificate: { cloudfrontDefaultCertificate: true },
    }),
    change: () => ({
      comment: "second",
      defaultRootObject: "index.html",
      priceClass: "PriceClass_200",
      httpVersion: "http2and3",
      isIpv6Enabled: true,
      restrictions: { geoRestriction: { restrictionType: "whitelist", locations: ["ZA", "BW"] } },
      customErrorResponses: [
        { errorCode: 503, errorCachingMinTtl: 5, responseCode: 503, responsePagePath: "/assets/unavailable.html" },
      ],
    }),
  },
];
