import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { parseAccount } from "../settings.ts";

/** Reads the account's own settings with other environments. */
function withEnvironments(environments: readonly string[]) {
  const url = new URL("../../Pulumi.account.yaml", import.meta.url);
  const { config } = parse(readFileSync(url, "utf8")) as { config: Record<string, unknown> };
  const raw = { ...config, "platform:continuousIntegration": { environments } };
  return parseAccount(raw, "Pulumi.account.yaml").continuousIntegration.environments;
}

describe("the environments in the account's settings", () => {
  it("are taken with pr, which stands for every pr-N, and with names that only look alike", () => {
    for (const names of [
      ["dev", "staging", "prod", "pr"],
      ["prod", "production", "eu-prod"],
      ["dev", "accounting"],
    ]) {
      assert.deepEqual(withEnvironments(names), names);
    }
  });

  it("are refused where the names of one's roles would be within another's reach", () => {
    for (const names of [
      ["prod", "prod-eu"],
      ["dev-1-a", "staging", "dev-1"],
      ["pr", "pr-12"],
    ]) {
      assert.throws(() => withEnvironments(names), /none called like another with a hyphen and more behind it/);
    }
  });

  it("are refused where they are called like an account stack, or like the GitHub environments of other roles", () => {
    for (const name of ["account", "account-prod", "preview", "plan", "drift", "unlock"]) {
      assert.throws(
        () => withEnvironments(["dev", name]),
        /none of preview, plan, drift, unlock, account and account-…/,
        name,
      );
    }
  });
});
