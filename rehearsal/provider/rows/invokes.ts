/** The functions of the provider that the rehearsal answers, most of them from facts alone. */
import type { Facts, Invoke, Properties } from "../row.ts";
import { zoneIdOf, zonesOf } from "./ec2/zones.ts";
import { policyDocumentJson } from "./iam/policy-document-json.ts";
import { derivedHex, text, texts } from "./known.ts";
import { getSecretVersions } from "./secretsmanager/get-secret-versions.ts";

/** The partition of a region with the end of its host names (AWS General Reference, ARNs). */
function partitionOf(region: string): { partition: string; dnsSuffix: string; reverseDnsPrefix: string } {
  if (region.startsWith("cn-")) {
    return { partition: "aws-cn", dnsSuffix: "amazonaws.com.cn", reverseDnsPrefix: "cn.com.amazonaws" };
  }
  const partition = region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  return { partition, dnsSuffix: "amazonaws.com", reverseDnsPrefix: "com.amazonaws" };
}

/** Names of regions for people (AWS General Reference, Regions); other regions are told by their id. */
const regionNames: Readonly<Record<string, string>> = {
  "af-south-1": "Africa (Cape Town)",
  "ap-southeast-1": "Asia Pacific (Singapore)",
  "ap-southeast-2": "Asia Pacific (Sydney)",
  "ca-central-1": "Canada (Central)",
  "eu-central-1": "Europe (Frankfurt)",
  "eu-north-1": "Europe (Stockholm)",
  "eu-west-1": "Europe (Ireland)",
  "eu-west-2": "Europe (London)",
  "eu-west-3": "Europe (Paris)",
  "us-east-1": "US East (N. Virginia)",
  "us-east-2": "US East (Ohio)",
  "us-west-2": "US West (Oregon)",
};

function regionOf(args: Properties, facts: Facts): string {
  return text(args.region) ?? text(args.name) ?? facts.region;
}

const getCallerIdentity: Invoke = {
  token: "aws:index/getCallerIdentity:getCallerIdentity",
  answer: (_args, facts) => ({
    id: facts.accountId,
    accountId: facts.accountId,
    arn: facts.arn("iam", "root", { region: "" }),
    userId: facts.accountId,
  }),
};

const getPartition: Invoke = {
  token: "aws:index/getPartition:getPartition",
  answer: (_args, facts) => {
    const found = partitionOf(facts.region);
    return { id: found.partition, ...found };
  },
};

const getRegion: Invoke = {
  token: "aws:index/getRegion:getRegion",
  answer: (args, facts) => {
    const region = regionOf(args, facts);
    const endpoint = `ec2.${region}.${partitionOf(region).dnsSuffix}`;
    return { id: region, name: region, region, description: regionNames[region] ?? region, endpoint };
  },
};

const getAvailabilityZones: Invoke = {
  token: "aws:index/getAvailabilityZones:getAvailabilityZones",
  answer: (args, facts) => {
    const region = text(args.region) ?? facts.region;
    if (args.state !== undefined && args.state !== "available") {
      return { ...args, id: region, region, names: [], zoneIds: [], groupNames: [] };
    }
    const unwanted = [...texts(args.excludeNames), ...texts(args.excludeZoneIds)];
    const zones = zonesOf(region)
      .map((name) => ({ name, zoneId: zoneIdOf(region, name) }))
      .filter(({ name, zoneId }) => !unwanted.includes(name) && !unwanted.includes(zoneId));
    return {
      ...args,
      id: region,
      region,
      names: zones.map(({ name }) => name),
      zoneIds: zones.map(({ zoneId }) => zoneId),
      groupNames: [`${region}-zg-1`],
    };
  },
};

/** Services that have an AWS-managed prefix list in every region (Amazon VPC User Guide, AWS-managed prefix lists). */
const prefixListServices = ["s3", "dynamodb", "ec2-instance-connect", "route53-healthchecks", "vpc-lattice"];

/** The wanted prefix list by name, filter or id. The emulator's ids and ranges follow from the name in the same way. */
function prefixListOf(args: Properties, region: string): { name: string; id: string; cidr: string } {
  const filter = (args.filters as Properties[] | undefined)?.find(({ name }) => name === "prefix-list-name");
  const wanted = text(args.name) ?? texts(filter?.values)[0];
  const names = [
    ...prefixListServices.map((service) => `com.amazonaws.${region}.${service}`),
    "com.amazonaws.global.cloudfront.origin-facing",
  ];
  const known = names.map((name) => ({ name, id: `pl-${derivedHex(name, 17)}`, cidr: prefixListCidr(name) }));
  const id = text(args.prefixListId) ?? text(args.id);
  const found = known.find((list) => list.name === wanted || (wanted === undefined && list.id === id));
  if (found) return found;
  throw new Error(`there is no prefix list ${wanted ?? id ?? "(none asked for)"}: known are ${names.join(", ")}`);
}

