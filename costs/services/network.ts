/** The network's gateways and endpoints, the load balancer, the CDN, the firewall, health checks. */
import type { Charge, Pricer } from "../model.ts";
import { globalRegion } from "../price-table.ts";
import { publicAddresses } from "./compute.ts";
import { hasCdn, missShare, peers } from "./shares.ts";

const natGateway: Pricer = (resource, context) => [
  { what: "NAT gateway", item: "ec2/nat-gateway", quantity: context.usage.hours, unit: "hour", kind: "fixed" },
  {
    what: "through the NAT gateway",
    item: "ec2/nat-gateway-data",
    quantity: context.usage.natGb / peers(resource, context),
    unit: "GB",
    kind: "usage",
  },
];

const elasticIp: Pricer = (_resource, context) => [publicAddresses(1, context)];

/** An interface endpoint is charged in each zone; a gateway endpoint is free: https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html */
const endpoint: Pricer = (resource, context) => {
  const isInterface = ({ inputs }: typeof resource) => inputs.vpcEndpointType === "Interface";
  if (!isInterface(resource)) return [];
  const zones = resource.inputs.subnetIds?.length ?? 1;
  const service = String(resource.inputs.serviceName).split(".").slice(3).join(".");
  return [
    {
      what: `endpoint of ${service} in ${zones} zones`,
      item: "vpc/interface-endpoint",
      quantity: zones * context.usage.hours,
      unit: "hour",
      kind: "fixed",
    },
    {
      what: `through the endpoint of ${service}`,
      item: "vpc/interface-endpoint-data",
      quantity: context.usage.interfaceEndpointGb / peers(resource, context, isInterface),
      unit: "GB",
      kind: "usage",
    },
  ];
};

/** New connections of one LCU an hour: 25 a second. https://aws.amazon.com/elasticloadbalancing/pricing/ */
const connectionsPerLcuHour = 25 * 3600;

/** A load balancer, its public address in each zone, and capacity units: the greater of the GB and of one connection a request. */
const loadBalancer: Pricer = ({ inputs }, context) => {
  const { usage, all } = context;
  const gb = usage.transferOutGb * missShare(context);
  const lcuHours = Math.max(gb, (usage.requests * missShare(context)) / connectionsPerLcuHour);
  const zones = inputs.subnets?.length ?? 2;
  const transfer: Charge = {
    what: "from the load balancer to visitors",
    item: "ec2/transfer-out",
    quantity: usage.transferOutGb,
    unit: "GB",
    kind: "usage",
  };
  return [
    { what: "load balancer", item: "lb/alb", quantity: usage.hours, unit: "hour", kind: "fixed" },
    ...(inputs.internal === true ? [] : [publicAddresses(zones, context)]),
    { what: "capacity units", item: "lb/alb-lcu", quantity: lcuHours, unit: "LCU-hour", kind: "usage" },
    // What CloudFront fetches is not charged: https://aws.amazon.com/cloudfront/pricing/
    ...(hasCdn(all) ? [] : [transfer]),
  ];
};

/** Where most visitors are, as CloudFront's prices divide the world: near the environment's region. */
function visitors(homeRegion: string): string {
  const areas: readonly (readonly [RegExp, string])[] = [
    [/^(us|ca|mx)-/, "north-america"],
    [/^eu-/, "europe"],
    [/^af-/, "africa"],
  ];
  return areas.find(([pattern]) => pattern.test(homeRegion))?.[1] ?? homeRegion;
}

const distribution: Pricer = (_resource, { usage, homeRegion }) => [
  {
    what: `CDN to visitors in ${visitors(homeRegion)}`,
    item: `cloudfront/transfer-out-${visitors(homeRegion)}`,
    region: globalRegion,
    quantity: usage.transferOutGb,
    unit: "GB",
    kind: "usage",
  },
  {
    what: `HTTPS requests of visitors in ${visitors(homeRegion)}`,
    item: `cloudfront/https-requests-${visitors(homeRegion)}`,
    region: globalRegion,
    quantity: usage.requests / 10_000,
    unit: "10,000 requests",
    kind: "usage",
  },
];

const webAcl: Pricer = ({ inputs }, { usage }) => {
  const rules = inputs.rules?.length ?? 0;
  const part = usage.hours / 730;
  const of = (what: string, item: string, quantity: number, unit: string, kind: "fixed" | "usage"): Charge => ({
    ...{ what, item, quantity, unit, kind },
    region: globalRegion,
  });
  return [
    of("firewall", "waf/web-acl", part, "month", "fixed"),
    of(`${rules} rules`, "waf/rule", rules * part, "month", "fixed"),
    of("requests looked at", "waf/requests", usage.requests / 1_000_000, "million requests", "usage"),
  ];
};

/** A check of an address at AWS; HTTPS counts as an optional feature. */
const healthCheck: Pricer = ({ inputs }, { usage }) => {
  const part = usage.hours / 730;
  const features = [
    inputs.type?.startsWith("HTTPS"),
    inputs.type?.endsWith("STR_MATCH"),
    inputs.requestInterval === 10,
    inputs.measureLatency === true,
  ].filter(Boolean).length;
  const charge = { region: globalRegion, unit: "month", kind: "fixed" as const };
  return [
    { ...charge, what: "health check", item: "route53/health-check", quantity: part },
    { ...charge, what: "HTTPS and other options", item: "route53/health-check-option", quantity: features * part },
  ];
};

/** Pricers by type. */
export const network: Readonly<Record<string, Pricer>> = {
  "aws:ec2/natGateway:NatGateway": natGateway,
  "aws:ec2/eip:Eip": elasticIp,
  "aws:ec2/vpcEndpoint:VpcEndpoint": endpoint,
  "aws:lb/loadBalancer:LoadBalancer": loadBalancer,
  "aws:cloudfront/distribution:Distribution": distribution,
  "aws:wafv2/webAcl:WebAcl": webAcl,
  "aws:route53/healthCheck:HealthCheck": healthCheck,
};
