import assert from "node:assert/strict";
import type { StackState } from "../rehearsal/state.ts";
import { componentOf, resourcesOf } from "./resources.ts";

const prefix = "urn:pulumi:dev::foundation::";
const network = `${prefix}platform:network:Network::acme-dev-network`;
const vpc = `${prefix}platform:network:Network$awsx:ec2:Vpc::acme-dev-network`;

const state: StackState = {
  version: 3,
  deployment: {
    resources: [
      { urn: `${prefix}pulumi:pulumi:Stack::foundation-dev`, type: "pulumi:pulumi:Stack", custom: false },
      {
        urn: network,
        type: "platform:network:Network",
        custom: false,
        parent: `${prefix}pulumi:pulumi:Stack::foundation-dev`,
      },
      { urn: vpc, type: "awsx:ec2:Vpc", custom: false, parent: network },
      {
        urn: `${prefix}x::nat-1`,
        type: "aws:ec2/natGateway:NatGateway",
        custom: true,
        parent: vpc,
        inputs: { subnetId: "s" },
      },
      { urn: `${prefix}x::old`, type: "aws:ec2/natGateway:NatGateway", custom: true, parent: vpc, delete: true },
      { urn: `${prefix}x::key`, type: "aws:kms/key:Key", custom: true, inputs: { region: "us-east-1" } },
    ],
  },
};

describe("an environment's resources", () => {
  it("are those of a state, with component and region, without components and what is being replaced", () => {
    assert.deepEqual(resourcesOf(state, "foundation", "af-south-1"), [
      {
        ...{ stack: "foundation", type: "aws:ec2/natGateway:NatGateway", name: "nat-1", component: "network" },
        ...{ region: "af-south-1", inputs: { subnetId: "s" } },
      },
      {
        ...{ stack: "foundation", type: "aws:kms/key:Key", name: "key", component: "kms" },
        ...{ region: "us-east-1", inputs: { region: "us-east-1" } },
      },
    ]);
  });

  it("of a state without resources are none", () => {
    assert.deepEqual(resourcesOf({ version: 3, deployment: {} }, "foundation", "af-south-1"), []);
  });

  it("belong to the outermost component of the platform", () => {
    const ancestors = ["pulumi:pulumi:Stack", "platform:web:Fleet", "platform:shared:CustomerKey"];
    assert.equal(componentOf("aws:kms/key:Key", ancestors), "web");
  });
});
