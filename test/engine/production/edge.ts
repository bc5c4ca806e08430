/** Looks at prod's distribution, web ACL, records, mail and topics. */
import assert from "node:assert/strict";
import type { Properties } from "../../../rehearsal/provider/row.ts";
import { globalRegion, mailRegion, type Production } from "./production.ts";
import { originHeader } from "./web.ts";

/** What the distribution was told. */
export async function distribution(prod: Production): Promise<Properties> {
  const { DistributionConfig } = await prod.ask("cloudfront", "GetDistributionConfig", {
    Id: prod.services.distributionId,
  });
  return DistributionConfig;
}

/** An origin of a distribution by its id. */
export function originOf({ Origins }: Properties, id: string): Properties {
  const found = Origins.Items.find(({ Id }: Properties) => Id === id);
  assert.ok(found, `no origin ${id}`);
  return found;
}

function distributionTests(prod: Production): void {
  it("has two origins: the load balancer by HTTPS with the header it demands, and the assets bucket", async () => {
    const config = await distribution(prod);
    assert.deepEqual(config.Origins.Items.map(({ Id }: Properties) => Id).sort(), ["application", "assets"]);
    const application = originOf(config, "application");
    assert.equal(application.DomainName, "origin.acme.example");
    assert.equal(application.CustomOriginConfig.OriginProtocolPolicy, "https-only");
    const { name, values } = await originHeader(prod);
    assert.deepEqual(application.CustomHeaders.Items, [{ HeaderName: name, HeaderValue: values[0] }]);
    assert.equal(originOf(config, "assets").DomainName, prod.foundation.buckets.assets.regionalDomainName);
  });

  it("CloudFront.13: signs its requests to the bucket, whose policy lets in distributions of this account", async () => {
    const { OriginAccessControlId: Id } = originOf(await distribution(prod), "assets");
    const { OriginAccessControlConfig } = await prod.ask("cloudfront", "GetOriginAccessControlConfig", { Id });
    const { SigningBehavior, SigningProtocol, OriginAccessControlOriginType } = OriginAccessControlConfig;
    assert.deepEqual([SigningBehavior, SigningProtocol, OriginAccessControlOriginType], ["always", "sigv4", "s3"]);
    const { Policy } = await prod.ask("s3", "GetBucketPolicy", { Bucket: prod.foundation.buckets.assets.name });
    const allowed = JSON.parse(Policy).Statement.filter(({ Effect }: Properties) => Effect === "Allow");
    assert.deepEqual(
      allowed.map(({ Principal, Action, Condition }: Properties) => [Principal, Action, Condition]),
      [
        [
          { Service: "cloudfront.amazonaws.com" },
          "s3:GetObject",
          { ArnLike: { "aws:SourceArn": "arn:aws:cloudfront::111122223333:distribution/*" } },
        ],
      ],
    );
  });

  it("CloudFront.3, CloudFront.7, CloudFront.8: serves its names by HTTPS only, with the certificate of us-east-1", async () => {
    const { Aliases, ViewerCertificate, DefaultCacheBehavior, CacheBehaviors, HttpVersion, PriceClass } =
      await distribution(prod);
    assert.deepEqual(Aliases.Items, ["acme.example", "www.acme.example"]);
    const { ACMCertificateArn, SSLSupportMethod, MinimumProtocolVersion } = ViewerCertificate;
    const { Certificate } = await prod.ask(
      "acm",
      "DescribeCertificate",
      { CertificateArn: ACMCertificateArn },
      globalRegion,
    );
    assert.equal(Certificate.Status, "ISSUED");
    assert.deepEqual(Certificate.SubjectAlternativeNames, Aliases.Items);
    assert.equal(SSLSupportMethod, "sni-only");
    assert.match(MinimumProtocolVersion, /^TLSv1\.[23]_/);
    const behaviours = [DefaultCacheBehavior, ...CacheBehaviors.Items];
    for (const { ViewerProtocolPolicy } of behaviours) assert.equal(ViewerProtocolPolicy, "redirect-to-https");
    assert.deepEqual([HttpVersion, PriceClass], ["http2and3", "PriceClass_200"]);
  });

  it("CloudFront.6, WAF.10, WAF.12: a web ACL with managed groups and the rate limit of the settings stands in front", async () => {
    const { WebACLId } = await distribution(prod);
    assert.equal(WebACLId, prod.services.webAclArn);
    const [, , , , , path = ""] = WebACLId.split(":");
    const [, , Name, Id] = path.split("/");
    const { WebACL } = await prod.ask("wafv2", "GetWebACL", { Scope: "CLOUDFRONT", Name, Id }, globalRegion);
    const rules = WebACL.Rules.map(({ Statement, VisibilityConfig }: Properties) => [
      Statement.ManagedRuleGroupStatement?.Name ?? Statement.RateBasedStatement?.Limit,
      VisibilityConfig.CloudWatchMetricsEnabled,
    ]);
    assert.deepEqual(rules, [
      [5000, true],
      ["AWSManagedRulesAmazonIpReputationList", true],
      ["AWSManagedRulesCommonRuleSet", true],
      ["AWSManagedRulesKnownBadInputsRuleSet", true],
    ]);
  });

  it("CloudFront.5, WAF.11 (only recorded): accesses are delivered to the logs bucket, requests to the web ACL are logged without secrets", () => {
    const [destination] = prod.recorded("aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination");
    const target = destination?.deliveryDestinationConfiguration.destinationResourceArn;
    assert.ok(target?.startsWith(prod.foundation.buckets.logs.arn), target);
    const [source] = prod.recorded("aws:cloudwatch/logDeliverySource:LogDeliverySource");
    assert.ok(source?.resourceArn.endsWith(`distribution/${prod.services.distributionId}`), source?.resourceArn);
    const [logging] = prod.recorded("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration");
    assert.equal(logging?.resourceArn, prod.services.webAclArn);
    assert.ok(logging?.redactedFields.length > 0);
  });
}

