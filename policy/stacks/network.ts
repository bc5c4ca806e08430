/** Guard rails of networks: groups that exist, private subnets, flow logs, endpoints, firewalls and ways to plain HTTP. */
import {
  decided,
  list,
  mustEvery,
  ofType,
  type Properties,
  refers,
  type Stack,
  type StackControl,
  type StackResource,
} from "../control.ts";

const rules = [
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
];
const vpcs = ["aws:ec2/vpc:Vpc", "awsx:ec2:Vpc"];

/** Subnets whose machines get public addresses, as far as this stack makes them. */
const publicSubnets = (stack: Stack): readonly string[] => [
  ...ofType(stack, "aws:ec2/subnet:Subnet")
    .filter(({ props }) => decided(() => props.mapPublicIpOnLaunch) === true)
    .flatMap(({ props }) => decided(() => list(props.id)) ?? []),
  ...ofType(stack, "awsx:ec2:Vpc").flatMap(({ props }) => decided(() => [...list(props.publicSubnetIds)]) ?? []),
];

const isPrivate = (property: string) => (one: StackResource, stack: Stack) => {
  const open = publicSubnets(stack);
  return list(one.props[property]).every((id) => !open.includes(id));
};

/** A group that a rule names: one of this stack, or one that comes from another resource or stack; never one written by hand. */
const groupExists = (rule: StackResource, property: string, stack: Stack): boolean =>
  !(property in rule.props) ||
  decided(() => rule.props[property]) === undefined ||
  (rule.sources[property] ?? []).length > 0 ||
  ofType(stack, "aws:ec2/securityGroup:SecurityGroup").some((group) => refers(rule, property, group));

const endpoint = (service: string) => (stack: Stack) =>
  ofType(stack, "aws:ec2/vpcEndpoint:VpcEndpoint").some(
    ({ props }) => decided(() => props.serviceName.endsWith(`.${service}`)) ?? false,
  );

const has = (stack: Stack, type: string) => ofType(stack, type).length > 0;

/** A network's own VPC: `awsx.ec2.Vpc` makes one below itself, which is the same. */
const ownVpc = (one: StackResource, stack: Stack): boolean =>
  one.type === "awsx:ec2:Vpc" || !has(stack, "awsx:ec2:Vpc");

const needsEndpoint = (control: string, service: string, name: string): StackControl => ({
  control,
  severity: "medium",
  title: `Networks have an endpoint of ${name}.`,
  remedy: `Add the interface endpoint ${service}.`,
  check: mustEvery(
    vpcs,
    (one, stack) => !ownVpc(one, stack) || endpoint(service)(stack),
    `there is no endpoint of ${name}`,
  ),
});

const blocking = "aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions";
const isBlocking = ({ props }: StackResource): boolean =>
  /^block-(bidirectional|ingress)$/.test(props.internetGatewayBlockMode);

/** How a listener answers plain HTTP. */
const onlyRedirects = ({ defaultActions }: Properties): boolean =>
  (defaultActions ?? []).every(
    ({ type, redirect }: Properties) => type === "redirect" && redirect?.protocol === "HTTPS",
  );

