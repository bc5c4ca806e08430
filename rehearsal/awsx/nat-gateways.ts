/**
 * When `awsx.ec2.Vpc` makes NAT gateways, and which arguments it refuses. Pure.
 * Source of the rules: github.com/pulumi/pulumi-awsx, `awsx/ec2/vpc.ts`.
 */
import type { Problem } from "./problems.ts";
import type { SubnetType } from "./subnet-layout.ts";

/** None; one in the first zone; one in every zone (the default). */
export const natGatewayStrategies = ["None", "Single", "OnePerAz"] as const;
/** One of `natGatewayStrategies`; `OnePerAz` when a program gives none. */
export type NatGatewayStrategy = (typeof natGatewayStrategies)[number];

function addressProblem(strategy: NatGatewayStrategy, addressCount: number, zoneCount: number): string | undefined {
  if (strategy === "None" && addressCount > 0) {
    return `${addressCount} Elastic IP addresses are given, and strategy "None" makes no NAT gateway. Leave them out.`;
  }
  if (strategy === "Single" && addressCount > 1) {
    return `${addressCount} Elastic IP addresses are given, and strategy "Single" takes exactly one, or none to have it made.`;
  }
  if (strategy === "OnePerAz" && addressCount > 0 && addressCount !== zoneCount) {
    return `${addressCount} Elastic IP addresses are given for ${zoneCount} availability zones. Strategy "OnePerAz" takes one for each zone, or none to have them made.`;
  }
  return undefined;
}

/**
 * Everything that is wrong with the NAT arguments.
 *
 * @param addressCount number of `elasticIpAllocationIds`; 0 when they are to be made.
 * @param types the types of all subnet specs.
 */
export function natGatewayProblems(
  strategy: NatGatewayStrategy,
  addressCount: number,
  zoneCount: number,
  types: readonly SubnetType[],
): Problem[] {
  const problems: Problem[] = [];
  const addresses = addressProblem(strategy, addressCount, zoneCount);
  if (addresses !== undefined) {
    problems.push({ propertyPath: "natGateways.elasticIpAllocationIds", reason: addresses });
  }
  const hosted = types.includes("Public");
  const used = types.includes("Private") || types.includes("Isolated");
  if (strategy !== "None" && !(hosted && used)) {
    const reason = `Strategy "${strategy}" needs public subnets, in which the NAT gateways stand, and private or isolated ones; the subnet specs are ${types.join(", ")}. Add them, or set the strategy to "None" (the default is "OnePerAz").`;
    problems.push({ propertyPath: "natGateways.strategy", reason });
  }
  return problems;
}

/** True when a public subnet in the zone at this position (from 0) gets a NAT gateway, given how many there are already. */
export function makesNatGateway(strategy: NatGatewayStrategy, zone: number, existing: number): boolean {
  const wanted = { None: 0, Single: 1, OnePerAz: zone + 1 }[strategy];
  return existing < wanted;
}
