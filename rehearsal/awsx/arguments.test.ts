import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { readArguments } from "./arguments.ts";
import { ArgumentProblems } from "./problems.ts";

const output = pulumi.output("later");

function refusals(inputs: pulumi.Inputs): Record<string, string> {
  try {
    readArguments({ subnetStrategy: "Auto", ...inputs });
  } catch (error) {
    assert.ok(error instanceof ArgumentProblems, String(error));
    return Object.fromEntries(error.problems.map((problem) => [problem.propertyPath, problem.reason]));
  }
  return {};
}

describe("arguments of awsx.ec2.Vpc", () => {
  it("take Outputs where they decide no resource's name", () => {
    const specs = [{ type: "Public", tags: { a: output } }, { type: "Private" }];
    const endpoint = { serviceName: "com.amazonaws.af-south-1.s3", policy: output, routeTableIds: output };
    assert.deepEqual(
      refusals({
        availabilityZoneNames: ["af-south-1a"],
        region: output,
        enableDnsHostnames: output,
        tags: { a: output },
        subnetSpecs: specs,
        natGateways: { strategy: "Single", elasticIpAllocationIds: [output] },
        vpcEndpointSpecs: [endpoint],
      }),
      {},
    );
  });

  it("refuse Outputs where they do, all at once", () => {
    const found = refusals({
      cidrBlock: output,
      numberOfAvailabilityZones: output,
      subnetSpecs: [
        { type: output, name: output, cidrBlocks: ["10.0.0.0/24"] },
        { type: "Public", tags: output },
      ],
      natGateways: { strategy: output },
      tags: output,
      vpcEndpointSpecs: [{ serviceName: output }],
    });
    assert.deepEqual(Object.keys(found).sort(), [
      "cidrBlock",
      "natGateways.strategy",
      "numberOfAvailabilityZones",
      "subnetSpecs[0].name",
      "subnetSpecs[0].type",
      "subnetSpecs[1].tags",
      "tags",
      "vpcEndpointSpecs[0].serviceName",
    ]);
    assert.match(found.cidrBlock ?? "", /must be a plain value.*this one is an Output/);
    assert.match(found.tags ?? "", /tags as a whole are an Output/);
  });

  const table: [string, pulumi.Inputs, string, RegExp][] = [
    ["a list as a whole that is an Output", { subnetSpecs: pulumi.output([]) }, "subnetSpecs", /plain value/],
    ["an unknown argument", { cidr: "10.0.0.0/16" }, "cidr", /no such argument. Allowed are .*cidrBlock/],
    ["an unknown argument of a spec", { subnetSpecs: [{ type: "Public", mask: 1 }] }, "subnetSpecs[0].mask", /no such/],
    ["a spec without a type", { subnetSpecs: [{}] }, "subnetSpecs[0].type", /required/],
    [
      "an unknown type",
      { subnetSpecs: [{ type: "public" }] },
      "subnetSpecs[0].type",
      /"public". Allowed is "Public", "P/,
    ],
    ["a wrong type", { availabilityZoneNames: [1] }, "availabilityZoneNames", /a list. Allowed is a list of texts/],
    ["no zones", { numberOfAvailabilityZones: 0 }, "numberOfAvailabilityZones", /0. Allowed is a whole number from 1/],
    ["a mask out of range", { availabilityZoneCidrMask: 33 }, "availabilityZoneCidrMask", /33. Allowed is a prefix/],
    ["NAT gateways without a strategy", { natGateways: {} }, "natGateways.strategy", /required/],
    [
      "strategy Exact",
      { subnetStrategy: "Exact" },
      "subnetStrategy",
      /only "Auto" .*extend rehearsal\/awsx\/subnet-layout/,
    ],
    ["an unknown strategy", { subnetStrategy: "Any" }, "subnetStrategy", /"Any". Allowed is "Legacy", "Auto"/],
    ["strategy Legacy by default", { subnetStrategy: undefined }, "subnetStrategy", /means "Legacy".*subnet-layout.ts/],
    ["endpoint strategy Auto", { vpcEndpointStrategy: "Auto" }, "vpcEndpointStrategy", /extend .*vpc-endpoints.ts/],
    ["IPAM", { ipv4IpamPoolId: "ipam-pool-1" }, "ipv4IpamPoolId", /IPAM are not supported.*awsx\/vpc.ts/],
    [
      "zones by name and number",
      { availabilityZoneNames: ["af-south-1a"], numberOfAvailabilityZones: 1 },
      "numberOfAvailabilityZones",
      /Only one of availabilityZoneNames and/,
    ],
    ["a region to look up that is an Output", { region: output }, "region", /Output, so the availability zones cannot/],
    [
      "addresses without NAT",
      { natGateways: { strategy: "None", elasticIpAllocationIds: ["a"] } },
      "natGateways.elasticIpAllocationIds",
      /"None" makes no NAT/,
    ],
    [
      "two addresses for one NAT gateway",
      { natGateways: { strategy: "Single", elasticIpAllocationIds: ["a", "b"] } },
      "natGateways.elasticIpAllocationIds",
      /takes exactly one/,
    ],
    [
      "one address for three zones",
      { natGateways: { strategy: "OnePerAz", elasticIpAllocationIds: ["a"] } },
      "natGateways.elasticIpAllocationIds",
      /1 Elastic IP addresses are given for 3 availability zones/,
    ],
    [
      "NAT by default without public subnets",
      { subnetSpecs: [{ type: "Private" }] },
      "natGateways.strategy",
      /are Private/,
    ],
    [
      "NAT by default with public subnets only",
      { subnetSpecs: [{ type: "Public" }] },
      "natGateways.strategy",
      /are Public/,
    ],
  ];
  for (const [title, inputs, path, message] of table) {
    it(`refuse ${title}`, () => {
      const found = refusals(inputs);
      assert.deepEqual(Object.keys(found), [path]);
      assert.match(found[path] ?? "", message);
    });
  }
});
