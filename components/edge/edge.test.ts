import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { collect, type Properties } from "../../test/pulumi-mocks.ts";
import { type HttpsPlanArgs, planHttps } from "../web/https-plan.ts";
import { type CdnArgs, Edge, type EdgeArgs } from "./edge.ts";

const domain = { name: "acme.example", alternativeNames: ["www.acme.example"] };
const hostedZoneId = "Z0123456789ABCDEFGHIJ";
const certificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-4333-8444-555555555555";
const loadBalancer = {
  arn: "arn:aws:elasticloadbalancing:af-south-1:123456789012:loadbalancer/app/web/0123456789abcdef",
  dnsName: "web-1.af-south-1.elb.amazonaws.com",
  zoneId: "Z268VQBMOI5EKX",
};

const cdnArgs = (withDomain: boolean): CdnArgs => ({
  certificateArn: withDomain ? certificateArn : undefined,
  originHeader: { name: "X-Origin-Verify", value: "secret" },
  originAccepts: [],
  assetsDomainName: "acme-assets.s3.af-south-1.amazonaws.com",
  logsBucketArn: "arn:aws:s3:::acme-logs",
  dials: {
    priceClass: "PriceClass_200",
    assetsPaths: ["/assets/*"],
    defaultRootObject: "index.html",
    geoRestriction: { mode: "none", countries: [] },
  },
});

/** The edge of one cell of the table domain × CDN. */
const build = (cell: HttpsPlanArgs, change: Partial<EdgeArgs> = {}) =>
  collect(
    () =>
      new Edge("acme-dev-edge", {
        plan: planHttps(cell),
        hostedZoneId: cell.domain === undefined ? undefined : hostedZoneId,
        loadBalancer,
        cdn: cell.cdn ? cdnArgs(cell.domain !== undefined) : undefined,
        waf: {
          managedRuleGroups: ["common"],
          rateLimitPer5Minutes: 2000,
          countOnly: false,
          logRetentionDays: 365,
        },
        healthCheckPath: "/health",
        ...change,
      }),
  );

const distributionType = "aws:cloudfront/distribution:Distribution";
const recordType = "aws:route53/record:Record";
const healthCheckType = "aws:route53/healthCheck:HealthCheck";
const associationType = "aws:wafv2/webAclAssociation:WebAclAssociation";
const webAclType = "aws:wafv2/webAcl:WebAcl";

/** Records as lines: name, type, target, whether the target's health counts. */
const recordLines = (records: readonly { readonly inputs: Properties }[]) =>
  records
    .map(({ inputs: { name, type, zoneId, aliases, ttl, records: values } }) => {
      assert.deepEqual([zoneId, ttl, values, aliases.length], [hostedZoneId, undefined, undefined, 1]);
      const [alias] = aliases;
      const target = alias.name.endsWith(".cloudfront.net")
        ? `cloudfront ${alias.zoneId}`
        : `${alias.name} ${alias.zoneId}`;
      return `${name} ${type} → ${target} ${alias.evaluateTargetHealth}`;
    })
    .sort();

describe("Edge with a domain and CloudFront", () => {
  it("leads the site's names to CloudFront, and a name of its own to the load balancer", async () => {
    const { ofType } = await build({ domain, cdn: true });
    const cloudfront = "cloudfront Z2FDTNDATAQYW2 false";
    assert.deepEqual(recordLines(ofType(recordType)), [
      `acme.example A → ${cloudfront}`,
      `acme.example AAAA → ${cloudfront}`,
      "origin.acme.example A → web-1.af-south-1.elb.amazonaws.com Z268VQBMOI5EKX true",
      `www.acme.example A → ${cloudfront}`,
      `www.acme.example AAAA → ${cloudfront}`,
    ]);
  });

  it("CloudFront.7, CloudFront.8, CloudFront.9, CloudFront.15: speaks HTTPS on both sides by its own names", async () => {
    const { only, outputs } = await build({ domain, cdn: true });
    const { aliases, viewerCertificate, origins } = only(distributionType).inputs;
    assert.deepEqual(aliases, ["acme.example", "www.acme.example"]);
    assert.deepEqual(viewerCertificate, {
      acmCertificateArn: certificateArn,
      minimumProtocolVersion: "TLSv1.2_2021",
      sslSupportMethod: "sni-only",
    });
    assert.equal(origins[0].domainName, "origin.acme.example");
    assert.equal(origins[0].customOriginConfig.originProtocolPolicy, "https-only");
    assert.equal(outputs.url, "https://acme.example");
  });

  it("CloudFront.6: has a web ACL at CloudFront and none at the load balancer", async () => {
    const { only, ofType } = await build({ domain, cdn: true });
    assert.match(
      only(distributionType).inputs.webAclId,
      /^arn:aws:wafv2:us-east-1:123456789012:global\/webacl\/acme-dev-/,
    );
    assert.equal(only(webAclType).inputs.scope, "CLOUDFRONT");
    assert.equal(ofType(associationType).length, 0);
  });

  it("checks the main name from outside", async () => {
    const { only } = await build({ domain, cdn: true });
    assert.deepEqual(only(healthCheckType).inputs, {
      type: "HTTPS",
      fqdn: "acme.example",
      port: 443,
      resourcePath: "/health",
      requestInterval: 30,
      failureThreshold: 3,
      enableSni: true,
      tags: { Name: "acme-dev-edge" },
    });
  });

  it("lets CloudFront send the secret only when the load balancer accepts it", async () => {
    const { only } = await collect(() => {
      const rule = new aws.lb.ListenerRule("accepts", { listenerArn: "arn", actions: [], conditions: [] });
      return new Edge("acme-dev-edge", {
        plan: planHttps({ cdn: true }),
        loadBalancer,
        cdn: { ...cdnArgs(false), originAccepts: [rule] },
        waf: { managedRuleGroups: ["common"], rateLimitPer5Minutes: 2000, countOnly: false, logRetentionDays: 365 },
        healthCheckPath: "/",
      });
    });
    assert.ok(only(distributionType).options.dependsOn?.includes("accepts"));
  });
});

