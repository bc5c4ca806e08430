/** From the resources of an environment to its diagram. Pure: the same resources give the same diagram, in whatever order they come. */
import { drawAlerts } from "./alerts.ts";
import { drawBackups, drawBeside, drawBuckets } from "./data.ts";
import { Draft, type Place } from "./draft.ts";
import { drawEdge, drawMail } from "./edge.ts";
import type { Box, Diagram, Edge, Group } from "./model.ts";
import { drawNetwork } from "./network.ts";
import type { Resource } from "./resources.ts";

/** A diagram, and what of the resources it shows. */
export interface Built {
  readonly diagram: Diagram;
  /** True when a card, or a subnet's frame, shows the resource. */
  readonly shows: (resource: Resource) => boolean;
}

/**
 * Draws an environment.
 *
 * @param resources of the environment's stacks and of its account stack
 * @param place where they are
 */
export function buildDiagram(resources: readonly Resource[], place: Place): Built {
  const draft = new Draft(resources, place);
  drawNetwork(draft);
  drawEngineers(draft);
  drawBuckets(draft);
  drawAlerts(draft);
  drawEdge(draft);
  drawMail(draft);
  drawBackups(draft);
  drawBeside(draft);
  const groups = groupsOf(draft);
  const boxes = draft.boxes.filter(({ cells }) => cells.some((cell) => cell.length > 0) || draft.zones.length > 0);
  const edges = mergeEdges(draft.edges, boxes);
  const { zones, subnets } = draft;
  const { environment } = place;
  const diagram = {
    title: `Architecture of ${environment}`,
    description: describe(draft),
    groups,
    boxes,
    zones,
    subnets,
    edges,
  };
  return { diagram, shows: (resource) => draft.shows(resource) };
}

/** Who administers, and by which way: bastions have no open port, so Session Manager is the only one. */
function drawEngineers(draft: Draft): void {
  const bastions = draft.graph
    .ofType("autoscaling/group:Group")
    .filter(({ ancestors }) => ancestors.includes("platform:access:Bastion"));
  const [first] = bastions.flatMap((each) => draft.rowsOf(each));
  if (first === undefined) return;
  draft.boxes.push({ id: "engineers", cells: [[{ id: "engineers-row", icon: "people", title: "Engineers" }]] });
  draft.connect("engineers-row", first, "support", "Session Manager");
}

/** The frames that hold something: the account, its regions, and parts of them. */
function groupsOf(draft: Draft): Group[] {
  const { accountId, region } = draft.place;
  const used = new Set([...draft.boxes.flatMap(({ group }) => group ?? []), ...draft.shelves.keys()]);
  const regions = [...used].filter((id) => /^[a-z]{2}(-[a-z]+)+-\d$/.test(id));
  if (!regions.includes(region)) regions.push(region);
  const all: Group[] = [
    { id: "account", kind: "account", label: `AWS account ${accountId}` },
    ...(used.has("global")
      ? [{ id: "global", parent: "account", kind: "global", label: "Global services" } as const]
      : []),
    ...regions.sort().map((id) => ({ id, parent: "account", kind: "region", label: `Region ${id}` }) as const),
    ...(used.has("alerting") ? [{ id: "alerting", parent: region, kind: "part", label: "Alerting" } as const] : []),
    ...(used.has("account-wide")
      ? [
          {
            id: "account-wide",
            parent: "account",
            kind: "part",
            label: "Account-wide, from the account stack",
          } as const,
        ]
      : []),
    ...draft.groups,
  ];
  return all.map((group) => {
    const shelf = draft.shelves.get(group.id);
    return shelf ? { ...group, shelf } : group;
  });
}

/** One arrow for all cards of a box that lead to the same place. */
function mergeEdges(edges: readonly Edge[], boxes: readonly Box[]): Edge[] {
  const boxOf = new Map(
    boxes
      .filter(({ cells }) => cells.length === 1)
      .flatMap(({ id, cells }) => cells.flat().map((row) => [row.id, id] as const)),
  );
  const merged = edges.map((edge) => {
    const box = boxOf.get(edge.from);
    const siblings = edges.filter(({ from, to }) => to === edge.to && boxOf.get(from) === box);
    return box !== undefined && siblings.length > 1 ? { ...edge, from: box } : edge;
  });
  return merged.filter(
    (edge, index) => merged.findIndex(({ from, to }) => from === edge.from && to === edge.to) === index,
  );
}

function describe(draft: Draft): string {
  const { environment, region } = draft.place;
  const counted = draft.graph.resources.length;
  const zones = draft.zones.length > 0 ? `, in the zones ${draft.zones.join(" and ")}` : "";
  return (
    `${environment} in the region ${region}${zones}: ${counted} resources, drawn from the stacks themselves. From left to right: who asks, ` +
    "what answers at the edge, load balancer and servers, data and backups; below, how alarms and events reach Slack and e-mail."
  );
}
