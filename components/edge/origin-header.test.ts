import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { collect } from "../../test/pulumi-mocks.ts";
import { OriginHeader } from "./origin-header.ts";

const passwordType = "random:index/randomPassword:RandomPassword";
const answers = Object.fromEntries(
  [1, 2, 3].map((number) => [`${passwordType}::acme-dev-origin-${number}`, { result: `value-${number}` }]),
);

/** The header of a generation, and whether its values are secrets. */
const build = (generation: number) =>
  collect(
    () => {
      const header = new OriginHeader("acme-dev-origin", { generation });
      const secrets = Promise.all([pulumi.isSecret(header.currentValue), pulumi.isSecret(header.acceptedValues)]);
      return { ...header, secrets: pulumi.output(secrets) };
    },
    { answers },
  );

describe("OriginHeader", () => {
  it("begins with one value", async () => {
    const { ofType, outputs } = await build(1);
    assert.deepEqual(
      ofType(passwordType).map(({ name, inputs }) => [name, inputs]),
      [["acme-dev-origin-1", { length: 64, special: false }]],
    );
    assert.equal(outputs.headerName, "X-Origin-Verify");
    assert.equal(outputs.currentValue, "value-1");
    assert.deepEqual(outputs.acceptedValues, ["value-1"]);
  });

  it("accepts the value before, under the name that it had, while CloudFront changes to the next", async () => {
    const { ofType, outputs } = await build(3);
    assert.deepEqual(
      ofType(passwordType)
        .map(({ name }) => name)
        .sort(),
      ["acme-dev-origin-2", "acme-dev-origin-3"],
    );
    assert.equal(outputs.currentValue, "value-3");
    assert.deepEqual(outputs.acceptedValues, ["value-3", "value-2"]);
  });

  it("keeps its values secret", async () => {
    const { outputs } = await build(2);
    assert.deepEqual(outputs.secrets, [true, true]);
  });

  for (const generation of [0, 1.5, Number.NaN]) {
    it(`refuses the generation ${generation}`, () =>
      assert.rejects(build(generation), /allowed is a whole number from 1/));
  }
});
