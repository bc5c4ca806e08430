/** The row of load balancers. Only those of type application are known. */
import { isDeepStrictEqual } from "node:util";
import type { Call, Facts, Properties, Row } from "../../row.ts";
import { orderAsWanted, texts } from "../known.ts";
import { loadBalancerRules } from "./load-balancer-rules.ts";
import {
  type Attribute,
  changedAttributes,
  describeTags,
  lb,
  liveAttributes,
  liveTags,
  suffix,
  tagCalls,
  tagsOf,
  types,
} from "./shared.ts";

/** Attributes (ELB API, LoadBalancerAttribute) by the provider's properties (terraform-provider-aws, aws_lb). */
const attributes: readonly Attribute[] = [
  ["accessLogs.enabled", "access_logs.s3.enabled", "boolean"],
  ["accessLogs.bucket", "access_logs.s3.bucket", "text"],
  ["accessLogs.prefix", "access_logs.s3.prefix", "text"],
  ["clientKeepAlive", "client_keep_alive.seconds", "number"],
  ["desyncMitigationMode", "routing.http.desync_mitigation_mode", "text"],
  ["dropInvalidHeaderFields", "routing.http.drop_invalid_header_fields.enabled", "boolean"],
  ["enableDeletionProtection", "deletion_protection.enabled", "boolean"],
  ["enableHttp2", "routing.http2.enabled", "boolean"],
  ["enableTlsVersionAndCipherSuiteHeaders", "routing.http.x_amzn_tls_version_and_cipher_suite.enabled", "boolean"],
  ["enableWafFailOpen", "waf.fail_open.enabled", "boolean"],
  ["enableXffClientPort", "routing.http.xff_client_port.enabled", "boolean"],
  ["enableZonalShift", "zonal_shift.config.enabled", "boolean"],
  ["idleTimeout", "idle_timeout.timeout_seconds", "number"],
  ["preserveHostHeader", "routing.http.preserve_host_header.enabled", "boolean"],
  ["xffHeaderProcessingMode", "routing.http.xff_header_processing.mode", "text"],
];

/** The hosted zone that the emulator gives to all load balancers; AWS has one for each region. */
const zoneId = "Z35SXDOTRQ7X7K";

const notFound = ["LoadBalancerNotFound", "LoadBalancerNotFoundException"];

/** A switch of access logs comes with the bucket, and the bucket with the switch (terraform-provider-aws, access logs). */
function attributeCalls(id: string, inputs: Properties, previous: Properties): Call[] {
  const changed = changedAttributes(attributes, inputs, previous);
  const logs = isDeepStrictEqual(inputs.accessLogs, previous.accessLogs) ? undefined : inputs.accessLogs;
  const off = logs === undefined && inputs.accessLogs === undefined && previous.accessLogs !== undefined;
  const rest = changed.filter(({ Key }) => !String(Key).startsWith("access_logs."));
  const all = [
    ...rest,
    ...(logs ? changedAttributes(attributes.slice(0, 3), { accessLogs: logs }, {}) : []),
    ...(off ? [{ Key: "access_logs.s3.enabled", Value: "false" }] : []),
  ];
  return all.length === 0 ? [] : [lb("ModifyLoadBalancerAttributes", { LoadBalancerArn: id, Attributes: all })];
}

function liveProperties(answer: Properties, id: string, state: Properties): Properties | undefined {
  const found = answer.LoadBalancers?.[0];
  if (!found) return undefined;
  const subnets = (found.AvailabilityZones ?? []).map(({ SubnetId }: Properties) => SubnetId);
  return {
    arn: id,
    arnSuffix: suffix(id, ":loadbalancer/"),
    name: found.LoadBalancerName,
    dnsName: found.DNSName,
    zoneId: found.CanonicalHostedZoneId,
    internal: found.Scheme === "internal",
    loadBalancerType: found.Type,
    ipAddressType: found.IpAddressType,
    ...(state.securityGroups === undefined
      ? {}
      : { securityGroups: orderAsWanted(found.SecurityGroups ?? [], state.securityGroups) }),
    ...(state.subnets === undefined ? {} : { subnets: orderAsWanted(subnets, state.subnets) }),
    ...liveAttributes(attributes, answer.Attributes ?? [], state),
    ...liveTags(answer),
  };
}

