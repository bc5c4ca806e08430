/** The row of target groups of application load balancers. Instances of an Auto Scaling group do not appear in it: the emulator registers none. */
import { isDeepStrictEqual } from "node:util";
import type { Call, Facts, Properties, Row, Rule } from "../../row.ts";
import { asWanted } from "../drift.ts";
import { types as ec2Types, found } from "../ec2/shared.ts";
import { number, text } from "../known.ts";
import {
  type Attribute,
  changedAttributes,
  describeTags,
  lb,
  liveAttributes,
  liveTags,
  nameProblem,
  suffix,
  tagCalls,
  tagsOf,
  types,
} from "./shared.ts";

const attributes: readonly Attribute[] = [
  ["deregistrationDelay", "deregistration_delay.timeout_seconds", "number"],
  ["loadBalancingAlgorithmType", "load_balancing.algorithm.type", "text"],
  ["loadBalancingCrossZoneEnabled", "load_balancing.cross_zone.enabled", "text"],
  ["slowStart", "slow_start.duration_seconds", "number"],
  ["stickiness.enabled", "stickiness.enabled", "boolean"],
  ["stickiness.type", "stickiness.type", "text"],
  ["stickiness.cookieDuration", "stickiness.lb_cookie.duration_seconds", "number"],
];

const notFound = ["TargetGroupNotFound", "TargetGroupNotFoundException"];

