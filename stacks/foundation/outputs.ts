import * as pulumi from "@pulumi/pulumi";
import type { PlanPlaces } from "../../components/network/plan-history.ts";

/** Ids by the name of the Availability Zone, for example `{ "af-south-1a": "subnet-…" }`; zones in use only. */
export type ByZone = Readonly<Record<string, string>>;

/** What an environment's foundation stack promises to the stacks that read it. */
export interface FoundationOutputs {
  /** The places of the address plan that are given away: what the stack's next run must keep. */
  readonly addressPlan: PlanPlaces;
  /** Name of the bastions' Auto Scaling group. */
  readonly bastionAutoScalingGroupName: string;
  /** Security group of the bastions: rules of others take it as their source. */
  readonly bastionSecurityGroupId: string;
  /** The network's IPv4 range. */
  readonly cidrBlock: string;
  /** Security group of the interface endpoints of AWS services. */
  readonly endpointSecurityGroupId: string;
  /** Log group of the network's flow logs. */
  readonly flowLogGroupName: string;
  /** A private subnet in each zone. */
  readonly privateSubnetIds: ByZone;
  /** A public subnet in each zone. */
  readonly publicSubnetIds: ByZone;
  /** The route table of each subnet, by tier and zone. */
  readonly routeTableIds: Readonly<Record<string, ByZone>>;
  /** Id of the network's VPC. */
  readonly vpcId: string;
  /** Names of the Availability Zones in use, in the order of the settings. */
  readonly zones: readonly string[];
}

/** The outputs by name, each on its way. */
export type FoundationReference = {
  readonly [Name in keyof FoundationOutputs]: pulumi.Output<FoundationOutputs[Name]>;
};

/**
 * Reads the outputs of an environment's foundation stack from another stack's program.
 *
 * @param stack full name of the foundation stack: "organization/foundation/dev" with a backend of one's own, otherwise
 *   "<organisation>/foundation/dev"
 * @returns every output; one that the foundation does not have yet fails the deployment and is named in the error
 */
export function readFoundation(stack: string): FoundationReference {
  const reference = new pulumi.StackReference(stack);
  const read = <Name extends keyof FoundationOutputs>(name: Name) =>
    reference.requireOutput(name) as pulumi.Output<FoundationOutputs[Name]>;
  return {
    addressPlan: read("addressPlan"),
    bastionAutoScalingGroupName: read("bastionAutoScalingGroupName"),
    bastionSecurityGroupId: read("bastionSecurityGroupId"),
    cidrBlock: read("cidrBlock"),
    endpointSecurityGroupId: read("endpointSecurityGroupId"),
    flowLogGroupName: read("flowLogGroupName"),
    privateSubnetIds: read("privateSubnetIds"),
    publicSubnetIds: read("publicSubnetIds"),
    routeTableIds: read("routeTableIds"),
    vpcId: read("vpcId"),
    zones: read("zones"),
  };
}
