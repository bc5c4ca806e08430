/**
 * Reads the arguments of `awsx.ec2.Vpc` as they come over the wire: which must be plain, which are refused here, what
 * their defaults are. Every problem is told at once.
 */
import type * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import { natGatewayProblems, natGatewayStrategies } from "./nat-gateways.ts";
import { type Problem, throwIfAny } from "./problems.ts";
import { nameTagStrategies, subnetTypes } from "./subnet-layout.ts";

/** The arguments, once read: those that decide the number and names of children are plain values. */
export type VpcArguments = awsx.ec2.VpcArgs;

/** Tags whose keys are known; values may be Outputs. */
export type Tags = Record<string, pulumi.Input<string>>;

/** The tags argument of the VPC, a subnet spec or an endpoint spec; empty when there are none. It is no Output: that has been checked. */
export function tagsOf(holder: Pick<VpcArguments, "tags"> | undefined): Tags {
  return (holder?.tags as Tags | undefined) ?? {};
}

/** The region argument, left out when it is not given. */
export function region(args: VpcArguments): { region?: pulumi.Input<string | undefined> } {
  return args.region === undefined ? {} : { region: args.region };
}

/** Says where the stand-in is to be extended. */
const extend = "The rehearsal's stand-in for awsx does not have it; extend rehearsal/awsx";

type Check = (value: unknown) => string | undefined;

function describe(value: unknown): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? JSON.stringify(value)
    : Array.isArray(value)
      ? "a list"
      : `of type ${typeof value}`;
}

function isNotPlain(value: unknown): boolean {
  return value instanceof Promise || pulumi.Output.isInstance(value) || pulumi.isUnknown(value);
}

const notPlain =
  "It must be a plain value, because it decides the number or the names of resources; this one is an Output. Give a value that is known when the program runs.";

/** A check of a plain value; `allowed` completes "Allowed is …". */
function plain(allowed: string, accepts: (value: unknown) => boolean): Check {
  return (value) => {
    if (isNotPlain(value)) {
      return notPlain;
    }
    return accepts(value) ? undefined : `The value is ${describe(value)}. Allowed is ${allowed}.`;
  };
}

