import assert from "node:assert/strict";
import type { EngineEvent } from "./engine.ts";
import { breaksOf, describeFinding, findingsOf, packArguments } from "./policy-pack.ts";
import type { RehearsalPlan } from "./workspace.ts";

const plan: RehearsalPlan = { environment: "test", accountId: "111122223333", region: "af-south-1", stacks: [] };
const judged = { ...plan, policyPack: "/repository/policy" };

describe("a rehearsal's policy pack", () => {
  it("runs at previews and updates, once, and at nothing else", () => {
    const pack = ["--policy-pack", "/repository/policy"];
    assert.deepEqual(packArguments(judged, ["preview", "--diff"]), pack);
    assert.deepEqual(packArguments(judged, ["up", "--yes"]), pack);
    for (const args of [["destroy"], ["refresh"], ["stack", "export"], []])
      assert.deepEqual(packArguments(judged, args), []);
    assert.deepEqual(packArguments(judged, ["preview", "--policy-pack", "/other"]), []);
    assert.deepEqual(packArguments(judged, ["preview", "--policy-pack=/other"]), []);
    assert.deepEqual(packArguments(plan, ["preview"]), []);
  });

  const event = (policyEvent: NonNullable<EngineEvent["policyEvent"]>): EngineEvent => ({ policyEvent });
  const message =
    "<{%fg 1%}>Keys rotate.\nKMS.4: enableKeyRotation is off. Set enableKeyRotation.\n<{%reset%}>\n<{%reset%}>";
  const resourceUrn = "urn:pulumi:dev::test::platform:keys:Keys$aws:kms/key:Key::acme-dev-key";
  const broken = event({ policyName: "KMS.4", resourceUrn, enforcementLevel: "mandatory", message });

  it("tells rule, resource, what is wrong and what to do, each once and without colours", () => {
    const [finding, ...others] = findingsOf([broken, {}, broken]);
    assert.ok(finding !== undefined && others.length === 0);
    assert.deepEqual([finding.rule, finding.level, finding.urn], ["KMS.4", "mandatory", resourceUrn]);
    assert.equal(
      describeFinding(finding),
      "KMS.4: acme-dev-key (aws:kms/key:Key): enableKeyRotation is off. Set enableKeyRotation.",
    );
  });

  it("tells what is about a whole stack, and what was reported without a title", () => {
    const [finding] = findingsOf([event({ policyName: "own", enforcementLevel: "advisory", message: "too much" })]);
    assert.ok(finding !== undefined);
    assert.equal(finding.level, "advisory");
    assert.deepEqual(breaksOf([event({ policyName: "own", enforcementLevel: "advisory", message: "too much" })]), []);
    assert.deepEqual(breaksOf([broken]), [findingsOf([broken]).map(describeFinding)[0]]);
    assert.equal(describeFinding(finding), "own: the stack: too much");
  });
});
