import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { statefulOptions } from "../components/shared/stateful.ts";
import { collect } from "../test/pulumi-mocks.ts";
import { applyUnlocks } from "./unlock.ts";

const tableUrn = "urn:pulumi:dev::test::platform:test:Outer$platform:test:Inner$aws:dynamodb/table:Table::table";
const unlocks = [{ urn: tableUrn, reason: "shows how an unlock goes", expires: "2099-01-01" }];
const ownStack = "organization/test/dev";

/** A component that holds what is given. */
class Holder extends pulumi.ComponentResource {
  constructor(type: string, options?: pulumi.ComponentResourceOptions) {
    super(`platform:test:${type}`, type.toLowerCase(), {}, options);
  }
}

/** Runs a program with a table and a bucket, whose last deployment left these URNs unlocked. */
function run(given: typeof unlocks, deployed?: readonly string[]) {
  const outputs = deployed === undefined ? {} : { unlocked: deployed };
  return collect(
    async () => {
      const applied = await applyUnlocks(given);
      const parent = new Holder("Inner", { parent: new Holder("Outer") });
      const options = { parent, ...statefulOptions, ignoreChanges: ["readCapacity"] };
      new aws.dynamodb.Table("table", { name: "orders", hashKey: "id", deletionProtectionEnabled: true }, options);
      new aws.s3.Bucket("bucket", { forceDestroy: false }, { parent, ...statefulOptions });
      return { unlocked: applied.deployed() };
    },
    { stacks: { [ownStack]: outputs } },
  );
}

const tableOf = (collected: Awaited<ReturnType<typeof run>>) => {
  const { inputs, options } = collected.only("aws:dynamodb/table:Table");
  return { protection: inputs.deletionProtectionEnabled, protect: options.protect, ignored: options.ignoreChanges };
};

describe("the unlocks of a stack", () => {
  it("leave everything locked when there is none, and ask no stack", async () => {
    const collected = await collect(async () => ({ unlocked: (await applyUnlocks([])).deployed() }));
    assert.deepEqual(collected.outputs, { unlocked: [] });
    assert.deepEqual(tableOf(await run([], [])), { protection: true, protect: true, ignored: ["readCapacity"] });
  });

  for (const [title, deployed] of [
    ["a new stack", undefined],
    ["a stack that was locked", []],
    ["a stack that unlocked another resource", ["urn:pulumi:dev::test::aws:s3/bucket:Bucket::other"]],
  ] as const) {
    it(`unlock first, in ${title}: no protection, and no other change`, async () => {
      const collected = await run(unlocks, deployed);
      const { protection, protect, ignored = [] } = tableOf(collected);
      assert.deepEqual({ protection, protect }, { protection: false, protect: false });
      // All that a table takes, also what this one does not give: taking an input away may replace, too.
      for (const name of ["readCapacity", "name", "hashKey", "rangeKey", "billingMode", "attributes", "tags"]) {
        assert.ok(ignored.includes(name), name);
      }
      assert.equal(ignored.includes("deletionProtectionEnabled"), false);
      assert.deepEqual(collected.outputs, { unlocked: [tableUrn] });
      assert.equal(collected.only("aws:s3/bucket:Bucket").options.protect, true);
    });
  }

  it("let it go in the next deployment", async () => {
    const collected = await run(unlocks, [tableUrn]);
    assert.deepEqual(tableOf(collected), { protection: false, protect: false, ignored: ["readCapacity"] });
    assert.deepEqual(collected.outputs, { unlocked: [tableUrn] });
  });

  it("tell nothing of a resource that is not in the program", async () => {
    const collected = await run([{ ...unlocks[0], urn: tableUrn.replace("::table", "::other") } as never], []);
    assert.deepEqual(collected.outputs, { unlocked: [] });
    assert.equal(tableOf(collected).protect, true);
  });
});
