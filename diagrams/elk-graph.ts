/** A diagram as ELK takes it: groups and boxes nested, a port at each card that has an arrow. */
import type { ElkExtendedEdge, ElkNode, ElkPort } from "elkjs";
import { type BoxMeasure, cardGap, cardHeight } from "./measures.ts";
import type { Box, Diagram, Edge, Group } from "./model.ts";

const options = {
  "elk.algorithm": "layered",
  "elk.direction": "RIGHT",
  "elk.hierarchyHandling": "INCLUDE_CHILDREN",
  "elk.json.shapeCoords": "ROOT",
  "elk.json.edgeCoords": "ROOT",
  "elk.edgeRouting": "ORTHOGONAL",
  "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
  // As far left as can be: regions stand below each other, not in a staircase.
  "elk.layered.layering.strategy": "LONGEST_PATH_SOURCE",
  "elk.layered.spacing.nodeNodeBetweenLayers": "34",
  "elk.layered.spacing.edgeNodeBetweenLayers": "12",
  "elk.layered.spacing.edgeEdgeBetweenLayers": "9",
  "elk.spacing.nodeNode": "18",
  "elk.spacing.edgeNode": "12",
  "elk.spacing.edgeEdge": "9",
};

/** Beside the contents of a group. */
export const groupPadding = 18;
/** Above the contents of a group, with its label. */
export const groupTop = 36;
/** Between the columns of the VPC: room for the names of what flows. */
const columnGap = 84;
/** Room between cards of a shelf. */
export const shelfGap = 10;

/** Height of a shelf with so many lines of cards. */
export function shelfHeight(lines: number): number {
  return lines * (cardHeight + cardGap) + 6;
}

/** A diagram as ELK takes it. `lines` tells for each group how many lines of its shelf to leave room for. */
export function toElk(
  diagram: Diagram,
  measures: ReadonlyMap<string, BoxMeasure>,
  lines: ReadonlyMap<string, number>,
  seed: number,
): ElkNode {
  const used = new Set(diagram.edges.flatMap(({ from, to }) => [`${from} E`, `${to} W`]));
  const boxNode = (box: Box): ElkNode => {
    const measure = measures.get(box.id) as BoxMeasure;
    const port = (id: string, y: number): ElkPort[] =>
      (["W", "E"] as const)
        .filter((side) => used.has(`${id} ${side}`))
        .map((side) => ({
          id: `${id} ${side}`,
          x: side === "E" ? measure.width : 0,
          y,
          width: 0,
          height: 0,
          layoutOptions: { "elk.port.side": side === "E" ? "EAST" : "WEST" },
        }));
    const ports = box.cells.flat().flatMap((row) => port(row.id, (measure.cardY.get(row.id) ?? 0) + cardHeight / 2));
    const spine = box.group === "vpc" ? spinePorts(box.id, measure) : [];
    const { width, height } = measure;
    return {
      id: box.id,
      width,
      height,
      ports: [...ports, ...port(box.id, height / 2), ...spine],
      layoutOptions: { "elk.portConstraints": "FIXED_POS" },
    };
  };
  const groupNode = (group: Group): ElkNode => {
    const bottom = groupPadding + shelfHeight(lines.get(group.id) ?? 0) - (lines.get(group.id) ? 0 : 6);
    const children = contents(group.id);
    return {
      id: group.id,
      layoutOptions: {
        ...options,
        "elk.randomSeed": String(seed),
        ...(group.kind === "vpc" && { "elk.layered.spacing.nodeNodeBetweenLayers": String(columnGap) }),
        "elk.padding": `[top=${groupTop},left=${groupPadding},bottom=${bottom},right=${groupPadding}]`,
        ...(children.length === 0 && {
          "elk.nodeSize.constraints": "MINIMUM_SIZE",
          "elk.nodeSize.minimum": `(260, ${groupTop + bottom})`,
        }),
      },
      ...(children.length === 0 ? { width: 260, height: groupTop + bottom } : { children }),
    };
  };
  const contents = (parent: string | undefined): ElkNode[] => [
    ...diagram.boxes.filter(({ group }) => group === parent).map(boxNode),
    ...diagram.groups.filter((group) => group.parent === parent && group.id !== "account-wide").map(groupNode),
  ];
  const edges = diagram.edges.map((edge, index) => elkEdge(edge, index));
  return {
    id: "diagram",
    layoutOptions: { ...options, "elk.randomSeed": String(seed) },
    children: contents(undefined),
    edges: [...edges, ...spineEdges(diagram)],
  };
}

/** Ports of edges that are not drawn: they keep the columns of the VPC side by side at one height. */
function spinePorts(id: string, { width }: BoxMeasure): ElkPort[] {
  const at = (side: "E" | "W", x: number): ElkPort => ({
    id: `spine ${id} ${side}`,
    x,
    y: 8,
    width: 0,
    height: 0,
    layoutOptions: { "elk.port.side": side === "E" ? "EAST" : "WEST" },
  });
  return [at("W", 0), at("E", width)];
}

function spineEdges({ boxes }: Diagram): ElkExtendedEdge[] {
  const zoned = boxes.filter(({ group }) => group === "vpc");
  return zoned.slice(1).map((box, index) => ({
    id: `spine ${index}`,
    sources: [`spine ${zoned[index]?.id} E`],
    targets: [`spine ${box.id} W`],
    layoutOptions: { "elk.layered.priority.straightness": "1000", "elk.layered.priority.shortness": "1000" },
  }));
}

function elkEdge({ from, to }: Edge, index: number): ElkExtendedEdge {
  return { id: `edge ${index}`, sources: [`${from} E`], targets: [`${to} W`] };
}
