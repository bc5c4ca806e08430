import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { collect } from "./pulumi-mocks.ts";

describe("collect", () => {
  it("tells type, name, inputs, parent and options of every resource", async () => {
    const { resources, outputs } = await collect(() => {
      const parent = new aws.iam.Role("web", { assumeRolePolicy: "{}" }, { protect: true, retainOnDelete: true });
      const child = new aws.iam.RolePolicy("web-logs", { role: parent.name, policy: "{}" }, { parent });
      return { arn: parent.arn, secret: pulumi.secret(child.id) };
    });
    assert.deepEqual(resources, [
      {
        type: "aws:iam/role:Role",
        name: "web",
        inputs: { assumeRolePolicy: "{}" },
        options: { protect: true, retainOnDelete: true },
      },
      {
        type: "aws:iam/rolePolicy:RolePolicy",
        name: "web-logs",
        inputs: { role: resources[1]?.inputs.role, policy: "{}" },
        parent: "web",
        options: { protect: true, dependsOn: ["web"] },
      },
    ]);
    assert.match(outputs.arn, /^arn:aws:iam::123456789012:role\/web-[0-9a-f]{7}$/);
    assert.match(outputs.secret, /^web-[0-9a-f]{7}:web-logs-[0-9a-f]{7}$/);
  });

  it("waits for resources that are made late", async () => {
    const { resources } = await collect(async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      const first = new aws.ec2.SecurityGroup("first", {});
      new aws.ec2.SecurityGroup("second", { description: first.id });
    });
    assert.deepEqual(
      resources.map((resource) => resource.name),
      ["first", "second"],
    );
  });

  it("answers random.RandomPassword with a secret of the wanted length", async () => {
    const { outputs, only } = await collect(async () => {
      const made = new random.RandomPassword("made", { length: 40 });
      new aws.secretsmanager.SecretVersion("version", { secretId: "secret", secretString: made.result });
      return { isSecret: await pulumi.isSecret(made.result), password: made.result };
    });
    assert.equal(outputs.isSecret, true);
    assert.match(outputs.password, /^[0-9a-f]{40}$/);
    assert.equal(only("aws:secretsmanager/secretVersion:SecretVersion").inputs.secretString, outputs.password);
  });

  it("answers awsx.ec2.Vpc with its documented outputs, zone by zone", async () => {
    const { outputs } = await collect(() => {
      const vpc = new awsx.ec2.Vpc("vpc", { availabilityZoneNames: ["af-south-1a", "af-south-1b"] });
      return {
        vpcId: vpc.vpcId,
        privateSubnetIds: vpc.privateSubnetIds,
        routeTableIds: vpc.routeTables.apply((tables) => tables.map((table) => table.id)),
        zones: vpc.publicSubnets.apply((subnets) => subnets.map((subnet) => subnet.availabilityZone)),
      };
    });
    assert.match(outputs.vpcId, /^vpc-[0-9a-f]{17}$/);
    assert.equal(new Set(outputs.privateSubnetIds).size, 2);
    assert.equal(new Set(outputs.routeTableIds).size, 4);
    assert.deepEqual(outputs.zones, ["af-south-1a", "af-south-1b"]);
  });

  it("refuses a call that the test has not foreseen", async () => {
    await assert.rejects(
      collect(() => ({ id: aws.getCallerIdentityOutput().accountId })),
      /call of 'aws:index\/getCallerIdentity:getCallerIdentity' is not foreseen; given: none; add it to 'calls'/,
    );
  });

  it("answers the calls and stack references that the test gives", async () => {
    const { outputs } = await collect(
      () => ({
        account: aws.getCallerIdentityOutput().accountId,
        key: new pulumi.StackReference("organization/account/account").requireOutput("sessionKeyArn"),
      }),
      {
        calls: { "aws:index/getCallerIdentity:getCallerIdentity": () => ({ accountId: "210987654321" }) },
        stacks: { "organization/account/account": { sessionKeyArn: "arn:key" } },
      },
    );
    assert.deepEqual(outputs, { account: "210987654321", key: "arn:key" });
  });

  it("refuses a stack reference, a duplicate name, and passes the program's own error on", async () => {
    await assert.rejects(
      collect(() => new pulumi.StackReference("organization/account/account")),
      /stack reference 'organization\/account\/account' is not foreseen/,
    );
    await assert.rejects(
      collect(() => [new aws.ec2.SecurityGroup("same", {}), new aws.ec2.SecurityGroup("same", {})].length),
      /duplicate resource .*::same/,
    );
    await assert.rejects(
      collect(() => {
        throw new RangeError("of the program");
      }),
      new RangeError("of the program"),
    );
  });

  it("ends with the failure of an output that something waits for, and does not wait with it", async () => {
    const failed = () =>
      new aws.ec2.SecurityGroup("group", {}).id.apply((): string => {
        throw new RangeError("of an output");
      });
    for (const program of [
      () => ({ id: failed() }),
      () => ({ id: new aws.ec2.Subnet("subnet", { vpcId: failed() }).id }),
      async () => {
        await new Promise((resolve) => failed().apply(resolve));
      },
    ]) {
      await assert.rejects(collect(program), { name: "RangeError", message: /of an output$/ });
    }
    const { resources } = await collect(() => new aws.ec2.SecurityGroup("next", {}));
    assert.equal(resources.length, 1, "the next program has its own failures");
  });

  it("passes configuration, project and stack on", async () => {
    const { outputs } = await collect(
      () => ({
        zones: new pulumi.Config("platform").requireObject("zones"),
        where: `${pulumi.getProject()}/${pulumi.getStack()}`,
      }),
      { config: { "platform:zones": ["a"] }, project: "foundation", stack: "prod" },
    );
    assert.deepEqual(outputs, { zones: ["a"], where: "foundation/prod" });
  });

  it("leaves ids unknown in a preview", async () => {
    const { outputs } = await collect(() => ({ id: new aws.ec2.SecurityGroup("group", {}).id }), { preview: true });
    assert.equal(outputs.id, undefined);
  });
});
