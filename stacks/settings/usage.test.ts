import assert from "node:assert/strict";
import { z } from "zod";
import { environmentSettings } from "./environment.ts";
import { usageSettings } from "./usage.ts";

describe("platform:usage", () => {
  const defaults = {
    hours: 730,
    requests: 1_000_000,
    transferOutGb: 100,
    cacheHitPercent: 80,
    natGb: 50,
    interfaceEndpointGb: 20,
    objectsGb: 50,
    objectWrites: 100_000,
    filesGb: 20,
    filesReadGb: 20,
    filesWrittenGb: 10,
    backupGb: 100,
    logsGb: 10,
    logsStoredGb: 20,
    mails: 10_000,
    notifications: 2_000,
    keyRequests: 200_000,
    secretReads: 50_000,
  };

  it("has a default for everything but the web servers, which the fleet's own settings say", () => {
    assert.deepEqual(usageSettings.parse({}), defaults);
  });

  it("is part of an environment's settings", () => {
    assert.deepEqual(environmentSettings.shape.usage.parse(undefined), defaults);
  });

  const wrong: readonly (readonly [string, unknown])[] = [
    ["hours", 0],
    ["hours", 745],
    ["cacheHitPercent", 101],
    ["webServers", -1],
    ["requests", -1],
    ["natGb", "50"],
    ["visitors", 1],
  ];
  for (const [name, value] of wrong) {
    it(`refuses ${name} ${JSON.stringify(value)}`, () => {
      assert.equal(usageSettings.safeParse({ [name]: value }).success, false);
    });
  }

  it("describes each setting with its unit and its default", () => {
    const { properties = {} } = z.toJSONSchema(usageSettings, { io: "input" });
    assert.equal(Object.keys(properties).length, 19);
    for (const [name, schema] of Object.entries(properties)) {
      assert.match((schema as { description?: string }).description ?? "", /Default: /, name);
    }
  });
});
