/**
 * Which subnets `awsx.ec2.Vpc` makes, and where: its strategy "Auto", by size or by explicit address blocks. Pure.
 *
 * Source of the rules: the component's documentation (`node_modules/@pulumi/awsx/ec2/vpc.d.ts`) and the behaviour of
 * github.com/pulumi/pulumi-awsx, `awsx/ec2/subnetDistributorNew.ts`, `subnetNaming.ts` and `vpc.ts`.
 */
import { blockFrom, blockSize, endOf, formatBlock, type Ipv4Block, overlap, parseBlock } from "./ipv4.ts";
import { ArgumentProblems, type Problem, throwIfAny } from "./problems.ts";

/** The kinds of subnet. `Unused` reserves a range and makes nothing. */
export const subnetTypes = ["Public", "Private", "Isolated", "Unused"] as const;
/** One of `subnetTypes`. */
export type SubnetType = (typeof subnetTypes)[number];

/** How the `Name` tag of a subnet ends: with the zone's position from 1, or with the zone (`1a`). */
export const nameTagStrategies = ["Legacy", "AvailabilityZone"] as const;
/** One of `nameTagStrategies`; `Legacy` when a program gives none. */
export type NameTagStrategy = (typeof nameTagStrategies)[number];

/** The part of a subnet spec that decides names and addresses. Every spec makes one subnet in each zone. */
export interface SubnetSpec {
  /** Decides the subnet's routes: to the internet gateway, to a NAT gateway, or neither. */
  readonly type: SubnetType;
  /** Part of the subnet's name. Default: the type in lower case. */
  readonly name?: string;
  /** One block for each zone, in the order of the zones. Given for all specs or for none. */
  readonly cidrBlocks?: readonly string[];
  /** Prefix length of the subnet. Default: from `size`, else an even share of the zone's range. */
  readonly cidrMask?: number;
  /** Number of addresses, a power of two from 4. Must agree with `cidrMask`. */
  readonly size?: number;
}

/** What a layout is made from. */
export interface LayoutRequest {
  /** Name of the component; subnets are called `<vpcName>-<spec>-<zone position from 1>`. */
  readonly vpcName: string;
  /** The VPC's block, e.g. `10.0.0.0/16`. */
  readonly cidrBlock: string;
  /** Zone names in order; a zone's position decides names and ranges. */
  readonly availabilityZones: readonly string[];
  /** Default: a private and a public spec, the private one twice as large. */
  readonly subnetSpecs?: readonly SubnetSpec[];
  /** Prefix length of each zone's range. Default: the VPC divided evenly by the next power of two of the zones. */
  readonly availabilityZoneCidrMask?: number;
  /** Default: Legacy. */
  readonly subnetNameTagStrategy?: NameTagStrategy;
}

/** One subnet of the layout. */
export interface PlannedSubnet {
  /** Name of the Pulumi resources of this subnet; always by position. */
  readonly resourceName: string;
  /** The `Name` tag. */
  readonly nameTag: string;
  /** The spec's type; `Unused` is not made. */
  readonly type: SubnetType;
  /** Name of the zone, e.g. `eu-west-1a`. */
  readonly availabilityZone: string;
  /** The subnet's IPv4 block. */
  readonly cidrBlock: string;
  /** Position of the spec it comes from. */
  readonly specIndex: number;
}

/** A complete layout. */
export interface SubnetLayout {
  /** By zone, then in the order of the specs; with those of type Unused. */
  readonly subnets: readonly PlannedSubnet[];
  /** The specs with what was inferred: the component's output `subnetLayout`. */
  readonly specs: readonly SubnetSpec[];
}

/** Bits needed to number that many things: 0 for one, 1 for two, 2 for three or four. */
function bitsFor(count: number): number {
  return Math.ceil(Math.log2(Math.max(count, 1)));
}

/** The spec's part of its subnets' names. */
function specName(spec: SubnetSpec): string {
  return spec.name ?? spec.type.toLowerCase();
}

function duplicateNames(specs: readonly SubnetSpec[]): Problem[] {
  const seen = new Set<string>();
  return specs.flatMap((spec, index) => {
    // Ranges that stay unused become no resources, so they collide among themselves only.
    const key = `${spec.type === "Unused"} ${specName(spec)}`;
    const reason = `Another subnet spec is called "${specName(spec)}" too, and their subnets would have the same names. A spec without a name is called after its type: give this one a name of its own.`;
    const problems = seen.has(key) ? [{ propertyPath: `subnetSpecs[${index}].name`, reason }] : [];
    seen.add(key);
    return problems;
  });
}

