/** What CloudFront or the real provider refuses in distributions, and the emulator does not. */
import { isUnknown, type Properties, type Rule, type World } from "../../row.ts";
import { number, text, texts } from "../known.ts";
import { accessControlType, distributionType, headersPolicyType } from "./shared.ts";
import { certificateRules } from "./viewer-certificate-rules.ts";

const valuesToSpecify =
  "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/distribution-web-values-specify.html";

/** Status codes for which CloudFront takes a page or a caching time. Source: CloudFront API, CustomErrorResponse, ErrorCode. */
const errorCodes = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504];

/** The known members of a list of blocks. */
function blocks(value: unknown): Properties[] {
  return Array.isArray(value)
    ? value.filter((item) => item !== null && typeof item === "object" && !isUnknown(item))
    : [];
}

function behaviors({ defaultCacheBehavior, orderedCacheBehaviors }: Properties): Properties[] {
  return blocks([defaultCacheBehavior, ...blocks(orderedCacheBehaviors)]);
}

function originsProblem({ origins }: Properties): string | undefined {
  const ids = blocks(origins).map(({ originId }) => originId);
  const twice = ids.find((id, position) => ids.indexOf(id) < position);
  if (twice !== undefined) return `two origins have the id ${twice}: give each its own`;
  for (const { originId, domainName, originAccessControlId, customOriginConfig } of blocks(origins)) {
    const domain = text(domainName);
    if (domain !== undefined && /[:/]/.test(domain))
      return `the origin ${originId} is at ${domain}: give a domain name without scheme and path`;
    if (originAccessControlId === undefined || domain === undefined) continue;
    if (customOriginConfig !== undefined)
      return `the origin ${originId} has both customOriginConfig and originAccessControlId: an origin in S3 has no customOriginConfig`;
    if (!/\.s3\.[a-z0-9-]+\.amazonaws\.com$/.test(domain)) {
      return `the origin ${originId} has an access control and is at ${domain}: take the bucket's bucketRegionalDomainName (<bucket>.s3.<region>.amazonaws.com)`;
    }
  }
  return undefined;
}

function timeoutsProblem({ origins }: Properties): string | undefined {
  for (const { originId, customOriginConfig, connectionAttempts, connectionTimeout } of blocks(origins)) {
    const limits = [
      ["connectionAttempts", connectionAttempts, 3],
      ["connectionTimeout", connectionTimeout, 10],
      ["originReadTimeout", customOriginConfig?.originReadTimeout, 120],
      ["originKeepaliveTimeout", customOriginConfig?.originKeepaliveTimeout, 120],
    ] as const;
    for (const [name, given, most] of limits) {
      const value = number(given);
      if (value !== undefined && (value < 1 || value > most))
        return `${name} of the origin ${originId} is ${value}: CloudFront takes 1 to ${most}`;
    }
  }
  return undefined;
}

function behaviorsProblem(inputs: Properties): string | undefined {
  const ids = blocks(inputs.origins).map(({ originId }) => originId);
  const known = Array.isArray(inputs.origins) && !ids.some(isUnknown);
  for (const behavior of behaviors(inputs)) {
    const { targetOriginId, cachePolicyId, forwardedValues, minTtl, defaultTtl, maxTtl } = behavior;
    const where = `the cache behavior for ${behavior.pathPattern ?? "everything else"}`;
    if (known && text(targetOriginId) && !ids.includes(targetOriginId))
      return `${where} targets ${targetOriginId}, which is none of the origins ${ids.join(", ")}`;
    if ((cachePolicyId === undefined) === (forwardedValues === undefined))
      return `${where} needs either cachePolicyId or forwardedValues: give one of them`;
    const ttls = [minTtl, defaultTtl, maxTtl].map(number).filter((ttl) => ttl !== undefined);
    if (cachePolicyId !== undefined && ttls.some((ttl) => ttl > 0))
      return `${where} has a cache policy and a TTL of its own: the policy has the TTLs`;
    if (ttls.some((ttl, position) => position > 0 && ttl < (ttls[position - 1] as number)))
      return `${where} has the TTLs ${ttls.join(", ")}: minTtl, defaultTtl and maxTtl must rise`;
  }
  return undefined;
}

