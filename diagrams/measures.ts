/** Sizes of what is drawn, in pixels, and how wide a text is. */
import type { Box, Row } from "./model.ts";

/** Height of a card. */
export const cardHeight = 42;
/** Between cards below each other. */
export const cardGap = 10;
/** Around the cards of a box that has a frame. */
export const boxPadding = 10;
/** A box's heading. */
export const headingHeight = 24;
/** A zone's name, above its subnets. */
export const zoneHeight = 26;
/** A subnet's label, above its cards. */
export const subnetHeight = 26;
/** Below the last card of a zone. */
export const zoneBottom = 20;
/** Width of the icon and the space around it. */
export const iconSpace = 46;
/** Font size of a card's title and of group labels. */
export const titleSize = 13;
/** Font size of a card's second line and of labels of arrows. */
export const detailSize = 11;

/** Advance widths in thousandths of the font's size, by kinds of characters: Helvetica's and Arial's; fallback fonts are wider by a tenth. */
const narrow = /[ijlItf.,:;'|!()[\]/ -]/;
const wide = /[mwMW@%]/;

/**
 * Width of a text in a sans-serif font, estimated to the safe side.
 *
 * @param size the font's size
 * @param isBold bold is wider by a tenth. Default: false
 */
export function textWidth(text: string, size: number, isBold = false): number {
  let thousandths = 0;
  for (const character of text) {
    if (narrow.test(character)) thousandths += 330;
    else if (wide.test(character)) thousandths += 900;
    else if (/[A-Z]/.test(character)) thousandths += 700;
    else thousandths += 570;
  }
  return Math.ceil((thousandths / 1000) * size * (isBold ? 1.2 : 1.1));
}

/** Width that a card needs, a multiple of 10 so that columns look alike. */
export function cardWidth({ title, detail = "" }: Row): number {
  const text = Math.max(textWidth(title, titleSize, true), textWidth(detail, detailSize));
  return Math.ceil((text + iconSpace + 10) / 10) * 10;
}

/** Where the parts of a box are, from its left upper corner. */
export interface BoxMeasure {
  readonly width: number;
  readonly height: number;
  /** Width of each of its cards. */
  readonly cardWidth: number;
  /** Left edge of its cards. */
  readonly cardX: number;
  /** Upper edge of each card by id. */
  readonly cardY: ReadonlyMap<string, number>;
  /** Upper edge and height of each cell: one for each zone in a VPC. */
  readonly cells: readonly { readonly y: number; readonly height: number }[];
}

/**
 * Measures a box.
 *
 * @param rowsOfCells how many cards each cell of a VPC must have room for; undefined for boxes outside of it
 */
export function measureBox(box: Box, rowsOfCells?: readonly number[]): BoxMeasure {
  const rows = box.cells.flat();
  const inner = Math.max(110, ...rows.map(cardWidth));
  const heading = box.heading === undefined ? 0 : textWidth(box.heading, titleSize, true) + 2 * boxPadding;
  const isFramed = box.heading !== undefined || rowsOfCells !== undefined;
  const cardX = isFramed ? boxPadding : 0;
  const width = Math.max(inner + 2 * cardX, heading);
  const cardY = new Map<string, number>();
  const cells: { y: number; height: number }[] = [];
  let y = 0;
  box.cells.forEach((cell, index) => {
    const top = rowsOfCells ? zoneHeight + subnetHeight : box.heading === undefined ? 0 : headingHeight;
    const bottom = rowsOfCells ? zoneBottom : isFramed ? boxPadding : 0;
    const places = rowsOfCells?.[index] ?? cell.length;
    const height = top + Math.max(0, places * (cardHeight + cardGap) - cardGap) + bottom;
    for (const [place, row] of cell.entries()) cardY.set(row.id, y + top + place * (cardHeight + cardGap));
    cells.push({ y, height });
    y += height;
  });
  return { width, height: y, cardWidth: width - 2 * cardX, cardX, cardY, cells };
}
