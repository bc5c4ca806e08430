import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import { collect } from "../test/pulumi-mocks.ts";
import { contextOf, loadAccount, loadEnvironment } from "./settings.ts";

function configOf(stack: string): Record<string, unknown> {
  return parse(readFileSync(join(import.meta.dirname, "..", `Pulumi.${stack}.yaml`), "utf8")).config;
}

/** Runs a part of a program with a stack's configuration. */
async function run<T>(stack: string, config: Record<string, unknown>, part: () => T): Promise<T> {
  let result: { readonly value: T } | undefined;
  await collect(
    () => {
      result = { value: part() };
    },
    { stack, config },
  );
  assert.ok(result !== undefined);
  return result.value;
}

describe("loadEnvironment", () => {
  it("reads the stack's settings", async () => {
    const { network } = await run("prod", configOf("prod"), loadEnvironment);
    assert.equal(network.cidrBlock, "10.30.0.0/16");
  });

  it("tells a user all problems without a stack trace", async () => {
    const config = { ...configOf("dev"), "platform:account": "1", "platform:regoin": "x" };
    await assert.rejects(run("dev", config, loadEnvironment), (error: unknown) => {
      assert.ok(pulumi.RunError.isInstance(error));
      assert.match(
        error.message,
        /^Pulumi\.dev\.yaml has 2 problems[\s\S]*1\. platform:account[\s\S]*2\. platform:regoin/,
      );
      return true;
    });
  });

  it("shows no secret in its error", async () => {
    const config = { ...configOf("dev"), "platform:owner": "s3cret*owner" };
    const part = () => {
      const all = pulumi.runtime.allConfig();
      pulumi.runtime.setAllConfig(all, ["platform:owner"]);
      return loadEnvironment();
    };
    await assert.rejects(run("dev", config, part), (error: Error) => {
      assert.match(error.message, /1\. platform:owner\n {3}got: +an encrypted value, not shown/);
      assert.doesNotMatch(error.message, /s3cret/);
      return true;
    });
  });
});

describe("loadAccount", () => {
  it("reads the stack's settings", async () => {
    const { account } = await run("account", configOf("account"), loadAccount);
    assert.equal(account, "111122223333");
  });
});

describe("contextOf", () => {
  it("gives the identity to names and tags", async () => {
    const context = contextOf(await run("dev", configOf("dev"), loadEnvironment), "dev");
    assert.equal(context.name("network"), "acme-dev-network");
    assert.equal(context.accountId, "111122223333");
    assert.deepEqual(context.tags, {
      project: "acme",
      environment: "dev",
      owner: "platform-team",
      "cost-center": "cc-1042",
      "managed-by": "pulumi",
      repository: "acme/platform",
    });
  });
});
