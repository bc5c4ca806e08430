import assert from "node:assert/strict";
import { collect } from "../../test/pulumi-mocks.ts";
import { Distribution, type DistributionDials } from "./distribution.ts";
import { geoRestriction } from "./distribution-parts.ts";
import { cheapestPriceClass, includesRegion, priceClasses } from "./price-classes.ts";

const distributionType = "aws:cloudfront/distribution:Distribution";
const managed = {
  optimized: "658327ea-f89d-4fab-a63d-7e88639e58f6",
  disabled: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
  allViewer: "216adef6-5c7f-47e4-b989-5492eafa07d3",
};

const build = (change: Partial<DistributionDials> = {}) =>
  collect(
    () =>
      new Distribution("acme-dev-edge-cdn", {
        aliases: [],
        origin: {
          domainName: "origin.acme.example",
          protocol: "https-only",
          header: { name: "X-Origin-Verify", value: "secret" },
        },
        assetsDomainName: "acme-assets.s3.af-south-1.amazonaws.com",
        logsBucketArn: "arn:aws:s3:::acme-logs",
        webAclArn: "arn:aws:wafv2:us-east-1:123456789012:global/webacl/w/1",
        dials: {
          priceClass: "PriceClass_200",
          assetsPaths: ["/assets/*", "/media/*"],
          defaultRootObject: "index.html",
          geoRestriction: { mode: "none", countries: [] },
          ...change,
        },
      }),
  );

const headersId = "acme-dev-edge-cdn-id";

