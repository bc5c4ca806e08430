import { isIPv4, isIPv6 } from "node:net";

/** A range of addresses, IPv4 or IPv6. */
export interface Cidr {
  /** As it was written. */
  readonly text: string;
  /** Bits of an address: 32 for IPv4, 128 for IPv6. */
  readonly bits: 32 | 128;
  /** Bits that all addresses of the range share. */
  readonly prefix: number;
  /** The written address as a number. */
  readonly address: bigint;
  /** The range's first address as a number: equal to `address` when the range is on its boundary. */
  readonly first: bigint;
  /** The number of addresses. */
  readonly size: bigint;
}

/** The eight groups of an IPv6 address, its `::` and dotted tail written out. */
function ipv6Groups(address: string): number[] {
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  const plain =
    dotted === null
      ? address
      : `${dotted[1]}${(Number(dotted[2]) * 256 + Number(dotted[3])).toString(16)}:${(Number(dotted[4]) * 256 + Number(dotted[5])).toString(16)}`;
  const [head = "", tail] = plain.split("::");
  const groups = (part: string) => (part === "" ? [] : part.split(":").map((group) => Number.parseInt(group, 16)));
  if (tail === undefined) return groups(head);
  const missing = 8 - groups(head).length - groups(tail).length;
  return [...groups(head), ...Array<number>(missing).fill(0), ...groups(tail)];
}

/**
 * Reads a range.
 *
 * @param text address and prefix, for example 10.10.0.0/16 or 2001:db8::/32
 * @returns the range, or undefined when the text is none
 */
export function parseCidr(text: string): Cidr | undefined {
  const [address = "", prefixText = "", ...rest] = text.split("/");
  if (rest.length > 0 || !/^\d{1,3}$/.test(prefixText)) return undefined;
  const bits = isIPv4(address) ? 32 : isIPv6(address) && !address.includes("%") ? 128 : undefined;
  const prefix = Number(prefixText);
  if (bits === undefined || prefix > bits) return undefined;
  const value =
    bits === 32
      ? address.split(".").reduce((sum, part) => sum * 256n + BigInt(part), 0n)
      : ipv6Groups(address).reduce((sum, group) => sum * 65536n + BigInt(group), 0n);
  const size = 1n << BigInt(bits - prefix);
  return { text, bits, prefix, address: value, first: value - (value % size), size };
}