function recordTests(prod: Production): void {
  it("alias records lead the site's names to the distribution, and the origin's name to the load balancer", async () => {
    const { HostedZones } = await prod.ask("route53", "ListHostedZones");
    const { ResourceRecordSets } = await prod.ask("route53", "ListResourceRecordSets", {
      HostedZoneId: HostedZones[0].Id,
    });
    const { Distribution } = await prod.ask("cloudfront", "GetDistribution", { Id: prod.services.distributionId });
    const { LoadBalancers } = await prod.ask("elbv2", "DescribeLoadBalancers");
    const aliases = ResourceRecordSets.filter(({ AliasTarget }: Properties) => AliasTarget).map(
      ({ Name, Type, AliasTarget }: Properties) => `${Type} ${Name} → ${AliasTarget.DNSName}`,
    );
    const cdn = `${Distribution.DomainName}.`;
    assert.deepEqual(aliases.sort(), [
      `A acme.example. → ${cdn}`,
      `A origin.acme.example. → ${LoadBalancers[0].DNSName}.`,
      `A www.acme.example. → ${cdn}`,
      `AAAA acme.example. → ${cdn}`,
      `AAAA www.acme.example. → ${cdn}`,
    ]);
  });

  it("a health check asks for the site by HTTPS", async () => {
    const { HealthCheck } = await prod.ask("route53", "GetHealthCheck", { HealthCheckId: prod.services.healthCheckId });
    const { Type, FullyQualifiedDomainName, Port } = HealthCheck.HealthCheckConfig;
    assert.deepEqual([Type, FullyQualifiedDomainName, Port], ["HTTPS", "acme.example", 443]);
  });
}

function mailTests(prod: Production): void {
  it("SES.3: mail's identity is a domain with DKIM records, and its configuration set demands TLS and tells events", async () => {
    const EmailIdentity = prod.services.identityArn?.split("/").at(-1);
    assert.equal(EmailIdentity, "mail.acme.example");
    const ask = (operation: string, parameters: Properties) => prod.ask("sesv2", operation, parameters, mailRegion);
    const { IdentityType, DkimAttributes } = await ask("GetEmailIdentity", { EmailIdentity });
    assert.deepEqual([IdentityType, DkimAttributes.Tokens.length], ["DOMAIN", 3]);
    const set = { ConfigurationSetName: prod.services.configurationSetName };
    const { DeliveryOptions, ReputationOptions, SuppressionOptions } = await ask("GetConfigurationSet", set);
    assert.equal(DeliveryOptions.TlsPolicy, "REQUIRE");
    assert.equal(ReputationOptions.ReputationMetricsEnabled, true);
    assert.deepEqual(SuppressionOptions.SuppressedReasons, ["BOUNCE", "COMPLAINT"]);
    const { EventDestinations } = await ask("GetConfigurationSetEventDestinations", set);
    assert.deepEqual(
      EventDestinations.map(({ Enabled, SnsDestination }: Properties) => [
        Enabled,
        SnsDestination.TopicArn.includes(":acme-prod-mail-events-"),
      ]),
      [[true, true]],
    );
  });

  it("the MAIL FROM domain (only recorded)", () => {
    const [attributes] = prod.recorded("aws:sesv2/emailIdentityMailFromAttributes:EmailIdentityMailFromAttributes");
    assert.equal(attributes?.mailFromDomain, "bounce.mail.acme.example");
  });

  it("SNS.1: every topic is encrypted with a key of its region, and refuses publishing without TLS", async () => {
    const seen: string[] = [];
    const { keyArns, alertPathKeyArn } = prod.foundation;
    for (const region of [undefined, mailRegion]) {
      const { Topics } = await prod.ask("sns", "ListTopics", {}, region);
      for (const { TopicArn } of Topics) {
        const { Attributes } = await prod.ask("sns", "GetTopicAttributes", { TopicArn }, region);
        const { KmsMasterKeyId, Policy } = Attributes;
        const home = TopicArn.includes(":acme-prod-alerts-path-") ? alertPathKeyArn : keyArns.messages;
        if (region === undefined) assert.equal(KmsMasterKeyId, home, TopicArn);
        else assert.match(KmsMasterKeyId, new RegExp(`^arn:aws:kms:${region}:`), TopicArn);
        assert.match(Policy, /"Effect":"Deny".*"aws:SecureTransport":"false"/, TopicArn);
        seen.push(TopicArn.split(":").at(-1).replace(/-\w+$/, ""));
      }
    }
    assert.deepEqual(seen.sort(), [
      ...["critical", "info", "path", "warning"].flatMap((kind) => [
        `acme-prod-alerts-${kind}`,
        `acme-prod-alerts-${kind}-${mailRegion}`,
      ]),
      "acme-prod-backup-events",
      "acme-prod-backup-report-emails",
      "acme-prod-database-events",
      "acme-prod-mail-events",
    ]);
  });
}

/** Defines the tests. */
export function edgeTests(prod: Production): void {
  distributionTests(prod);
  recordTests(prod);
  mailTests(prod);
}
