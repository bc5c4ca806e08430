/** Finds room for the labels of arrows: on their own lines, clear of cards, of other labels and of other lines. */
import type { Point, Rectangle } from "./layout.ts";
import { detailSize, textWidth } from "./measures.ts";

/** Height of a label with the room around it. */
const labelHeight = 14;

/** The straight parts of a line, from left to right or from top to bottom. */
function partsOf(points: readonly Point[]): Rectangle[] {
  return points.slice(1).map((point, index) => {
    const before = points[index] as Point;
    const [x, y] = [Math.min(point.x, before.x), Math.min(point.y, before.y)];
    return { x, y, width: Math.abs(point.x - before.x), height: Math.abs(point.y - before.y) };
  });
}

/** True when two rectangles share a point; lines are rectangles of no width or height. */
export function overlap(a: Rectangle, b: Rectangle): boolean {
  return a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height;
}

/**
 * Places labels, each in the middle of the longest straight part that has room, else nearer to its ends.
 *
 * @param lines the points of each arrow
 * @param labels the text of each arrow; undefined for none
 * @param taken what must stay clear
 * @returns for each arrow where its label is; undefined for those without a label, and where there is no room
 */
export function placeLabels(
  lines: readonly (readonly Point[])[],
  labels: readonly (string | undefined)[],
  taken: readonly Rectangle[],
): (Rectangle | undefined)[] {
  const used = [...taken];
  return lines.map((points, index) => {
    const label = labels[index];
    if (label === undefined) return undefined;
    const others = lines.filter((_, other) => other !== index).flatMap(partsOf);
    const place = candidates(points, textWidth(label, detailSize) + 8).find(
      (candidate) => ![...used, ...others].some((each) => overlap(candidate, each)),
    );
    if (place) used.push(place);
    return place;
  });
}

function candidates(points: readonly Point[], width: number): Rectangle[] {
  const level = partsOf(points).filter((part) => part.height === 0 && part.width >= width + 8);
  return level
    .toSorted((a, b) => b.width - a.width)
    .flatMap((part) => {
      const room = part.width - width;
      return [0.5, 0.35, 0.65, 0.2, 0.8, 0.1, 0.9].map((share) => ({
        x: Math.round(part.x + room * share),
        y: part.y - labelHeight / 2,
        width,
        height: labelHeight,
      }));
    });
}
