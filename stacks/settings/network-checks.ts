import { type Cidr, ipv4Boundary, overlaps, parseCidr } from "../../components/shared/cidr.ts";
import type { InterfaceEndpointService, NetworkSettings } from "./network.ts";
import { type Problem, show } from "./problems.ts";

/** Settings of which only the well-formed ones are there. */
export type WellFormed<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** Prefixes that AWS takes for a VPC are 16 to 28; subnets are four bits longer and must be 28 at most. */
const vpcPrefix = { min: 16, max: 24 };

/** What a machine in a private subnet without NAT needs to be reached by Session Manager with encrypted, logged sessions. */
const neededWithoutNat: readonly InterfaceEndpointService[] = ["ssm", "ssmmessages", "ec2messages", "kms", "logs"];

/** The endpoints that controls demand, with the control. */
const neededByControls: ReadonlyMap<InterfaceEndpointService, string> = new Map([
  ["ec2", "EC2.10"],
  ["ecr.api", "EC2.55"],
  ["ecr.dkr", "EC2.56"],
  ["ssm", "EC2.57"],
]);

const path = (rest: string) => `platform:network.${rest}`;

/** An environment whose network may go without the endpoints that controls demand, to save their price. */
function isForDevelopment(environment: string): boolean {
  return environment === "dev" || /^pr-\d+$/.test(environment);
}

function zoneListProblems(zones: NetworkSettings["zones"], region: string | undefined): Problem[] {
  const problems: Problem[] = [];
  const active = zones.filter((zone) => !zone.retired);
  if (active.length < 2) {
    problems.push({
      path: path("zones"),
      got: `${active.length} zone(s) not retired of ${zones.length}`,
      allowed: "two to four zones that are not retired",
      todo: "Add a zone at the end of the list: one zone alone would take the whole environment down with it.",
    });
  }
  for (const [position, zone] of zones.entries()) {
    const at = path(`zones[${position}]`);
    const before = zones.findIndex((other) => other.name === zone.name);
    if (before < position) {
      problems.push({
        path: `${at}.name`,
        got: `${show(zone.name)}, which zones[${before}] has already`,
        allowed: "each zone once",
        todo: "Name another zone of the region.",
      });
    }
    if (zone.index !== position) {
      problems.push({
        path: `${at}.index`,
        got: `${show(zone.index)} at place ${position}: zones were reordered or removed`,
        allowed: `${position}, the zone's place in the list`,
        todo:
          "Put the zones back in the order in which they were deployed. A zone that is used no more stays in the list " +
          "with `retired: true`; a new one goes to the end.",
      });
    }
    if (region !== undefined && zone.name.slice(0, -1) !== region) {
      problems.push({
        path: `${at}.name`,
        got: show(zone.name),
        allowed: `a zone of platform:region ${region}`,
        todo: `Write a zone such as ${region}a, or correct platform:region.`,
      });
    }
  }
  return problems;
}

/** Reads an IPv4 range and says what is wrong with its form. */
function readRange(text: string, at: string): { readonly range?: Cidr; readonly problems: Problem[] } {
  const range = parseCidr(text);
  if (range === undefined || range.bits !== 32) {
    const allowed = "an IPv4 range: four numbers from 0 to 255 and a prefix from 0 to 32";
    return { problems: [{ path: at, got: show(text), allowed, todo: "Correct the number that is out of range." }] };
  }
  if (range.first === range.address) return { range, problems: [] };
  const boundary = ipv4Boundary(range);
  return {
    range,
    problems: [
      {
        path: at,
        got: `${show(text)}, which is not on its boundary`,
        allowed: `the range's first address: ${boundary}`,
        todo: `Write ${boundary}, or another prefix.`,
      },
    ],
  };
}

