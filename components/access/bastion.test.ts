import assert from "node:assert/strict";
import { testIdentity } from "../../test/identity.ts";
import { collect, type Properties } from "../../test/pulumi-mocks.ts";
import { createContext } from "../shared/context.ts";
import { Bastion, type BastionArgs } from "./bastion.ts";

const context = createContext(testIdentity);

const logGroupArn = "arn:aws:logs:af-south-1:111122223333:log-group:sessions";
const keyArn = "arn:aws:kms:af-south-1:111122223333:key/11111111-2222-4333-8444-555555555555";
const subnetIds = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"];

/** Bastions with these changes to the smallest set of arguments. */
const build = (change: Partial<BastionArgs> = {}) =>
  collect(
    () =>
      new Bastion("acme-dev-bastion", {
        context,
        vpcId: "vpc-0123456789abcdef0",
        cidrBlock: "10.10.0.0/16",
        subnetIds,
        imageId: "resolve:ssm:/image",
        sessionLogGroupArn: logGroupArn,
        sessionKeyArn: keyArn,
        ...change,
      }),
  );

const ingressRule = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const egressRule = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";

const launchTags = {
  project: "acme",
  environment: "dev",
  owner: "platform-team",
  "cost-center": "cc-1042",
  "managed-by": "pulumi",
  repository: "acme/platform",
  Name: "acme-dev-bastion",
};

