import type { GeoRestriction } from "./distribution-parts.ts";

/**
 * The countries of the regions from which Route 53 checks, a region each: Ireland, Japan, Singapore, Australia, Brazil, and the USA
 * three times. Source: https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html (Regions)
 */
const countries = ["AU", "BR", "IE", "JP", "SG", "US", "US", "US"];

/**
 * Share of the places that must find a site well. Source:
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
 */
const neededShare = 0.18;

/**
 * Says whether Route 53's health checks can ever find a site well that CloudFront shows to some countries only: to the others it
 * answers 403.
 *
 * @param restriction from where the site may be seen
 */
export function isSeenByHealthChecks({ mode, countries: listed }: GeoRestriction): boolean {
  const allowed = countries.filter((country) => mode === "none" || listed.includes(country) === (mode === "allow"));
  return allowed.length / countries.length > neededShare;
}