/** Problems of one spec's explicit blocks. */
function explicitProblems(spec: SubnetSpec, index: number, zoneCount: number): Problem[] {
  const propertyPath = `subnetSpecs[${index}].cidrBlocks`;
  if (spec.cidrBlocks === undefined) {
    return [{ propertyPath, reason: "Other subnet specs have cidrBlocks: then every spec must have them. Give them." }];
  }
  const problems: Problem[] = [];
  if (spec.cidrBlocks.length !== zoneCount) {
    const reason = `There are ${spec.cidrBlocks.length} blocks for ${zoneCount} availability zones. Give one block for each zone.`;
    problems.push({ propertyPath, reason });
  }
  spec.cidrBlocks.forEach((text, zone) => {
    const block = parseBlock(text);
    const path = `${propertyPath}[${zone}]`;
    if (block === undefined) {
      problems.push({ propertyPath: path, reason: `"${text}" is not an IPv4 block such as 10.0.16.0/20.` });
    } else if (spec.cidrMask !== undefined && spec.cidrMask !== block.prefixLength) {
      problems.push({ propertyPath: path, reason: `${text} contradicts cidrMask ${spec.cidrMask}. Leave one out.` });
    } else if (spec.size !== undefined && spec.size !== blockSize(block.prefixLength)) {
      problems.push({ propertyPath: path, reason: `${text} contradicts size ${spec.size}. Leave one out.` });
    }
  });
  return problems;
}

/** Problems of one spec's size and mask. */
function sizeProblems(spec: SubnetSpec, index: number): Problem[] {
  const problems: Problem[] = [];
  const { cidrMask, size } = spec;
  if (size !== undefined && !(size >= 4 && size <= 2 ** 32 && Number.isInteger(Math.log2(size)))) {
    const reason = `Size ${size} is not a power of two between 4 and 2^32, such as 256 or 4096.`;
    problems.push({ propertyPath: `subnetSpecs[${index}].size`, reason });
  } else if (size !== undefined && cidrMask !== undefined && size !== blockSize(cidrMask)) {
    const reason = `Size ${size} contradicts cidrMask ${cidrMask}, which has ${blockSize(cidrMask)} addresses. Leave one out.`;
    problems.push({ propertyPath: `subnetSpecs[${index}].size`, reason });
  }
  if (cidrMask !== undefined && !(Number.isInteger(cidrMask) && cidrMask >= 0 && cidrMask <= 32)) {
    const reason = `${cidrMask} is not a prefix length. Give a whole number from 16 to 28, which is what a subnet may have.`;
    problems.push({ propertyPath: `subnetSpecs[${index}].cidrMask`, reason });
  }
  return problems;
}

/** Everything that is wrong with the specs by themselves. Empty when they may be laid out. */
export function subnetSpecProblems(specs: readonly SubnetSpec[], zoneCount: number): Problem[] {
  if (specs.length === 0) {
    const reason = "The list is empty. Give at least one spec, or leave it out for a private and a public one.";
    return [{ propertyPath: "subnetSpecs", reason }];
  }
  const explicit = specs.some((spec) => spec.cidrBlocks !== undefined);
  return [
    ...duplicateNames(specs),
    ...specs.flatMap((spec, index) => [
      ...sizeProblems(spec, index),
      ...(explicit ? explicitProblems(spec, index, zoneCount) : []),
    ]),
  ];
}

/** Fills in mask and size from each other, as the component's output `subnetLayout` shows them. */
function withSizes(spec: SubnetSpec): SubnetSpec {
  const cidrMask = spec.cidrMask ?? (spec.size === undefined ? undefined : 32 - Math.log2(spec.size));
  return cidrMask === undefined ? spec : { ...spec, cidrMask, size: blockSize(cidrMask) };
}

/** The specs when none are given. A zone of more than a /16 uses its first /16 only. */
function defaultSpecs(zonePrefixLength: number): SubnetSpec[] {
  if (zonePrefixLength > 26) {
    const reason = `The default subnets need at least a /26 for each availability zone, and here it is a /${zonePrefixLength}. Use a larger cidrBlock or fewer zones, or give subnetSpecs.`;
    throwIfAny([{ propertyPath: "cidrBlock", reason }]);
  }
  const share = Math.max(zonePrefixLength, 16);
  return [
    { type: "Private", cidrMask: share + 1 },
    { type: "Public", cidrMask: share + 2 },
  ];
}

/** One zone's blocks, in the order of the specs, from the start of the zone's range. Gaps keep large blocks aligned. */
function blocksOfZone(zoneStart: number, prefixLengths: readonly number[]): Ipv4Block[] {
  const blocks: Ipv4Block[] = [];
  let next = zoneStart;
  for (const prefixLength of prefixLengths) {
    const block = blockFrom(next, prefixLength);
    blocks.push(block);
    next = endOf(block);
  }
  return blocks;
}

/** The blocks by zone and spec, shared out of the VPC's block. */
function shareOut(
  vpc: Ipv4Block,
  specs: readonly SubnetSpec[],
  zoneCount: number,
  zonePrefixLength: number,
): Ipv4Block[][] {
  const evenShare = zonePrefixLength + bitsFor(specs.length);
  const prefixLengths = specs.map((spec) => spec.cidrMask ?? evenShare);
  const needed = prefixLengths.reduce((sum, prefixLength) => sum + blockSize(prefixLength), 0);
  const available = blockSize(zonePrefixLength);
  if (needed > available || evenShare > 32) {
    const reason = `The subnets are too large: an availability zone has ${available} addresses (/${zonePrefixLength}), and they need ${needed}. Use a larger cidrBlock, smaller subnets or fewer zones.`;
    throwIfAny([{ propertyPath: "subnetSpecs", reason }]);
  }
  const start = Math.floor(vpc.firstAddress / available) * available;
  return Array.from({ length: zoneCount }, (_, zone) => blocksOfZone(start + zone * available, prefixLengths));
}

