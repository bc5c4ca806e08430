import assert from "node:assert/strict";
import { describeRules } from "../test-cases.ts";
import { testFacts } from "../test-world.ts";
import { types } from "./shared.ts";
import { testNetwork } from "./test-network.ts";
import { vpcEndpoint } from "./vpc-endpoint.ts";

const gateway = {
  vpcId: "vpc-one",
  vpcEndpointType: "Gateway",
  serviceName: "com.amazonaws.eu-west-1.s3",
  routeTableIds: ["rtb-one"],
};
const service = "com.amazonaws.eu-west-1.ssm";

describeRules(
  vpcEndpoint,
  gateway,
  [
    [
      "a service of another region",
      { serviceName: "com.amazonaws.us-east-1.s3" },
      /s3 is of us-east-1, but the endpoint is in eu-west-1/,
    ],
    ["a service without gateway endpoint", { serviceName: service }, /ssm has no gateway endpoint/],
    ["subnets of a gateway endpoint", { subnetIds: ["subnet-one-a"] }, /Gateway endpoint takes no subnetIds/],
    [
      "a route table of another VPC",
      { routeTableIds: ["rtb-one", "rtb-two"] },
      /route table rtb-two is of vpc-two: give route tables of vpc-one/,
    ],
    ["a policy that is no JSON", { policy: "{" }, /the endpoint's policy: the policy is not valid JSON/],
  ],
  testNetwork(),
);

describeRules(
  vpcEndpoint,
  {
    vpcId: "vpc-one",
    vpcEndpointType: "Interface",
    serviceName: service,
    subnetIds: ["subnet-one-a", "subnet-one-b"],
    securityGroupIds: ["sg-one"],
    privateDnsEnabled: true,
  },
  [
    [
      "two subnets of one zone",
      { subnetIds: ["subnet-one-a", "subnet-one-a2"] },
      /subnet-one-a and subnet-one-a2 are both in eu-west-1a/,
    ],
    [
      "a subnet of another VPC",
      { subnetIds: ["subnet-two-a"] },
      /subnet subnet-two-a is of vpc-two: give subnets of vpc-one/,
    ],
    [
      "a security group of another VPC",
      { securityGroupIds: ["sg-one", "sg-two"] },
      /endpoint is in vpc-one, but security group sg-two of vpc-two is of another VPC/,
    ],
    [
      "the default security group of another VPC",
      { securityGroupIds: ["sg-default-vpc-two"] },
      /sg-default-vpc-two of vpc-two/,
    ],
    ["the default security group of its VPC", { securityGroupIds: ["sg-default-vpc-one"] }, undefined],
    ["route tables", { routeTableIds: ["rtb-one"] }, /Interface endpoint takes no routeTableIds/],
    [
      "private DNS in a VPC without host names",
      { vpcId: "vpc-two", subnetIds: [], securityGroupIds: [] },
      /private DNS needs enableDnsHostnames of vpc-two/,
    ],
    [
      "such a VPC without private DNS",
      { vpcId: "vpc-two", subnetIds: [], securityGroupIds: [], privateDnsEnabled: false },
      undefined,
    ],
    [
      "a second endpoint with private DNS",
      {},
      /vpce-1 in vpc-one has private DNS for .*ssm already/,
      testNetwork([types.vpcEndpoint, "vpce-1", { vpcId: "vpc-one", serviceName: service, privateDnsEnabled: true }]),
    ],
  ],
  testNetwork(),
);

describe("VPC endpoint", () => {
  const change = (inputs: object, previous: object) =>
    vpcEndpoint.update?.("vpce-1", { ...gateway, ...inputs }, { ...gateway, ...previous, tagsAll: {} }, testFacts());

  it("is changed by what was added and removed", () => {
    assert.deepEqual(
      change({ routeTableIds: ["b", "c"] }, { routeTableIds: ["a", "b"] })?.map((call) => call.parameters),
      [{ VpcEndpointId: "vpce-1", AddRouteTableIds: ["c"], RemoveRouteTableIds: ["a"] }],
    );
  });

  it("gets its policy of the service back when the program drops its own", () => {
    assert.deepEqual(change({}, { policy: "{}" })?.[0]?.parameters, { VpcEndpointId: "vpce-1", ResetPolicy: true });
  });

  it("is left alone when nothing changed", () => assert.deepEqual(change({}, {}), []));
});