/** A health check as CreateTargetGroup and ModifyTargetGroup take it. */
function healthCheck({ healthCheck: check }: Properties): Properties {
  const given = {
    HealthCheckEnabled: check?.enabled,
    HealthCheckProtocol: check?.protocol,
    HealthCheckPort: check?.port,
    HealthCheckPath: check?.path,
    HealthCheckIntervalSeconds: check?.interval,
    HealthCheckTimeoutSeconds: check?.timeout,
    HealthyThresholdCount: check?.healthyThreshold,
    UnhealthyThresholdCount: check?.unhealthyThreshold,
    Matcher: check?.matcher === undefined ? undefined : { HttpCode: check.matcher },
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function attributeCalls(id: string, inputs: Properties, previous: Properties): Call[] {
  const changed = changedAttributes(attributes, inputs, previous);
  return changed.length === 0 ? [] : [lb("ModifyTargetGroupAttributes", { TargetGroupArn: id, Attributes: changed })];
}

function liveProperties(answer: Properties, id: string, state: Properties): Properties | undefined {
  const live = answer.TargetGroups?.[0];
  if (!live) return undefined;
  const check = {
    enabled: live.HealthCheckEnabled,
    protocol: live.HealthCheckProtocol,
    port: live.HealthCheckPort,
    path: live.HealthCheckPath,
    interval: live.HealthCheckIntervalSeconds,
    timeout: live.HealthCheckTimeoutSeconds,
    healthyThreshold: live.HealthyThresholdCount,
    unhealthyThreshold: live.UnhealthyThresholdCount,
    matcher: live.Matcher?.HttpCode,
  };
  return {
    arn: id,
    arnSuffix: suffix(id, ":targetgroup/").replace(/^/, "targetgroup/"),
    name: live.TargetGroupName,
    port: live.Port,
    protocol: live.Protocol,
    targetType: live.TargetType,
    vpcId: live.VpcId,
    ...(state.healthCheck === undefined ? {} : { healthCheck: asWanted(check, state.healthCheck) }),
    ...liveAttributes(attributes, answer.Attributes ?? [], state),
    ...liveTags(answer),
  };
}

function createParameters(inputs: Properties, facts: Facts): Properties {
  return {
    Name: inputs.name ?? `${inputs.namePrefix}${facts.hex(8)}`,
    TargetType: inputs.targetType,
    Port: inputs.port,
    Protocol: inputs.protocol,
    VpcId: inputs.vpcId,
    ...(inputs.protocolVersion === undefined ? {} : { ProtocolVersion: inputs.protocolVersion }),
    ...(inputs.ipAddressType === undefined ? {} : { IpAddressType: inputs.ipAddressType }),
    ...healthCheck(inputs),
    ...tagsOf(facts),
  };
}

/** A number outside of what AWS takes, in one sentence. */
function outside(name: string, value: unknown, least: number, most: number): string | undefined {
  const given = number(value);
  return given !== undefined && (given < least || given > most)
    ? `the target group's ${name} is ${given}: AWS takes ${least} to ${most}`
    : undefined;
}

function healthCheckProblem({ healthCheck: check }: Properties): string | undefined {
  const [interval, timeout] = [number(check?.interval), number(check?.timeout)];
  const path = text(check?.path);
  const problems = [
    outside("healthCheck.interval", interval, 5, 300),
    outside("healthCheck.timeout", timeout, 2, 120),
    outside("healthCheck.healthyThreshold", check?.healthyThreshold, 2, 10),
    outside("healthCheck.unhealthyThreshold", check?.unhealthyThreshold, 2, 10),
    path === undefined || path.startsWith("/")
      ? undefined
      : `the target group's healthCheck.path ${path} must begin with /`,
    interval !== undefined && timeout !== undefined && timeout >= interval
      ? `the target group's healthCheck.timeout ${timeout} must be less than its interval ${interval}`
      : undefined,
  ].filter((problem) => problem !== undefined);
  return problems.length === 0 ? undefined : problems.join("; ");
}

const rules: readonly Rule[] = [
  { source: "ELB API, CreateTargetGroup: Name", check: ({ name }) => nameProblem(name, "target group") },
  {
    source: "terraform-provider-aws, aws_lb_target_group: port, protocol and vpc_id for targets that are no function",
    check: (inputs) => {
      if (inputs.targetType === "lambda") return undefined;
      const missing = ["port", "protocol", "vpcId"].filter((name) => inputs[name] === undefined);
      return missing.length === 0
        ? undefined
        : `the target group has no ${missing.join(", ")}: targets of type ${inputs.targetType ?? "instance"} need them`;
    },
  },
  {
    source: "ELB API, CreateTargetGroup: Port, Protocol; the rehearsal knows application load balancers only",
    check: ({ port, protocol }) => {
      const given = text(protocol);
      if (given !== undefined && !["HTTP", "HTTPS"].includes(given)) {
        return `the target group's protocol is ${given}: application load balancers take HTTP and HTTPS`;
      }
      return outside("port", port, 1, 65535);
    },
  },
  {
    source: "ELB API, CreateTargetGroup: HealthCheck…; terraform-provider-aws: health_check",
    check: healthCheckProblem,
  },
  {
    source: "ELB API, TargetGroupAttribute: deregistration_delay.timeout_seconds",
    check: ({ deregistrationDelay }) => outside("deregistrationDelay", deregistrationDelay, 0, 3600),
  },
  {
    source: "terraform-provider-aws, aws_lb_target_group: slow_start is 0 or 30 to 900",
    check: ({ slowStart }) => (slowStart === 0 ? undefined : outside("slowStart", slowStart, 30, 900)),
  },
  {
    source: "ELB User Guide for Application Load Balancers, target group attributes: slow start mode, considerations",
    check: ({ slowStart, loadBalancingAlgorithmType }) => {
      const algorithm = text(loadBalancingAlgorithmType) ?? "round_robin";
      return (number(slowStart) ?? 0) > 0 && algorithm !== "round_robin"
        ? `the target group has slowStart with ${algorithm}: AWS takes it with round_robin only`
        : undefined;
    },
  },
  {
    source: "ELB API error VpcNotFound (CreateTargetGroup: VpcId)",
    when: "creation",
    check: ({ vpcId }, world) =>
      text(vpcId) === undefined || found(world, ec2Types.vpc, vpcId)
        ? undefined
        : `the target group's VPC ${vpcId} does not exist: give one that this workspace made`,
  },
];

/** Type `aws:lb/targetGroup:TargetGroup`. Its id is its ARN. */
export const targetGroup: Row = {
  type: types.targetGroup,
  taggable: true,
  autoName: { property: "name", maxLength: 32 },
  required: [],
  replaceOn: ["name", "namePrefix", "port", "protocol", "protocolVersion", "targetType", "vpcId", "ipAddressType"],
  defaults: {
    deregistrationDelay: 300,
    lambdaMultiValueHeadersEnabled: false,
    proxyProtocolV2: false,
    slowStart: 0,
    targetType: "instance",
  },
  conflicts: [["name", "namePrefix"]],
  identify: (inputs, facts) =>
    facts.arn(
      "elasticloadbalancing",
      `targetgroup/${inputs.name ?? `${inputs.namePrefix}${facts.hex(8)}`}/${facts.hex(16)}`,
    ),
  attributes: (_inputs, id) => ({ arn: id, arnSuffix: `targetgroup/${suffix(id, ":targetgroup/")}` }),
  create: {
    call: (inputs, facts) => lb("CreateTargetGroup", createParameters(inputs, facts)),
    id: (answer) => answer.TargetGroups[0].TargetGroupArn,
  },
  afterCreate: (id, inputs) => attributeCalls(id, inputs, {}),
  read: {
    call: (id) => lb("DescribeTargetGroups", { TargetGroupArns: [id] }),
    also: (id) => [lb("DescribeTargetGroupAttributes", { TargetGroupArn: id }), describeTags(id)],
    properties: (answer, id, state) => liveProperties(answer, id, state),
    gone: notFound,
  },
  update: (id, inputs, previous, facts) => [
    ...(isDeepStrictEqual(inputs.healthCheck, previous.healthCheck) || inputs.healthCheck === undefined
      ? []
      : [lb("ModifyTargetGroup", { TargetGroupArn: id, ...healthCheck(inputs) })]),
    ...attributeCalls(id, inputs, previous),
    ...tagCalls(id, previous, facts),
  ],
  delete: (id) => [lb("DeleteTargetGroup", { TargetGroupArn: id }, notFound)],
  rules,
};
