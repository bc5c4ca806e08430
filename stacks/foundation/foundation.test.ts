import assert from "node:assert/strict";
import { collect, type Properties } from "../../test/pulumi-mocks.ts";
import { accountOutputs, assertInventory, inventoryOf, runFoundation } from "../../test/stacks.ts";
import { type FoundationOutputs, readFoundation } from "./outputs.ts";

describe("foundation stack", () => {
  for (const environment of ["dev", "staging", "prod"]) {
    it(`makes in ${environment} exactly what is listed`, async () => {
      assertInventory(await runFoundation(environment), `stacks/foundation/inventory/${environment}.txt`);
    });
  }

  it("EC2.10, EC2.55, EC2.56, EC2.57: has in prod endpoints of EC2, ECR and Systems Manager", async () => {
    const made = inventoryOf(await runFoundation("prod"));
    for (const service of ["ec2", "ecr-api", "ecr-dkr", "ssm"]) {
      assert.ok(made.includes(`aws:ec2/vpcEndpoint:VpcEndpoint acme-prod-network-${service}`), service);
    }
  });

  it("exports what outputs.ts promises", async () => {
    const { outputs } = await runFoundation("dev");
    const names: { readonly [Name in keyof FoundationOutputs]: true } = {
      addressPlan: true,
      alertPathKeyArn: true,
      autoScalingServiceRoleArn: true,
      backupEventsTopicArn: true,
      backupRoleArn: true,
      backupVaultName: true,
      bastionAutoScalingGroupName: true,
      bastionSecurityGroupId: true,
      buckets: true,
      cidrBlock: true,
      database: true,
      databaseEventsTopicArn: true,
      endpointSecurityGroupId: true,
      files: true,
      flowLogGroupName: true,
      incidentTable: true,
      keyArns: true,
      messageKeyArns: true,
      natGatewayIds: true,
      privateSubnetIds: true,
      publicSubnetIds: true,
      routeTableIds: true,
      unlocked: true,
      vpcId: true,
      zones: true,
    };
    assert.deepEqual(Object.keys(outputs).sort(), Object.keys(names));
    assert.deepEqual(outputs.zones, ["af-south-1a", "af-south-1b"]);
    assert.deepEqual(Object.keys(outputs.privateSubnetIds), outputs.zones);
  });

  it("reads with readFoundation every output that it exports", async () => {
    const { outputs } = await runFoundation("dev");
    const { outputs: read } = await collect(() => readFoundation("organization/foundation/dev"), {
      stacks: { "organization/foundation/dev": outputs },
    });
    assert.deepEqual(read, outputs);
  });

  it("sends everything through the provider that is bound to the account and carries the tags", async () => {
    const { resources, only } = await runFoundation("prod");
    assert.deepEqual(only("pulumi:providers:aws").inputs, {
      region: "af-south-1",
      allowedAccountIds: JSON.stringify(["111122223333"]),
      defaultTags: JSON.stringify({
        tags: {
          project: "acme",
          environment: "prod",
          owner: "platform-team",
          "cost-center": "cc-1042",
          "managed-by": "pulumi",
          repository: "acme/platform",
        },
      }),
      skipCredentialsValidation: "false",
      skipRegionValidation: "true",
    });
    const others = resources.filter(({ type, options }) => type.startsWith("aws:") && options.provider !== "aws");
    assert.deepEqual(others, []);
    const orphans = resources.filter(({ type, parent }) => /^awsx?:/.test(type) && parent === undefined);
    assert.deepEqual(orphans, []);
  });

  it("gives every role the boundary of its environment, which deploying roles demand", async () => {
    for (const environment of ["dev", "prod"]) {
      const roles = (await runFoundation(environment)).ofType("aws:iam/role:Role");
      const boundary = accountOutputs.permissionsBoundaryArns[environment];
      assert.ok(boundary);
      assert.equal(roles.length, 4);
      for (const { name, inputs } of roles) assert.equal(inputs.permissionsBoundary, boundary, name);
    }
  });

  it("has one bastion in dev and one in each zone in prod, on an image of its instance type's architecture", async () => {
    const dev = await runFoundation("dev");
    const prod = await runFoundation("prod");
    assert.equal(dev.only("aws:autoscaling/group:Group").inputs.desiredCapacity, 1);
    assert.equal(prod.only("aws:autoscaling/group:Group").inputs.desiredCapacity, 2);
    assert.deepEqual(
      prod.only("aws:autoscaling/group:Group").inputs.vpcZoneIdentifiers,
      Object.values(prod.outputs.publicSubnetIds),
    );
    assert.equal(
      prod.only("aws:ec2/launchTemplate:LaunchTemplate").inputs.imageId,
      "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64",
    );
  });

  it("lets the settings' SSH ranges through the network ACL and the bastions' security group, and nobody else", async () => {
    const { only } = await runFoundation("dev", {
      change: { "platform:bastion": { sshCidrBlocks: ["203.0.113.7/32"] } },
    });
    const rule = only(
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
      "acme-dev-bastion-ssh-203-0-113-7-32",
    );
    assert.equal(rule.inputs.cidrIpv4, "203.0.113.7/32");
    const { ingress } = only("aws:ec2/defaultNetworkAcl:DefaultNetworkAcl").inputs;
    assert.deepEqual(
      ingress.filter((entry: Properties) => entry.fromPort === 22),
      [{ action: "allow", ruleNo: 200, protocol: "tcp", fromPort: 22, toPort: 22, cidrBlock: "203.0.113.7/32" }],
    );
  });

  it("moves no subnet when a third zone is added", async () => {
    const zones = ["a", "b", "c"].map((letter, index) => ({ index, name: `af-south-1${letter}` }));
    const network = { cidrBlock: "10.10.0.0/16", zones };
    const before = (await runFoundation("dev")).only("awsx:ec2:Vpc").inputs;
    const after = (await runFoundation("dev", { change: { "platform:network": network } })).only("awsx:ec2:Vpc").inputs;
    assert.equal(after.subnetSpecs[0].cidrBlocks.length, 3);
    assert.deepEqual(
      after.subnetSpecs.map((spec: Properties) => spec.cidrBlocks.slice(0, 2)),
      before.subnetSpecs.map((spec: Properties) => spec.cidrBlocks),
    );
  });

  it("refuses to move or remove a deployed zone before it makes anything, whatever its index says", async () => {
    const deployed = { addressPlan: { zones: ["af-south-1a", "af-south-1b"], tiers: ["public", "private"] } };
    const zones = ["b", "a"].map((letter, index) => ({ index, name: `af-south-1${letter}` }));
    await assert.rejects(
      runFoundation("dev", { change: { "platform:network": { cidrBlock: "10.10.0.0/16", zones } }, deployed }),
      /1\. platform:network\.zones\n +Zones that are deployed were reordered[\s\S]*got: +af-south-1b, af-south-1a/,
    );
    const { outputs } = await runFoundation("dev", { deployed });
    assert.deepEqual(outputs.addressPlan, deployed.addressPlan);
  });

  it("works out a preview of a new environment, when nothing is known yet", async () => {
    const preview = await runFoundation("prod", { preview: true });
    assert.deepEqual(inventoryOf(preview), inventoryOf(await runFoundation("prod")));
  });

  it("stops with every problem of the settings before it makes anything", async () => {
    const zones = [{ index: 0, name: "af-south-1a" }];
    await assert.rejects(
      runFoundation("dev", { change: { "platform:network": { cidrBlock: "10.10.0.1/16", zones } } }),
      /2 problems[\s\S]*network\.zones[\s\S]*network\.cidrBlock[\s\S]*10\.10\.0\.0\/16/,
    );
  });
});