/** A /24 in the shared address space, as the emulator makes it up for a list. */
function prefixListCidr(name: string): string {
  const subnet = Number.parseInt(derivedHex(name, 8), 16) >>> 18;
  return `100.${64 + (subnet >>> 8)}.${subnet & 255}.0/24`;
}

const getPrefixList: Invoke = {
  token: "aws:ec2/getPrefixList:getPrefixList",
  answer: (args, facts) => {
    const region = text(args.region) ?? facts.region;
    const { name, id, cidr } = prefixListOf(args, region);
    return { ...args, id, name, region, prefixListId: args.prefixListId ?? id, cidrBlocks: [cidr] };
  },
};

const getManagedPrefixList: Invoke = {
  token: "aws:ec2/getManagedPrefixList:getManagedPrefixList",
  answer: (args, facts) => {
    const region = text(args.region) ?? facts.region;
    const { name, id, cidr } = prefixListOf(args, region);
    return {
      ...args,
      id,
      name,
      region,
      arn: facts.arn("ec2", `prefix-list/${id}`, { account: "aws", region }),
      addressFamily: "IPv4",
      entries: [{ cidr, description: "" }],
      maxEntries: 0,
      ownerId: "AWS",
      tags: {},
      version: 0,
    };
  },
};

const getPolicyDocument: Invoke = {
  token: "aws:iam/getPolicyDocument:getPolicyDocument",
  answer: (args) => {
    const { json, minifiedJson } = policyDocumentJson(args);
    return { ...args, id: String(Number.parseInt(derivedHex(json, 8), 16)), json, minifiedJson };
  },
};

/** An image id that follows from what was asked for, so that it stays the same. */
function imageId(region: string, asked: string): string {
  return `ami-${derivedHex(`${region} ${asked}`, 17)}`;
}

const getParameter: Invoke = {
  token: "aws:ssm/getParameter:getParameter",
  answer: (args, facts) => {
    const region = text(args.region) ?? facts.region;
    const name = String(args.name);
    if (!/^\/aws\/service\/(ami-|bottlerocket\/|ecs\/|eks\/|canonical\/|debian\/)/.test(name)) {
      throw new Error(
        `the rehearsal knows public parameters with images only (/aws/service/ami-…), got ${name}: make other parameters as resources and use their outputs`,
      );
    }
    const value = imageId(region, name);
    return {
      ...args,
      id: name,
      name,
      region,
      arn: facts.arn("ssm", `parameter${name}`, { account: "", region }),
      type: "String",
      insecureValue: value,
      value,
      version: 1,
      withDecryption: args.withDecryption ?? true,
    };
  },
};

function filterValue(args: Properties, name: string): string | undefined {
  const filter = (args.filters as Properties[] | undefined)?.find((item) => item.name === name);
  return texts(filter?.values)[0];
}

const getAmi: Invoke = {
  token: "aws:ec2/getAmi:getAmi",
  answer: (args, facts) => {
    const region = text(args.region) ?? facts.region;
    const name = (filterValue(args, "name") ?? text(args.nameRegex) ?? "image").replaceAll("*", "0");
    const architecture = filterValue(args, "architecture") ?? (/arm64|aarch64/.test(name) ? "arm64" : "x86_64");
    const id = imageId(region, JSON.stringify([name, architecture, args.owners ?? []]));
    return {
      ...args,
      id,
      imageId: id,
      region,
      name,
      architecture,
      arn: facts.arn("ec2", `image/${id}`, { account: "", region }),
      blockDeviceMappings: [],
      creationDate: "2025-01-01T00:00:00.000Z",
      description: name,
      enaSupport: true,
      hypervisor: "xen",
      imageType: "machine",
      ownerId: "137112412989",
      imageOwnerAlias: "amazon",
      platformDetails: "Linux/UNIX",
      productCodes: [],
      public: true,
      rootDeviceName: "/dev/xvda",
      rootDeviceType: "ebs",
      state: "available",
      tags: {},
      virtualizationType: "hvm",
    };
  },
};

/** All invokes. */
export const invokes: readonly Invoke[] = [
  getCallerIdentity,
  getPartition,
  getRegion,
  getAvailabilityZones,
  getPrefixList,
  getManagedPrefixList,
  getPolicyDocument,
  getParameter,
  getAmi,
  getSecretVersions,
];
