/** How a mutation changes an environment. For tests. */
import type { Properties } from "./control.ts";

/** A change that breaks one guard rail. */
export interface Mutation {
  /** The shape that is changed. Default: prod. */
  readonly shape?: string;
  /** Type of the resource that is changed, without "aws:" where it begins so. */
  readonly type: string;
  /** Which resource of the type. Default: the first. */
  readonly name?: RegExp;
  /** What becomes of its inputs; missing when the resource is taken away. */
  readonly change?: (inputs: Properties, shape: readonly { type: string; props: Properties }[]) => void;
  /** The resource is made anew in prod, protected, with these inputs. */
  readonly add?: Properties;
  /** Its protection is taken off. */
  readonly unprotect?: boolean;
  /** Controls that the change breaks, too. */
  readonly also?: readonly string[];
}

/** The account stack. */
export const account = "account";
/** The shape with PostgreSQL, a replica, a rotator and no CDN. */
export const postgres = "prod with all options, without CDN";
/** Names of the web servers' resources. */
export const web = /-web$/;

/** Sets inputs. */
export const set = (values: Properties) => (inputs: Properties) => {
  Object.assign(inputs, values);
};
/** Leaves an input out. */
export const drop = (name: string) => (inputs: Properties) => {
  delete inputs[name];
};
/** Adds a statement to a policy that allows something. */
export const allow = (statement: Properties) => (inputs: Properties) => {
  const policy = JSON.parse(inputs.policy);
  policy.Statement.push({ Effect: "Allow", ...statement });
  inputs.policy = JSON.stringify(policy);
};
/** Lets a policy decrypt with every key. */
export const everyKey = allow({ Action: "kms:Decrypt", Resource: "*" });
/** Lets everybody do everything. */
export const everybody = allow({ Action: "*", Resource: "*", Principal: "*" });
/** A part of a bucket. */
export const part = (type: string, name = /archives|assets|uploads|objects/) => ({
  type: `s3/bucket${type}:Bucket${type}`,
  name,
});
/** Lets another account read. */
export const strangers = allow({
  Action: "s3:GetObject",
  Resource: "*",
  Principal: { AWS: "arn:aws:iam::999999999999:root" },
});
/** Opens a port to a range. */
export const open = (port: number, range: Properties) => (inputs: Properties) => {
  for (const name of ["referencedSecurityGroupId", "prefixListId", "cidrIpv4"]) delete inputs[name];
  Object.assign(inputs, { ipProtocol: "tcp", fromPort: port, toPort: port, ...range });
};
/** The range of the whole internet. */
export const everywhere = { cidrIpv4: "0.0.0.0/0" };
/** Public subnets of a shape. */
export const publicSubnets = (shape: readonly { type: string; props: Properties }[]): string[] =>
  shape.find(({ type }) => type === "awsx:ec2:Vpc")?.props.publicSubnetIds;
/** Changes the origins of a distribution that are buckets, or are not. */
export const origins = (change: (origin: Properties) => void, isBucket: boolean) => (inputs: Properties) => {
  for (const origin of inputs.origins) if ("customOriginConfig" in origin !== isBucket) change(origin);
};
/** Changes a feature of GuardDuty's. */
export const feature = (name: string, change: (inputs: Properties) => void): Mutation => ({
  shape: account,
  type: "guardduty/detectorFeature:DetectorFeature",
  name: new RegExp(name),
  change,
});
/** Switches a feature off. */
export const off = set({ status: "DISABLED" });
/** Switches an agent of a feature off. */
export const agentOff = (agent: string) => (inputs: Properties) => {
  for (const one of inputs.additionalConfigurations) if (one.name === agent) one.status = "DISABLED";
};

/** Leaves the first volume of a launch template open. */
export const disksOpen = (inputs: Properties) => {
  inputs.blockDeviceMappings[0].ebs.encrypted = "false";
};

/** Gives machines of a launch template a public address. */
export const addressed = (inputs: Properties) => {
  inputs.networkInterfaces[0].associatePublicIpAddress = "true";
};
