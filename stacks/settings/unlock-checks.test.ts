import assert from "node:assert/strict";
import { dayOf } from "../../components/shared/unlock.ts";
import { valid } from "../../test/settings.ts";
import { parseEnvironment } from "./parse.ts";
import { unlockProblems } from "./unlock-checks.ts";

const today = new Date("2026-03-30T22:00:00Z");
const urn = "urn:pulumi:prod::foundation::platform:database:Database$aws:rds/instance:Instance::acme-prod-database";
const good = { urn, reason: "moved to PostgreSQL 17, Ada agreed", expires: "2026-04-01" };

/** The problems of one unlock, as path and sentence. */
const problemsOf = (change: Partial<typeof good>) =>
  unlockProblems({ unlock: [{ ...good, ...change }] }, "prod", today).map(({ path, problem }) => [path, problem]);

describe("the settings of unlocks", () => {
  it("take a stateful resource of the environment's own stacks, up to 14 days ahead", () => {
    for (const expires of ["2026-03-30", "2026-04-13"]) assert.deepEqual(problemsOf({ expires }), [], expires);
    assert.deepEqual(problemsOf({ urn: urn.replace("foundation", "platform") }), []);
    assert.deepEqual(unlockProblems({}, "prod", today), []);
  });

  it("refuse an unlock that has expired, and say to remove it", () => {
    const [problem, ...others] = unlockProblems({ unlock: [{ ...good, expires: "2026-03-29" }] }, "prod", today);
    assert.deepEqual(others, []);
    assert.deepEqual(problem, {
      path: "platform:unlock[0].expires",
      problem: "The unlock has expired.",
      got: '"2026-03-29"',
      allowed: "a day from 2026-03-30 to 2026-04-13 (UTC)",
      todo:
        "Remove the whole entry platform:unlock[0]; the next deployment locks the resource again. If it must still go, " +
        "write a new last day.",
    });
  });

  it("refuse an unlock that lasts longer than 14 days, and a day that there is not", () => {
    assert.deepEqual(problemsOf({ expires: "2026-04-14" }), [
      ["platform:unlock[0].expires", "The unlock would last 15 days: a lock that stays open is forgotten."],
    ]);
    assert.deepEqual(problemsOf({ expires: "2026-02-30" }), [["platform:unlock[0].expires", "There is no such day."]]);
  });

  it("refuse what is not locked, or not the environment's own", () => {
    const path = "platform:unlock[0].urn";
    assert.deepEqual(problemsOf({ urn: urn.replace("rds/instance:Instance", "sns/topic:Topic") }), [
      [path, "Resources of the type aws:sns/topic:Topic are not locked."],
    ]);
    assert.deepEqual(problemsOf({ urn: urn.replace("prod::", "dev::") }), [
      [path, "The resource is in the stack dev of the project foundation, not in a stack of prod."],
    ]);
    assert.deepEqual(problemsOf({ urn: urn.replace("foundation", "account") }), [
      [path, "The resource is in the stack prod of the project account, not in a stack of prod."],
    ]);
  });

  it("refuse the same resource twice", () => {
    const problems = unlockProblems({ unlock: [good, good] }, "prod", today);
    assert.deepEqual(
      problems.map(({ path, problem }) => [path, problem]),
      [["platform:unlock[1].urn", "Unlocked twice."]],
    );
  });

  it("are read with the environment's others, today", () => {
    const own = { ...good, urn: urn.replace("prod::", "dev::") };
    const read = (change: object) =>
      parseEnvironment({ ...valid, "platform:unlock": [{ ...own, ...change }] }, "Pulumi.dev.yaml").unlock;
    const expires = dayOf(new Date());
    assert.deepEqual(read({ expires }), [{ ...own, expires }]);
    assert.deepEqual(parseEnvironment(valid, "Pulumi.dev.yaml").unlock, []);
    assert.throws(() => read({ expires: "2020-01-01" }), /The unlock has expired\.[\s\S]+Remove the whole entry/);
    assert.throws(() => read({ expires, reason: "why" }), /one line of 10 to 200 characters/);
    assert.throws(() => read({ expires, urn: "acme-prod-database" }), /a URN: urn:pulumi/);
    assert.throws(() => read({ expires: "tomorrow" }), /a day as "YYYY-MM-DD"/);
  });
});
