import assert from "node:assert/strict";
import { refusedByProtection, unlockHint } from "./unlock-hint.ts";

const urn = "urn:pulumi:prod::foundation::platform:database:Database$aws:rds/instance:Instance::acme-prod-database";
const topic = "urn:pulumi:prod::foundation::aws:sns/topic:Topic::acme-prod-topic";

describe("the hint after a refused replacement or deletion", () => {
  it("says what to write, and in which file", () => {
    const hint = unlockHint(urn, new Date("2026-03-30T10:00:00Z"));
    assert.match(hint, /^acme-prod-database holds what cannot be made anew/);
    assert.ok(hint.includes("In Pulumi.prod.yaml:"), hint);
    assert.ok(hint.includes(`    - urn: ${urn}\n`), hint);
    assert.ok(hint.includes('      expires: "2026-04-01"\n'), hint);
    assert.match(hint, /1\. Deploy that without the change[\s\S]+2\. Deploy the change\.[\s\S]+docs\/unlocking\.md/);
  });

  it("says so when no setting unlocks it", () => {
    assert.match(unlockHint(topic), /^urn:pulumi:prod\S+ is protected, and no setting unlocks it/);
  });

  it("is for what the engine refused, as it words it", () => {
    const output = [
      `error: unable to replace resource "${urn}"`,
      "as it is currently marked for protection. To unprotect the resource, remove the `protect` flag",
      `error: unable to replace resource "${topic}" as part of replacing "${urn}" as it is currently marked for protection.`,
      `error: resource "${urn}-2" cannot be deleted`,
      "because it is protected. To unprotect the resource, either remove the `protect` flag",
      `error: resource "${urn}" cannot be deleted\nbecause it is protected.`,
    ].join("\n");
    assert.deepEqual(refusedByProtection(output), [urn, topic, `${urn}-2`]);
    assert.deepEqual(refusedByProtection("error: update failed"), []);
  });
});
