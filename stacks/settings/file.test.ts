import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readSettingsFile } from "./file.ts";

describe("readSettingsFile", () => {
  const dev = readFileSync(join(import.meta.dirname, "..", "..", "Pulumi.dev.yaml"), "utf8");
  let directory = "";
  before(() => {
    directory = mkdtempSync(join(tmpdir(), "settings-"));
  });
  after(() => rmSync(directory, { recursive: true }));

  function read(text: string) {
    const path = join(directory, "Pulumi.dev.yaml");
    writeFileSync(path, text);
    return readSettingsFile(path);
  }

  it("takes what Pulumi adds", () => {
    const file = read(`${dev}\nsecretsprovider: awskms://alias/state\nencryptedkey: abc\nencryptionsalt: v1:x\n`);
    assert.equal(file.account, "111122223333");
    assert.equal(file.region, "af-south-1");
    assert.equal(file.secretsProvider, "awskms://alias/state");
    assert.ok(file.settings !== undefined);
  });

  it("leaves encrypted settings to the program, but not the account", () => {
    const secret = "\n    secure: v1:cipher";
    const file = read(dev.replace("platform:owner: platform-team", `platform:owner:${secret}`));
    assert.equal(file.settings, undefined);
    assert.throws(() => read(dev.replace('platform:account: "111122223333"', `platform:account:${secret}`)), {
      message: /1\. platform:account\n {3}got: +an encrypted value, not shown\n[\s\S]*--plaintext/,
    });
  });

  it("refuses an account id without quotes", () => {
    assert.throws(() => read(dev.replace('"111122223333"', "011122223333")), {
      message: /1\. platform:account\n {3}got: +11122223333 \(a number\)\n {3}allowed: +twelve digits in quotes/,
    });
  });

  it("names the nearest of Pulumi's keys", () => {
    assert.throws(() => read(dev.replace("config:", "confg:")), { message: /1\. confg\n[\s\S]*Did you mean config\?/ });
  });

  it("tells the line of what is no YAML, and a key that stands twice", () => {
    assert.throws(() => read("config:\n  platform:network: [\n"), { message: /1\. \(line \d\)/ });
    assert.throws(() => read(dev.replace("platform:region:", "platform:owner: x\n  platform:region:")), {
      message: /Map keys must be unique/,
    });
  });

  it("refuses an empty file and one that is not there", () => {
    assert.throws(() => read(""), { message: /got: +nothing\n/ });
    assert.throws(() => readSettingsFile(join(directory, "Pulumi.none.yaml")), { message: /ENOENT/ });
  });
});
