/** What AWS adds to networks, instances, load balancers, functions. */
import { accountId, arn, type Form, hex, named, type Properties, region } from "./form.ts";

/** Ids such as `subnet-` and seventeen hexadecimal characters, with EC2's ARN. */
function ec2(prefix: string, resource: string, adds: (id: string) => Properties = () => ({})): Form {
  return {
    id: (_name, seed) => `${prefix}-${hex(seed, 17)}`,
    adds: (id) => ({ arn: arn("ec2", `${resource}/${id}`), ...adds(id) }),
  };
}

/** Forms by type token. */
export const compute: Readonly<Record<string, Form>> = {
  "aws:ec2/securityGroup:SecurityGroup": ec2("sg", "security-group"),
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": ec2("sg", "security-group"),
  "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl": ec2("acl", "network-acl"),
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": ec2("sgr", "security-group-rule"),
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": ec2("sgr", "security-group-rule"),
  "aws:ec2/vpcEndpoint:VpcEndpoint": ec2("vpce", "vpc-endpoint"),
  "aws:ec2/flowLog:FlowLog": ec2("fl", "vpc-flow-log"),
  "aws:ec2/launchTemplate:LaunchTemplate": ec2("lt", "launch-template", () => ({
    latestVersion: 1,
    defaultVersion: 1,
  })),
  "aws:autoscaling/group:Group": named((name) => ({
    arn: arn(
      "autoscaling",
      `autoScalingGroup:${hex(name, 8)}-0000-4000-8000-${hex(name, 12)}:autoScalingGroupName/${name}`,
    ),
  })),
  "aws:lambda/function:Function": named((name) => ({ arn: arn("lambda", `function:${name}`) })),
  "aws:lb/loadBalancer:LoadBalancer": {
    id: (name, seed) => arn("elasticloadbalancing", `loadbalancer/app/${name}/${hex(seed, 16)}`),
    adds: (id, name) => ({
      arn: id,
      arnSuffix: id.split(":loadbalancer/")[1],
      dnsName: `${name}-1234567890.${region}.elb.amazonaws.com`,
      zoneId: "Z268VQBMOI5EKX",
      name,
    }),
  },
  "aws:lb/targetGroup:TargetGroup": {
    id: (name, seed) => arn("elasticloadbalancing", `targetgroup/${name}/${hex(seed, 16)}`),
    adds: (id, name) => ({ arn: id, arnSuffix: id.split(`:${accountId}:`)[1], name }),
  },
  "aws:lb/listener:Listener": {
    id: (_name, seed, inputs) =>
      `${String(inputs.loadBalancerArn).replace(":loadbalancer/", ":listener/")}/${hex(seed, 16)}`,
    adds: (id) => ({ arn: id }),
  },
  "aws:lb/listenerRule:ListenerRule": {
    id: (_name, seed, inputs) =>
      `${String(inputs.listenerArn).replace(":listener/", ":listener-rule/")}/${hex(seed, 16)}`,
    adds: (id) => ({ arn: id }),
  },
};
