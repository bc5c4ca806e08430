import assert from "node:assert/strict";
import { unknown } from "../../row.ts";
import { describeRules } from "../test-cases.ts";
import { testFacts } from "../test-world.ts";
import { launchTemplate } from "./launch-template.ts";
import { launchTemplateData } from "./launch-template-data.ts";
import { testNetwork } from "./test-network.ts";

const encoded = (bytes: number) => Buffer.alloc(bytes, "x").toString("base64");
const profileArn = "arn:aws:iam::123456789012:instance-profile/bastion";
const world = testNetwork(["aws:iam/instanceProfile:InstanceProfile", "bastion", { arn: profileArn }]);

describeRules(
  launchTemplate,
  { name: "bastion", imageId: "ami-0123456789abcdef0", instanceType: "t4g.nano" },
  [
    ["user data of 16 KB", { userData: encoded(16384) }, undefined],
    ["larger user data", { userData: encoded(16385) }, /16385 bytes before encoding: AWS takes at most 16384/],
    ["user data that is not encoded", { userData: "#!/bin/sh" }, /userData is not base64/],
    ["groups of one VPC", { vpcSecurityGroupIds: ["sg-one", "sg-one-more"] }, undefined],
    [
      "groups of two VPCs",
      { vpcSecurityGroupIds: ["sg-one", "sg-two"] },
      /security group sg-two of vpc-two is of another VPC/,
    ],
    [
      "groups of two VPCs in interfaces",
      { networkInterfaces: [{ securityGroups: ["sg-one", "sg-two"] }] },
      /sg-two of vpc-two/,
    ],
    [
      "a group of another VPC than the interface's subnet",
      { networkInterfaces: [{ subnetId: "subnet-one-a", securityGroups: ["sg-two"] }] },
      /launch template is in vpc-one, but security group sg-two of vpc-two/,
    ],
    [
      "groups beside interfaces",
      { vpcSecurityGroupIds: ["sg-one"], networkInterfaces: [{ deviceIndex: 0 }] },
      /give the security groups in networkInterfaces/,
    ],
    ["an image by parameter", { imageId: "resolve:ssm:/aws/service/ami-amazon-linux-latest/x" }, undefined],
    ["what is no image", { imageId: "amazon-linux" }, /imageId amazon-linux is no image/],
    [
      "a hop limit of 65",
      { metadataOptions: { httpPutResponseHopLimit: 65 } },
      /httpPutResponseHopLimit is 65: AWS takes 1 to 64/,
    ],
    ["an instance profile of the workspace", { iamInstanceProfile: { arn: profileArn } }, undefined],
    ["one by its name", { iamInstanceProfile: { name: "bastion" } }, undefined],
    [
      "an instance profile that does not exist",
      { iamInstanceProfile: { name: "other" } },
      /instance profile other does not exist/,
    ],
    ["ids that are not known yet", { vpcSecurityGroupIds: [unknown], iamInstanceProfile: { arn: unknown } }, undefined],
  ],
  world,
);

describe("launch template data", () => {
  it("has AWS's names, booleans and tags", () => {
    const data = launchTemplateData({
      name: "not part of it",
      ebsOptimized: "true",
      vpcSecurityGroupIds: ["sg-1"],
      blockDeviceMappings: [
        { deviceName: "/dev/xvda", ebs: { encrypted: "true", deleteOnTermination: "", kmsKeyId: "k" } },
      ],
      networkInterfaces: [
        { deviceIndex: 0, associatePublicIpAddress: "false", securityGroups: ["sg-2"], ipv4Addresses: ["10.0.0.9"] },
      ],
      privateDnsNameOptions: { enableResourceNameDnsAaaaRecord: true },
      tagSpecifications: [{ resourceType: "instance", tags: { "cost-center": "42" } }],
    });
    assert.deepEqual(data, {
      EbsOptimized: true,
      SecurityGroupIds: ["sg-1"],
      BlockDeviceMappings: [{ DeviceName: "/dev/xvda", Ebs: { Encrypted: true, KmsKeyId: "k" } }],
      NetworkInterfaces: [
        {
          DeviceIndex: 0,
          AssociatePublicIpAddress: false,
          Groups: ["sg-2"],
          PrivateIpAddresses: [{ PrivateIpAddress: "10.0.0.9" }],
        },
      ],
      PrivateDnsNameOptions: { EnableResourceNameDnsAAAARecord: true },
      TagSpecifications: [{ ResourceType: "instance", Tags: [{ Key: "cost-center", Value: "42" }] }],
    });
  });
});

describe("launch template versions", () => {
  const before = { name: "bastion", instanceType: "t4g.nano", latestVersion: 3, defaultVersion: 3, tagsAll: {} };
  const operations = (inputs: object) =>
    launchTemplate.update?.("lt-1", { name: "bastion", instanceType: "t4g.nano", ...inputs }, before, testFacts());

  it("come with changed data, and become the default when the program says so", () => {
    const calls = operations({ instanceType: "t4g.micro", updateDefaultVersion: true });
    assert.deepEqual(
      calls?.map((call) => call.operation),
      ["CreateLaunchTemplateVersion", "ModifyLaunchTemplate"],
    );
    assert.equal(calls?.[1]?.parameters.DefaultVersion, "4");
  });

  it("are unknown in the preview of changed data, and of nothing else", () => {
    const renewed = (inputs: object) => launchTemplate.renewed?.({ name: "bastion", ...inputs }, before);
    assert.deepEqual(renewed({ instanceType: "t4g.micro" }), ["latestVersion", "defaultVersion"]);
    assert.deepEqual(renewed({ instanceType: "t4g.nano", tags: { Name: "new" } }), []);
  });

  it("do not come with changed tags", () => {
    const facts = testFacts({ tags: { Name: "new" } });
    const calls = launchTemplate.update?.("lt-1", { name: "bastion", instanceType: "t4g.nano" }, before, facts);
    assert.deepEqual(
      calls?.map((call) => call.operation),
      ["CreateTags"],
    );
  });
});
