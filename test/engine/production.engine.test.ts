import assert from "node:assert/strict";
import { againTests } from "./production/again.ts";
import { dataTests } from "./production/data.ts";
import { edgeTests } from "./production/edge.ts";
import { networkTests } from "./production/network.ts";
import { Production } from "./production/production.ts";
import { reachabilityTests } from "./production/reachability.ts";
import { variantTests } from "./production/variant.ts";
import { webTests } from "./production/web.ts";

describe("prod on the emulator, seen with the AWS SDK", () => {
  const prod = new Production();

  before(() => prod.start());
  after(() => prod.close());

  describe("network", () => networkTests(prod));
  describe("web", () => webTests(prod));
  describe("data", () => dataTests(prod));
  describe("edge and mail", () => edgeTests(prod));
  reachabilityTests(prod);
  describe("brought up again", () => againTests(prod));
  describe("with other settings", () => variantTests(prod));

  // In a suite of its own: mocha runs the tests of a suite before its inner suites.
  describe("taken down", () => {
    it("leaves nothing, by the word of the AWS SDK, though everything is protected", async () => {
      assert.ok((await prod.test.rehearsal.leftovers()).length > 200);
      assert.deepEqual(await prod.test.rehearsal.destroy(), []);
    });
  });
});
