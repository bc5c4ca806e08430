/** A launch template's properties as EC2's `LaunchTemplateData`. */
import { isUnknown, type Properties } from "../../row.ts";
import { renameKeys, tagList, upperFirst } from "../helpers.ts";

/** Properties that make up a version. A change of one of them makes a new version. */
export const dataProperties = [
  "blockDeviceMappings",
  "capacityReservationSpecification",
  "cpuOptions",
  "creditSpecification",
  "disableApiStop",
  "disableApiTermination",
  "ebsOptimized",
  "enclaveOptions",
  "hibernationOptions",
  "iamInstanceProfile",
  "imageId",
  "instanceInitiatedShutdownBehavior",
  "instanceMarketOptions",
  "instanceRequirements",
  "instanceType",
  "kernelId",
  "keyName",
  "licenseSpecifications",
  "maintenanceOptions",
  "metadataOptions",
  "monitoring",
  "networkInterfaces",
  "networkPerformanceOptions",
  "placement",
  "privateDnsNameOptions",
  "ramDiskId",
  "securityGroupNames",
  "tagSpecifications",
  "userData",
  "vpcSecurityGroupIds",
] as const;

/** Names that are not the property's with a capital. */
const otherNames: Readonly<Record<string, string>> = {
  vpcSecurityGroupIds: "SecurityGroupIds",
  securityGroupNames: "SecurityGroups",
  enableResourceNameDnsAaaaRecord: "EnableResourceNameDnsAAAARecord",
  memoryMib: "MemoryMiB",
  vcpuCount: "VCpuCount",
  memoryGibPerVcpu: "MemoryGiBPerVCpu",
  acceleratorTotalMemoryMib: "AcceleratorTotalMemoryMiB",
  totalLocalStorageGb: "TotalLocalStorageGB",
  spotMaxPricePercentageOverLowestPrice: "SpotMaxPricePercentageOverLowestPrice",
};

/** Booleans that the real provider takes as text, so that "not given" differs from false. */
const nullableBooleans = new Set([
  "deleteOnTermination",
  "encrypted",
  "ebsOptimized",
  "associatePublicIpAddress",
  "associateCarrierIpAddress",
  "primaryIpv6",
]);

function memberName(name: string): string {
  return otherNames[name] ?? upperFirst(name);
}

/** Texts "true" and "false" as booleans where the API has booleans; empty texts are not given. */
function withBooleans(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withBooleans);
  if (value === null || typeof value !== "object" || isUnknown(value)) return value;
  const entries = Object.entries(value as Properties).filter(
    ([name, item]) => !(nullableBooleans.has(name) && item === ""),
  );
  return Object.fromEntries(
    entries.map(([name, item]) => [
      name,
      nullableBooleans.has(name) && typeof item === "string" ? item === "true" : withBooleans(item),
    ]),
  );
}

function networkInterface(given: Properties): Properties {
  const { ipv4Addresses, ipv4AddressCount, ipv4Prefixes, ipv6Addresses, ipv6Prefixes, securityGroups, ...rest } = given;
  const list = (values: unknown, key: string) =>
    Array.isArray(values) && values.length > 0 ? values.map((value) => ({ [key]: value })) : undefined;
  const others = {
    Groups: securityGroups,
    SecondaryPrivateIpAddressCount: ipv4AddressCount,
    PrivateIpAddresses: list(ipv4Addresses, "PrivateIpAddress"),
    Ipv4Prefixes: list(ipv4Prefixes, "Ipv4Prefix"),
    Ipv6Addresses: list(ipv6Addresses, "Ipv6Address"),
    Ipv6Prefixes: list(ipv6Prefixes, "Ipv6Prefix"),
  };
  const named = renameKeys(rest, memberName) as Properties;
  return { ...named, ...Object.fromEntries(Object.entries(others).filter(([, value]) => value !== undefined)) };
}

/** The `LaunchTemplateData` of these properties. */
export function launchTemplateData(inputs: Properties): Properties {
  const given = dataProperties.filter((name) => inputs[name] !== undefined && inputs[name] !== null);
  const entries = given.map((name) => {
    const value = withBooleans(name === "ebsOptimized" ? { ebsOptimized: inputs[name] } : inputs[name]);
    if (name === "ebsOptimized") return ["EbsOptimized", (value as Properties).ebsOptimized];
    if (name === "networkInterfaces" && Array.isArray(value)) return ["NetworkInterfaces", value.map(networkInterface)];
    if (name === "tagSpecifications" && Array.isArray(value)) {
      const specifications = value.map((item: Properties) => ({
        ResourceType: item.resourceType,
        Tags: isUnknown(item.tags) ? item.tags : tagList(item.tags ?? {}),
      }));
      return ["TagSpecifications", specifications];
    }
    return [memberName(name), renameKeys(value, memberName)];
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}
