/** Guard rails of load balancers, CloudFront, firewalls, certificates and mail. */
import { type Control, list, must, type Properties } from "../control.ts";

const distribution = ["aws:cloudfront/distribution:Distribution"];
const balancer = ["aws:lb/loadBalancer:LoadBalancer"];
const targets = ["aws:lb/targetGroup:TargetGroup"];
const acl = ["aws:wafv2/webAcl:WebAcl"];

const behaviors = ({ defaultCacheBehavior, orderedCacheBehaviors }: Properties): readonly Properties[] =>
  [defaultCacheBehavior, ...(orderedCacheBehaviors ?? [])].filter((one) => one !== undefined);
const custom = ({ origins }: Properties): readonly Properties[] =>
  (origins ?? []).flatMap(({ customOriginConfig }: Properties) => customOriginConfig ?? []);
const ownCertificate = ({ viewerCertificate: own }: Properties) =>
  own?.acmCertificateArn !== undefined || own?.iamCertificateId !== undefined;

/** Other load balancers read no HTTP. */
const isApplication = ({ loadBalancerType }: Properties) => (loadBalancerType ?? "application") === "application";

/** What stands between visitors and machines, and mail. */
export const edge: readonly Control[] = [
  {
    control: "ACM.2",
    severity: "high",
    title: "RSA keys of certificates have 2048 bits or more.",
    remedy: "Set keyAlgorithm to RSA_2048 or an elliptic curve.",
    types: ["aws:acm/certificate:Certificate"],
    check: must(({ keyAlgorithm }) => keyAlgorithm !== "RSA_1024", "the key has 1024 bits"),
  },
  {
    control: "CloudFront.1",
    severity: "high",
    title: "Distributions have a default root object.",
    remedy: "Set defaultRootObject.",
    types: distribution,
    check: must(({ defaultRootObject }) => (defaultRootObject ?? "") !== "", "defaultRootObject is missing"),
  },
  {
    control: "CloudFront.3",
    severity: "medium",
    title: "Visitors speak HTTPS with CloudFront.",
    remedy: "Set viewerProtocolPolicy of each behaviour to redirect-to-https or https-only.",
    types: distribution,
    check: must(
      (props) => behaviors(props).every((one) => /^(redirect-to-https|https-only)$/.test(one.viewerProtocolPolicy)),
      "a behaviour takes plain HTTP",
    ),
  },
  {
    control: "CloudFront.4",
    severity: "low",
    title: "Distributions fail over to a second origin.",
    remedy: "Give an origin group.",
    types: distribution,
    check: must(({ originGroups }) => (originGroups ?? []).length > 0, "there is no origin group"),
  },
  {
    control: "CloudFront.6",
    severity: "medium",
    title: "A web ACL stands before distributions.",
    remedy: "Set webAclId.",
    types: distribution,
    check: must((props) => "webAclId" in props && props.webAclId !== "", "there is no web ACL"),
  },
  {
    control: "CloudFront.7",
    severity: "low",
    title: "Distributions with a domain show its own certificate.",
    remedy: "Set viewerCertificate.acmCertificateArn.",
    types: distribution,
    check: must(
      (props) => list(props.aliases).length === 0 || ownCertificate(props),
      "the certificate is CloudFront's",
    ),
  },
  {
    control: "CloudFront.8",
    severity: "low",
    title: "HTTPS is served by SNI.",
    remedy: 'Set viewerCertificate.sslSupportMethod to "sni-only".',
    types: distribution,
    check: must(
      (props) =>
        props.viewerCertificate?.sslSupportMethod === undefined ||
        props.viewerCertificate.sslSupportMethod === "sni-only",
      "HTTPS is served by dedicated addresses",
    ),
  },
  {
    control: "CloudFront.9",
    severity: "medium",
    title: "CloudFront speaks HTTPS with origins of a site with a domain.",
    remedy: 'Set originProtocolPolicy to "https-only".',
    types: distribution,
    check: must(
      (props) =>
        list(props.aliases).length === 0 || custom(props).every((one) => one.originProtocolPolicy === "https-only"),
      "an origin is asked by plain HTTP",
    ),
  },
  {
    control: "CloudFront.10",
    severity: "medium",
    title: "CloudFront speaks no old TLS with origins.",
    remedy: 'Set originSslProtocols to ["TLSv1.2"].',
    types: distribution,
    check: must(
      (props) => custom(props).every((one) => list(one.originSslProtocols).every((name) => name === "TLSv1.2")),
      "an origin may be asked by TLS 1.1, 1.0 or SSL",
    ),
  },
  {
    control: "CloudFront.13",
    severity: "medium",
    title: "Buckets are read through an origin access control.",
    remedy: "Set originAccessControlId of the bucket's origin.",
    types: distribution,
    check: must(
      ({ origins }) =>
        (origins ?? []).every((one: Properties) => "customOriginConfig" in one || "originAccessControlId" in one),
      "a bucket's origin has no origin access control",
    ),
  },
  {
    control: "CloudFront.17",
    severity: "medium",
    title: "Distributions serve signed addresses only, by trusted key groups.",
    remedy: "Give each behaviour trustedKeyGroups, and none trustedSigners.",
    types: distribution,
    check: must(
      (props) =>
        behaviors(props).every((one) => list(one.trustedKeyGroups).length > 0 && !list(one.trustedSigners).length),
      "a behaviour serves unsigned addresses, or trusts an account",
    ),
  },
  {
    control: "CloudFront.15",
    severity: "medium",
    title: "Visitors speak TLS 1.2 of 2021 or better with a site with a domain.",
    remedy: 'Set minimumProtocolVersion to "TLSv1.2_2021".',
    types: distribution,
    check: must(
      (props) =>
        list(props.aliases).length === 0 ||
        /^TLSv1\.(2_2021|2_2025|3_2025)$/.test(props.viewerCertificate?.minimumProtocolVersion ?? ""),
      "older TLS is taken",
    ),
  },
  {
    control: "ELB.4",
    severity: "medium",
    title: "Load balancers drop invalid headers.",
    remedy: "Set dropInvalidHeaderFields.",
    types: balancer,
    check: must((props) => !isApplication(props) || props.dropInvalidHeaderFields === true, "invalid headers pass"),
  },
  {
    control: "ELB.5",
    severity: "medium",
    title: "Load balancers log requests.",
    remedy: "Set accessLogs.",
    types: balancer,
    check: must((props) => !isApplication(props) || props.accessLogs?.enabled === true, "accessLogs is off"),
  },
  {
    control: "ELB.6",
    severity: "medium",
    title: "AWS refuses to delete load balancers.",
    remedy: "Set enableDeletionProtection.",
    types: balancer,
    check: must(({ enableDeletionProtection }) => enableDeletionProtection === true, "enableDeletionProtection is off"),
  },
  {
    control: "ELB.12",
    severity: "medium",
    title: "Load balancers defend themselves against desync attacks.",
    remedy: 'Set desyncMitigationMode to "defensive" or "strictest".',
    types: balancer,
    check: must(
      ({ desyncMitigationMode: mode }) => /^(defensive|strictest)$/.test(mode ?? "defensive"),
      "it only monitors",
    ),
  },
  {
    control: "ELB.13",
    severity: "medium",
    title: "Load balancers span two zones.",
    remedy: "Give subnets of two zones or more.",
    types: balancer,
    check: must(({ subnets, subnetMappings }) => list(subnetMappings ?? subnets).length >= 2, "there is one subnet"),
  },
  {
    control: "ELB.17",
    severity: "medium",
    title: "HTTPS listeners have a policy with TLS 1.2 and 1.3 only.",
    remedy: "Set sslPolicy to one of ELBSecurityPolicy-TLS13-1-2-… or TLS13-1-3-….",
    types: ["aws:lb/listener:Listener"],
    check: must(
      ({ protocol, sslPolicy }) =>
        !/^(HTTPS|TLS)$/.test(protocol) || /^ELBSecurityPolicy-TLS13-1-[23]-(?!Ext)/.test(sslPolicy ?? ""),
      "sslPolicy takes older TLS or weak ciphers",
    ),
  },
  {
    control: "ELB.21",
    severity: "medium",
    title: "Health checks are encrypted.",
    remedy: 'Set healthCheck.protocol to "HTTPS".',
    types: targets,
    check: must(({ healthCheck }) => healthCheck?.protocol === "HTTPS", "health checks go in plain text"),
  },
  {
    control: "ELB.22",
    severity: "medium",
    title: "Load balancers speak HTTPS with machines.",
    remedy: 'Set protocol to "HTTPS".',
    types: targets,
    check: must(({ protocol }) => protocol === "HTTPS", "requests go to machines in plain text"),
  },
  {
    control: "SES.3",
    severity: "medium",
    title: "Mail is sent over TLS only.",
    remedy: 'Set deliveryOptions.tlsPolicy to "REQUIRE".',
    types: ["aws:sesv2/configurationSet:ConfigurationSet"],
    check: must(({ deliveryOptions }) => deliveryOptions?.tlsPolicy === "REQUIRE", "mail may go in plain text"),
  },
  {
    control: "WAF.10",
    severity: "medium",
    title: "Web ACLs have rules.",
    remedy: "Add a rule or a rule group.",
    types: acl,
    check: must(({ rules }) => (rules ?? []).length > 0, "there is no rule"),
  },
  {
    control: "WAF.12",
    severity: "medium",
    title: "Rules of web ACLs have metrics.",
    remedy: "Set cloudwatchMetricsEnabled of each rule's visibilityConfig.",
    types: acl,
    check: must(
      (props) =>
        [props, ...(props.rules ?? [])].every(({ visibilityConfig: one }) => one?.cloudwatchMetricsEnabled === true),
      "a rule has no metrics",
    ),
  },
];
