/** What all rows of CloudFront share: its calls, and the names in which its API and Pulumi differ. */
import { type Call, isUnknown, type Properties } from "../../row.ts";
import { lowerFirst, upperFirst } from "../helpers.ts";

/** Type token of distributions. */
export const distributionType = "aws:cloudfront/distribution:Distribution";
/** Type token of origin access controls. */
export const accessControlType = "aws:cloudfront/originAccessControl:OriginAccessControl";
/** Type token of response headers policies. */
export const headersPolicyType = "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy";

/** One call of CloudFront, which is global and answers in us-east-1. */
export const cloudfront = (operation: string, parameters: Properties, ignore: readonly string[] = []): Call => ({
  service: "cloudfront",
  operation,
  parameters,
  region: "us-east-1",
  ...(ignore.length > 0 && { ignore }),
});

/** The current ETag, which CloudFront asks for with every change: from the answer to the call before. */
export const ifMatch = (answer: Properties): Properties => ({ IfMatch: answer.ETag });

/** Names whose capitals do not follow from Pulumi's spelling. */
const specialNames: Readonly<Record<string, string>> = {
  acmCertificateArn: "ACMCertificateArn",
  cloudfrontDefaultCertificate: "CloudFrontDefaultCertificate",
  defaultTtl: "DefaultTTL",
  errorCachingMinTtl: "ErrorCachingMinTTL",
  functionArn: "FunctionARN",
  httpPort: "HTTPPort",
  httpsPort: "HTTPSPort",
  iamCertificateId: "IAMCertificateId",
  isIpv6Enabled: "IsIPV6Enabled",
  lambdaFunctionArn: "LambdaFunctionARN",
  maxTtl: "MaxTTL",
  minTtl: "MinTTL",
  originId: "Id",
  sslSupportMethod: "SSLSupportMethod",
  webAclId: "WebACLId",
  xssProtection: "XSSProtection",
};

const pulumiNames: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(specialNames).map(([pulumi, aws]) => [aws, pulumi]),
);

/** CloudFront's form of a value: names with capitals, lists as a quantity and items. Unknown values stay. */
export function toAws(value: unknown): unknown {
  if (Array.isArray(value)) {
    return { Quantity: value.length, ...(value.length > 0 && { Items: value.map(toAws) }) };
  }
  if (value === null || typeof value !== "object" || isUnknown(value)) return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([key, member]) => [specialNames[key] ?? upperFirst(key), toAws(member)]));
}

/** Pulumi's form of a value of CloudFront's: the way back of `toAws`. */
export function fromAws(value: unknown): unknown {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  const { Quantity, Items, ...members } = value as Properties;
  if (Quantity !== undefined && Object.keys(members).length === 0) return (Items ?? []).map(fromAws);
  return Object.fromEntries(
    Object.entries(members).map(([key, member]) => [pulumiNames[key] ?? lowerFirst(key), fromAws(member)]),
  );
}
