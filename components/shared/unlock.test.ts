import assert from "node:assert/strict";
import * as fc from "fast-check";
import { statefulTypes } from "./stateful.ts";
import { daysLeft, formatUrn, isUnlockable, parseUrn, unlockedRegistration, unlockState } from "./unlock.ts";

const urn = "urn:pulumi:prod::foundation::platform:database:Database$aws:rds/instance:Instance::acme-prod-database";

describe("an unlock", () => {
  it("goes from locked over unlocking to unlocked, and back when it is taken out", () => {
    assert.equal(unlockState(urn, [], []), "locked");
    assert.equal(unlockState(urn, [{ urn }], []), "unlocking");
    assert.equal(unlockState(urn, [{ urn }], [urn]), "unlocked");
    assert.equal(unlockState(urn, [], [urn]), "locked");
    assert.equal(unlockState(urn, [{ urn: `${urn}-2` }], [`${urn}-2`]), "locked");
  });

  it("holds back every change at first but that of AWS's deletion protection, which it turns off", () => {
    const names = ["allocatedStorage", "deletionProtection", "identifier"];
    assert.deepEqual(unlockedRegistration("aws:rds/instance:Instance", "unlocking", names), {
      inputs: { deletionProtection: false },
      ignoreChanges: ["allocatedStorage", "identifier"],
    });
    assert.deepEqual(unlockedRegistration("aws:rds/instance:Instance", "unlocked", names), {
      inputs: { deletionProtection: false },
      ignoreChanges: [],
    });
    assert.deepEqual(unlockedRegistration("aws:s3/bucket:Bucket", "unlocking", ["bucket"]), {
      inputs: {},
      ignoreChanges: ["bucket"],
    });
  });

  it("takes URNs of stateful types only", () => {
    for (const { type } of statefulTypes) {
      assert.ok(isUnlockable(`urn:pulumi:dev::foundation::platform:a:B$${type}::x`), type);
    }
    for (const other of [urn.replace("rds/instance:Instance", "sns/topic:Topic"), "acme-prod-database", ""]) {
      assert.equal(isUnlockable(other), false, other);
    }
    // A stateful parent does not make its children stateful.
    assert.equal(isUnlockable("urn:pulumi:dev::foundation::aws:s3/bucket:Bucket$aws:sns/topic:Topic::x"), false);
  });

  it("reads the URNs that it writes", () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);
    const type = fc.tuple(word, word, word).map((parts) => parts.join(":"));
    fc.assert(
      fc.property(word, word, fc.array(type, { minLength: 1, maxLength: 4 }), word, (stack, project, types, name) => {
        const parts = { stack, project, type: types.at(-1), name };
        assert.deepEqual(parseUrn(formatUrn({ stack, project }, types, name)), parts);
      }),
    );
    assert.equal(parseUrn("urn:aws:x"), undefined);
  });

  it("counts its days in UTC, and knows the calendar", () => {
    const evening = new Date("2026-03-30T23:59:59Z");
    assert.equal(daysLeft("2026-03-30", evening), 0);
    assert.equal(daysLeft("2026-03-29", evening), -1);
    assert.equal(daysLeft("2026-04-13", evening), 14);
    assert.equal(daysLeft("2026-02-30", evening), undefined);
    assert.equal(daysLeft("soon", evening), undefined);
  });
});
