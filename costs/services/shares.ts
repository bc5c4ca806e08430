/** How the pricers count: shares of what the settings say for the whole environment, and units of prices. */
import type { Context, Resource } from "../model.ts";

/** Resources of the same type as this one, it included; as many as share an amount of the whole environment. */
export function peers({ type }: Resource, { all }: Context, like: (other: Resource) => boolean = () => true): number {
  return Math.max(1, all.filter((other) => other.type === type && like(other)).length);
}

/** Share of the requests that reach the load balancer and the buckets: those that the CDN, where there is one, does not answer. */
export function missShare({ all, usage }: Context): number {
  return hasCdn(all) ? 1 - usage.cacheHitPercent / 100 : 1;
}

/** Whether visitors come through a CDN. */
export function hasCdn(all: readonly Resource[]): boolean {
  return all.some(({ type }) => type === "aws:cloudfront/distribution:Distribution");
}
