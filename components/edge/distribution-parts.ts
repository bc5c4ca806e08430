/** The parts of a distribution's configuration: cache behaviours, errors, countries. No resource is made here. */

/**
 * Policies that AWS manages.
 * Sources: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html and
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html
 */
export const managedPolicies = {
  /** Caches by path alone, for a day where the origin says nothing, compressed. */
  cachingOptimized: "658327ea-f89d-4fab-a63d-7e88639e58f6",
  /** Caches nothing. */
  cachingDisabled: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
  /** Sends every header, cookie and query string of the viewer on to the origin, Host too. */
  allViewer: "216adef6-5c7f-47e4-b989-5492eafa07d3",
} as const;

/** Ids of the two origins inside a distribution. */
export const originIds = { application: "application", assets: "assets" } as const;

/** From which countries the site may be seen. */
export interface GeoRestriction {
  /** none: from everywhere; allow: only from the countries listed; block: from everywhere but them. */
  readonly mode: "none" | "allow" | "block";
  /** Two capital letters for each country (ISO 3166-1), for example "ZA". Empty for none. */
  readonly countries: readonly string[];
}

/**
 * How requests for the application are served: each goes to the load balancer with all that the viewer sent. The viewer's Host
 * header goes too, so that the application knows by which name it was called; CloudFront then checks the load balancer's
 * certificate against that name, which is why the certificate has the site's names beside `origin.<domain>`.
 * Source: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-cloudfront-to-custom-origin.html
 */
export function applicationBehavior() {
  return {
    targetOriginId: originIds.application,
    viewerProtocolPolicy: "redirect-to-https",
    allowedMethods: ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"],
    cachedMethods: ["GET", "HEAD"],
    cachePolicyId: managedPolicies.cachingDisabled,
    originRequestPolicyId: managedPolicies.allViewer,
    compress: true,
  };
}

/**
 * How requests for assets are served: from the cache, else from the bucket, under the same path.
 *
 * @param pathPattern paths that are assets, for example "/assets/*"
 */
export function assetsBehavior(pathPattern: string) {
  return {
    pathPattern,
    targetOriginId: originIds.assets,
    viewerProtocolPolicy: "redirect-to-https",
    allowedMethods: ["GET", "HEAD", "OPTIONS"],
    cachedMethods: ["GET", "HEAD"],
    cachePolicyId: managedPolicies.cachingOptimized,
    compress: true,
  };
}

/**
 * Errors of the application that CloudFront would otherwise keep for ten seconds and show to others. Its pages are shown as they
 * are. Source: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HTTPStatusCodes.html
 */
const applicationErrors = [400, 403, 404, 405, 414, 500, 501] as const;

/** What is answered when the load balancer or all servers are gone: 502, 503 and 504. */
const outages = [502, 503, 504] as const;

/** Seconds for which an outage is not asked about again, so that the servers can recover. */
const outageCachingSeconds = 5;

/**
 * How errors are shown. An error of the application itself is passed on and kept for nobody else; an outage shows a page from the
 * assets, when there is one, with the outage's own status.
 *
 * @param errorPagePath path of that page, inside the assets; undefined: CloudFront's own page
 */
export function errorResponses(errorPagePath: string | undefined) {
  return [
    ...applicationErrors.map((errorCode) => ({ errorCode, errorCachingMinTtl: 0 })),
    ...outages.map((errorCode) => ({
      errorCode,
      errorCachingMinTtl: outageCachingSeconds,
      ...(errorPagePath === undefined ? {} : { responseCode: errorCode, responsePagePath: errorPagePath }),
    })),
  ];
}

/**
 * Countries in CloudFront's words.
 *
 * @param restriction from where the site may be seen
 */
export function geoRestriction({ mode, countries }: GeoRestriction) {
  const restrictionType = { none: "none", allow: "whitelist", block: "blacklist" }[mode];
  return { restrictionType, ...(mode === "none" ? {} : { locations: [...countries] }) };
}
