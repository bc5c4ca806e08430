/** Draws the VPC: zones, subnets, what stands in them, and who may reach whom by security groups. */
import { count, type Draft } from "./draft.ts";
import type { IconName } from "./icons.ts";
import type { Row } from "./model.ts";
import { compare, groupBy, keyOf, type Resource } from "./resources.ts";

/** Something that stands in subnets. */
interface Standing {
  readonly resources: readonly Resource[];
  readonly subnets: readonly Resource[];
  readonly icon: IconName;
  readonly title: string;
  readonly detail: string | undefined;
  /** What serves others stands right of what uses it. */
  readonly isStore: boolean;
}

const text = (value: unknown) => (typeof value === "string" || typeof value === "number" ? String(value) : "");

/** Adds the VPC of the environment, when there is one. */
export function drawNetwork(draft: Draft): void {
  const [vpc] = draft.graph.ofType("ec2/vpc:Vpc");
  if (!vpc) return;
  const parent = draft.regionOf(vpc);
  draft.groups.push({ id: "vpc", parent, kind: "vpc", label: `VPC ${text(vpc.inputs.cidrBlock)}` });
  draft.show([vpc], "vpc");
  const subnets = draft.graph.ofType("ec2/subnet:Subnet");
  draft.zones.push(...[...new Set(subnets.map(zoneOf))].sort());
  placeInSubnets(draft, subnets, standing(draft));
  const gateways = draft.graph.ofType("ec2/vpcEndpoint:VpcEndpoint").filter(({ inputs }) => !inputs.subnetIds);
  const services = gateways.map(serviceOf).sort().join(", ");
  draft.shelve(
    "vpc",
    { id: "gateway-endpoints", icon: "endpoint", title: "Endpoints", detail: `gateway, ${services}` },
    gateways,
  );
  const internet = draft.graph.ofType("ec2/internetGateway:InternetGateway");
  draft.shelve("vpc", { id: "internet-gateway", icon: "gateway", title: "Internet gateway" }, internet);
  const flowLogs = draft.graph.ofType("ec2/flowLog:FlowLog");
  draft.shelve("vpc", { id: "flow-logs", icon: "log", title: "Flow logs", detail: "to CloudWatch Logs" }, flowLogs);
  connectByTargets(draft);
  connectBySecurityGroups(draft);
}

function zoneOf({ inputs }: Resource): string {
  return text(inputs.availabilityZone);
}

/** `s3` of `com.amazonaws.af-south-1.s3`. */
function serviceOf({ inputs }: Resource): string {
  return text(inputs.serviceName).split(".").slice(3).join(".");
}

/** All that stands in subnets, in the order of drawing. */
function standing(draft: Draft): Standing[] {
  const { graph } = draft;
  const inSubnets = (value: unknown) => graph.named(value, "ec2/subnet:Subnet");
  const balancers = graph.ofType("lb/loadBalancer:LoadBalancer").map((each) => {
    const detail = each.inputs.loadBalancerType === "network" ? "Network" : "Application";
    return {
      resources: [each],
      subnets: inSubnets(each.inputs.subnets),
      icon: "balancer" as const,
      title: "Load balancer",
      detail,
      isStore: false,
    };
  });
  const nats = graph.ofType("ec2/natGateway:NatGateway").map((each) => {
    const addresses = graph.named(each.inputs.allocationId, "ec2/eip:Eip");
    return {
      resources: [each, ...addresses],
      subnets: inSubnets(each.inputs.subnetId),
      icon: "gateway" as const,
      title: "NAT gateway",
      detail: "way out",
      isStore: false,
    };
  });
  return [...balancers, ...nats, ...groupsOfServers(draft), ...stores(draft)];
}

