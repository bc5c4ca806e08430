/** What the drawing of each part adds to: cards by resource, boxes, arrows. */
import type { Box, Edge, EdgeKind, Group, Row, Subnet } from "./model.ts";
import { Graph, keyOf, type Resource } from "./resources.ts";

/** Where an environment is, and what it is called. */
export interface Place {
  /** E.g. `prod`. */
  readonly environment: string;
  /** The settings' region. */
  readonly region: string;
  /** The settings' account, twelve digits. */
  readonly accountId: string;
  /** What names begin with, e.g. `acme-prod-` and `acme-account-`; drawn without it. */
  readonly prefixes: readonly string[];
}

/** A diagram in the making. Parts add to it; ids are made of logical names, never of AWS's ids. */
export class Draft {
  readonly graph: Graph;
  readonly place: Place;
  readonly groups: Group[] = [];
  readonly boxes: Box[] = [];
  readonly subnets: Subnet[] = [];
  readonly zones: string[] = [];
  readonly edges: Edge[] = [];
  /** Cards beneath a group's other contents, by group. */
  readonly shelves = new Map<string, Row[]>();
  readonly #rows = new Map<string, string[]>();

  constructor(resources: readonly Resource[], place: Place) {
    this.graph = new Graph(resources);
    this.place = place;
  }

  /** The region's id of a resource; the settings' region unless it has its own. */
  regionOf({ region }: Resource): string {
    return region ?? this.place.region;
  }

  /** A logical name without the environment's prefix and the region's suffix. */
  short(resource: Resource): string {
    const prefix = this.place.prefixes.find((each) => resource.name.startsWith(each)) ?? "";
    const name = resource.name.slice(prefix.length);
    const suffix = `-${this.regionOf(resource)}`;
    return name.endsWith(suffix) ? name.slice(0, -suffix.length) : name;
  }

  /** Says which card shows a resource; several for one that is in several zones. */
  show(resources: readonly Resource[], row: string): void {
    for (const resource of resources) {
      const key = keyOf(resource);
      this.#rows.set(key, [...(this.#rows.get(key) ?? []), row]);
    }
  }

  /** The cards that show a resource, the first zone's first; none when nothing does. */
  rowsOf(resource: Resource): readonly string[] {
    return this.#rows.get(keyOf(resource)) ?? [];
  }

  /** True when a card shows the resource. */
  shows(resource: Resource): boolean {
    return this.#rows.has(keyOf(resource));
  }

  /** Adds an arrow once. What has several cards is reached at each, and reaches out from its first. */
  connect(from: string | undefined, to: string | undefined, kind: EdgeKind, label?: string): void {
    if (from === undefined || to === undefined || from === to) return;
    if (this.edges.some((edge) => edge.from === from && edge.to === to)) return;
    this.edges.push({ from, to, kind, ...(label !== undefined && { label }) });
  }

  /** Adds a card below the rest of a group. */
  shelve(group: string, row: Row, resources: readonly Resource[]): void {
    if (resources.length === 0) return;
    this.shelves.set(group, [...(this.shelves.get(group) ?? []), row]);
    this.show(resources, row.id);
  }
}

/** `1 alarm`, `2 alarms`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
