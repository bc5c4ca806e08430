import assert from "node:assert/strict";
import { natGatewayZones } from "./nat-gateways.ts";

const zones = [
  { index: 0, name: "af-south-1a" },
  { index: 1, name: "af-south-1b", retired: true },
  { index: 2, name: "af-south-1c" },
];
const names = (mode: Parameters<typeof natGatewayZones>[0]) => natGatewayZones(mode, zones).map(({ name }) => name);

describe("natGatewayZones", () => {
  it("has no zone without gateways, the first with one, and those in use with one in each zone", () => {
    assert.deepEqual(names("none"), []);
    assert.deepEqual(names("single"), ["af-south-1a"]);
    assert.deepEqual(names("perZone"), ["af-south-1a", "af-south-1c"]);
  });
});
