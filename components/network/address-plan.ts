import { addressCount, type CidrBlock, formatCidrBlock, parseCidrBlock } from "./cidr-block.ts";

/**
 * Prefixes that the network's range may have. AWS takes /16 to /28 for a VPC and for a subnet alike; a subnet is a
 * sixteenth of the network here, so the network must be four bits larger than the smallest subnet.
 * Source: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html and …/subnet-sizing.html
 */
export const networkPrefixes = { shortest: 16, longest: 24 } as const;

/** Zones that the plan has room for, used or retired. */
export const maxZones = 4;

/** Tiers that the plan has room for. */
export const maxTiers = 4;

/** Bits that tell a subnet from its network: sixteen slots of equal size. */
const slotBits = Math.log2(maxZones * maxTiers);

/** One Availability Zone of a network. */
export interface Zone {
  /** Its place in the address plan, 0 to 3: equal to its place in the list, for good. */
  readonly index: number;
  /** For example "af-south-1a". */
  readonly name: string;
  /** true: nothing new is put there; its subnets stay, so that no other subnet moves. Default: false. */
  readonly retired?: boolean | undefined;
}

/** What the plan is made from. */
export interface AddressPlanArgs {
  /** The network's IPv4 range, /16 to /24. */
  readonly cidrBlock: string;
  /** At most four; append-only. */
  readonly zones: readonly Zone[];
  /** Names of the rows of subnets, at most four; append-only. */
  readonly tiers: readonly string[];
}

/** One subnet of the plan. */
export interface PlannedSubnet {
  /** Name of the row of subnets it belongs to. */
  readonly tier: string;
  /** The zone it lies in; also a retired one, whose place stays taken. */
  readonly zone: Zone;
  /** Its IPv4 range: a sixteenth of the network's. */
  readonly cidrBlock: string;
}

/** The range of one slot, 0 to 15. */
function slot(network: CidrBlock, number: number): string {
  const block = { address: network.address, prefix: network.prefix + slotBits };
  return formatCidrBlock({ ...block, address: network.address + number * addressCount(block) });
}

/**
 * Gives every tier its subnet in every zone, retired ones too.
 *
 * The network is cut into sixteen slots of equal size. A subnet's slot follows only from its tier's place in the list
 * and its zone's index, so a new zone or tier at the end of its list takes free slots and moves nothing.
 *
 * @returns the subnets, tier by tier and inside it zone by zone, in the order of the lists
 * @throws RangeError when the range, a zone or the number of tiers does not fit; `checkNetwork` tells all of it at once
 */
export function planSubnets(args: AddressPlanArgs): readonly PlannedSubnet[] {
  const network = parseCidrBlock(args.cidrBlock);
  const { shortest, longest } = networkPrefixes;
  if (network.prefix < shortest || network.prefix > longest) {
    throw new RangeError(`${args.cidrBlock} cannot be planned: allowed are prefixes from /${shortest} to /${longest}.`);
  }
  const taken = new Set<number>();
  for (const zone of args.zones) {
    if (!Number.isInteger(zone.index) || zone.index < 0 || zone.index >= maxZones || taken.has(zone.index)) {
      throw new RangeError(
        `Zone ${zone.name} has the index ${zone.index}: allowed is an index from 0 to ${maxZones - 1} that no other zone has.`,
      );
    }
    taken.add(zone.index);
  }
  if (args.tiers.length > maxTiers || new Set(args.tiers).size < args.tiers.length) {
    throw new RangeError(`Tiers ${args.tiers.join(", ")}: allowed are at most ${maxTiers}, each once.`);
  }
  return args.tiers.flatMap((tier, tierIndex) =>
    args.zones.map((zone) => ({ tier, zone, cidrBlock: slot(network, tierIndex * maxZones + zone.index) })),
  );
}

/** The zones that new things are put into, in the order of the list. */
export function activeZones<T extends Zone>(zones: readonly T[]): readonly T[] {
  return zones.filter((zone) => zone.retired !== true);
}