function groupsOfServers(draft: Draft): Standing[] {
  return draft.graph.ofType("autoscaling/group:Group").map((group) => {
    const isBastion = group.ancestors.includes("platform:access:Bastion");
    const { minSize, maxSize } = group.inputs;
    const zones = draft.graph.named(group.inputs.vpcZoneIdentifiers, "ec2/subnet:Subnet").length;
    const isFewer = Number(maxSize) < zones;
    const fixed = isFewer ? `${text(maxSize)}, in any zone` : count(Number(maxSize), "instance");
    const size = minSize === maxSize ? fixed : `${text(minSize)} to ${text(maxSize)}, scaled`;
    const title = isBastion ? "Bastion" : "Web servers";
    return {
      resources: [group],
      subnets: draft.graph.named(group.inputs.vpcZoneIdentifiers, "ec2/subnet:Subnet"),
      icon: isBastion ? "bastion" : "server",
      title,
      detail: size,
      isStore: false,
    };
  });
}

function stores(draft: Draft): Standing[] {
  const { graph } = draft;
  const inSubnets = (value: unknown) => graph.named(value, "ec2/subnet:Subnet");
  const databases = graph.ofType("rds/instance:Instance").map((each) => {
    const [group] = graph.named(each.inputs.dbSubnetGroupName, "rds/subnetGroup:SubnetGroup");
    const isMultiAz = each.inputs.multiAz === true;
    const detail = `${text(each.inputs.instanceClass)}, ${isMultiAz ? "Multi-AZ" : "one zone"}`;
    const title = `RDS ${engines[text(each.inputs.engine)] ?? text(each.inputs.engine)} ${text(each.inputs.engineVersion)}`;
    const subnets = inSubnets(group?.inputs.subnetIds).slice(0, isMultiAz ? undefined : 1);
    return { resources: [each], subnets, icon: "database" as const, title, detail, isStore: true };
  });
  const systems = graph.ofType("efs/fileSystem:FileSystem").map((each) => {
    const targets = graph
      .ofType("efs/mountTarget:MountTarget")
      .filter(({ inputs }) => graph.named(inputs.fileSystemId, "efs/fileSystem:FileSystem").includes(each));
    const subnets = inSubnets(targets.map(({ inputs }) => inputs.subnetId));
    return {
      resources: [each, ...targets],
      subnets,
      icon: "files" as const,
      title: "EFS files",
      detail: "mount target",
      isStore: true,
    };
  });
  const endpoints = graph.ofType("ec2/vpcEndpoint:VpcEndpoint").filter(({ inputs }) => inputs.subnetIds);
  const reached = inSubnets(endpoints.map(({ inputs }) => inputs.subnetIds));
  const detail = `${endpoints.length}, interface`;
  return [
    ...databases,
    ...systems,
    { resources: endpoints, subnets: reached, icon: "endpoint", title: "Endpoints", detail, isStore: true },
  ];
}

const engines: Readonly<Record<string, string>> = { mysql: "MySQL", postgres: "PostgreSQL", mariadb: "MariaDB" };

/** One column of boxes for each kind of subnets; private ones have two: who asks, and who answers. */
function placeInSubnets(draft: Draft, subnets: readonly Resource[], all: readonly Standing[]): void {
  const tiers = groupBy(subnets, ({ inputs }) =>
    text((inputs.tags as Record<string, unknown> | undefined)?.SubnetType),
  );
  const order = ["Public", "Private", "Isolated"];
  const sorted = [...tiers].sort(([a], [b]) => order.indexOf(a) - order.indexOf(b));
  for (const [tier, inTier] of sorted) {
    const keys = new Set(inTier.map(keyOf));
    const here = all.filter(
      ({ subnets: at, resources }) => resources.length > 0 && at.some((each) => keys.has(keyOf(each))),
    );
    const columns = [here.filter(({ isStore }) => !isStore), here.filter(({ isStore }) => isStore)];
    const boxes = columns.flatMap((column, index) => {
      if (column.length === 0 && (index > 0 || here.length > 0)) return [];
      const id = `${tier.toLowerCase()}-${index}`;
      const cells = draft.zones.map((zone) => cellOf(draft, column, zone, keys));
      draft.boxes.push({ id, group: "vpc", cells });
      return [id];
    });
    for (const subnet of inTier) {
      const zone = draft.zones.indexOf(zoneOf(subnet));
      const label = `${tier} subnet ${text(subnet.inputs.cidrBlock)}`;
      const id = `${tier.toLowerCase()}-${zone}`;
      draft.subnets.push({ id, label, boxes, zone, isPublic: tier === "Public" });
      draft.show([subnet], id);
    }
  }
  draft.subnets.sort((a, b) => compare(a.id, b.id));
}

