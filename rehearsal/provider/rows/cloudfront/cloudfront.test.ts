import assert from "node:assert/strict";
import { unknown } from "../../row.ts";
import { describeRules } from "../test-cases.ts";
import { type Made, testFacts, testWorld } from "../test-world.ts";
import { configOf, liveProperties } from "./config.ts";
import { distribution } from "./distribution.ts";
import { originAccessControl, responseHeadersPolicy } from "./policies.ts";

const certificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/1";
const webAclArn = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/w/1";
const certificate = (properties: object): Made => [
  "aws:acm/certificate:Certificate",
  certificateArn,
  { arn: certificateArn, domainName: "acme.example", subjectAlternativeNames: ["*.acme.example"], ...properties },
];
const webAcl: Made = ["aws:wafv2/webAcl:WebAcl", "1", { arn: webAclArn }];
const accessControl: Made = [originAccessControl.type, "E1", {}];
const world = testWorld(certificate({ status: "ISSUED" }), webAcl, accessControl);

const application = {
  originId: "application",
  domainName: "origin.acme.example",
  customOriginConfig: {
    httpPort: 80,
    httpsPort: 443,
    originProtocolPolicy: "https-only",
    originSslProtocols: ["TLSv1.2"],
  },
};
const assets = {
  originId: "assets",
  domainName: "acme.s3.af-south-1.amazonaws.com",
  originAccessControlId: "E1",
};
const behavior = { targetOriginId: "application", cachePolicyId: "p", viewerProtocolPolicy: "redirect-to-https" };
const base = {
  enabled: true,
  origins: [application, assets],
  defaultCacheBehavior: behavior,
  restrictions: { geoRestriction: { restrictionType: "none" } },
  viewerCertificate: { cloudfrontDefaultCertificate: true },
};
const own = { acmCertificateArn: certificateArn, sslSupportMethod: "sni-only", minimumProtocolVersion: "TLSv1.2_2021" };
const geo = (restrictionType: string, locations?: readonly string[]) => ({
  restrictions: { geoRestriction: { restrictionType, locations } },
});

