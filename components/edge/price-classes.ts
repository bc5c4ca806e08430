/** CloudFront's price classes, and which of them serves the visitors of a region. */

/** The price classes, from the cheapest on. Each has the edge locations of those before it, and more. */
export const priceClasses = ["PriceClass_100", "PriceClass_200", "PriceClass_All"] as const;

/** One of `priceClasses`. */
export type PriceClass = (typeof priceClasses)[number];

/**
 * The cheapest class with edge locations near a region, by the beginning of the region's name. South Africa begins with class
 * 200, Australia and South America are in the last one only.
 * Source: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/PriceClass.html
 */
const cheapest: readonly (readonly [regions: string, priceClass: PriceClass])[] = [
  ["us-", "PriceClass_100"],
  ["ca-", "PriceClass_100"],
  ["mx-", "PriceClass_100"],
  ["eu-", "PriceClass_100"],
  ["il-", "PriceClass_100"],
  ["af-", "PriceClass_200"],
  ["me-", "PriceClass_200"],
  // Sydney and Melbourne; the other regions of Asia and the Pacific are in class 200.
  ["ap-southeast-2", "PriceClass_All"],
  ["ap-southeast-4", "PriceClass_All"],
  ["ap-southeast-6", "PriceClass_All"],
  ["ap-", "PriceClass_200"],
];

/**
 * The cheapest price class that serves a region's visitors from near by.
 *
 * @param region AWS region, for example "af-south-1"
 * @returns the class; the last one, which has every edge location, for a region that is not known here
 */
export function cheapestPriceClass(region: string): PriceClass {
  return cheapest.find(([regions]) => region.startsWith(regions))?.[1] ?? "PriceClass_All";
}

/**
 * Says whether a price class has edge locations near a region.
 *
 * @param priceClass the class
 * @param region AWS region, for example "af-south-1"
 */
export function includesRegion(priceClass: PriceClass, region: string): boolean {
  return priceClasses.indexOf(priceClass) >= priceClasses.indexOf(cheapestPriceClass(region));
}
