/** Gives everything its place: ELK's layered layout for boxes and arrows, our own for cards, zones, subnets and shelves. */
import type { ELK, ElkNode } from "elkjs";
import ElkConstructor from "elkjs";
import { groupPadding, groupTop, shelfGap, shelfHeight, toElk } from "./elk-graph.ts";
import { placeLabels } from "./labels.ts";
import { type BoxMeasure, boxPadding, cardGap, cardHeight, cardWidth, measureBox } from "./measures.ts";
import type { Diagram, Row } from "./model.ts";

/** A rectangle, from the left upper corner of the diagram. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A point, from the left upper corner of the diagram. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where everything is. Keys are the ids of the diagram. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly groups: ReadonlyMap<string, Rectangle>;
  readonly boxes: ReadonlyMap<string, Rectangle>;
  readonly rows: ReadonlyMap<string, Rectangle & { readonly row: Row }>;
  /** One for each name in `zones`. */
  readonly zones: readonly Rectangle[];
  readonly subnets: ReadonlyMap<string, Rectangle>;
  /** In the order of the diagram's edges. */
  readonly edges: readonly { readonly points: readonly Point[]; readonly label: Rectangle | undefined }[];
}

/** The boxes of the VPC have room for as many cards in a zone as the fullest of them. */
function measureAll({ boxes, zones }: Diagram): Map<string, BoxMeasure> {
  const zoned = boxes.filter(({ group }) => group === "vpc");
  const rows = zones.map((_, zone) => Math.max(0, ...zoned.map(({ cells }) => cells[zone]?.length ?? 0)));
  return new Map(boxes.map((box) => [box.id, measureBox(box, zoned.includes(box) ? rows : undefined)]));
}

/** The cards of a shelf, in lines of at most this width. */
function shelfLines(shelf: readonly Row[], width: number): Row[][] {
  const cards = Math.max(...shelf.map(cardWidth));
  const perLine = Math.max(1, Math.floor((width + shelfGap) / (cards + shelfGap)));
  return Array.from({ length: Math.ceil(shelf.length / perLine) }, (_, line) =>
    shelf.slice(line * perLine, (line + 1) * perLine),
  );
}

/** How often ELK tries, each time from another order: its first is not always its best. */
const tries = 12;

/**
 * Lays a diagram out.
 *
 * @throws Error of ELK when an arrow leads to nothing
 */
export async function layOut(diagram: Diagram): Promise<Layout> {
  const seeds = Array.from({ length: tries }, (_, index) => index + 1);
  const layouts: Layout[] = [];
  for (const seed of seeds) layouts.push(await layOutOnce(diagram, seed));
  const [first, ...others] = layouts as [Layout, ...Layout[]];
  return others.reduce((best, layout) => (badness(layout) < badness(best) ? layout : best), first);
}

/** Pixels of arrows; what people ask first stands on top, so a network below the alerting counts as much as many detours. */
function badness({ edges, groups, height }: Layout): number {
  const length = edges.flatMap(({ points }) =>
    points
      .slice(1)
      .map((point, index) => Math.abs(point.x - (points[index]?.x ?? 0)) + Math.abs(point.y - (points[index]?.y ?? 0))),
  );
  const isUpsideDown = (groups.get("vpc")?.y ?? 0) > (groups.get("alerting")?.y ?? Number.POSITIVE_INFINITY);
  return length.reduce((sum, each) => sum + each, 0) + height + (isUpsideDown ? 10_000 : 0);
}

async function layOutOnce(diagram: Diagram, seed: number): Promise<Layout> {
  const measures = measureAll(diagram);
  // elkjs is a CommonJS package whose types say otherwise under NodeNext.
  const elk = new (ElkConstructor as unknown as new () => ELK)();
  let lines = new Map<string, number>(diagram.groups.flatMap(({ id, shelf }) => (shelf ? [[id, 1] as const] : [])));
  for (;;) {
    const placed = await elk.layout(toElk(diagram, measures, lines, seed));
    const needed = new Map([...lines.keys()].map((id) => [id, linesOf(diagram, placed, id)]));
    if ([...needed].every(([id, number]) => number <= (lines.get(id) ?? 0))) return collect(diagram, measures, placed);
    lines = new Map([...needed].map(([id, number]) => [id, Math.max(number, lines.get(id) ?? 0)]));
  }
}

function linesOf(diagram: Diagram, placed: ElkNode, id: string): number {
  const shelf = diagram.groups.find((group) => group.id === id)?.shelf ?? [];
  const width = find(placed, id)?.width ?? 0;
  return width === 0 ? 1 : shelfLines(shelf, width - 2 * groupPadding).length;
}

function find(node: ElkNode, id: string): ElkNode | undefined {
  if (node.id === id) return node;
  for (const child of node.children ?? []) {
    const found = find(child, id);
    if (found) return found;
  }
  return undefined;
}

function rectangleOf({ x = 0, y = 0, width = 0, height = 0 }: Partial<Rectangle>): Rectangle {
  return { x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height) };
}

