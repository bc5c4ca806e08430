/** Arithmetic on IPv4 address blocks, as far as the layout of subnets needs it. Pure. */

/** A block of IPv4 addresses that starts at a multiple of its size. */
export interface Ipv4Block {
  /** First address as a number, 0 … 2^32 - 1. */
  readonly firstAddress: number;
  /** 0 … 32; a longer prefix is a smaller block. */
  readonly prefixLength: number;
}

/** Number of addresses in a block with this prefix length. */
export function blockSize(prefixLength: number): number {
  return 2 ** (32 - prefixLength);
}

/** Reads `10.0.0.0/16`. Undefined when the text is no such block or has bits set beyond its prefix (`10.0.0.1/16`). */
export function parseBlock(text: string): Ipv4Block | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  if (match === null) {
    return undefined;
  }
  const numbers = match.slice(1).map(Number);
  const octets = numbers.slice(0, 4);
  const prefixLength = numbers[4] ?? 33;
  if (prefixLength > 32 || octets.some((octet) => octet > 255)) {
    return undefined;
  }
  const firstAddress = octets.reduce((address, octet) => address * 256 + octet, 0);
  return firstAddress % blockSize(prefixLength) === 0 ? { firstAddress, prefixLength } : undefined;
}

/** Writes a block as `10.0.0.0/16`. */
export function formatBlock(block: Ipv4Block): string {
  const octets = [3, 2, 1, 0].map((place) => Math.floor(block.firstAddress / 256 ** place) % 256);
  return `${octets.join(".")}/${block.prefixLength}`;
}

/** True when the two blocks share an address. */
export function overlap(one: Ipv4Block, other: Ipv4Block): boolean {
  return (
    one.firstAddress < other.firstAddress + blockSize(other.prefixLength) &&
    other.firstAddress < one.firstAddress + blockSize(one.prefixLength)
  );
}

/** The first block of that prefix length that starts at or after the address. */
export function blockFrom(address: number, prefixLength: number): Ipv4Block {
  const size = blockSize(prefixLength);
  return { firstAddress: Math.ceil(address / size) * size, prefixLength };
}

/** The first address after the block. */
export function endOf(block: Ipv4Block): number {
  return block.firstAddress + blockSize(block.prefixLength);
}
