/** Estimates what an environment costs a month, from its resources, its usage and the price table. Pure. */
import type { UsageSettings } from "../stacks/settings/usage.ts";
import type { Charge, Context, Estimate, Line, Listed, OpenType, Resource } from "./model.ts";
import type { PriceTable } from "./price-table.ts";
import { freeTypes, unpricedTypes } from "./services/free.ts";
import { pricers } from "./services/index.ts";
import { scaleUsage } from "./usage.ts";

/** What is estimated. */
export interface EstimateOptions {
  /** The environment's name. */
  readonly environment: string;
  /** Its own region. */
  readonly region: string;
  readonly resources: readonly Resource[];
  readonly usage: UsageSettings;
  readonly prices: PriceTable;
  /** Factor on the usage. Default: 1. */
  readonly scale?: number;
}

/** Groupings that are made of other resources, and what exists only in Pulumi's state. */
const isNoResource = (type: string) => !/^aws:/.test(type);

/** Makes an estimate. What has no price is listed apart, never counted as 0. */
export function estimate(options: EstimateOptions): Estimate {
  const { environment, region, usage, prices, scale = 1 } = options;
  const resources = options.resources.filter(({ type }) => !isNoResource(type));
  const context: Context = { usage: scaleUsage(usage, scale), all: options.resources, homeRegion: region };
  const all = resources.flatMap((resource) =>
    (pricers[resource.type]?.(resource, context) ?? [])
      .filter(({ quantity }) => quantity > 0)
      .map((charge) => lineOf(resource, charge, prices)),
  );
  const lines = all.filter(({ price }) => price !== undefined);
  const sum = (kind: string) =>
    lines.filter((line) => line.kind === kind).reduce((total, { monthlyUsd = 0 }) => total + monthlyUsd, 0);
  const dates = lines.flatMap(({ price }) => (price === undefined ? [] : [price.date])).sort();
  const [oldest, newest] = [dates[0], dates.at(-1)];
  return {
    environment,
    region,
    scale,
    lines,
    unpriced: all.filter(({ price }) => price === undefined),
    unpricedTypes: openTypes(resources),
    free: listed(resources, (type) => freeTypes[type]),
    totals: { fixed: sum("fixed"), usage: sum("usage") },
    ...(oldest === undefined || newest === undefined ? {} : { priceDates: { oldest, newest } }),
  };
}

function lineOf(resource: Resource, charge: Charge, prices: PriceTable): Line {
  const region = charge.region ?? resource.region;
  const { stack, component, type, name } = resource;
  const line = { ...charge, stack, component, region, resource: `${type.split(":").at(-1)} ${name}` };
  const found = prices.find(region, charge.item, charge.unit);
  if ("reason" in found) return { ...line, unpriced: found.reason };
  return { ...line, price: found.price, monthlyUsd: charge.quantity * found.price.usd };
}

/** The types whose cost cannot be said, by stack and component: neither is a sum that is whole. */
function openTypes(resources: readonly Resource[]): OpenType[] {
  const placeOf = ({ stack, component }: Resource) => `${stack}\n${component}`;
  const places = [...new Set(resources.map(placeOf))].sort();
  return places.flatMap((place) => {
    const [stack = "", component = ""] = place.split("\n");
    const own = resources.filter((resource) => placeOf(resource) === place);
    return listed(own, whyOpen).map((one) => ({ stack, component, ...one }));
  });
}

const whyOpen = (type: string): string | undefined =>
  pricers[type] === undefined && freeTypes[type] === undefined
    ? (unpricedTypes[type] ?? "costs/services has no rule for this type yet")
    : undefined;

/** The types for which there is a reason, with how many resources there are of each. */
function listed(resources: readonly Resource[], reasonOf: (type: string) => string | undefined): Listed[] {
  const types = [...new Set(resources.map(({ type }) => type))].sort();
  return types.flatMap((type) => {
    const reason = reasonOf(type);
    const count = resources.filter((each) => each.type === type).length;
    return reason === undefined ? [] : [{ type, count, reason }];
  });
}
