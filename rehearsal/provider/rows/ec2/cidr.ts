/** Arithmetic of IPv4 ranges, for rules of VPCs, subnets and routes. */

/** An IPv4 range: its first and last address as 32-bit numbers, and its prefix length in bits. */
export interface Range {
  readonly first: number;
  readonly last: number;
  readonly prefix: number;
}

/** The range of `10.0.0.0/16`; undefined when the text is no IPv4 CIDR. Host bits that are set are kept in `first`. */
export function parseRange(cidr: string): Range | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr);
  if (!match) return undefined;
  const [a, b, c, d, prefix] = match.slice(1).map(Number) as [number, number, number, number, number];
  if ([a, b, c, d].some((octet) => octet > 255) || prefix > 32) return undefined;
  const first = ((a * 256 + b) * 256 + c) * 256 + d;
  return { first, last: first + 2 ** (32 - prefix) - 1, prefix };
}

/** True when no host bits are set: `10.0.1.0/24` and not `10.0.1.5/24`. */
export function isAligned(range: Range): boolean {
  return range.first % 2 ** (32 - range.prefix) === 0;
}

/** True when every address of `inner` lies in `outer`. */
export function contains(outer: Range, inner: Range): boolean {
  return outer.first <= inner.first && inner.last <= outer.last;
}

/** True when the ranges share an address. */
export function overlaps(one: Range, other: Range): boolean {
  return one.first <= other.last && other.first <= one.last;
}
