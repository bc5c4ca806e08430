/** What AWS refuses of load balancers, and the emulator does not. */
import type { Facts, Properties, Rule, World } from "../../row.ts";
import { types as ec2Types, found, securityGroupsProblem, vpcOfSubnet } from "../ec2/shared.ts";
import { number, text, texts } from "../known.ts";
import { allows, policyProblem, statementsOf } from "../policy-document.ts";
import { bucketArn, bucketPolicyType, bucketType } from "../s3/shared.ts";
import { nameProblem } from "./shared.ts";

const encryptionType = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";

/** Subnets that are known, with zone and VPC. */
function placesOf({ subnets }: Properties, world: World) {
  return texts(subnets).flatMap((id) => {
    const zone = text(found(world, ec2Types.subnet, id)?.properties.availabilityZone);
    const vpcId = vpcOfSubnet(world, id);
    return zone === undefined || vpcId === undefined ? [] : [{ id, zone, vpcId }];
  });
}

function zonesProblem(inputs: Properties, world: World): string | undefined {
  if (!Array.isArray(inputs.subnets)) return undefined;
  if (inputs.subnets.length < 2) {
    return `the load balancer has ${inputs.subnets.length} subnets: an application load balancer needs two in different zones`;
  }
  const places = placesOf(inputs, world);
  const twin = places.find(({ zone, id }) => places.some((other) => other.zone === zone && other.id !== id));
  return twin && `the load balancer has two subnets in ${twin.zone}: give one subnet of each zone`;
}

function placeProblem(inputs: Properties, world: World): string | undefined {
  const [first, ...others] = placesOf(inputs, world);
  if (!first) return undefined;
  const stranger = others.find(({ vpcId }) => vpcId !== first.vpcId);
  if (stranger) {
    return `the load balancer's subnets are of two VPCs: ${first.id} of ${first.vpcId} and ${stranger.id} of ${stranger.vpcId}; give subnets of one`;
  }
  return securityGroupsProblem(world, texts(inputs.securityGroups), first.vpcId, "the load balancer");
}

function gatewayProblem(inputs: Properties, world: World): string | undefined {
  const vpcId = placesOf(inputs, world)[0]?.vpcId;
  if (inputs.internal === true || vpcId === undefined) return undefined;
  return world.all(ec2Types.internetGateway).some(({ properties }) => properties.vpcId === vpcId)
    ? undefined
    : `the load balancer is internet-facing, but ${vpcId} has no internet gateway: make one first, or set internal`;
}

/** Whether Elastic Load Balancing may write access logs to the bucket. */
function logsProblem({ accessLogs }: Properties, world: World, facts: Facts): string | undefined {
  const bucket = text(accessLogs?.bucket);
  if (accessLogs?.enabled !== true || bucket === undefined) return undefined;
  const known = world.find(bucketType, bucket);
  if (!known) return `accessLogs names the bucket ${bucket}, which does not exist: make it first`;
  const { region } = known.properties;
  if (region !== undefined && region !== facts.region) {
    return `the bucket ${bucket} of access logs is in ${region}: it must be in the load balancer's region ${facts.region}`;
  }
  const rules: Properties[] = world.find(encryptionType, bucket)?.properties.rules ?? [];
  if (rules.some(({ applyServerSideEncryptionByDefault: by }) => by?.sseAlgorithm?.startsWith("aws:kms"))) {
    return `the bucket ${bucket} of access logs is encrypted by KMS: Elastic Load Balancing writes to buckets with SSE-S3 only`;
  }
  const policy = world.find(bucketPolicyType, bucket)?.properties.policy;
  if (policy !== undefined && policyProblem(policy)) return undefined;
  const prefix = accessLogs.prefix ? `${accessLogs.prefix}/` : "";
  const resource = bucketArn(bucket, `${prefix}AWSLogs/${facts.accountId}/elasticloadbalancing/${facts.region}/log`);
  const context = {
    "aws:securetransport": "true",
    "aws:sourceaccount": facts.accountId,
    "aws:sourcearn": facts.arn("elasticloadbalancing", "loadbalancer/app/any/0123456789abcdef"),
  };
  const principal = { Service: "logdelivery.elasticloadbalancing.amazonaws.com" };
  const may = allows(statementsOf(policy) ?? [], { principal, action: "s3:PutObject", resource, context });
  return may
    ? undefined
    : `the policy of the bucket ${bucket} does not let ${principal.Service} put objects under ${prefix}AWSLogs/${facts.accountId}/: allow it s3:PutObject there, and depend on the policy`;
}

/** The rules of load balancers. */
export const loadBalancerRules: readonly Rule[] = [
  {
    source: "ELB API, CreateLoadBalancer: Name",
    check: ({ name }) => nameProblem(name, "load balancer"),
  },
  {
    source: "ELB API, CreateLoadBalancer: Subnets (one for each zone, at least two zones)",
    check: zonesProblem,
  },
  {
    source: "ELB API errors InvalidSubnet, InvalidSecurityGroup; CreateLoadBalancer: SecurityGroups",
    check: placeProblem,
  },
  {
    source: "ELB API error InvalidSubnet: VPC has no internet gateway",
    when: "creation",
    check: gatewayProblem,
  },
  {
    source: "terraform-provider-aws, aws_lb; the rehearsal knows application load balancers only",
    check: ({ loadBalancerType }) =>
      loadBalancerType === undefined || loadBalancerType === "application"
        ? undefined
        : `the rehearsal does not know load balancers of type ${loadBalancerType} yet: extend rehearsal/provider/rows/lb`,
  },
  {
    source: "ELB API, LoadBalancerAttribute: idle_timeout.timeout_seconds, 1 to 4000",
    check: ({ idleTimeout }) => {
      const seconds = number(idleTimeout);
      return seconds !== undefined && (seconds < 1 || seconds > 4000)
        ? `the load balancer's idleTimeout is ${seconds}: AWS takes 1 to 4000 seconds`
        : undefined;
    },
  },
  {
    source: "terraform-provider-aws, aws_lb: desync_mitigation_mode",
    check: ({ desyncMitigationMode }) => {
      const mode = text(desyncMitigationMode);
      return mode === undefined || ["monitor", "defensive", "strictest"].includes(mode)
        ? undefined
        : `the load balancer's desyncMitigationMode is ${mode}: allowed are monitor, defensive, strictest`;
    },
  },
  {
    source: "ELB User Guide for Application Load Balancers, Enable access logs: bucket policy, SSE-S3, same region",
    when: "creation",
    check: logsProblem,
  },
];