/** How networks, load balancers and firewalls fit together. */
export const networks: readonly StackControl[] = [
  {
    control: "platform.security-groups",
    severity: "high",
    title: "Rules name security groups that exist.",
    remedy: "Take the group's id from the resource or stack that makes it.",
    check: mustEvery(
      rules,
      (rule, stack) =>
        groupExists(rule, "referencedSecurityGroupId", stack) && groupExists(rule, "securityGroupId", stack),
      "it names a group that no stack makes",
    ),
  },
  {
    control: "EC2.6",
    severity: "medium",
    title: "Networks have flow logs of all traffic.",
    remedy: "Add an aws.ec2.FlowLog with trafficType ALL.",
    check: mustEvery(
      vpcs,
      (one, stack) =>
        !ownVpc(one, stack) ||
        ofType(stack, "aws:ec2/flowLog:FlowLog").some(({ props }) => props.trafficType === "ALL"),
      "there is no flow log of all traffic",
    ),
  },
  needsEndpoint("EC2.10", "ec2", "EC2"),
  needsEndpoint("EC2.55", "ecr.api", "ECR's API"),
  needsEndpoint("EC2.56", "ecr.dkr", "ECR's registry"),
  needsEndpoint("EC2.57", "ssm", "Systems Manager"),
  needsEndpoint("EC2.58", "ssm-contacts", "Incident Manager's contacts"),
  needsEndpoint("EC2.60", "ssm-incidents", "Incident Manager"),
  {
    control: "EC2.172",
    severity: "medium",
    title: "Internet gateways are blocked for the whole account.",
    remedy:
      "Add an aws.ec2.VpcBlockPublicAccessOptions with internetGatewayBlockMode block-bidirectional or block-ingress.",
    // The account's other lock of EC2 shows the stack in which this one would stand.
    check: mustEvery(
      [blocking, "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess"],
      (one, stack) => (one.type === blocking ? [one] : ofType(stack, blocking)).some(isBlocking),
      "internet gateways are open",
    ),
  },
  {
    control: "RDS.46",
    severity: "high",
    title: "Databases stand in private subnets.",
    remedy: "Give the subnet group private subnets.",
    check: mustEvery(["aws:rds/subnetGroup:SubnetGroup"], isPrivate("subnetIds"), "a subnet is public"),
  },
  {
    control: "EFS.6",
    severity: "medium",
    title: "Mount targets stand in private subnets.",
    remedy: "Give the mount target a private subnet.",
    check: mustEvery(["aws:efs/mountTarget:MountTarget"], isPrivate("subnetId"), "the subnet is public"),
  },
  {
    control: "ELB.1",
    severity: "medium",
    title: "Plain HTTP is only redirected.",
    remedy: "Let the listener of port 80 redirect to HTTPS.",
    check: mustEvery(
      ["aws:lb/listener:Listener"],
      ({ props }) => props.protocol !== "HTTP" || onlyRedirects(props),
      "plain HTTP is answered",
    ),
  },
  {
    control: "ELB.18",
    severity: "medium",
    title: "Load balancers speak HTTPS.",
    remedy: "Add a listener with protocol HTTPS and a certificate.",
    check: mustEvery(
      ["aws:lb/loadBalancer:LoadBalancer"],
      (one, stack) =>
        ofType(stack, "aws:lb/listener:Listener").some(
          (each) => refers(each, "loadBalancerArn", one) && each.props.protocol === "HTTPS",
        ),
      "it has no HTTPS listener",
    ),
  },
  {
    control: "ELB.16",
    severity: "medium",
    title: "A web ACL stands at load balancers.",
    remedy: "Associate a regional web ACL.",
    check: mustEvery(
      ["aws:lb/loadBalancer:LoadBalancer"],
      (one, stack) =>
        ofType(stack, "aws:wafv2/webAclAssociation:WebAclAssociation").some((each) => refers(each, "resourceArn", one)),
      "it has no web ACL",
    ),
  },
  {
    control: "WAF.11",
    severity: "low",
    title: "Web ACLs are logged.",
    remedy: "Add an aws.wafv2.WebAclLoggingConfiguration.",
    check: mustEvery(
      ["aws:wafv2/webAcl:WebAcl"],
      (one, stack) =>
        ofType(stack, "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration").some((each) =>
          refers(each, "resourceArn", one),
        ),
      "requests are not logged",
    ),
  },
  {
    control: "CloudFront.5",
    severity: "medium",
    title: "Distributions log requests.",
    remedy: "Add a log delivery source for the distribution, or loggingConfig.",
    check: mustEvery(
      ["aws:cloudfront/distribution:Distribution"],
      (one, stack) =>
        "loggingConfig" in one.props ||
        ofType(stack, "aws:cloudwatch/logDeliverySource:LogDeliverySource").some((each) =>
          refers(each, "resourceArn", one),
        ),
      "requests are not logged",
    ),
  },
];