function cellOf(draft: Draft, column: readonly Standing[], zone: string, tier: ReadonlySet<string>): Row[] {
  return column.flatMap(({ resources, subnets, icon, title, detail }) => {
    const subnet = subnets.find((each) => zoneOf(each) === zone && tier.has(keyOf(each)));
    const [first] = resources;
    if (!subnet || !first) return [];
    const row = { id: `${first.type} ${first.name} ${zone}`, icon, title, ...(detail && { detail }) };
    draft.show(resources, row.id);
    return [row];
  });
}

/** Arrows from load balancers to what registers with their target groups. */
function connectByTargets(draft: Draft): void {
  const { graph } = draft;
  for (const group of graph.ofType("autoscaling/group:Group")) {
    for (const target of graph.named(group.inputs.targetGroupArns, "lb/targetGroup:TargetGroup")) {
      const rules = graph.ofType("lb/listenerRule:ListenerRule", "lb/listener:Listener");
      const forwarding = rules.filter(({ inputs }) =>
        graph.named([inputs.actions, inputs.defaultActions], "lb/targetGroup:TargetGroup").includes(target),
      );
      const listeners = forwarding.flatMap((rule) => [
        rule,
        ...graph.named(rule.inputs.listenerArn, "lb/listener:Listener"),
      ]);
      const balancers = graph.named(
        listeners.map(({ inputs }) => inputs.loadBalancerArn),
        "lb/loadBalancer:LoadBalancer",
      );
      for (const balancer of balancers)
        connectZones(draft, balancer, group, `${text(target.inputs.protocol)} ${text(target.inputs.port)}`);
    }
  }
}

/** Arrows in each zone; to all of the other's cards where it has none in a zone. */
function connectZones(draft: Draft, from: Resource, to: Resource, label: string): void {
  const targets = draft.rowsOf(to);
  for (const row of draft.rowsOf(from)) {
    const zone = draft.zones.find((each) => row.endsWith(each));
    const near = targets.filter((target) => zone !== undefined && target.endsWith(zone));
    for (const target of near.length > 0 ? near : targets) draft.connect(row, target, "traffic", label);
  }
}

/** Ports by which rules are better known. */
const services: Readonly<Record<string, string>> = {
  80: "HTTP 80",
  443: "HTTPS",
  2049: "NFS",
  3306: "MySQL",
  5432: "PostgreSQL",
};

function connectBySecurityGroups(draft: Draft): void {
  const { graph } = draft;
  const type = "ec2/securityGroup:SecurityGroup";
  const holders = (group: Resource) => graph.resources.filter((each) => draft.shows(each) && holds(draft, each, group));
  for (const rule of graph.ofType("vpc/securityGroupIngressRule:SecurityGroupIngressRule")) {
    const sources = graph.named(rule.inputs.referencedSecurityGroupId, type);
    const targets = graph.named(rule.inputs.securityGroupId, type);
    const label = services[text(rule.inputs.fromPort)] ?? `port ${text(rule.inputs.fromPort)}`;
    for (const from of sources.flatMap(holders)) {
      for (const to of targets.flatMap(holders)) connectZones(draft, from, to, label);
    }
  }
}

/** True when a resource, or the launch template of its servers, has the security group. */
function holds({ graph }: Draft, resource: Resource, group: Resource): boolean {
  const templates = graph.named(
    [resource.inputs.launchTemplate, resource.inputs.mixedInstancesPolicy],
    "ec2/launchTemplate:LaunchTemplate",
  );
  const inputs = [resource, ...templates].map(({ inputs }) => [
    inputs.securityGroups,
    inputs.vpcSecurityGroupIds,
    inputs.networkInterfaces,
  ]);
  return graph.named(inputs, "ec2/securityGroup:SecurityGroup").includes(group);
}
