import assert from "node:assert/strict";
import { valid } from "../../test/settings.ts";
import type { ObjectsSettings } from "./objects.ts";
import { objectsProblems } from "./objects-checks.ts";
import { parseEnvironment } from "./parse.ts";

/** The problems of settings, as paths with what is allowed. */
const problemsOf = (objects: Partial<ObjectsSettings>, environment = "prod") =>
  objectsProblems({ objects }, environment).map(({ path, allowed }) => `${path}: ${allowed}`);

describe("the settings of objects", () => {
  it("have defaults that suit prod", () => {
    const { objects } = parseEnvironment(valid, "Pulumi.dev.yaml");
    const defaults = { oldVersionDays: 30, logRetentionDays: 365, archiveGlacierDays: 30, archiveDeepDays: 180 };
    assert.deepEqual(objects, defaults);
    assert.deepEqual(problemsOf(objects), []);
    assert.deepEqual(problemsOf({}), []);
  });

  it("keep archives in a class for as long as it bills", () => {
    assert.deepEqual(problemsOf({ archiveGlacierDays: 100, archiveDeepDays: 190 }), []);
    assert.deepEqual(problemsOf({ archiveGlacierDays: 100, archiveDeepDays: 189 }), [
      "platform:objects.archiveDeepDays: 190 and more",
    ]);
    assert.deepEqual(problemsOf({ archiveDeepDays: 180, archiveRetentionDays: 360 }), []);
    assert.deepEqual(problemsOf({ archiveDeepDays: 180, archiveRetentionDays: 359 }), [
      "platform:objects.archiveRetentionDays: 360 and more",
    ]);
  });

  it("keep logs for 90 days, but in dev and pr-N", () => {
    for (const environment of ["prod", "staging"]) {
      assert.deepEqual(problemsOf({ logRetentionDays: 90 }, environment), []);
      assert.deepEqual(problemsOf({ logRetentionDays: 89 }, environment), [
        "platform:objects.logRetentionDays: 90 and more",
      ]);
    }
    for (const environment of ["dev", "pr-7"]) assert.deepEqual(problemsOf({ logRetentionDays: 7 }, environment), []);
  });

  it("are refused out of their ranges, with the others", () => {
    const objects = { oldVersionDays: 0, logRetentionDays: 4000, archiveGlacierDays: -1, archiveDeepDays: 1.5 };
    assert.throws(
      () => parseEnvironment({ ...valid, "platform:objects": { ...objects, archive: 1 } }, "Pulumi.dev.yaml"),
      (error: Error) => {
        for (const key of [...Object.keys(objects), "archive"]) {
          assert.ok(error.message.includes(`platform:objects.${key}`), `${key}: ${error.message}`);
        }
        return true;
      },
    );
  });
});
