/** Writes a diagram that has its places as SVG: no script, no link, no font from elsewhere; light and dark by the reader's setting. */
import { icons } from "./icons.ts";
import type { Layout, Point, Rectangle } from "./layout.ts";
import { cardHeight, detailSize, textWidth, titleSize } from "./measures.ts";
import type { Diagram, EdgeKind, Group, Row } from "./model.ts";

/** Around the whole. */
const margin = 16;
/** The title above it. */
const titleHeight = 40;

const style = `
svg{--page:#ffffff;--card:#ffffff;--text:#16202e;--soft:#566273;--line:#c4ccd6;--part:#f4f6f9;--zone:#8a96a8;--public:#e9f6ec;--private:#e8f2fb;
--compute:#d4661b;--network:#7a3fd1;--data:#2f57c8;--storage:#3f8624;--security:#c8283c;--messages:#c2257c;--people:#44546a;--account:#5b6778;--region:#0b7c8c;--vpc:#7a3fd1}
@media (prefers-color-scheme:dark){svg{--page:#0f1620;--card:#1a2431;--text:#e8edf4;--soft:#a3b0c2;--line:#3b4859;--part:#151e2a;--zone:#6f7d92;--public:#14281b;--private:#142436;
--compute:#f08a45;--network:#a67cf0;--data:#7395f5;--storage:#7cc25c;--security:#f06a7a;--messages:#f06bb0;--people:#9fb0c6;--account:#93a1b5;--region:#3fb6c6;--vpc:#a67cf0}}
text{font-family:Helvetica,Arial,"Liberation Sans",sans-serif;fill:var(--text)}
.title{font-size:20px;font-weight:bold}.name{font-size:${titleSize}px;font-weight:bold}.detail,.label{font-size:${detailSize}px;fill:var(--soft)}
.label{fill:var(--text)}.group{font-size:${titleSize}px;font-weight:bold}
.card{fill:var(--card);stroke:var(--line)}.icon{fill:none;stroke:#fff;stroke-width:1.6;stroke-linecap:round;stroke-linejoin:round}
.edge{fill:none;stroke-width:1.5}.halo{fill:var(--page);opacity:.85}
`.trim();

const colors: Readonly<Record<EdgeKind, string>> = {
  traffic: "--data",
  alert: "--messages",
  backup: "--storage",
  support: "--soft",
};
const meanings: Readonly<Record<EdgeKind, string>> = {
  traffic: "requests",
  alert: "alarms and events",
  backup: "backups",
  support: "supports",
};

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function rectangle({ x, y, width, height }: Rectangle, rest: string): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" ${rest}/>`;
}

function text(x: number, y: number, content: string, kind: string, rest = ""): string {
  return `<text x="${x}" y="${y}" class="${kind}"${rest}>${escaped(content)}</text>`;
}

function drawGroup({ kind, label }: Group, at: Rectangle): string {
  const color = { account: "--account", global: "--region", region: "--region", vpc: "--vpc", part: "--line" }[kind];
  const dashes = kind === "region" || kind === "global" ? ' stroke-dasharray="6 4"' : "";
  const fill = kind === "part" ? "var(--part)" : "none";
  const frame = rectangle(at, `rx="6" fill="${fill}" stroke="var(${color})" stroke-width="1.5"${dashes}`);
  const name = text(at.x + 14, at.y + 24, label, "group", kind === "part" ? "" : ` style="fill:var(${color})"`);
  return frame + name;
}

function drawCard(row: Row, { x, y, width }: Rectangle): string {
  const { family, path } = icons[row.icon];
  const card = rectangle({ x, y, width, height: cardHeight }, 'rx="6" class="card"');
  const tile = rectangle({ x: x + 7, y: y + 7, width: 30, height: 30 }, `rx="5" fill="var(--${family})"`);
  const icon = `<path class="icon" transform="translate(${x + 10} ${y + 10})" d="${path}"/>`;
  const left = x + 45;
  const lines = row.detail
    ? text(left, y + 19, row.title, "name") + text(left, y + 34, row.detail, "detail")
    : text(left, y + 27, row.title, "name");
  return `<g>${card}${tile}${icon}${lines}</g>`;
}

/** Straight lines with small round corners. */
function pathOf(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (!first) return "";
  let path = `M${first.x} ${first.y}`;
  rest.forEach((point, index) => {
    const before = index === 0 ? first : (rest[index - 1] as Point);
    const after = rest[index + 1];
    if (!after) {
      path += `L${point.x} ${point.y}`;
      return;
    }
    const start = towards(point, before);
    const end = towards(point, after);
    path += `L${start.x} ${start.y}Q${point.x} ${point.y} ${end.x} ${end.y}`;
  });
  return path;
}

/** A point near the corner, on the way to another one. */
function towards(corner: Point, other: Point): Point {
  const length = Math.hypot(other.x - corner.x, other.y - corner.y);
  const part = Math.min(6, length / 2) / (length || 1);
  return {
    x: Math.round(corner.x + (other.x - corner.x) * part),
    y: Math.round(corner.y + (other.y - corner.y) * part),
  };
}