describeRules(
  distribution,
  base,
  [
    [
      "what is not known yet",
      { origins: unknown, webAclId: unknown, viewerCertificate: { cloudfrontDefaultCertificate: true } },
      undefined,
    ],
    [
      "a certificate for all names",
      { viewerCertificate: own, aliases: ["acme.example", "www.acme.example"] },
      undefined,
    ],
    ["names without a certificate", { aliases: ["acme.example"] }, /need a certificate that covers them/],
    [
      "a name two labels below the wildcard",
      { viewerCertificate: own, aliases: ["a.b.acme.example"] },
      /not a\.b\.acme\.example/,
    ],
    [
      "a name of another domain",
      { viewerCertificate: own, aliases: ["other.example"] },
      /covers acme\.example, .* not other\.example/,
    ],
    [
      "a certificate of another region",
      { viewerCertificate: { ...own, acmCertificateArn: "arn:aws:acm:af-south-1:123456789012:certificate/2" } },
      /not in us-east-1/,
      testWorld(accessControl, [
        "aws:acm/certificate:Certificate",
        "arn:aws:acm:af-south-1:123456789012:certificate/2",
      ]),
    ],
    [
      "a certificate that waits for its validation",
      { viewerCertificate: own },
      /not issued yet/,
      testWorld(accessControl, certificate({ status: "PENDING_VALIDATION" })),
    ],
    [
      "a certificate that is not there",
      { viewerCertificate: own },
      /certificate\/1 does not exist/,
      testWorld(accessControl),
    ],
    ["no certificate", { viewerCertificate: {} }, /names no certificate/],
    ["two certificates", { viewerCertificate: { ...own, cloudfrontDefaultCertificate: true } }, /give one of them/],
    [
      "no way of serving HTTPS",
      { viewerCertificate: { acmCertificateArn: certificateArn } },
      /has no sslSupportMethod/,
    ],
    [
      "a policy for CloudFront's own certificate",
      { viewerCertificate: { cloudfrontDefaultCertificate: true, minimumProtocolVersion: "TLSv1.2_2021" } },
      /it is always TLSv1/,
    ],
    ["a web ACL of CloudFront", { webAclId: webAclArn }, undefined],
    [
      "a regional web ACL",
      { webAclId: "arn:aws:wafv2:af-south-1:123456789012:regional/webacl/w/1" },
      /scope CLOUDFRONT/,
    ],
    ["a web ACL that is not there", { webAclId: `${webAclArn}2` }, /does not exist/],
    [
      "a name of another distribution",
      { viewerCertificate: own, aliases: ["acme.example"] },
      /belongs to another distribution/,
      testWorld(accessControl, certificate({}), [distribution.type, "E9", { aliases: ["acme.example"] }]),
    ],
    [
      "two origins of one id",
      { origins: [application, { ...assets, originId: "application" }] },
      /two origins have the id application/,
    ],
    [
      "an origin with a path",
      { origins: [{ ...application, domainName: "https://acme.example" }] },
      /without scheme and path/,
    ],
    [
      "the bucket's global name",
      { origins: [application, { ...assets, domainName: "acme.s3.amazonaws.com" }] },
      /bucketRegionalDomainName/,
    ],
    ["a bucket with a custom origin", { origins: [application, { ...assets, customOriginConfig: {} }] }, /has both/],
    [
      "an access control that is not there",
      { origins: [application, { ...assets, originAccessControlId: "E2" }] },
      /E2, which does not exist/,
    ],
    [
      "a timeout above CloudFront's",
      { origins: [{ ...application, customOriginConfig: { originReadTimeout: 121 } }] },
      /takes 1 to 120/,
    ],
    [
      "an origin that is not there",
      { defaultCacheBehavior: { ...behavior, targetOriginId: "x" } },
      /none of the origins application, assets/,
    ],
    [
      "neither policy nor values",
      { defaultCacheBehavior: { targetOriginId: "assets" } },
      /either cachePolicyId or forwardedValues/,
    ],
    ["a policy and a TTL", { defaultCacheBehavior: { ...behavior, defaultTtl: 60 } }, /the policy has the TTLs/],
    [
      "TTLs that fall",
      {
        defaultCacheBehavior: {
          targetOriginId: "assets",
          forwardedValues: {},
          minTtl: 60,
          defaultTtl: 10,
          maxTtl: 100,
        },
      },
      /must rise/,
    ],
    [
      "a headers policy that is not there",
      { defaultCacheBehavior: { ...behavior, responseHeadersPolicyId: "x" } },
      /x does not exist/,
    ],
    [
      "an error without its page",
      { customErrorResponses: [{ errorCode: 503, responseCode: 503 }] },
      /both responseCode and responsePagePath/,
    ],
    ["an error that CloudFront does not know", { customErrorResponses: [{ errorCode: 418 }] }, /has 418/],
    [
      "a page without a slash",
      { customErrorResponses: [{ errorCode: 503, responseCode: 503, responsePagePath: "a" }] },
      /begin with \//,
    ],
    ["a root object with a slash", { defaultRootObject: "/index.html" }, /must not begin with/],
    ["countries", geo("whitelist", ["ZA"]), undefined],
    ["no countries to allow", geo("whitelist"), /has no locations/],
    ["countries for nothing", geo("none", ["ZA"]), /leave them out/],
    ["a country by its name", geo("blacklist", ["South Africa"]), /two-letter/],
    ["a long comment", { comment: "c".repeat(129) }, /129 characters/],
  ],
  world,
);

describeRules(originAccessControl, { name: "a" }, [
  ["a long name", { name: "a".repeat(65) }, /64/],
  ["a name that is taken", {}, /exists already/, testWorld([originAccessControl.type, "E1", { name: "a" }])],
]);

describeRules(responseHeadersPolicy, { name: "a", securityHeadersConfig: {} }, [
  ["a name with a dot", { name: "a.b" }, /letters, digits/],
  ["no headers", { securityHeadersConfig: undefined }, /has no headers/],
  ["what the rehearsal does not know", { corsConfig: {} }, /does not know corsConfig/],
]);

describe("a distribution's configuration", () => {
  const state = {
    ...base,
    aliases: ["acme.example"],
    customErrorResponses: [{ errorCode: 503, responseCode: 200, responsePagePath: "/a" }],
  };

  it("reads back what was written", () => assert.deepEqual(liveProperties(configOf(state), state), state));

  it("shows what was changed behind Pulumi's back, in Pulumi's words", () => {
    const changed = {
      ...state,
      restrictions: geo("whitelist", ["ZA"]).restrictions,
      aliases: ["other.example"],
      origins: [application],
    };
    assert.deepEqual(liveProperties(configOf(changed), state), changed);
  });

  it("is disabled before it is deleted, each time with the newest ETag", () => {
    const calls = distribution.delete("E1", base, testFacts());
    assert.deepEqual(
      calls.map(({ operation }) => operation),
      ["GetDistributionConfig", "UpdateDistribution", "DeleteDistribution"],
    );
    const answer = { ETag: "t", DistributionConfig: { Enabled: true, Comment: "live" } };
    assert.deepEqual(calls[1]?.follow?.(answer), {
      IfMatch: "t",
      DistributionConfig: { Enabled: false, Comment: "live" },
    });
    assert.deepEqual(calls[2]?.follow?.({ ETag: "u" }), { IfMatch: "u" });
  });
});
