/** Examples of EC2's rows: a small network and what stands in it. */
import type { Example } from "../example.ts";

const named = (name: string) => ({ tags: { Name: name } });

const network: readonly Example[] = [
  {
    name: "ec2-vpc",
    type: "aws:ec2/vpc:Vpc",
    inputs: () => ({ cidrBlock: "10.60.0.0/16", enableDnsHostnames: true, ...named("example") }),
    change: () => named("changed"),
  },
  {
    name: "ec2-vpc-without-names",
    type: "aws:ec2/vpc:Vpc",
    inputs: () => ({ cidrBlock: "10.61.0.0/16" }),
    change: () => ({ enableDnsSupport: false, enableDnsHostnames: true }),
  },
  ...["a", "b"].map(
    (letter, index): Example => ({
      name: `ec2-subnet-${letter}`,
      type: "aws:ec2/subnet:Subnet",
      needs: ["ec2-vpc"],
      inputs: (made, { region }) => ({
        vpcId: made("ec2-vpc").id,
        cidrBlock: `10.60.${index}.0/24`,
        availabilityZone: `${region}${letter}`,
        ...named("example"),
      }),
      change: () => ({ mapPublicIpOnLaunch: true, ...named("changed") }),
    }),
  ),
  {
    name: "ec2-internet-gateway",
    type: "aws:ec2/internetGateway:InternetGateway",
    needs: ["ec2-vpc"],
    inputs: (made) => ({ vpcId: made("ec2-vpc").id, ...named("example") }),
    change: () => named("changed"),
  },
  {
    name: "ec2-route-table",
    type: "aws:ec2/routeTable:RouteTable",
    needs: ["ec2-vpc"],
    inputs: (made) => ({ vpcId: made("ec2-vpc").id, ...named("example") }),
    change: () => named("changed"),
  },
  {
    name: "ec2-route-table-inline",
    type: "aws:ec2/routeTable:RouteTable",
    needs: ["ec2-vpc", "ec2-internet-gateway"],
    inputs: (made) => ({
      vpcId: made("ec2-vpc").id,
      routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: made("ec2-internet-gateway").id }],
    }),
    change: (made) => ({ routes: [{ cidrBlock: "192.0.2.0/24", gatewayId: made("ec2-internet-gateway").id }] }),
  },
  {
    name: "ec2-route",
    type: "aws:ec2/route:Route",
    needs: ["ec2-route-table", "ec2-internet-gateway", "ec2-nat-gateway"],
    inputs: (made) => ({
      routeTableId: made("ec2-route-table").id,
      destinationCidrBlock: "0.0.0.0/0",
      gatewayId: made("ec2-internet-gateway").id,
    }),
    change: (made) => ({ gatewayId: undefined, natGatewayId: made("ec2-nat-gateway").id }),
  },
  {
    name: "ec2-route-table-association",
    type: "aws:ec2/routeTableAssociation:RouteTableAssociation",
    needs: ["ec2-route-table", "ec2-subnet-a"],
    inputs: (made) => ({ routeTableId: made("ec2-route-table").id, subnetId: made("ec2-subnet-a").id }),
  },
  {
    name: "ec2-eip",
    type: "aws:ec2/eip:Eip",
    inputs: () => ({ domain: "vpc", ...named("example") }),
    change: () => named("changed"),
  },
  {
    name: "ec2-nat-gateway",
    type: "aws:ec2/natGateway:NatGateway",
    needs: ["ec2-eip", "ec2-subnet-a", "ec2-internet-gateway"],
    inputs: (made) => ({
      allocationId: made("ec2-eip").id,
      connectivityType: "public",
      subnetId: made("ec2-subnet-a").id,
      ...named("example"),
    }),
    change: () => named("changed"),
  },
  {
    name: "ec2-gateway-endpoint",
    type: "aws:ec2/vpcEndpoint:VpcEndpoint",
    needs: ["ec2-vpc", "ec2-route-table"],
    inputs: (made, { region }) => ({
      vpcId: made("ec2-vpc").id,
      serviceName: `com.amazonaws.${region}.s3`,
      vpcEndpointType: "Gateway",
      routeTableIds: [made("ec2-route-table").id],
      ...named("example"),
    }),
    change: () => ({ routeTableIds: [], ...named("changed") }),
  },
  {
    name: "ec2-interface-endpoint",
    type: "aws:ec2/vpcEndpoint:VpcEndpoint",
    needs: ["ec2-vpc", "ec2-subnet-a", "ec2-subnet-b", "ec2-security-group"],
    inputs: (made, { region }) => ({
      vpcId: made("ec2-vpc").id,
      serviceName: `com.amazonaws.${region}.ssm`,
      vpcEndpointType: "Interface",
      subnetIds: [made("ec2-subnet-a").id],
      securityGroupIds: [made("ec2-security-group").id],
      privateDnsEnabled: true,
    }),
    change: (made) => ({ subnetIds: [made("ec2-subnet-b").id, made("ec2-subnet-a").id], ...named("changed") }),
  },
];

