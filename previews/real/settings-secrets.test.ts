import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { settingsSecrets } from "./settings-secrets.ts";

describe("secrets of the settings", () => {
  let file = "";
  before(() => {
    file = join(mkdtempSync(join(tmpdir(), "settings-secrets-")), "Pulumi.dev.yaml");
  });
  after(() => rmSync(join(file, ".."), { recursive: true }));

  function secretsOf(yaml: string, config: Readonly<Record<string, string>>) {
    writeFileSync(file, yaml);
    const values = Object.fromEntries(Object.entries(config).map(([key, value]) => [key, { value, secret: true }]));
    return settingsSecrets(file, async () => values);
  }

  it("are the encrypted values and no others, wherever they stand", async () => {
    const yaml = [
      "config:",
      "  platform:owner: { secure: v1:a }",
      "  platform:region: af-south-1",
      "  platform:mail:",
      "    region: eu-west-1",
      "    keys: [plain, { secure: v1:b }]",
    ].join("\n");
    const mail = JSON.stringify({ region: "eu-west-1", keys: ["plain", "hidden-b"] });
    const config = { "platform:owner": "hidden-a", "platform:region": "af-south-1", "platform:mail": mail };
    assert.deepEqual([...new Set(await secretsOf(yaml, config))], ["hidden-a", "hidden-b"]);
  });

  it("are taken line by line, too", async () => {
    const secrets = await secretsOf("config: { 'platform:key': { secure: x } }", { "platform:key": "first\nsecond" });
    assert.deepEqual(secrets, ["first\nsecond", "first", "second"]);
  });

  it("are not asked for when nothing is encrypted", async () => {
    writeFileSync(file, "config: { 'platform:region': af-south-1 }");
    assert.deepEqual(await settingsSecrets(file, () => assert.fail("asked")), []);
  });

  it("are none where the CLI tells no value", async () => {
    assert.deepEqual(await secretsOf("config: { 'platform:key': { secure: x } }", {}), []);
  });
});
