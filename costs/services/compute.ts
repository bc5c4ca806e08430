/** Servers: Auto Scaling groups with what their launch template gives each instance. */
import type { Charge, Context, Pricer, Resource } from "../model.ts";

/** Metrics of an instance with detailed monitoring, each charged as a custom metric: https://aws.amazon.com/cloudwatch/pricing/ */
const detailedMetrics = 7;

/** The launch template of a group: the platform gives both the same name. */
function templateOf(group: Resource, { all }: Context): Resource | undefined {
  return all.find(
    ({ type, name, stack }) =>
      type === "aws:ec2/launchTemplate:LaunchTemplate" && name === group.name && stack === group.stack,
  );
}

/** How many instances run: what the settings say of web servers, or as many as the group starts with. */
function instances({ inputs }: Resource, { usage }: Context): number {
  const isWeb = inputs.mixedInstancesPolicy !== undefined;
  return (isWeb ? usage.webServers : undefined) ?? inputs.desiredCapacity ?? inputs.minSize ?? 0;
}

/**
 * The instances of a group, at the on-demand price of the first type: the price of Spot Instances changes by the hour, so what
 * they save is left out.
 */
const group: Pricer = (resource, context) => {
  const count = instances(resource, context);
  const template = templateOf(resource, context)?.inputs ?? {};
  const overrides = resource.inputs.mixedInstancesPolicy?.launchTemplate?.overrides ?? [];
  const type: string = overrides[0]?.instanceType ?? template.instanceType ?? "unknown";
  const hours = count * context.usage.hours;
  const part = context.usage.hours / 730;
  const volumes: Charge[] = (template.blockDeviceMappings ?? []).map(({ ebs }: Resource["inputs"]) => ({
    what: `${count} × ${ebs.volumeSize} GiB ${ebs.volumeType}`,
    item: `ebs/${ebs.volumeType}`,
    quantity: count * Number(ebs.volumeSize) * part,
    unit: "GB-month",
    kind: "fixed",
  }));
  const isPublic = String(template.networkInterfaces?.[0]?.associatePublicIpAddress) === "true";
  return [
    { what: `${count} × ${type}, on demand`, item: `ec2/${type}`, quantity: hours, unit: "hour", kind: "fixed" },
    ...volumes,
    ...(isPublic ? [publicAddresses(count, context)] : []),
    ...(template.monitoring?.enabled === true
      ? [
          {
            what: `detailed monitoring of ${count} servers`,
            item: "cloudwatch/metric",
            quantity: count * detailedMetrics * part,
            unit: "month",
            kind: "fixed" as const,
          },
        ]
      : []),
  ];
};

/** Public IPv4 addresses, each charged by the hour, whatever holds it. */
export function publicAddresses(count: number, { usage }: Context): Charge {
  return {
    what: `${count} public IPv4 address${count === 1 ? "" : "es"}`,
    item: "vpc/public-ipv4",
    quantity: count * usage.hours,
    unit: "hour",
    kind: "fixed",
  };
}

/** Pricers by type. */
export const compute: Readonly<Record<string, Pricer>> = { "aws:autoscaling/group:Group": group };
