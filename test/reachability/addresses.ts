/** Sets of IPv4 addresses and ports, cut at every boundary that a rule, route or subnet has, so that each piece is treated alike. */
import { addressCount, parseCidrBlock } from "../../components/network/cidr-block.ts";

/** Whole numbers from the first to the last one: addresses or ports. */
export interface Span {
  /** The first one. */
  readonly first: number;
  /** The last one, which is in it. */
  readonly last: number;
}

/** Addresses that are treated alike, or a list of ranges that AWS keeps and that is not looked into. */
export type Address = Span | { readonly prefixListId: string };

/** The addresses of a range in CIDR notation. */
export function spanOf(cidr: string): Span {
  const block = parseCidrBlock(cidr);
  return { first: block.address, last: block.address + addressCount(block) - 1 };
}

/** True when the second lies in the first. */
export function includes(outer: Span, inner: Span): boolean {
  return outer.first <= inner.first && inner.last <= outer.last;
}

/** True when a range in CIDR notation holds the addresses. Of a list of AWS it is only known that it is in the whole internet. */
export function holds(cidr: string, address: Address): boolean {
  return "prefixListId" in address ? cidr.endsWith("/0") : includes(spanOf(cidr), address);
}

/** Cuts `whole` at both ends of each span: no piece lies partly in a span. */
export function cut(whole: Span, spans: readonly Span[]): Span[] {
  const starts = [whole.first, ...spans.flatMap(({ first, last }) => [first, last + 1])];
  const inside = [...new Set(starts)]
    .filter((start) => whole.first <= start && start <= whole.last)
    .sort((a, b) => a - b);
  return inside.map((first, index) => ({ first, last: (inside[index + 1] ?? whole.last + 1) - 1 }));
}

/** Joins neighbours, in order. */
export function join(spans: readonly Span[]): Span[] {
  const joined: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.first - b.first)) {
    const before = joined.at(-1);
    if (before && span.first <= before.last + 1) {
      joined[joined.length - 1] = { first: before.first, last: Math.max(before.last, span.last) };
    } else joined.push(span);
  }
  return joined;
}

/**
 * Ranges that no internet gateway carries: private, shared, loopback, link-local, multicast and reserved ones.
 * Source: https://www.rfc-editor.org/rfc/rfc6890
 */
export const privateRanges = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "224.0.0.0/3",
];