function drawLine(points: readonly Point[], kind: EdgeKind): string {
  const dashes = kind === "support" ? ' stroke-dasharray="4 3"' : "";
  return `<path class="edge" d="${pathOf(points)}" style="stroke:var(${colors[kind]})"${dashes} marker-end="url(#${kind})"/>`;
}

function markers(): string {
  const marker = (kind: EdgeKind) =>
    `<marker id="${kind}" viewBox="0 0 8 8" refX="7.500" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" style="fill:var(${colors[kind]})"/></marker>`;
  return `<defs>${(Object.keys(colors) as EdgeKind[]).map(marker).join("")}</defs>`;
}

function drawFrames(diagram: Diagram, layout: Layout): string[] {
  const at = (id: string) => layout.groups.get(id) as Rectangle;
  const groups = diagram.groups
    .filter(({ id }) => layout.groups.has(id))
    .map((group) => drawGroup(group, at(group.id)));
  const zones = diagram.zones.map((name, index) => {
    const frame = layout.zones[index] as Rectangle;
    return (
      rectangle(frame, 'rx="5" fill="none" stroke="var(--zone)" stroke-dasharray="3 3"') +
      text(frame.x + 10, frame.y + 17, `Zone ${name}`, "detail")
    );
  });
  const subnets = diagram.subnets.map(({ id, label, isPublic }) => {
    const frame = layout.subnets.get(id) as Rectangle;
    return (
      rectangle(frame, `rx="4" fill="var(${isPublic ? "--public" : "--private"})"`) +
      text(frame.x + 10, frame.y + 17, label, "detail")
    );
  });
  const boxes = diagram.boxes.flatMap(({ id, heading }) => {
    const frame = layout.boxes.get(id) as Rectangle;
    if (heading === undefined) return [];
    return [
      rectangle(frame, 'rx="6" fill="var(--part)" stroke="var(--line)"') +
        text(frame.x + 10, frame.y + 17, heading, "detail"),
    ];
  });
  return [...groups, ...zones, ...subnets, ...boxes];
}

/** Arrows between the cards of a chain. */
function drawChains(diagram: Diagram, layout: Layout): string[] {
  return diagram.boxes
    .filter(({ isChain }) => isChain)
    .flatMap(({ cells }) => {
      const cards = cells.flat().map(({ id }) => layout.rows.get(id) as Rectangle);
      return cards.slice(1).map((card, index) => {
        const above = cards[index] as Rectangle;
        const x = above.x + 22;
        return drawLine(
          [
            { x, y: above.y + above.height },
            { x, y: card.y },
          ],
          "alert",
        );
      });
    });
}

function drawEdges(diagram: Diagram, layout: Layout): string[] {
  const lines = diagram.edges.map(({ kind }, index) => drawLine(layout.edges[index]?.points ?? [], kind));
  const labels = diagram.edges.flatMap(({ label }, index) => {
    const at = layout.edges[index]?.label;
    if (label === undefined || !at) return [];
    return [
      rectangle(at, 'rx="3" class="halo"') +
        text(at.x + at.width / 2, at.y + 11, label, "label", ' text-anchor="middle"'),
    ];
  });
  return [...lines, ...drawChains(diagram, layout), ...labels];
}

function drawLegend(width: number): string {
  const widths = (Object.keys(colors) as EdgeKind[]).map((kind) => 32 + textWidth(meanings[kind], detailSize) + 24);
  let x = width - widths.reduce((sum, each) => sum + each, 0) + 24;
  const entries = (Object.keys(colors) as EdgeKind[]).map((kind, index) => {
    const entry =
      drawLine(
        [
          { x, y: 21 },
          { x: x + 26, y: 21 },
        ],
        kind,
      ) + text(x + 32, 25, meanings[kind], "detail");
    x += widths[index] ?? 0;
    return entry;
  });
  return entries.join("");
}

/**
 * The SVG of a diagram. The same diagram and layout give the same bytes.
 *
 * @returns text that ends with a line feed
 */
export function renderSvg(diagram: Diagram, layout: Layout): string {
  const width = layout.width + 2 * margin;
  const height = layout.height + titleHeight + margin;
  const cards = [...layout.rows.values()].map(({ row, ...at }) => drawCard(row, at));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title description">`,
    `<title id="title">${escaped(diagram.title)}</title>`,
    `<desc id="description">${escaped(diagram.description)}</desc>`,
    `<style>${style}</style>`,
    markers(),
    rectangle({ x: 0, y: 0, width, height }, 'fill="var(--page)"'),
    text(margin, 28, diagram.title, "title"),
    drawLegend(width - margin),
    `<g transform="translate(${margin} ${titleHeight})">`,
    ...drawFrames(diagram, layout),
    ...drawEdges(diagram, layout),
    ...cards,
    "</g>",
    "</svg>",
    "",
  ].join("\n");
}