function createParameters(inputs: Properties, facts: Facts): Properties {
  return {
    Name: inputs.name ?? `${inputs.namePrefix}${facts.hex(8)}`,
    Type: inputs.loadBalancerType,
    ...(inputs.internal === true ? { Scheme: "internal" } : {}),
    ...(inputs.ipAddressType === undefined ? {} : { IpAddressType: inputs.ipAddressType }),
    ...(inputs.securityGroups === undefined ? {} : { SecurityGroups: inputs.securityGroups }),
    ...(inputs.subnets === undefined ? {} : { Subnets: inputs.subnets }),
    ...tagsOf(facts),
  };
}

function placeCalls(id: string, inputs: Properties, previous: Properties): Call[] {
  const differs = (name: string) =>
    inputs[name] !== undefined &&
    !isDeepStrictEqual([...texts(inputs[name])].sort(), [...texts(previous[name])].sort());
  return [
    ...(differs("securityGroups")
      ? [lb("SetSecurityGroups", { LoadBalancerArn: id, SecurityGroups: inputs.securityGroups })]
      : []),
    ...(differs("subnets") ? [lb("SetSubnets", { LoadBalancerArn: id, Subnets: inputs.subnets })] : []),
    ...(inputs.ipAddressType !== undefined && inputs.ipAddressType !== previous.ipAddressType
      ? [lb("SetIpAddressType", { LoadBalancerArn: id, IpAddressType: inputs.ipAddressType })]
      : []),
  ];
}

/**
 * Type `aws:lb/loadBalancer:LoadBalancer`. Its id is its ARN. Its VPC is not read: the emulator makes one up. That AWS does not
 * delete a protected one is the row's, because the emulator does.
 */
export const loadBalancer: Row = {
  type: types.loadBalancer,
  taggable: true,
  autoName: { property: "name", maxLength: 32 },
  required: [],
  replaceOn: ["name", "namePrefix", "internal", "loadBalancerType", "customerOwnedIpv4Pool"],
  defaults: {
    clientKeepAlive: 3600,
    desyncMitigationMode: "defensive",
    dnsRecordClientRoutingPolicy: "any_availability_zone",
    dropInvalidHeaderFields: false,
    enableCrossZoneLoadBalancing: false,
    enableDeletionProtection: false,
    enableHttp2: true,
    enableTlsVersionAndCipherSuiteHeaders: false,
    enableWafFailOpen: false,
    enableXffClientPort: false,
    enableZonalShift: false,
    idleTimeout: 60,
    loadBalancerType: "application",
    preserveHostHeader: false,
    xffHeaderProcessingMode: "append",
  },
  conflicts: [["name", "namePrefix"]],
  exactlyOne: [["subnetMappings", "subnets"]],
  identify: (inputs, facts) =>
    facts.arn(
      "elasticloadbalancing",
      `loadbalancer/app/${inputs.name ?? `${inputs.namePrefix}${facts.hex(8)}`}/${facts.hex(16)}`,
    ),
  attributes: (inputs, id, facts) => ({
    arn: id,
    arnSuffix: suffix(id, ":loadbalancer/"),
    dnsName: `${id.split("/").at(-2)}-${id.slice(-8)}.${facts.region}.elb.amazonaws.com`,
    zoneId,
    internal: inputs.internal ?? false,
    ipAddressType: inputs.ipAddressType ?? "ipv4",
  }),
  create: {
    call: (inputs, facts) => lb("CreateLoadBalancer", createParameters(inputs, facts)),
    id: (answer) => answer.LoadBalancers[0].LoadBalancerArn,
  },
  afterCreate: (id, inputs) => attributeCalls(id, inputs, {}),
  read: {
    call: (id) => lb("DescribeLoadBalancers", { LoadBalancerArns: [id] }),
    also: (id) => [lb("DescribeLoadBalancerAttributes", { LoadBalancerArn: id }), describeTags(id)],
    properties: (answer, id, state) => liveProperties(answer, id, state),
    gone: notFound,
  },
  update: (id, inputs, previous, facts) => [
    ...placeCalls(id, inputs, previous),
    ...attributeCalls(id, inputs, previous),
    ...tagCalls(id, previous, facts),
  ],
  delete: (id, state) => {
    if (state.enableDeletionProtection === true) {
      throw new Error(
        `elbv2 DeleteLoadBalancer: OperationNotPermitted: the load balancer ${id} has deletion protection: turn enableDeletionProtection off in a deployment of its own first`,
      );
    }
    return [lb("DeleteLoadBalancer", { LoadBalancerArn: id }, notFound)];
  },
  unlock: { enableDeletionProtection: false },
  rules: loadBalancerRules,
};