describe("Distribution", () => {
  it("CloudFront.3: serves the application uncached with all that the viewer sent, assets cached, all over HTTPS", async () => {
    const { inputs } = (await build()).only(distributionType);
    assert.deepEqual(inputs.defaultCacheBehavior, {
      targetOriginId: "application",
      viewerProtocolPolicy: "redirect-to-https",
      allowedMethods: ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"],
      cachedMethods: ["GET", "HEAD"],
      cachePolicyId: managed.disabled,
      originRequestPolicyId: managed.allViewer,
      responseHeadersPolicyId: headersId,
      compress: true,
    });
    const assets = (pathPattern: string) => ({
      pathPattern,
      targetOriginId: "assets",
      viewerProtocolPolicy: "redirect-to-https",
      allowedMethods: ["GET", "HEAD", "OPTIONS"],
      cachedMethods: ["GET", "HEAD"],
      cachePolicyId: managed.optimized,
      responseHeadersPolicyId: headersId,
      compress: true,
    });
    assert.deepEqual(inputs.orderedCacheBehaviors, [assets("/assets/*"), assets("/media/*")]);
  });

  it("CloudFront.10, CloudFront.12, CloudFront.13: has exactly these origins", async () => {
    const { only } = await build();
    assert.deepEqual(only(distributionType).inputs.origins, [
      {
        originId: "application",
        domainName: "origin.acme.example",
        customHeaders: [{ name: "X-Origin-Verify", value: "secret" }],
        customOriginConfig: {
          httpPort: 80,
          httpsPort: 443,
          originProtocolPolicy: "https-only",
          originSslProtocols: ["TLSv1.2"],
          originReadTimeout: 60,
        },
      },
      {
        originId: "assets",
        domainName: "acme-assets.s3.af-south-1.amazonaws.com",
        originAccessControlId: "acme-dev-edge-cdn-id",
      },
    ]);
    assert.deepEqual(only("aws:cloudfront/originAccessControl:OriginAccessControl").inputs, {
      description: "CloudFront reads the assets",
      originAccessControlOriginType: "s3",
      signingBehavior: "always",
      signingProtocol: "sigv4",
    });
  });

  it("CloudFront.1, CloudFront.6: has a root object and a web ACL, HTTP/3 and IPv6", async () => {
    const { inputs } = (await build()).only(distributionType);
    const { defaultRootObject, webAclId, httpVersion, isIpv6Enabled, enabled, waitForDeployment, staging } = inputs;
    assert.equal(defaultRootObject, "index.html");
    assert.equal(webAclId, "arn:aws:wafv2:us-east-1:123456789012:global/webacl/w/1");
    assert.deepEqual(
      [httpVersion, isIpv6Enabled, enabled, waitForDeployment, staging],
      ["http2and3", true, true, true, false],
    );
    assert.equal(inputs.priceClass, "PriceClass_200");
    assert.deepEqual(inputs.restrictions, { geoRestriction: { restrictionType: "none" } });
  });

  it("CloudFront.5: delivers its access logs to the bucket, without cookies", async () => {
    const { only, outputs } = await build();
    assert.deepEqual(only("aws:cloudwatch/logDeliverySource:LogDeliverySource").inputs, {
      region: "us-east-1",
      logType: "ACCESS_LOGS",
      resourceArn: outputs.arn,
    });
    assert.deepEqual(only("aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination").inputs, {
      region: "us-east-1",
      outputFormat: "json",
      deliveryDestinationConfiguration: { destinationResourceArn: "arn:aws:s3:::acme-logs/cloudfront" },
    });
    const { inputs } = only("aws:cloudwatch/logDelivery:LogDelivery");
    assert.equal(inputs.region, "us-east-1");
    assert.match(inputs.deliverySourceName, /^acme-dev-edge-cdn-logs-[0-9a-f]{7}$/);
    assert.equal(inputs.recordFields.length, 32);
    assert.ok(!inputs.recordFields.includes("cs(Cookie)"));
    assert.deepEqual(inputs.s3DeliveryConfigurations, [
      { suffixPath: "{DistributionId}/{yyyy}/{MM}/{dd}/{HH}", enableHiveCompatiblePath: false },
    ]);
  });

  it("passes the application's errors on and keeps them for nobody else", async () => {
    const { inputs } = (await build()).only(distributionType);
    const kept = [502, 503, 504].map((errorCode) => ({ errorCode, errorCachingMinTtl: 5 }));
    const passed = [400, 403, 404, 405, 414, 500, 501].map((errorCode) => ({ errorCode, errorCachingMinTtl: 0 }));
    assert.deepEqual(inputs.customErrorResponses, [...passed, ...kept]);
  });

  it("shows a page during an outage only, with the outage's status", async () => {
    const { inputs } = (await build({ errorPagePath: "/assets/down.html" })).only(distributionType);
    const withPage = inputs.customErrorResponses.filter((response: object) => "responsePagePath" in response);
    assert.deepEqual(
      withPage,
      [502, 503, 504].map((errorCode) => ({
        errorCode,
        errorCachingMinTtl: 5,
        responseCode: errorCode,
        responsePagePath: "/assets/down.html",
      })),
    );
  });

  for (const [what, contentSecurityPolicy] of [
    ["leaves the content security policy to the application", undefined],
    ["sends a content security policy where the application has none", "default-src 'self'"],
  ] as const) {
    it(`sends security headers and ${what}`, async () => {
      const { only } = await build({ contentSecurityPolicy });
      const { inputs } = only("aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy");
      assert.deepEqual(inputs.securityHeadersConfig, {
        strictTransportSecurity: { accessControlMaxAgeSec: 31_536_000, override: true },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: "SAMEORIGIN", override: false },
        referrerPolicy: { referrerPolicy: "strict-origin-when-cross-origin", override: false },
        ...(contentSecurityPolicy && { contentSecurityPolicy: { contentSecurityPolicy, override: false } }),
      });
    });
  }
});

describe("the countries of a distribution", () => {
  it("are written in CloudFront's words", () => {
    const countries = ["ZA"];
    assert.deepEqual(geoRestriction({ mode: "allow", countries }), { restrictionType: "whitelist", locations: ["ZA"] });
    assert.deepEqual(geoRestriction({ mode: "block", countries }), { restrictionType: "blacklist", locations: ["ZA"] });
    assert.deepEqual(geoRestriction({ mode: "none", countries: [] }), { restrictionType: "none" });
  });
});

describe("price classes", () => {
  for (const [region, priceClass] of [
    ["af-south-1", "PriceClass_200"],
    ["eu-west-1", "PriceClass_100"],
    ["us-east-1", "PriceClass_100"],
    ["me-south-1", "PriceClass_200"],
    ["ap-northeast-1", "PriceClass_200"],
    ["ap-southeast-1", "PriceClass_200"],
    ["ap-southeast-2", "PriceClass_All"],
    ["sa-east-1", "PriceClass_All"],
    ["xx-new-1", "PriceClass_All"],
  ] as const) {
    it(`serve ${region} from ${priceClass} on`, () => {
      assert.equal(cheapestPriceClass(region), priceClass);
      const position = priceClasses.indexOf(priceClass);
      for (const [index, other] of priceClasses.entries())
        assert.equal(includesRegion(other, region), index >= position);
    });
  }
});