const text = plain("a text", (value) => typeof value === "string" && value !== "");
const flag = plain("true or false", (value) => typeof value === "boolean");
const count = plain("a whole number from 1", (value) => Number.isInteger(value) && Number(value) > 0);
const prefixLength = plain(
  "a prefix length from 0 to 32",
  (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 32,
);
const texts = plain(
  "a list of texts",
  (value) => Array.isArray(value) && value.every((item) => typeof item === "string"),
);
const list = plain("a list", Array.isArray);
const record = plain("an object", (value) => typeof value === "object" && value !== null && !Array.isArray(value));
const anything: Check = () => undefined;

function oneOf(values: readonly string[]): Check {
  return plain(values.map((value) => `"${value}"`).join(", "), (value) => values.includes(String(value)));
}

/** One value that the stand-in has, of several that the real component has. */
function only(has: string, all: readonly string[], file: string): Check {
  return (value) => {
    const problem = oneOf(all)(value);
    return problem ?? (value === has ? undefined : `It is "${value}", and only "${has}" is here. ${extend}/${file}.`);
  };
}

const refusedIpam: Check = () => `Addresses from IPAM are not supported: give cidrBlock. ${extend}/vpc.ts.`;

/** Tags as a whole must be an object: the real component spreads them, which takes an Output apart. */
const tags: Check = (value) =>
  isNotPlain(value)
    ? "The tags as a whole are an Output, which the component cannot merge with its own. Give an object; its values may be Outputs."
    : record(value);

const vpcChecks: Record<keyof VpcArguments, Check> = {
  assignGeneratedIpv6CidrBlock: anything,
  availabilityZoneCidrMask: prefixLength,
  availabilityZoneNames: texts,
  cidrBlock: text,
  enableDnsHostnames: anything,
  enableDnsSupport: anything,
  enableNetworkAddressUsageMetrics: anything,
  instanceTenancy: anything,
  ipv4IpamPoolId: refusedIpam,
  ipv4NetmaskLength: refusedIpam,
  ipv6CidrBlock: refusedIpam,
  ipv6CidrBlockNetworkBorderGroup: anything,
  ipv6IpamPoolId: refusedIpam,
  ipv6NetmaskLength: refusedIpam,
  natGateways: record,
  numberOfAvailabilityZones: count,
  region: anything,
  subnetNameTagStrategy: oneOf(nameTagStrategies),
  subnetSpecs: list,
  subnetStrategy: only("Auto", ["Legacy", "Auto", "AutoMerge", "Exact"], "subnet-layout.ts"),
  tags,
  vpcEndpointSpecs: list,
  vpcEndpointStrategy: only("Legacy", ["Legacy", "Auto"], "vpc-endpoints.ts"),
};

const subnetSpecChecks: Record<keyof awsx.types.input.ec2.SubnetSpecArgs, Check> = {
  assignIpv6AddressOnCreation: flag,
  cidrBlocks: texts,
  cidrMask: prefixLength,
  name: text,
  size: count,
  tags,
  type: oneOf(subnetTypes),
};

const natGatewayChecks: Record<keyof awsx.types.input.ec2.NatGatewayConfigurationArgs, Check> = {
  elasticIpAllocationIds: list,
  strategy: oneOf(natGatewayStrategies),
};

const endpointChecks: Record<keyof awsx.types.input.ec2.VpcEndpointSpecArgs, Check> = {
  autoAccept: flag,
  dnsOptions: anything,
  ipAddressType: anything,
  policy: anything,
  privateDnsEnabled: flag,
  region: anything,
  resourceConfigurationArn: anything,
  routeTableIds: anything,
  securityGroupIds: anything,
  serviceName: text,
  serviceNetworkArn: anything,
  serviceRegion: anything,
  subnetConfigurations: anything,
  subnetIds: anything,
  tags,
  vpcEndpointType: anything,
};

/** Checks the properties of one object; absent ones pass unless they are required. */
function check(value: unknown, checks: Record<string, Check>, at: string, required: readonly string[] = []): Problem[] {
  const wrong = record(value);
  if (wrong !== undefined) {
    return [{ propertyPath: at, reason: wrong }];
  }
  const given = Object.entries(value as Record<string, unknown>).filter(
    ([, item]) => item !== undefined && item !== null,
  );
  const path = (name: string) => (at === "" ? name : `${at}.${name}`);
  const problems = given.flatMap(([name, item]) => {
    const reason =
      checks[name] === undefined
        ? `There is no such argument. Allowed are ${Object.keys(checks).join(", ")}.`
        : checks[name](item);
    return reason === undefined ? [] : [{ propertyPath: path(name), reason }];
  });
  const missing = required.filter((name) => !given.some(([key]) => key === name));
  return [...problems, ...missing.map((name) => ({ propertyPath: path(name), reason: "It is required. Give it." }))];
}

function checkList(value: unknown, checks: Record<string, Check>, at: string, required: readonly string[]): Problem[] {
  return Array.isArray(value) ? value.flatMap((item, index) => check(item, checks, `${at}[${index}]`, required)) : [];
}

/** Problems between arguments that are each well-formed. */
function relationProblems(args: VpcArguments): Problem[] {
  const problems: Problem[] = [];
  if (args.subnetStrategy === undefined) {
    const reason = `It is not given, which means "Legacy", and only "Auto" is here: set it. ${extend}/subnet-layout.ts.`;
    problems.push({ propertyPath: "subnetStrategy", reason });
  }
  if (args.availabilityZoneNames !== undefined && args.numberOfAvailabilityZones !== undefined) {
    const reason = "Only one of availabilityZoneNames and numberOfAvailabilityZones may be given. Leave this one out.";
    problems.push({ propertyPath: "numberOfAvailabilityZones", reason });
  }
  if (args.availabilityZoneNames === undefined && isNotPlain(args.region)) {
    const reason =
      "It is an Output, so the availability zones cannot be looked up. Give a plain region or availabilityZoneNames.";
    problems.push({ propertyPath: "region", reason });
  }
  const types = (args.subnetSpecs ?? [{ type: "Private" }, { type: "Public" }]).map((spec) => spec.type);
  const addressCount = args.natGateways?.elasticIpAllocationIds?.length ?? 0;
  const strategy = args.natGateways?.strategy ?? "OnePerAz";
  return [...problems, ...natGatewayProblems(strategy, addressCount, zoneCount(args), types)];
}

/** The number of availability zones asked for. Default: 3. */
export function zoneCount(args: VpcArguments): number {
  return args.availabilityZoneNames?.length ?? args.numberOfAvailabilityZones ?? 3;
}

/**
 * Reads and checks the inputs of a component.
 *
 * @param inputs the inputs as `construct` gets them.
 * @returns the same inputs, typed.
 * @throws ArgumentProblems with every problem: an Output where a plain value is needed, a wrong type, an unknown
 *   argument, arguments that contradict each other, and what the stand-in does not have (with the file to extend).
 */
export function readArguments(inputs: pulumi.Inputs): VpcArguments {
  throwIfAny([
    ...check(inputs, vpcChecks, ""),
    ...(record(inputs.natGateways) === undefined
      ? check(inputs.natGateways, natGatewayChecks, "natGateways", ["strategy"])
      : []),
    ...checkList(inputs.subnetSpecs, subnetSpecChecks, "subnetSpecs", ["type"]),
    ...checkList(inputs.vpcEndpointSpecs, endpointChecks, "vpcEndpointSpecs", ["serviceName"]),
  ]);
  const args = inputs as VpcArguments;
  throwIfAny(relationProblems(args));
  return args;
}
