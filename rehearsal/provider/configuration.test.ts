import assert from "node:assert/strict";
import { readConfiguration } from "./configuration.ts";
import { assertLoopback } from "./workspace.ts";

describe("the provider's configuration", () => {
  const account = "111122223333";

  it("reads what the program gives, nested values as JSON", () => {
    const properties = {
      region: "af-south-1",
      allowedAccountIds: `["${account}"]`,
      defaultTags: '{"tags":{"owner":"team"}}',
    };
    assert.deepEqual(readConfiguration(properties, account), { region: "af-south-1", defaultTags: { owner: "team" } });
  });
  it("refuses another account", () => {
    const properties = { region: "af-south-1", allowedAccountIds: '["999999999999"]' };
    assert.throws(
      () => readConfiguration(properties, account),
      /account ID not allowed: 111122223333; allowed are 999999999999/,
    );
  });
  it("refuses a missing region", () => assert.throws(() => readConfiguration({}, account), /missing region/));
});

describe("the emulator's endpoint", () => {
  for (const endpoint of ["http://127.0.0.1:4566", "http://localhost:1", "http://[::1]:80"]) {
    it(`may be ${endpoint}`, () => assertLoopback(endpoint));
  }
  for (const endpoint of [
    "https://ec2.af-south-1.amazonaws.com",
    "http://10.0.0.1:4566",
    "http://127.0.0.1.example.com",
    "127.0.0.1",
  ]) {
    it(`must not be ${endpoint}`, () =>
      assert.throws(() => assertLoopback(endpoint), /must be on a loopback address.*got/));
  }
});