describe("Edge without a domain, with CloudFront", () => {
  it("serves by CloudFront's own name and certificate, and reaches the load balancer by its own", async () => {
    const { only, ofType, outputs } = await build({ cdn: true });
    const { aliases, viewerCertificate, origins } = only(distributionType).inputs;
    assert.deepEqual(aliases, []);
    assert.deepEqual(viewerCertificate, { cloudfrontDefaultCertificate: true });
    assert.equal(origins[0].domainName, loadBalancer.dnsName);
    assert.equal(origins[0].customOriginConfig.originProtocolPolicy, "http-only");
    assert.deepEqual([ofType(recordType).length, ofType(healthCheckType).length], [0, 0]);
    assert.match(outputs.url, /^https:\/\/d[0-9a-f]{13}\.cloudfront\.net$/);
    assert.equal(outputs.healthCheckId, undefined);
  });
});

describe("Edge without CloudFront", () => {
  it("leads the names to the load balancer, which has IPv4 only and a web ACL of its own", async () => {
    const { only, ofType, outputs } = await build({ domain, cdn: false });
    assert.deepEqual(recordLines(ofType(recordType)), [
      "acme.example A → web-1.af-south-1.elb.amazonaws.com Z268VQBMOI5EKX true",
      "www.acme.example A → web-1.af-south-1.elb.amazonaws.com Z268VQBMOI5EKX true",
    ]);
    assert.equal(ofType(distributionType).length, 0);
    assert.equal(only(associationType).inputs.resourceArn, loadBalancer.arn);
    assert.equal(only(healthCheckType).inputs.fqdn, "acme.example");
    assert.equal(outputs.url, "https://acme.example");
  });

  it("ELB.16: keeps the web ACL without a domain too", async () => {
    const { only, ofType, outputs } = await build({ cdn: false });
    assert.equal(only(associationType).inputs.resourceArn, loadBalancer.arn);
    assert.equal(only(webAclType).inputs.scope, "REGIONAL");
    assert.deepEqual(
      [ofType(recordType).length, ofType(healthCheckType).length, ofType(distributionType).length],
      [0, 0, 0],
    );
    assert.equal(outputs.url, `http://${loadBalancer.dnsName}`);
  });
});

describe("Edge", () => {
  for (const [what, cell, change, message] of [
    [
      "a plan with CloudFront and no arguments for it",
      { cdn: true },
      { cdn: undefined },
      /cdn: got none, and the plan is with/,
    ],
    ["names without a zone", { domain, cdn: false }, { hostedZoneId: undefined }, /hostedZoneId: got none for 2 names/],
    ["a zone without names", { cdn: false }, { hostedZoneId }, /hostedZoneId: got one for 0 names/],
    [
      "names without a certificate",
      { domain, cdn: true },
      { cdn: cdnArgs(false) },
      /certificateArn: got none for 2 names/,
    ],
    ["a certificate without names", { cdn: true }, { cdn: cdnArgs(true) }, /certificateArn: got one for 0 names/],
  ] as const) {
    it(`refuses ${what}`, () => assert.rejects(build(cell, change), message));
  }
});
