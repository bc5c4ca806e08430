import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Bastion } from "../components/access/bastion.ts";
import { createContext } from "../components/shared/context.ts";
import { testIdentity } from "../test/identity.ts";
import { collect } from "../test/pulumi-mocks.ts";
import { refusePublicAddresses } from "./public-address-guard.ts";

/** A program under the guard. What it makes is not waited for: a refused resource has no outputs. */
const guarded = (program: () => unknown) =>
  collect(() => {
    refusePublicAddresses();
    program();
  });

/** A launch template whose interface has this setting. */
const template = (associatePublicIpAddress: pulumi.Input<string>, parent?: pulumi.Resource) =>
  new aws.ec2.LaunchTemplate(
    "acme-dev-web",
    { networkInterfaces: [{ deviceIndex: 0, associatePublicIpAddress }] },
    parent === undefined ? {} : { parent },
  );

const refused = /acme-dev-web would have a public address: networkInterfaces\[0\]\.associatePublicIpAddress is "true"/;

describe("the guard of public addresses", () => {
  it("EC2.25 (waiver): refuses a launch template with public addresses, also when it is known later", async () => {
    await assert.rejects(
      guarded(() => template("true")),
      refused,
    );
    await assert.rejects(
      guarded(() => template(pulumi.output("true"))),
      refused,
    );
    const secret = pulumi.output({ isPublic: "true" }).apply(({ isPublic }) => isPublic);
    await assert.rejects(
      guarded(() => template(secret)),
      refused,
    );
  });

  it("refuses it in a component of another kind, whatever its name", async () => {
    class Other extends pulumi.ComponentResource {
      constructor() {
        super("platform:web:Fleet", "acme-dev-bastion");
        template("true", this);
      }
    }
    await assert.rejects(
      guarded(() => new Other()),
      refused,
    );
  });

  it("EC2.9 (waiver), EC2.15 (waiver): refuses instances, their Elastic IP addresses, subnets and services", async () => {
    const refusals: readonly (readonly [RegExp, () => unknown])[] = [
      [/Instance tool would/, () => new aws.ec2.Instance("tool", { ami: "ami-1", associatePublicIpAddress: true })],
      [/Eip tool would/, () => new aws.ec2.Eip("tool", { instance: pulumi.output("i-0123456789abcdef0") })],
      [
        /Subnet tool would/,
        () => new aws.ec2.Subnet("tool", { vpcId: "vpc-1", cidrBlock: "10.0.0.0/24", mapPublicIpOnLaunch: true }),
      ],
      [
        /Service tool would/,
        () => new aws.ecs.Service("tool", { networkConfiguration: { subnets: ["subnet-1"], assignPublicIp: true } }),
      ],
    ];
    for (const [message, program] of refusals) await assert.rejects(guarded(program), message);
  });

  it("lets what is private pass unchanged", async () => {
    const { only } = await guarded(() => {
      template("false");
      new aws.ec2.Subnet("private", { vpcId: "vpc-1", cidrBlock: "10.0.0.0/24" });
      new aws.ec2.Eip("nat", { domain: "vpc" });
    });
    assert.deepEqual(only("aws:ec2/launchTemplate:LaunchTemplate").inputs, {
      networkInterfaces: [{ deviceIndex: 0, associatePublicIpAddress: "false" }],
    });
    assert.deepEqual(only("aws:ec2/eip:Eip").inputs, { domain: "vpc" });
  });

  it("wraps nothing but what decides later, so that a preview keeps what it knows", async () => {
    const group = pulumi.output("sg-0123456789abcdef0");
    const given = [{ associatePublicIpAddress: "false", securityGroups: [group] }];
    let seen: unknown;
    await guarded(() => {
      pulumi.runtime.registerStackTransformation(({ props }) => {
        seen = props.networkInterfaces;
        return undefined;
      });
      new aws.ec2.LaunchTemplate("acme-dev-web", { networkInterfaces: given });
    });
    assert.equal(seen, given);
  });

  it("EC2.25 (waiver): lets bastions have theirs", async () => {
    const { only } = await guarded(
      () =>
        new Bastion("acme-dev-bastion", {
          context: createContext(testIdentity),
          vpcId: "vpc-0123456789abcdef0",
          cidrBlock: "10.10.0.0/16",
          subnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
          imageId: "resolve:ssm:/image",
          sessionLogGroupArn: "arn:aws:logs:af-south-1:111122223333:log-group:sessions",
          sessionKeyArn: "arn:aws:kms:af-south-1:111122223333:key/11111111-2222-4333-8444-555555555555",
        }),
    );
    const { inputs } = only("aws:ec2/launchTemplate:LaunchTemplate");
    assert.equal(inputs.networkInterfaces[0].associatePublicIpAddress, "true");
  });
});
