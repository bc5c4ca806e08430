/** What the shapes of the stacks make, as resources of an estimate: mocks do not look inside of the VPC, so its gateways are added. */

import type { Resource } from "../costs/model.ts";
import { componentOf } from "../costs/resources.ts";
import { everythingMade, type Made } from "./all-stacks.ts";

/** NAT gateways of a VPC with their addresses: one, or one in each zone. */
function gateways(vpc: Made): Pick<Made, "type" | "name" | "inputs">[] {
  const zones: unknown[] = vpc.inputs.availabilityZoneNames;
  const strategy = vpc.inputs.natGateways.strategy;
  const count = strategy === "OnePerAz" ? zones.length : strategy === "Single" ? 1 : 0;
  return Array.from({ length: count }, (_, index) => [
    { type: "aws:ec2/natGateway:NatGateway", name: `${vpc.name}-${index + 1}`, inputs: {} },
    { type: "aws:ec2/eip:Eip", name: `${vpc.name}-${index + 1}`, inputs: {} },
  ]).flat();
}

/**
 * The resources of one shape of the stacks.
 *
 * @param shape dev, staging, prod or one of the others of test/all-stacks.ts
 */
export async function madeResources(shape: string): Promise<Resource[]> {
  const all = (await everythingMade()).filter((made) => made.shape === shape);
  if (all.length === 0) throw new Error(`no shape is called ${shape}`);
  return all.flatMap((made) => {
    const own = made.type === "awsx:ec2:Vpc" ? gateways(made) : [];
    return [made, ...own].map(({ type, name, inputs }) => ({
      stack: "environment",
      type,
      name,
      component: componentOf(type, []),
      region: String(inputs.region ?? "af-south-1"),
      inputs,
    }));
  });
}

/** Names of the shapes. */
export async function shapeNames(): Promise<string[]> {
  return [...new Set((await everythingMade()).map(({ shape }) => shape))];
}
