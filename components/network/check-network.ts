import { activeZones, maxTiers, maxZones, networkPrefixes, type Zone } from "./address-plan.ts";
import { type CidrBlock, cidrBlockProblem, overlaps, parseCidrBlock } from "./cidr-block.ts";
import type { NatGatewayMode } from "./nat-gateways.ts";
import { maxAdmittedRanges } from "./network-acl.ts";

/** A network that is or will be reachable from this one. */
export interface ConnectedNetwork {
  /** What it is called, for example "on-premises"; errors name it. */
  readonly name: string;
  /** Its IPv4 range; it must not overlap this network's. */
  readonly cidrBlock: string;
}

/** What `checkNetwork` looks at. */
export interface NetworkPlan {
  /** The network's IPv4 range, /16 to /24. */
  readonly cidrBlock: string;
  /** At most four, of which at least two are not retired; append-only. */
  readonly zones: readonly Zone[];
  /** Names of the rows of subnets, at most four; append-only. */
  readonly tiers: readonly string[];
  /** How many NAT gateways there are to be. */
  readonly natGateways: NatGatewayMode;
  /** Last parts of the endpoint services' names, for example "ssm". */
  readonly interfaceEndpoints: readonly string[];
  /** Networks that are or will be reachable from this one. Default: none. */
  readonly connectedNetworks?: readonly ConnectedNetwork[] | undefined;
  /** IPv4 ranges that may reach port 22; here only their number counts. Default: none. */
  readonly sshCidrBlocks?: readonly string[] | undefined;
  /** When given, every zone must belong to it, for example "af-south-1". */
  readonly region?: string | undefined;
}

/** One thing that is wrong, in the parts of which an error report is made. */
export interface Problem {
  /** Where, from the network's settings on, for example `["zones", 1, "index"]`. */
  readonly path: readonly (string | number)[];
  /** What is wrong, as a sentence. */
  readonly problem: string;
  /** The value, as text. */
  readonly got: string;
  /** The end of a sentence that begins with "Allowed is". */
  readonly allowed: string;
  /** What to do, as a sentence. */
  readonly todo: string;
}

/**
 * Interface endpoints that a network without NAT gateways must have, because nothing in its private subnets can be
 * reached, logged or patched without them: Session Manager's three, and the keys and logs of its sessions.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html
 */
export const endpointsNeededWithoutNat = ["ec2messages", "kms", "logs", "ssm", "ssmmessages"] as const;

/**
 * Ranges that stand for something else than hosts of a network: this network, loopback, link-local (where AWS has its
 * metadata and time services), and multicast with everything above. Source: RFC 6890, section 2.2.2, and RFC 5771.
 */
const refusedRanges = ["0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3"].map((text) => ({
  text,
  block: parseCidrBlock(text),
}));

/** Problems of the network's own range, and the range when it can be read. */
function checkCidrBlock(text: string): { problems: Problem[]; block?: CidrBlock } {
  const path = ["cidrBlock"];
  const malformed = cidrBlockProblem(text);
  if (malformed !== undefined) {
    return { problems: [{ path, problem: "The network's range cannot be used.", got: text, ...malformed }] };
  }
  const block = parseCidrBlock(text);
  const { shortest, longest } = networkPrefixes;
  const problems: Problem[] = [];
  if (block.prefix < shortest || block.prefix > longest) {
    const tooSmall = block.prefix > longest;
    problems.push({
      path,
      problem: tooSmall ? "The network is too small for its subnets." : "The network is larger than AWS makes one.",
      got: text,
      allowed: `a prefix from /${shortest} to /${longest}: each subnet is a sixteenth of the network, and AWS makes none smaller than /28`,
      todo: `Write a prefix from /${shortest} to /${longest}.`,
    });
  }
  for (const refused of refusedRanges.filter((range) => overlaps(range.block, block))) {
    problems.push({
      path,
      problem: `The network shares addresses with ${refused.text}, which is set apart for other uses.`,
      got: text,
      allowed: "a private range, for example inside 10.0.0.0/8",
      todo: "Choose another range.",
    });
  }
  return { problems, block };
}

/** Problems of single zones: place, name, region. */
function checkZone(zone: Zone, position: number, zones: readonly Zone[], region: string | undefined): Problem[] {
  const problems: Problem[] = [];
  if (zone.index !== position) {
    problems.push({
      path: ["zones", position, "index"],
      problem: `Zone ${zone.name} does not stand at its place: zones were reordered or one was removed.`,
      got: String(zone.index),
      allowed: `${position}, its place in the list`,
      todo: "Put every zone back to its old place; set `retired: true` on one that is used no more; add new ones at the end.",
    });
  }
  const earlier = zones.findIndex((other) => other.name === zone.name);
  if (earlier < position) {
    problems.push({
      path: ["zones", position, "name"],
      problem: `Zone ${zone.name} stands in the list twice, at the places ${earlier} and ${position}.`,
      got: zone.name,
      allowed: "each zone once",
      todo: "Take the second one out, or name another zone.",
    });
  }
  if (region !== undefined && !(zone.name.startsWith(region) && zone.name.length === region.length + 1)) {
    problems.push({
      path: ["zones", position, "name"],
      problem: `Zone ${zone.name} is not in the region ${region}.`,
      got: zone.name,
      allowed: `${region} followed by one letter`,
      todo: "Correct the zone or the region.",
    });
  }
  return problems;
}