const protection: readonly Example[] = [
  {
    name: "ec2-security-group",
    type: "aws:ec2/securityGroup:SecurityGroup",
    needs: ["ec2-vpc"],
    inputs: (made) => ({
      name: "example",
      description: "An example",
      vpcId: made("ec2-vpc").id,
      ...named("example"),
    }),
    change: () => named("changed"),
  },
  {
    name: "ec2-security-group-inline",
    type: "aws:ec2/securityGroup:SecurityGroup",
    needs: ["ec2-vpc", "ec2-security-group"],
    inputs: (made) => ({
      name: "example-inline",
      description: "An example with rules",
      vpcId: made("ec2-vpc").id,
      ingress: [
        {
          protocol: "tcp",
          fromPort: 443,
          toPort: 443,
          cidrBlocks: ["10.60.0.0/16", "192.0.2.0/24"],
          description: "HTTPS",
        },
        { protocol: "tcp", fromPort: 22, toPort: 22, securityGroups: [made("ec2-security-group").id] },
      ],
      egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
    }),
    change: () => ({
      ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, self: true, description: "HTTPS" }],
      egress: [],
    }),
  },
  {
    name: "ec2-ingress-rule",
    type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    needs: ["ec2-security-group"],
    inputs: (made) => ({
      securityGroupId: made("ec2-security-group").id,
      description: "HTTPS",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrIpv4: "10.60.0.0/16",
      ...named("example"),
    }),
    change: () => ({ toPort: 444, description: "HTTPS and more", ...named("changed") }),
  },
  {
    name: "ec2-egress-rule",
    type: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
    needs: ["ec2-security-group"],
    inputs: (made) => ({
      securityGroupId: made("ec2-security-group").id,
      description: "Everywhere",
      ipProtocol: "-1",
      cidrIpv4: "0.0.0.0/0",
    }),
    change: () => ({ description: "Everywhere else", ...named("changed") }),
  },
  {
    name: "ec2-default-security-group",
    type: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
    stays: "a VPC has a default security group as long as it lives",
    needs: ["ec2-vpc"],
    inputs: (made) => ({ vpcId: made("ec2-vpc").id, ingress: [], egress: [], ...named("example") }),
    change: () => named("changed"),
  },
  {
    name: "ec2-default-network-acl",
    type: "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl",
    stays: "a VPC has a default network ACL as long as it lives",
    needs: ["ec2-vpc", "ec2-subnet-a"],
    inputs: (made) => ({
      defaultNetworkAclId: made("ec2-vpc").defaultNetworkAclId,
      subnetIds: [made("ec2-subnet-a").id],
      ingress: [
        { ruleNo: 90, action: "deny", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlock: "0.0.0.0/0" },
        { ruleNo: 100, action: "allow", protocol: "-1", fromPort: 0, toPort: 0, cidrBlock: "0.0.0.0/0" },
      ],
      egress: [{ ruleNo: 100, action: "allow", protocol: "-1", fromPort: 0, toPort: 0, cidrBlock: "0.0.0.0/0" }],
      ...named("example"),
    }),
    change: () => ({
      ingress: [{ ruleNo: 100, action: "allow", protocol: "-1", fromPort: 0, toPort: 0, cidrBlock: "0.0.0.0/0" }],
      ...named("changed"),
    }),
  },
  {
    name: "ec2-flow-log",
    type: "aws:ec2/flowLog:FlowLog",
    needs: ["ec2-vpc", "logs-log-group", "iam-role"],
    inputs: (made) => ({
      vpcId: made("ec2-vpc").id,
      trafficType: "ALL",
      logDestination: made("logs-log-group").arn,
      iamRoleArn: made("iam-role").arn,
      maxAggregationInterval: 60,
      ...named("example"),
    }),
    change: () => named("changed"),
  },
];

const machines: readonly Example[] = [
  {
    name: "ec2-launch-template",
    type: "aws:ec2/launchTemplate:LaunchTemplate",
    needs: ["ec2-security-group", "iam-instance-profile"],
    inputs: (made) => ({
      name: "example",
      description: "An example",
      imageId: "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64",
      instanceType: "t4g.nano",
      iamInstanceProfile: { arn: made("iam-instance-profile").arn },
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: { volumeSize: 8, volumeType: "gp3", encrypted: "true", deleteOnTermination: "true" },
        },
      ],
      networkInterfaces: [
        {
          deviceIndex: 0,
          associatePublicIpAddress: "true",
          deleteOnTermination: "true",
          securityGroups: [made("ec2-security-group").id],
        },
      ],
      tagSpecifications: [{ resourceType: "instance", tags: { Name: "example" } }],
      monitoring: { enabled: true },
      updateDefaultVersion: true,
      userData: Buffer.from("#!/bin/sh\n").toString("base64"),
      ...named("example"),
    }),
    change: () => ({ instanceType: "t4g.micro", ...named("changed") }),
  },
  {
    name: "ec2-encryption-by-default",
    type: "aws:ebs/encryptionByDefault:EncryptionByDefault",
    inputs: () => ({ enabled: true }),
    change: () => ({ enabled: false }),
  },
  {
    name: "ec2-snapshot-block-public-access",
    type: "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess",
    inputs: () => ({ state: "block-all-sharing" }),
    change: () => ({ state: "unblocked" }),
  },
  {
    name: "ec2-image-block-public-access",
    type: "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess",
    inputs: () => ({ state: "block-new-sharing" }),
    change: () => ({ state: "unblocked" }),
  },
];

/** One example or more of each row of EC2. */
export const examples: readonly Example[] = [...network, ...protection, ...machines];