/** What is left of a zone's name without its region: `1a` of `us-east-1a`, `2-lax-1a` of `us-west-2-lax-1a`. */
export function zoneSuffix(zone: string): string {
  return zone.replace(/^[a-z]{2}(-[a-z]+)+-/, "");
}

function suffixProblems(zones: readonly string[]): Problem[] {
  return zones.flatMap((zone, index) => {
    const first = zones.findIndex((other) => zoneSuffix(other) === zoneSuffix(zone));
    const reason = `${zones[first]} and ${zone} both end in "${zoneSuffix(zone)}", so their subnets would share a Name tag. With subnetNameTagStrategy "AvailabilityZone" the endings must differ.`;
    return first === index ? [] : [{ propertyPath: `availabilityZoneNames[${index}]`, reason }];
  });
}

function overlapProblems(subnets: readonly PlannedSubnet[]): Problem[] {
  const blocks = subnets.map((subnet) => parseBlock(subnet.cidrBlock));
  const overlapping = subnets.filter((_, index) =>
    blocks.some((other, at) => {
      const own = blocks[index];
      return at !== index && own !== undefined && other !== undefined && overlap(own, other);
    }),
  );
  if (overlapping.length === 0) {
    return [];
  }
  const list = overlapping.map((subnet) => `${subnet.resourceName} ${subnet.cidrBlock}`).join(", ");
  const reason = `These subnets overlap: ${list}. Use a larger cidrBlock, smaller subnets or fewer availability zones.`;
  return [{ propertyPath: "subnetSpecs", reason }];
}

/** One zone's subnets with their names; `blocks` in the order of the specs where they have none of their own. */
function subnetsOfZone(
  request: LayoutRequest,
  specs: readonly SubnetSpec[],
  zone: number,
  blocks: readonly Ipv4Block[],
): PlannedSubnet[] {
  const availabilityZone = request.availabilityZones[zone] ?? "";
  const byZone = request.subnetNameTagStrategy === "AvailabilityZone";
  return specs.map((spec, specIndex) => {
    const stem = `${request.vpcName}-${specName(spec)}`;
    const block = blocks[specIndex];
    return {
      resourceName: `${stem}-${zone + 1}`,
      nameTag: `${stem}-${byZone ? zoneSuffix(availabilityZone) : zone + 1}`,
      type: spec.type,
      availabilityZone,
      cidrBlock: spec.cidrBlocks?.[zone] ?? (block === undefined ? "" : formatBlock(block)),
      specIndex,
    };
  });
}

/**
 * Lays the subnets out.
 *
 * @throws ArgumentProblems with everything that is wrong: the block, the specs, ranges that do not fit or overlap.
 */
export function planSubnets(request: LayoutRequest): SubnetLayout {
  const { availabilityZones, subnetSpecs } = request;
  const vpc = parseBlock(request.cidrBlock);
  const problems = [
    ...(subnetSpecs === undefined ? [] : subnetSpecProblems(subnetSpecs, availabilityZones.length)),
    ...(request.subnetNameTagStrategy === "AvailabilityZone" ? suffixProblems(availabilityZones) : []),
  ];
  if (vpc === undefined) {
    const reason = `"${request.cidrBlock}" is not an IPv4 block such as 10.0.0.0/16.`;
    throw new ArgumentProblems([{ propertyPath: "cidrBlock", reason }, ...problems]);
  }
  throwIfAny(problems);

  const zonePrefixLength = request.availabilityZoneCidrMask ?? vpc.prefixLength + bitsFor(availabilityZones.length);
  const explicit = subnetSpecs?.some((spec) => spec.cidrBlocks !== undefined) ?? false;
  const given = explicit ? subnetSpecs : subnetSpecs?.map(withSizes);
  const specs = given ?? defaultSpecs(zonePrefixLength);
  const shared = explicit ? [] : shareOut(vpc, specs, availabilityZones.length, zonePrefixLength);
  const subnets = availabilityZones.flatMap((_, zone) => subnetsOfZone(request, specs, zone, shared[zone] ?? []));
  throwIfAny(overlapProblems(subnets));
  return { subnets, specs };
}

/**
 * The subnets that are made in a zone, in the order in which the component makes them: public, private, isolated.
 * Those of type Unused are left out.
 */
export function subnetsToCreate(layout: SubnetLayout, availabilityZone: string): PlannedSubnet[] {
  const order: readonly SubnetType[] = ["Public", "Private", "Isolated"];
  return order.flatMap((type) =>
    layout.subnets.filter((subnet) => subnet.availabilityZone === availabilityZone && subnet.type === type),
  );
}