function errorsProblem({ customErrorResponses }: Properties): string | undefined {
  for (const { errorCode, responseCode, responsePagePath } of blocks(customErrorResponses)) {
    if (!isUnknown(errorCode) && !errorCodes.includes(errorCode))
      return `customErrorResponses has ${errorCode}: CloudFront takes ${errorCodes.join(", ")}`;
    if ((responseCode === undefined) !== (responsePagePath === undefined))
      return `the error ${errorCode} needs both responseCode and responsePagePath, or neither`;
    if (text(responsePagePath)?.startsWith("/") === false)
      return `the page of the error ${errorCode} is ${responsePagePath}: it must begin with /`;
  }
  return undefined;
}

function countriesProblem({ restrictions }: Properties): string | undefined {
  const { restrictionType, locations } = restrictions?.geoRestriction ?? {};
  if (isUnknown(locations) || !text(restrictionType)) return undefined;
  const count = (locations ?? []).length;
  if (restrictionType === "none")
    return count > 0 ? `geoRestriction "none" has ${count} locations: leave them out` : undefined;
  if (count === 0) return `geoRestriction "${restrictionType}" has no locations: list countries, for example ZA`;
  const strange = texts(locations).filter((country) => !/^[A-Z]{2}$/.test(country));
  return strange.length === 0
    ? undefined
    : `the locations ${strange.join(", ")} are no two-letter country codes in capitals`;
}

function missing(world: World, type: string, id: unknown): boolean {
  return text(id) !== undefined && world.find(type, id as string) === undefined;
}

function referencesProblem(inputs: Properties, world: World): string | undefined {
  for (const { originId, originAccessControlId } of blocks(inputs.origins)) {
    if (missing(world, accessControlType, originAccessControlId))
      return `the origin ${originId} names the access control ${originAccessControlId}, which does not exist`;
  }
  for (const { responseHeadersPolicyId } of behaviors(inputs)) {
    if (missing(world, headersPolicyType, responseHeadersPolicyId))
      return `the response headers policy ${responseHeadersPolicyId} does not exist`;
  }
  return undefined;
}

function webAclProblem({ webAclId }: Properties, world: World): string | undefined {
  const arn = text(webAclId);
  if (!arn) return undefined;
  if (!/^arn:aws[\w-]*:wafv2:us-east-1:\d{12}:global\/webacl\//.test(arn)) {
    return `webAclId is ${arn}: CloudFront takes the ARN of a web ACL of the scope CLOUDFRONT, which is in us-east-1`;
  }
  const known = world.all("aws:wafv2/webAcl:WebAcl");
  return known.some(({ properties }) => properties.arn === arn) ? undefined : `the web ACL ${arn} does not exist`;
}

/** The rules of the row of distributions. */
export const distributionRules: readonly Rule[] = [
  ...certificateRules,
  { source: `${valuesToSpecify}#DownloadDistValuesDomainName; CloudFront API, Origin`, check: originsProblem },
  { source: `${valuesToSpecify}#DownloadDistValuesOriginResponseTimeout`, check: timeoutsProblem },
  {
    source: `documentation of aws.cloudfront.Distribution: defaultCacheBehavior; CloudFront API, CacheBehavior`,
    check: behaviorsProblem,
  },
  { source: "CloudFront API, CustomErrorResponse: ErrorCode, ResponsePagePath", check: errorsProblem },
  { source: "CloudFront API, GeoRestriction", check: countriesProblem },
  {
    source: "CloudFront API, DistributionConfig: DefaultRootObject; Comment",
    check: ({ defaultRootObject, comment }) => {
      if (text(defaultRootObject)?.startsWith("/"))
        return `defaultRootObject is ${defaultRootObject}: it must not begin with /`;
      const length = text(comment)?.length ?? 0;
      return length > 128 ? `the comment has ${length} characters: CloudFront takes 128` : undefined;
    },
  },
  {
    source: "CloudFront API, CreateDistribution: CNAMEAlreadyExists",
    when: "creation",
    check: ({ aliases }, world) => {
      for (const { properties } of world.all(distributionType)) {
        const taken = texts(aliases).find((alias) => texts(properties.aliases).includes(alias));
        if (taken !== undefined)
          return `the alias ${taken} belongs to another distribution: an alternate domain name serves one`;
      }
      return undefined;
    },
  },
  {
    source: "CloudFront API, CreateDistribution: NoSuchOriginAccessControl (IllegalOriginAccessConfiguration)",
    when: "creation",
    check: referencesProblem,
  },
  {
    source: "CloudFront API, DistributionConfig: WebACLId; error InvalidWebACLId",
    when: "creation",
    check: webAclProblem,
  },
];
