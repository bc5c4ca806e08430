/** What an estimate is made of. Money is in US dollars, before taxes; a month has the hours that the settings say. */
import type { UsageSettings } from "../stacks/settings/usage.ts";

/** What a resource was asked for: plain JSON values. */
// biome-ignore lint/suspicious/noExplicitAny: inputs of many resource types, read property by property.
export type Inputs = Readonly<Record<string, any>>;

/** A resource of an environment. */
export interface Resource {
  /** The Pulumi project: foundation, platform. */
  readonly stack: string;
  /** Pulumi's type token, e.g. `aws:kms/key:Key`. */
  readonly type: string;
  /** The logical name. */
  readonly name: string;
  /** The platform's component that it belongs to, e.g. `network`; of what has none, AWS's service. */
  readonly component: string;
  /** The AWS region that it is in. */
  readonly region: string;
  /** What was asked for. */
  readonly inputs: Inputs;
}

/** Fixed: costs the same whether anybody comes or not. Usage: grows with what the settings' `usage` says. */
export type Kind = "fixed" | "usage";

/** One thing that AWS charges for a resource, before its price is known. */
export interface Charge {
  /** What it is, for people, e.g. `2 × t4g.small`. */
  readonly what: string;
  /** The price's key in the table: service and item, e.g. `ec2/t4g.small`. */
  readonly item: string;
  /** Where the price is looked up. Default: the resource's region; `global` for what costs the same everywhere. */
  readonly region?: string;
  /** How many units a month. */
  readonly quantity: number;
  /** The unit that the quantity counts; the table's price must be for the same. */
  readonly unit: string;
  readonly kind: Kind;
}

/** A published price. */
export interface Price {
  /** Service and item, e.g. `ec2/t4g.small`. */
  readonly item: string;
  /** What one is: hour, GB, GB-month, month, or a count such as `million requests`. */
  readonly unit: string;
  /** US dollars for one unit. */
  readonly usd: number;
  /** Address of the page that says so. */
  readonly source: string;
  /** Day of the figure or of its reading, YYYY-MM-DD. */
  readonly date: string;
}

/** A charge of a resource with what it costs, or why that is not known. */
export interface Line extends Charge {
  readonly stack: string;
  readonly component: string;
  /** Type and name of the resource. */
  readonly resource: string;
  readonly region: string;
  /** The price taken; missing when there is none. */
  readonly price?: Price;
  /** Quantity times price; missing when there is no price. Never 0 for what is not known. */
  readonly monthlyUsd?: number;
  /** Why there is no price. */
  readonly unpriced?: string;
}

/** Resources of a type that cost nothing, or whose cost cannot be said, with the reason. */
export interface Listed {
  readonly type: string;
  readonly count: number;
  readonly reason: string;
}

/** What a pricer is told beside the resource. */
export interface Context {
  /** The environment's usage. */
  readonly usage: UsageSettings;
  /** All resources of the environment, this one among them. */
  readonly all: readonly Resource[];
  /** The environment's own region. */
  readonly homeRegion: string;
}

/** Says what AWS charges for a resource of one type. */
export type Pricer = (resource: Resource, context: Context) => readonly Charge[];

/** Resources of a type whose cost cannot be said at all, by where they are. */
export interface OpenType extends Listed {
  readonly stack: string;
  readonly component: string;
}

/** An estimate of an environment. */
export interface Estimate {
  readonly environment: string;
  readonly region: string;
  /** The factor on the usage. */
  readonly scale: number;
  /** What has a price. */
  readonly lines: readonly Line[];
  /** Charges without a price. */
  readonly unpriced: readonly Line[];
  /** Types whose cost cannot be said at all, in each component that has them. */
  readonly unpricedTypes: readonly OpenType[];
  /** Types that cost nothing by themselves. */
  readonly free: readonly Listed[];
  readonly totals: { readonly fixed: number; readonly usage: number };
  /** Days of the oldest and the newest price taken; missing when none was. */
  readonly priceDates?: { readonly oldest: string; readonly newest: string };
}
