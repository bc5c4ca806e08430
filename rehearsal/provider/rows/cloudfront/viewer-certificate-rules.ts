/** What CloudFront refuses in the certificate that it shows to viewers, and in the names that it must cover. */
import type { Properties, Rule, World } from "../../row.ts";
import { text, texts } from "../known.ts";

const requirements =
  "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html";

function formProblem({ aliases, viewerCertificate }: Properties): string | undefined {
  const { acmCertificateArn, iamCertificateId, cloudfrontDefaultCertificate } = viewerCertificate ?? {};
  const { sslSupportMethod, minimumProtocolVersion } = viewerCertificate ?? {};
  const own = acmCertificateArn ?? iamCertificateId;
  if (own === undefined && cloudfrontDefaultCertificate !== true)
    return "viewerCertificate names no certificate: give acmCertificateArn, or cloudfrontDefaultCertificate: true";
  if (own !== undefined && cloudfrontDefaultCertificate === true)
    return "viewerCertificate has a certificate of its own and CloudFront's default one: give one of them";
  if (own !== undefined && sslSupportMethod === undefined)
    return "viewerCertificate has no sslSupportMethod, which a certificate of one's own needs: give sni-only";
  if (own === undefined && !["TLSv1", undefined].includes(minimumProtocolVersion))
    return `minimumProtocolVersion is ${minimumProtocolVersion}: with CloudFront's default certificate it is always TLSv1`;
  if (own === undefined && texts(aliases).length > 0)
    return `the aliases ${texts(aliases).join(", ")} need a certificate that covers them: give acmCertificateArn`;
  return undefined;
}

/** A wildcard stands for one label. */
function covers(pattern: string, name: string): boolean {
  return pattern === name || (pattern.startsWith("*.") && pattern.slice(2) === name.split(".").slice(1).join("."));
}

function certificateProblem({ aliases, viewerCertificate }: Properties, world: World): string | undefined {
  const arn = text(viewerCertificate?.acmCertificateArn);
  if (arn === undefined) return undefined;
  const found = world
    .all("aws:acm/certificate:Certificate")
    .find(({ id, properties }) => [id, properties.arn].includes(arn));
  if (found === undefined) return `the certificate ${arn} does not exist`;
  const validated = world
    .all("aws:acm/certificateValidation:CertificateValidation")
    .some(({ properties }) => properties.certificateArn === arn);
  if (found.properties.status === "PENDING_VALIDATION" && !validated)
    return `the certificate ${arn} is not issued yet: take the ARN from its validation`;
  const names = [found.properties.domainName, ...texts(found.properties.subjectAlternativeNames)].filter(Boolean);
  const bare = texts(aliases).filter((alias) => !names.some((name) => covers(name, alias)));
  return bare.length === 0 ? undefined : `the certificate ${arn} covers ${names.join(", ")}, not ${bare.join(", ")}`;
}

/** The rules about the viewers' certificate. */
export const certificateRules: readonly Rule[] = [
  {
    source: "CloudFront API, ViewerCertificate; documentation of aws.cloudfront.Distribution: viewerCertificate",
    check: formProblem,
  },
  {
    source: `${requirements}#https-requirements-aws-region`,
    check: ({ viewerCertificate }) => {
      const arn = text(viewerCertificate?.acmCertificateArn);
      return arn === undefined || /^arn:aws[\w-]*:acm:us-east-1:/.test(arn)
        ? undefined
        : `the certificate ${arn} is not in us-east-1: CloudFront takes certificates of that region only`;
    },
  },
  {
    source: `${requirements}; CloudFront API error InvalidViewerCertificate`,
    when: "creation",
    check: certificateProblem,
  },
];