describe("Bastion", () => {
  it("EC2.3, EC2.8, EC2.17, EC2.28, EC2.25 (waiver), EC2.170, EC2.180, EC2.181: launches exactly this", async () => {
    const { only, outputs } = await build();
    const { inputs } = only("aws:ec2/launchTemplate:LaunchTemplate");
    assert.match(inputs.iamInstanceProfile.arn, /^arn:aws:iam::\d{12}:instance-profile\/acme-dev-bastion-[0-9a-f]{7}$/);
    assert.deepEqual(inputs, {
      imageId: "resolve:ssm:/image",
      instanceType: "t4g.nano",
      iamInstanceProfile: inputs.iamInstanceProfile,
      instanceInitiatedShutdownBehavior: "terminate",
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: { encrypted: "true", volumeType: "gp3", volumeSize: 8, deleteOnTermination: "true" },
        },
      ],
      networkInterfaces: [
        {
          deviceIndex: 0,
          associatePublicIpAddress: "true",
          deleteOnTermination: "true",
          securityGroups: [outputs.securityGroupId],
        },
      ],
      tagSpecifications: [
        { resourceType: "instance", tags: launchTags },
        { resourceType: "volume", tags: { ...launchTags, backup: "daily" } },
        { resourceType: "network-interface", tags: launchTags },
      ],
      updateDefaultVersion: true,
      tags: { Name: "acme-dev-bastion" },
    });
  });

  it("AutoScaling.2, AutoScaling.9, EC2.4: replaces a lost one in either zone, and renews all from the template", async () => {
    const { only, outputs } = await build();
    const { inputs, name } = only("aws:autoscaling/group:Group");
    assert.equal(name, "acme-dev-bastion");
    assert.equal(outputs.autoScalingGroupName.replace(/-[0-9a-f]{7}$/, ""), "acme-dev-bastion");
    assert.match(inputs.launchTemplate.id, /^lt-[0-9a-f]{17}$/);
    assert.deepEqual(inputs, {
      minSize: 2,
      maxSize: 2,
      desiredCapacity: 2,
      vpcZoneIdentifiers: subnetIds,
      launchTemplate: { id: inputs.launchTemplate.id, version: "1" },
      healthCheckType: "EC2",
      healthCheckGracePeriod: 60,
      maxInstanceLifetime: 2_592_000,
      instanceRefresh: { strategy: "Rolling", preferences: { minHealthyPercentage: 50 } },
      tags: Object.entries(launchTags).map(([key, value]) => ({ key, value, propagateAtLaunch: true })),
    });
  });

  it("lets a single bastion go first when it is renewed", async () => {
    const { inputs } = (await build({ instances: 1 })).only("aws:autoscaling/group:Group");
    assert.equal(inputs.desiredCapacity, 1);
    assert.equal(inputs.instanceRefresh.preferences.minHealthyPercentage, 0);
    assert.deepEqual(inputs.vpcZoneIdentifiers, subnetIds);
  });

  it("EC2.18, EC2.19, EC2.53, EC2.54: nothing may enter by default", async () => {
    const { ofType, only } = await build();
    assert.equal(ofType(ingressRule).length, 0);
    assert.deepEqual(only("aws:ec2/securityGroup:SecurityGroup").inputs, {
      vpcId: "vpc-0123456789abcdef0",
      description: "Bastions",
      tags: { Name: "acme-dev-bastion" },
    });
  });

  it("EC2.18, EC2.19, EC2.53, EC2.54: opens port 22 to listed IPv4 ranges only", async () => {
    const { ofType, outputs } = await build({ sshCidrBlocks: ["203.0.113.7/32", "198.51.100.0/24"] });
    const ssh = { description: "SSH from a listed range", ipProtocol: "tcp", fromPort: 22, toPort: 22 };
    assert.deepEqual(
      ofType(ingressRule).map(({ inputs }) => inputs),
      [
        {
          ...ssh,
          securityGroupId: outputs.securityGroupId,
          cidrIpv4: "203.0.113.7/32",
          tags: { Name: "acme-dev-bastion-ssh-203-0-113-7-32" },
        },
        {
          ...ssh,
          securityGroupId: outputs.securityGroupId,
          cidrIpv4: "198.51.100.0/24",
          tags: { Name: "acme-dev-bastion-ssh-198-51-100-0-24" },
        },
      ],
    );
  });

  it("lets out HTTPS, and tunnels to the database ports inside the network", async () => {
    const { ofType } = await build({ reachablePorts: [5432] });
    assert.deepEqual(
      ofType(egressRule).map(({ inputs }) => [
        inputs.description,
        inputs.ipProtocol,
        inputs.fromPort,
        inputs.toPort,
        inputs.cidrIpv4,
      ]),
      [
        ["HTTPS to AWS services and package repositories", "tcp", 443, 443, "0.0.0.0/0"],
        ["Port 5432 inside the network, for tunnels", "tcp", 5432, 5432, "10.10.0.0/16"],
      ],
    );
  });

  it("KMS.2: carries a role that can be reached and managed, decrypt sessions and write their log, and nothing else", async () => {
    const { only } = await build({ permissionsBoundaryArn: "arn:aws:iam::111122223333:policy/boundary" });
    const role = only("aws:iam/role:Role").inputs;
    assert.equal(role.permissionsBoundary, "arn:aws:iam::111122223333:policy/boundary");
    assert.deepEqual(JSON.parse(role.assumeRolePolicy).Statement, [
      { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
    ]);
    const statements = JSON.parse(only("aws:iam/rolePolicy:RolePolicy").inputs.policy).Statement;
    assert.deepEqual(
      statements.map(({ Effect, Action, Resource }: Properties) => [Effect, Action, Resource]),
      [
        [
          "Allow",
          [
            "ssmmessages:CreateControlChannel",
            "ssmmessages:CreateDataChannel",
            "ssmmessages:OpenControlChannel",
            "ssmmessages:OpenDataChannel",
          ],
          "*",
        ],
        ["Allow", "ssm:UpdateInstanceInformation", "arn:aws:ec2:af-south-1:111122223333:instance/*"],
        [
          "Allow",
          [
            "ssm:DescribeAssociation",
            "ssm:DescribeDocument",
            "ssm:GetDeployablePatchSnapshotForInstance",
            "ssm:GetDocument",
            "ssm:GetManifest",
            "ssm:ListAssociations",
            "ssm:ListInstanceAssociations",
            "ssm:PutComplianceItems",
            "ssm:PutConfigurePackageResult",
            "ssm:PutInventory",
            "ssm:UpdateAssociationStatus",
            "ssm:UpdateInstanceAssociationStatus",
          ],
          "*",
        ],
        ["Allow", "kms:Decrypt", keyArn],
        [
          "Allow",
          ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
          [logGroupArn, `${logGroupArn}:*`],
        ],
        ["Allow", "logs:DescribeLogGroups", "arn:aws:logs:af-south-1:111122223333:log-group:*"],
      ],
    );
  });

  it("has a key pair only when one is named", async () => {
    const { inputs } = (await build({ keyPairName: "ops" })).only("aws:ec2/launchTemplate:LaunchTemplate");
    assert.equal(inputs.keyName, "ops");
  });

  it("refuses everything that is wrong at once, before it makes anything", async () => {
    await assert.rejects(
      build({
        instances: 0,
        maxInstanceLifetimeDays: 0.5,
        sshCidrBlocks: ["0.0.0.0/0", "::/0", "2001:db8::/48", "10.0.0.0/8"],
      }),
      (error: Error) => {
        const lines = error.message.split("\n");
        assert.equal(lines[0], "The bastions' arguments are refused:");
        assert.deepEqual(
          lines.slice(1).map((line) => line.split(/[,;]/)[0]),
          [
            "- instances: got 0",
            "- maxInstanceLifetimeDays: got 0.5",
            "- sshCidrBlocks: got ::/0",
            "- sshCidrBlocks: got 2001:db8::/48",
            "- sshCidrBlocks: got 0.0.0.0/0",
          ],
        );
        return true;
      },
    );
  });

  it("keeps its type token and protects nothing", async () => {
    const { only, resources } = await build();
    assert.equal(only("platform:access:Bastion").name, "acme-dev-bastion");
    assert.deepEqual(
      resources.filter(({ options }) => options.protect !== undefined),
      [],
    );
  });
});
