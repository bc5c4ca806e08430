import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { usageSettings } from "../stacks/settings/usage.ts";
import { environmentPlan, rehearsalRoot, testToolchain } from "../test/rehearsals.ts";
import { estimate } from "./estimate.ts";
import type { Resource } from "./model.ts";
import { PriceTable } from "./price-table.ts";
import { gather } from "./rehearsed.ts";
import { unpricedTypes } from "./services/free.ts";

describe("costs of dev, from a rehearsal that only records", function () {
  this.timeout(600_000);
  let resources: readonly Resource[] = [];

  before(async () => {
    resources = await gather({ root: rehearsalRoot, plan: environmentPlan("dev"), toolchain: await testToolchain() });
  });

  const count = (type: string) => resources.filter((resource) => resource.type === `aws:${type}`).length;

  it("are those of both stacks of the environment, and not of the account's, which others share", () => {
    assert.deepEqual([...new Set(resources.map(({ stack }) => stack))], ["foundation", "platform"]);
  });

  it("see inside of the VPC", () => {
    assert.deepEqual(
      [count("ec2/natGateway:NatGateway"), count("ec2/eip:Eip"), count("autoscaling/group:Group")],
      [1, 1, 2],
    );
    const nat = resources.find(({ type }) => type === "aws:ec2/natGateway:NatGateway");
    assert.deepEqual([nat?.component, nat?.region], ["network", "af-south-1"]);
  });

  it("leave no type over, and price the servers", () => {
    const options = {
      environment: "dev",
      region: "af-south-1",
      usage: usageSettings.parse({}),
      prices: new PriceTable(),
    };
    const { lines, unpricedTypes: left } = estimate({ ...options, resources });
    assert.deepEqual(
      left.filter(({ type }) => unpricedTypes[type] === undefined),
      [],
    );
    const servers = lines.filter(({ item }) => item.startsWith("ec2/t4g.")).map(({ what }) => what);
    assert.deepEqual(servers.sort(), ["1 × t4g.nano, on demand", "1 × t4g.small, on demand"]);
  });

  it("leave no workspace behind", () => assert.equal(existsSync(join(rehearsalRoot, "costs-dev")), false));
});
