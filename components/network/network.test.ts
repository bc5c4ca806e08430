import assert from "node:assert/strict";
import { testIdentity } from "../../test/identity.ts";
import { collect } from "../../test/pulumi-mocks.ts";
import { createContext } from "../shared/context.ts";
import { Network, type NetworkArgs } from "./network.ts";

const context = createContext(testIdentity);

const zones = [
  { index: 0, name: "af-south-1a" },
  { index: 1, name: "af-south-1b" },
];

/** A network with these changes to the smallest set of arguments. */
const build = (change: Partial<NetworkArgs> = {}) =>
  collect(() => ({
    ...new Network("acme-dev-network", { context, cidrBlock: "10.10.0.0/16", zones, ...change }),
  }));

describe("Network", () => {
  it("makes a public and a private subnet in each of two zones by default, each where the plan says", async () => {
    const { only, outputs } = await build();
    assert.deepEqual(only("awsx:ec2:Vpc"), {
      type: "awsx:ec2:Vpc",
      name: "acme-dev-network",
      parent: "acme-dev-network",
      options: {},
      inputs: {
        cidrBlock: "10.10.0.0/16",
        availabilityZoneNames: ["af-south-1a", "af-south-1b"],
        subnetStrategy: "Auto",
        subnetSpecs: [
          { type: "Public", name: "public", cidrBlocks: ["10.10.0.0/20", "10.10.16.0/20"] },
          { type: "Private", name: "private", cidrBlocks: ["10.10.64.0/20", "10.10.80.0/20"] },
        ],
        natGateways: { strategy: "OnePerAz" },
        enableDnsHostnames: true,
        enableDnsSupport: true,
      },
    });
    assert.deepEqual(Object.keys(outputs.subnetIds), ["public", "private"]);
    assert.deepEqual(Object.keys(outputs.subnetIds.private), ["af-south-1a", "af-south-1b"]);
    const byTier = [...Object.values(outputs.subnetIds), ...Object.values(outputs.routeTableIds)];
    const ids = byTier.flatMap((byZone) => Object.values(byZone as object));
    assert.equal(new Set(ids).size, 8);
  });

  for (const [natGateways, strategy] of [
    ["none", "None"],
    ["single", "Single"],
    ["perZone", "OnePerAz"],
  ] as const) {
    it(`makes NAT gateways by choice: ${natGateways}`, async () => {
      const interfaceEndpoints = ["ec2messages", "kms", "logs", "ssm", "ssmmessages"];
      const { only } = await build({ natGateways, interfaceEndpoints });
      assert.deepEqual(only("awsx:ec2:Vpc").inputs.natGateways, { strategy });
    });
  }

  it("keeps a retired zone's subnets and puts nothing new there", async () => {
    const three = [...zones, { index: 2, name: "af-south-1c" }].map((zone) => ({ ...zone, retired: zone.index === 0 }));
    const { only, outputs } = await build({ zones: three, interfaceEndpoints: ["ssm"] });
    assert.deepEqual(outputs.zones, ["af-south-1b", "af-south-1c"]);
    assert.equal(only("awsx:ec2:Vpc").inputs.subnetSpecs[1].cidrBlocks.length, 3);
    assert.deepEqual(Object.keys(outputs.subnetIds.public), ["af-south-1b", "af-south-1c"]);
    assert.deepEqual(outputs.subnetIdOutputs, outputs.subnetIds);
    const endpoint = only("aws:ec2/vpcEndpoint:VpcEndpoint", "acme-dev-network-ssm");
    assert.deepEqual(endpoint.inputs.subnetIds, Object.values(outputs.subnetIds.private));
  });

  it("gives further tiers no route to the internet", async () => {
    const { only, outputs } = await build({ tiers: ["public", "private", "data"] });
    assert.deepEqual(only("awsx:ec2:Vpc").inputs.subnetSpecs[2], {
      type: "Isolated",
      name: "data",
      cidrBlocks: ["10.10.128.0/20", "10.10.144.0/20"],
    });
    assert.equal(Object.keys(outputs.subnetIds.data).length, 2);
  });

  it("EC2.15 (waiver): only the public tier is of the kind that maps public addresses", async () => {
    const { inputs } = (await build({ tiers: ["public", "private", "data", "files"] })).only("awsx:ec2:Vpc");
    const types = inputs.subnetSpecs.map((spec: { type: string; name: string }) => `${spec.name}: ${spec.type}`);
    assert.deepEqual(types, ["public: Public", "private: Private", "data: Isolated", "files: Isolated"]);
  });

  it("EC2.2: the default security group lets nothing in or out", async () => {
    const group = (await build()).only("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup");
    assert.deepEqual(
      { ...group.inputs, vpcId: "" },
      { vpcId: "", ingress: [], egress: [], tags: { Name: "acme-dev-network-default" } },
    );
    assert.match(group.inputs.vpcId, /^vpc-[0-9a-f]{17}$/);
  });

  it("EC2.6, CloudWatch.16: all traffic is logged and kept for a year, by a role that can do nothing else", async () => {
    const { only, outputs } = await build({ permissionsBoundaryArn: "arn:aws:iam::111122223333:policy/boundary" });
    const flowLog = only("aws:ec2/flowLog:FlowLog");
    const group = only("aws:cloudwatch/logGroup:LogGroup");
    const role = only("aws:iam/role:Role");
    const arn = flowLog.inputs.logDestination;
    assert.deepEqual(flowLog.inputs, {
      vpcId: outputs.vpcId,
      trafficType: "ALL",
      logDestinationType: "cloud-watch-logs",
      logDestination: arn,
      iamRoleArn: flowLog.inputs.iamRoleArn,
      maxAggregationInterval: 600,
      tags: { Name: "acme-dev-network-flow-logs" },
    });
    assert.match(arn, /^arn:aws:logs:af-south-1:\d{12}:log-group:acme-dev-network-flow-logs-[0-9a-f]{7}$/);
    assert.equal(flowLog.options.dependsOn?.includes("acme-dev-network-flow-logs"), true);
    assert.deepEqual(group.inputs, { retentionInDays: 365 });
    assert.equal(role.inputs.permissionsBoundary, "arn:aws:iam::111122223333:policy/boundary");
    assert.deepEqual(JSON.parse(role.inputs.assumeRolePolicy).Statement, [
      {
        Effect: "Allow",
        Principal: { Service: "vpc-flow-logs.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
          StringEquals: { "aws:SourceAccount": "111122223333" },
          ArnLike: { "aws:SourceArn": "arn:aws:ec2:af-south-1:111122223333:vpc-flow-log/*" },
        },
      },
    ]);
    assert.deepEqual(JSON.parse(only("aws:iam/rolePolicy:RolePolicy").inputs.policy).Statement, [
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
        Resource: [arn, `${arn}:*`],
      },
      {
        Effect: "Allow",
        Action: "logs:DescribeLogGroups",
        Resource: "arn:aws:logs:af-south-1:111122223333:log-group:*",
      },
    ]);
  });

  it("routes every subnet to S3 and DynamoDB without leaving AWS, and lets nothing be carried to foreign accounts", async () => {
    const { ofType, outputs } = await build({ tiers: ["public", "private", "data"] });
    const endpoints = ofType("aws:ec2/vpcEndpoint:VpcEndpoint");
    assert.deepEqual(
      endpoints.map(({ inputs }) => [inputs.serviceName, inputs.vpcEndpointType]),
      [
        ["com.amazonaws.af-south-1.s3", "Gateway"],
        ["com.amazonaws.af-south-1.dynamodb", "Gateway"],
      ],
    );
    const tables = Object.values(outputs.routeTableIds)
      .flatMap((byZone) => Object.values(byZone as object))
      .sort();
    for (const { inputs } of endpoints) {
      assert.deepEqual([...inputs.routeTableIds].sort(), tables);
    }
    const own = (action: string) => ({
      Sid: "OwnResources",
      Effect: "Allow",
      Principal: "*",
      Action: action,
      Resource: "*",
      Condition: { StringEquals: { "aws:ResourceAccount": "111122223333" } },
    });
    const [s3, dynamodb] = endpoints.map(({ inputs }) => JSON.parse(inputs.policy).Statement);
    assert.deepEqual(s3, [
      own("s3:*"),
      { Sid: "ReadObjects", Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" },
    ]);
    assert.deepEqual(dynamodb, [own("dynamodb:*")]);
  });

  it("EC2.10, EC2.55, EC2.56, EC2.57: interface endpoints stand in the private subnets, open to the network only", async () => {
    const services = ["ec2", "ecr.api", "ecr.dkr", "ssm"];
    const { only, ofType, outputs } = await build({ interfaceEndpoints: services });
    for (const service of services) {
      const name = `acme-dev-network-${service.replace(".", "-")}`;
      assert.deepEqual(only("aws:ec2/vpcEndpoint:VpcEndpoint", name).inputs, {
        vpcId: outputs.vpcId,
        serviceName: `com.amazonaws.af-south-1.${service}`,
        vpcEndpointType: "Interface",
        privateDnsEnabled: true,
        subnetIds: Object.values(outputs.subnetIds.private),
        securityGroupIds: [outputs.endpointSecurityGroupId],
        tags: { Name: name },
      });
    }
    assert.deepEqual(only("aws:ec2/securityGroup:SecurityGroup").inputs, {
      vpcId: outputs.vpcId,
      description: "Interface endpoints of AWS services",
      tags: { Name: "acme-dev-network-endpoints" },
    });
    assert.deepEqual(only("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").inputs, {
      securityGroupId: outputs.endpointSecurityGroupId,
      description: "HTTPS from inside the network",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrIpv4: "10.10.0.0/16",
      tags: { Name: "acme-dev-network-endpoints-https" },
    });
    assert.equal(ofType("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule").length, 0);
  });

  it("EC2.16, EC2.21: the one network ACL, the default one, is taken over and its subnets are left alone", async () => {
    const { only, ofType } = await build();
    const acl = only("aws:ec2/defaultNetworkAcl:DefaultNetworkAcl");
    assert.match(acl.inputs.defaultNetworkAclId, /^acl-[0-9a-f]{17}$/);
    assert.deepEqual(Object.keys(acl.inputs).sort(), ["defaultNetworkAclId", "egress", "ingress", "tags"]);
    assert.deepEqual(acl.options.ignoreChanges, ["subnetIds"]);
    assert.equal(ofType("aws:ec2/networkAcl:NetworkAcl").length, 0);
  });

  it("refuses everything that is wrong at once, before it makes anything", async () => {
    await assert.rejects(build({ cidrBlock: "10.10.0.1/16", zones: zones.slice(0, 1) }), (error: Error) => {
      assert.match(
        error.message,
        /^The network's arguments are refused:\n- cidrBlock: .*10\.10\.0\.0\/16\.\n- zones: /,
      );
      return true;
    });
  });

  it("protects nothing: the network holds no data", async () => {
    const { resources } = await build({ interfaceEndpoints: ["ssm"] });
    assert.deepEqual(
      resources.filter(({ options }) => options.protect !== undefined),
      [],
    );
  });

  it("keeps its type token", async () => {
    const { only } = await build();
    assert.equal(only("platform:network:Network").name, "acme-dev-network");
  });

  it("cuts names that their services would refuse", async () => {
    const long = `acme-${"x".repeat(60)}`;
    const { only } = await collect(() => {
      new Network(long, { context, cidrBlock: "10.10.0.0/16", zones });
    });
    assert.equal(only("aws:iam/role:Role").name.length, 56);
  });
});
