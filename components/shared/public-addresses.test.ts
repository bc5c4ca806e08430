import assert from "node:assert/strict";
import { guardedInputs, isGuarded, publicAddresses, publicAddressMessage } from "./public-addresses.ts";

const found = (name: string, value: unknown) => publicAddresses(name, value).map(({ path }) => path);

describe("public addresses", () => {
  it("are found in launch templates, as text and as true", () => {
    const interfaces = [
      { deviceIndex: 0, associatePublicIpAddress: "false" },
      { deviceIndex: 1, associatePublicIpAddress: "true" },
      { associatePublicIpAddress: true },
    ];
    assert.deepEqual(found("networkInterfaces", interfaces), [
      "networkInterfaces[1].associatePublicIpAddress",
      "networkInterfaces[2].associatePublicIpAddress",
    ]);
  });

  it("are found on instances, subnets and services", () => {
    assert.deepEqual(found("associatePublicIpAddress", true), ["associatePublicIpAddress"]);
    assert.deepEqual(found("mapPublicIpOnLaunch", true), ["mapPublicIpOnLaunch"]);
    assert.deepEqual(found("networkConfiguration", { subnets: ["subnet-1"], assignPublicIp: true }), [
      "networkConfiguration.assignPublicIp",
    ]);
  });

  it("are Elastic IP addresses of machines, not of NAT gateways", () => {
    assert.deepEqual(found("instance", "i-0123456789abcdef0"), ["instance"]);
    assert.deepEqual(found("networkInterfaceId", "eni-0123456789abcdef0"), ["networkInterfaceId"]);
    assert.deepEqual(found("instance", undefined), []);
  });

  for (const value of [false, "false", undefined, null, "", [], {}]) {
    it(`are none in ${JSON.stringify(value)}`, () => {
      for (const name of ["associatePublicIpAddress", "mapPublicIpOnLaunch", "networkInterfaces"]) {
        assert.deepEqual(found(name, value), []);
      }
    });
  }

  it("are looked for where they can be", () => {
    assert.equal(isGuarded("aws:ec2/securityGroup:SecurityGroup"), false);
    assert.ok(isGuarded("aws:ec2/launchTemplate:LaunchTemplate"));
    assert.deepEqual(guardedInputs("aws:ec2/launchTemplate:LaunchTemplate"), ["networkInterfaces"]);
  });

  it("are refused with what is wrong, what is allowed and what to do", () => {
    const message = publicAddressMessage("aws:ec2/instance:Instance", "acme-dev-tool", [
      { path: "associatePublicIpAddress", value: true },
    ]);
    assert.match(
      message,
      /^aws:ec2\/instance:Instance acme-dev-tool would have a public address: associatePublicIpAddress is true\./,
    );
    assert.match(message, /Allowed are bastions.*Leave it out/);
  });
});
