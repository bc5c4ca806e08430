import { isIPv4 } from "node:net";

/** An IPv4 range in CIDR notation, as numbers. */
export interface CidrBlock {
  /** First address, as an unsigned 32-bit number. */
  readonly address: number;
  /** Bits of the network part, 0 to 32. */
  readonly prefix: number;
}

/** Number of addresses in a range. */
export function addressCount(block: CidrBlock): number {
  return 2 ** (32 - block.prefix);
}

/** Writes a range in CIDR notation, for example `10.10.0.0/16`. */
export function formatCidrBlock(block: CidrBlock): string {
  const octets = [24, 16, 8, 0].map((shift) => (block.address >>> shift) & 255);
  return `${octets.join(".")}/${block.prefix}`;
}

/** The numbers of a text in CIDR notation, even when the address is not the first of its range; undefined when malformed. */
function read(text: string): CidrBlock | undefined {
  const [address = "", prefix = "", ...rest] = text.split("/");
  if (rest.length > 0 || !isIPv4(address) || !/^\d{1,3}$/.test(prefix) || Number(prefix) > 32) return undefined;
  return { address: address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0), prefix: Number(prefix) };
}

/**
 * Says what is wrong with an IPv4 range.
 *
 * @param text the range in CIDR notation
 * @returns what would be right, as the end of a sentence that begins with "Allowed is", and what to do; undefined when
 *   nothing is wrong. A range whose address is not its first one is refused with the right one named, because AWS would
 *   silently take that one, and every later preview would show a change.
 */
export function cidrBlockProblem(text: string): { readonly allowed: string; readonly todo: string } | undefined {
  const block = read(text);
  if (block === undefined) {
    return {
      allowed: "four numbers from 0 to 255 without leading zeros and a prefix from 0 to 32",
      todo: "Write address and prefix, for example 10.10.0.0/16.",
    };
  }
  const first = block.address - (block.address % addressCount(block));
  const canonical = formatCidrBlock({ address: first, prefix: block.prefix });
  if (canonical === text) return undefined;
  return { allowed: "a range that begins with its first address", todo: `Write ${canonical}.` };
}

/**
 * Reads an IPv4 range.
 *
 * @param text the range in CIDR notation
 * @throws RangeError when it is malformed or does not begin with its first address; the message names the right one
 */
export function parseCidrBlock(text: string): CidrBlock {
  const problem = cidrBlockProblem(text);
  const block = read(text);
  if (problem !== undefined || block === undefined) {
    throw new RangeError(`"${text}" is not an IPv4 range: allowed is ${problem?.allowed}. ${problem?.todo}`);
  }
  return block;
}

/** True when the two ranges share an address. */
export function overlaps(one: CidrBlock, other: CidrBlock): boolean {
  return one.address < other.address + addressCount(other) && other.address < one.address + addressCount(one);
}

/** True when every address of the second range lies in the first. */
export function contains(outer: CidrBlock, inner: CidrBlock): boolean {
  return outer.prefix <= inner.prefix && overlaps(outer, inner);
}