function rangeProblems(network: WellFormed<NetworkSettings>): Problem[] {
  const own = network.cidrBlock === undefined ? undefined : readRange(network.cidrBlock, path("cidrBlock"));
  const problems = [...(own?.problems ?? [])];
  if (own?.range !== undefined && (own.range.prefix < vpcPrefix.min || own.range.prefix > vpcPrefix.max)) {
    const small = own.range.prefix > vpcPrefix.max;
    problems.push({
      path: path("cidrBlock"),
      got: `${show(network.cidrBlock)}, which is too ${small ? "small for the subnets" : "large for a VPC"}`,
      allowed: `a prefix from /${vpcPrefix.min} to /${vpcPrefix.max}: each subnet is a sixteenth of it, and AWS takes none smaller than /28`,
      todo: `Write a ${small ? "shorter" : "longer"} prefix, for example /16.`,
    });
  }
  for (const [position, connected] of (network.connectedNetworks ?? []).entries()) {
    const at = path(`connectedNetworks[${position}].cidrBlock`);
    const other = readRange(connected.cidrBlock, at);
    problems.push(...other.problems);
    if (own?.range !== undefined && other.range !== undefined && overlaps(own.range, other.range)) {
      problems.push({
        path: path("cidrBlock"),
        got: `${show(network.cidrBlock)}, which overlaps "${connected.name}" (${connected.cidrBlock})`,
        allowed: "a range that shares no address with a connected network",
        todo: `Choose another range for this network, or correct ${at} if "${connected.name}" is not there.`,
      });
    }
  }
  return problems;
}

function tierProblems(tiers: readonly string[]): Problem[] {
  const problems: Problem[] = [];
  if (tiers[0] !== "public" || tiers[1] !== "private") {
    problems.push({
      path: path("tiers"),
      got: show(tiers),
      allowed:
        'a list that begins with "public", "private": tiers are append-only, as a tier\'s place decides its addresses',
      todo: "Put the deployed tiers back in their order and add new ones at the end.",
    });
  }
  const twice = tiers.filter((tier, position) => tiers.indexOf(tier) < position);
  if (twice.length > 0) {
    const todo = "Remove the second one, or give it another name.";
    problems.push({ path: path("tiers"), got: `${twice.join(", ")} twice`, allowed: "each tier once", todo });
  }
  return problems;
}

function endpointProblems(network: WellFormed<NetworkSettings>, environment: string): Problem[] {
  const endpoints = network.interfaceEndpoints;
  if (endpoints === undefined) return [];
  const at = path("interfaceEndpoints");
  const problems: Problem[] = [];
  const twice = endpoints.filter((service, position) => endpoints.indexOf(service) < position);
  if (twice.length > 0) {
    problems.push({
      path: at,
      got: `${twice.join(", ")} twice`,
      allowed: "each service once",
      todo: "Remove the second one.",
    });
  }
  const withoutNat = neededWithoutNat.filter((service) => !endpoints.includes(service));
  if (network.natGateways === "none" && withoutNat.length > 0) {
    problems.push({
      path: at,
      got: `${show(endpoints)} while natGateways is none`,
      allowed: `with no NAT gateway at least ${neededWithoutNat.join(", ")}`,
      todo:
        `Add ${withoutNat.join(", ")}, or set natGateways to single. Bastions stand in public subnets and need none of ` +
        "it, but machines in private subnets could neither be reached nor write their logs.",
    });
  }
  const demanded = [...neededByControls].filter(([service]) => !endpoints.includes(service));
  if (!isForDevelopment(environment) && demanded.length > 0) {
    problems.push({
      path: at,
      got: show(endpoints),
      allowed: `in ${environment} at least ${[...neededByControls.keys()].join(", ")}; only dev and pr-N may go without`,
      todo: `Add ${demanded.map(([service, control]) => `${service} (control ${control})`).join(", ")}.`,
    });
  }
  return problems;
}

/**
 * Says what is wrong between the network's settings.
 *
 * @param network the settings that are well-formed by themselves
 * @param region the environment's region, when it is well-formed
 * @param environment the environment's name
 * @returns every problem; empty when there is none
 */
export function networkProblems(
  network: WellFormed<NetworkSettings>,
  region: string | undefined,
  environment: string,
): Problem[] {
  return [
    ...rangeProblems(network),
    ...(network.zones === undefined ? [] : zoneListProblems(network.zones, region)),
    ...(network.tiers === undefined ? [] : tierProblems(network.tiers)),
    ...endpointProblems(network, environment),
  ];
}