/** Problems of the zones together and one by one. */
function checkZones(zones: readonly Zone[], region: string | undefined): Problem[] {
  const problems = zones.flatMap((zone, position) => checkZone(zone, position, zones, region));
  const active = activeZones(zones).length;
  if (active < 2 || zones.length > maxZones) {
    problems.push({
      path: ["zones"],
      problem:
        active < 2
          ? "The network has fewer than two zones in use: one failing zone would take everything down."
          : "The address plan has no room for so many zones.",
      got: `${active} in use, ${zones.length} listed`,
      allowed: `at least two zones in use and at most ${maxZones} listed, retired ones included`,
      todo: active < 2 ? "Add a zone at the end of the list." : "Take the last ones out.",
    });
  }
  return problems;
}

/** Problems of the list of tiers. */
function checkTiers(tiers: readonly string[]): Problem[] {
  const problems: Problem[] = [];
  if (tiers[0] !== "public" || tiers[1] !== "private") {
    problems.push({
      path: ["tiers"],
      problem: "The list of tiers does not begin with public and private.",
      got: tiers.join(", ") || "an empty list",
      allowed: "public, private, and others after them",
      todo: "Put public and private first. In a network that exists, never reorder or remove a tier: its subnets would move.",
    });
  }
  const repeated = tiers.filter((tier, position) => tiers.indexOf(tier) < position);
  if (repeated.length > 0 || tiers.length > maxTiers) {
    problems.push({
      path: ["tiers"],
      problem:
        repeated.length > 0
          ? `The list names ${repeated[0]} twice.`
          : "The address plan has no room for so many tiers.",
      got: tiers.join(", "),
      allowed: `at most ${maxTiers} tiers, each once`,
      todo: "Take the last ones out, or rename them.",
    });
  }
  return problems;
}

/** Connected networks that cannot be read, or share addresses with this one. */
function checkConnectedNetworks(
  cidrBlock: string,
  block: CidrBlock | undefined,
  networks: readonly ConnectedNetwork[],
): Problem[] {
  return networks.flatMap((network, position) => {
    const path = ["connectedNetworks", position, "cidrBlock"];
    const got = network.cidrBlock;
    const malformed = cidrBlockProblem(got);
    if (malformed !== undefined) {
      return [{ path, problem: `The range of ${network.name} cannot be used.`, got, ...malformed }];
    }
    if (block === undefined || !overlaps(block, parseCidrBlock(got))) return [];
    return [
      {
        path,
        problem: `The network ${cidrBlock} overlaps ${network.name} (${got}): traffic between the two could not be routed.`,
        got,
        allowed: `a range that shares no address with ${cidrBlock}`,
        todo: "Give this environment another cidrBlock, or correct the connected network.",
      },
    ];
  });
}

/** A single NAT gateway in a zone that is to be left: awsx puts it into the first zone, retired or not. */
function checkSingleNatGateway(plan: NetworkPlan): Problem[] {
  const [first] = plan.zones;
  if (plan.natGateways !== "single" || first?.retired !== true) return [];
  return [
    {
      path: ["natGateways"],
      problem: `The only NAT gateway would stay in the zone ${first.name}, which is retired: all zones would depend on it.`,
      got: "single",
      allowed: "perZone or none while the first zone is retired",
      todo: "Set natGateways to perZone: then every zone has a gateway of its own.",
    },
  ];
}

/** What a network without NAT gateways lacks. */
function checkNatGateways(plan: NetworkPlan): Problem[] {
  const missing = endpointsNeededWithoutNat.filter((service) => !plan.interfaceEndpoints.includes(service));
  if (plan.natGateways !== "none" || missing.length === 0) return [];
  return [
    {
      path: ["interfaceEndpoints"],
      problem:
        "Without NAT gateways, private subnets reach AWS only through interface endpoints, and some are missing.",
      got: plan.interfaceEndpoints.join(", ") || "none",
      allowed: `a list with ${endpointsNeededWithoutNat.join(", ")} when natGateways is none`,
      todo: `Add ${missing.join(", ")}, or set natGateways to single or perZone.`,
    },
  ];
}

/** More ranges to let in than the network ACL has room for. */
function checkAdmittedRanges(plan: NetworkPlan): Problem[] {
  const connected = plan.connectedNetworks?.length ?? 0;
  const ssh = plan.sshCidrBlocks?.length ?? 0;
  if (connected + ssh <= maxAdmittedRanges) return [];
  return [
    {
      path: ["connectedNetworks"],
      problem: "The network ACL has no room for so many connected networks and SSH ranges.",
      got: `${connected} connected networks and ${ssh} SSH ranges`,
      allowed: `${maxAdmittedRanges} in all, because AWS limits the entries of an ACL`,
      todo: "Join neighbouring ranges into larger ones, or use Session Manager instead of SSH.",
    },
  ];
}

/**
 * Finds everything that is wrong with a network before anything is made.
 *
 * @returns all problems at once, in the order of the settings; empty when there are none
 */
export function checkNetwork(plan: NetworkPlan): readonly Problem[] {
  const { problems, block } = checkCidrBlock(plan.cidrBlock);
  return [
    ...problems,
    ...checkZones(plan.zones, plan.region),
    ...checkTiers(plan.tiers),
    ...checkSingleNatGateway(plan),
    ...checkNatGateways(plan),
    ...checkConnectedNetworks(plan.cidrBlock, block, plan.connectedNetworks ?? []),
    ...checkAdmittedRanges(plan),
  ];
}