/** What ELK placed, with everything that has its place in or around it. */
function collect(diagram: Diagram, measures: ReadonlyMap<string, BoxMeasure>, placed: ElkNode): Layout {
  const groups = new Map<string, Rectangle>();
  const boxes = new Map<string, Rectangle>();
  const rows = new Map<string, Rectangle & { row: Row }>();
  for (const { id } of diagram.groups) {
    const node = find(placed, id);
    if (node) groups.set(id, rectangleOf(node as Partial<Rectangle>));
  }
  for (const box of diagram.boxes) {
    const rectangle = rectangleOf(find(placed, box.id) as Partial<Rectangle>);
    const measure = measures.get(box.id) as BoxMeasure;
    boxes.set(box.id, rectangle);
    for (const row of box.cells.flat()) {
      const y = rectangle.y + (measure.cardY.get(row.id) ?? 0);
      rows.set(row.id, { row, x: rectangle.x + measure.cardX, y, width: measure.cardWidth, height: cardHeight });
    }
  }
  const height = placeAccountWide(diagram, groups, Math.round(placed.height ?? 0));
  for (const { id, shelf } of diagram.groups) placeShelf(shelf ?? [], groups.get(id), rows);
  const frames = framesOf(diagram, measures, boxes);
  const lines = linesOfEdges(diagram, placed);
  const labels = placeLabels(
    lines,
    diagram.edges.map(({ label }) => label),
    [...rows.values()],
  );
  const edges = lines.map((points, index) => ({ points, label: labels[index] }));
  return { width: Math.round(placed.width ?? 0), height, groups, boxes, rows, ...frames, edges };
}

/** The account's own services take a line of their own at the bottom of the account. Returns the diagram's new height. */
function placeAccountWide({ groups: all }: Diagram, groups: Map<string, Rectangle>, height: number): number {
  const account = groups.get("account");
  const shelf = all.find(({ id }) => id === "account-wide")?.shelf;
  if (!account || !shelf) return height;
  const width = account.width - 2 * groupPadding;
  const own = groupTop + shelfHeight(shelfLines(shelf, width - 2 * groupPadding).length) + 8;
  const y = account.y + account.height;
  groups.set("account-wide", { x: account.x + groupPadding, y, width, height: own });
  groups.set("account", { ...account, height: account.height + own + groupPadding });
  return Math.max(height, y + own + groupPadding + 12);
}

function placeShelf(
  shelf: readonly Row[],
  frame: Rectangle | undefined,
  rows: Map<string, Rectangle & { row: Row }>,
): void {
  if (!frame || shelf.length === 0) return;
  const width = Math.max(...shelf.map(cardWidth));
  const lines = shelfLines(shelf, frame.width - 2 * groupPadding);
  const top = frame.y + frame.height - groupPadding - shelfHeight(lines.length) + cardGap + 6;
  lines.forEach((line, index) => {
    line.forEach((row, place) => {
      const x = frame.x + groupPadding + place * (width + shelfGap);
      rows.set(row.id, { row, x, y: top + index * (cardHeight + cardGap), width, height: cardHeight });
    });
  });
}

/** Zones go across all columns of the VPC, subnets across their own. */
function framesOf(diagram: Diagram, measures: ReadonlyMap<string, BoxMeasure>, boxes: ReadonlyMap<string, Rectangle>) {
  const across = (ids: readonly string[], zone: number, margin: number): Rectangle => {
    const found = ids.map((id) => ({ box: boxes.get(id) as Rectangle, cell: measures.get(id)?.cells[zone] }));
    const left = Math.min(...found.map(({ box }) => box.x)) - margin;
    const right = Math.max(...found.map(({ box }) => box.x + box.width)) + margin;
    const top = Math.min(...found.map(({ box, cell }) => box.y + (cell?.y ?? 0)));
    return { x: left, y: top, width: right - left, height: found[0]?.cell?.height ?? 0 };
  };
  const columns = diagram.boxes.filter(({ group }) => group === "vpc").map(({ id }) => id);
  const zones = diagram.zones.map((_, zone) => {
    const frame = across(columns, zone, boxPadding);
    return { ...frame, height: frame.height - 4 };
  });
  const subnets = diagram.subnets.map(({ id, boxes: ids, zone }) => {
    const frame = across(ids, zone, 0);
    return [id, { ...frame, y: frame.y + 24, height: frame.height - 24 - 14 }] as const;
  });
  return { zones, subnets: new Map(subnets) };
}

/** The corners of each arrow, in the order of the diagram's edges. */
function linesOfEdges(diagram: Diagram, placed: ElkNode): Point[][] {
  const byId = new Map((placed.edges ?? []).map((edge) => [edge.id, edge]));
  return diagram.edges.map((_, index) => {
    const [section] = byId.get(`edge ${index}`)?.sections ?? [];
    const points = section ? [section.startPoint, ...(section.bendPoints ?? []), section.endPoint] : [];
    return points.map(({ x, y }) => ({ x: Math.round(x), y: Math.round(y) }));
  });
}
