import assert from "node:assert/strict";
import { usageSettings } from "../stacks/settings/usage.ts";
import { everythingMade, makeEverything } from "../test/all-stacks.ts";
import { madeResources, shapeNames } from "../test/cost-resources.ts";
import { runAccount } from "../test/stacks.ts";
import { estimate } from "./estimate.ts";
import { PriceTable, readPriceFile } from "./price-table.ts";
import { freeTypes, unpricedTypes } from "./services/free.ts";
import { pricers } from "./services/index.ts";

/** What the rehearsal's VPC is made of, which mocks do not show. */
const partsOfVpc = [
  "Eip",
  "InternetGateway",
  "NatGateway",
  "Route",
  "RouteTable",
  "RouteTableAssociation",
  "Subnet",
  "Vpc",
];

const tokenOf = (name: string) => `aws:ec2/${name[0]?.toLowerCase()}${name.slice(1)}:${name}`;

describe("costs of every resource type", () => {
  before(makeEverything);

  it("are priced, or listed as free or unpriced with a reason: no type is left over", async () => {
    const all = [...(await everythingMade()), ...(await runAccount()).resources];
    const made = all.map(({ type }) => type).filter((type) => type.startsWith("aws:"));
    const types = [...new Set([...made, ...partsOfVpc.map(tokenOf)])].sort();
    const left = types.filter((type) => !(type in pricers || type in freeTypes || type in unpricedTypes));
    assert.deepEqual(left, []);
    assert.ok(types.length > 90, `${types.length} types`);
  });

  it("are in one list only", () => {
    const lists = [pricers, freeTypes, unpricedTypes].map((list) => Object.keys(list));
    const all = lists.flat();
    assert.deepEqual(
      all.filter((type, index) => all.indexOf(type) !== index),
      [],
    );
  });

  it("have reasons that say something", () => {
    for (const [type, reason] of Object.entries({ ...freeTypes, ...unpricedTypes })) {
      assert.ok(reason.length > 10, `${type}: ${reason}`);
    }
  });

  it("take units that the table has, in every shape and region", async () => {
    for (const shape of await shapeNames()) {
      const resources = await madeResources(shape);
      for (const region of ["af-south-1", "eu-west-1", "us-east-1"]) {
        const moved = resources.map((resource) => ({ ...resource, region }));
        const options = { environment: shape, region, usage: usageSettings.parse({}), prices: new PriceTable() };
        const { lines, unpriced } = estimate({ ...options, resources: moved });
        assert.ok(lines.length > 0 && unpriced.every(({ monthlyUsd }) => monthlyUsd === undefined), shape);
        assert.ok(
          [...lines, ...unpriced].every(({ quantity }) => Number.isFinite(quantity) && quantity > 0),
          shape,
        );
      }
    }
  });

  it("of dev are less than those of prod, and scale only where they are used", async () => {
    const of = async (shape: string, scale: number) => {
      const resources = (await madeResources(shape)).map((each) => ({ ...each, region: "us-east-1" }));
      const usage = usageSettings.parse({});
      return estimate({ environment: shape, region: "us-east-1", resources, usage, scale, prices: new PriceTable() })
        .totals;
    };
    const [dev, prod, ten] = [await of("dev", 1), await of("prod", 1), await of("prod", 10)];
    assert.ok(dev.fixed < prod.fixed, `${dev.fixed} ${prod.fixed}`);
    assert.equal(ten.fixed, prod.fixed);
    assert.ok(ten.usage > 8 * prod.usage && ten.usage < 10.001 * prod.usage, `${ten.usage} ${prod.usage}`);
  });
});

describe("the price table", () => {
  const regions = ["af-south-1", "eu-west-1", "us-east-1"];

  it("has prices of the same size in all regions: a slip of the unit would be a factor of ten at least", () => {
    const files = regions.map((region) => readPriceFile(region)?.prices ?? []);
    for (const item of new Set(files.flat().map((row) => row.item))) {
      const rows = files.flatMap((rows) => rows.filter((row) => row.item === item));
      const usd = rows.map((row) => row.usd);
      assert.ok(Math.max(...usd) / Math.min(...usd) < 2, `${item}: ${usd}`);
      assert.equal(new Set(rows.map(({ unit }) => unit)).size, 1, item);
    }
  });

  it("rises with the size of a machine: twice the size, twice the price", () => {
    const sizes = ["nano", "micro", "small", "medium", "large", "xlarge", "2xlarge", "4xlarge"];
    for (const region of regions) {
      const rows = readPriceFile(region)?.prices ?? [];
      const usdOf = (type: string) => rows.find(({ item }) => item === `ec2/${type}`)?.usd;
      for (const family of ["t4g", "m6g"]) {
        const known = sizes.map((size) => usdOf(`${family}.${size}`));
        for (const [index, usd] of known.entries()) {
          const next = known[index + 1];
          if (usd === undefined || next === undefined) continue;
          assert.ok(Math.abs(next / usd - 2) < 0.05, `${family}.${sizes[index]} in ${region}: ${usd}, then ${next}`);
        }
      }
    }
  });

  it("cites AWS's own pages and price list, copies of its data, and only what was found nowhere else from others", () => {
    // The pages of GitHub hold what others read from AWS's calculator or price list.
    const hosts = ["aws.amazon.com", "pricing.us-east-1.amazonaws.com", "github.com"];
    const others = [...regions, "global"].flatMap((region) =>
      (readPriceFile(region)?.prices ?? [])
        .filter(({ source = "" }) => !hosts.includes(new URL(source).host))
        .map(({ item }) => `${region} ${item}`),
    );
    assert.deepEqual(others, [
      "us-east-1 rds/gp3-storage-single-az",
      "us-east-1 sqs/fifo-requests",
      "us-east-1 sqs/requests",
    ]);
  });

  for (const region of ["af-south-1", "eu-west-1", "us-east-1", "global"]) {
    it(`of ${region} has a source and a date for each price`, () => {
      const file = readPriceFile(region);
      assert.ok(file !== undefined && file.prices.length > 0);
      assert.deepEqual(
        file.prices.filter(({ source, date }) => source === undefined || date === undefined),
        [],
      );
    });
  }
});
