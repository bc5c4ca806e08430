import assert from "node:assert/strict";
import fc from "fast-check";
import { checkPlanHistory } from "./plan-history.ts";

describe("the history of the address plan", () => {
  const deployed = { zones: ["af-south-1a", "af-south-1b"], tiers: ["public", "private"] };

  it("is free before the first deployment", () => assert.deepEqual(checkPlanHistory(undefined, deployed), []));

  it("takes what is added at the end", () => {
    const names = fc.array(fc.string({ minLength: 1 }), { maxLength: 3 });
    fc.assert(
      fc.property(names, names, (zones, tiers) => {
        const wanted = { zones: [...deployed.zones, ...zones], tiers: [...deployed.tiers, ...tiers] };
        assert.deepEqual(checkPlanHistory(deployed, wanted), []);
      }),
    );
  });

  for (const [what, zones] of [
    ["reordered", ["af-south-1b", "af-south-1a"]],
    ["removed at the end", ["af-south-1a"]],
    ["removed at the beginning", ["af-south-1b"]],
    ["renamed", ["af-south-1a", "af-south-1c"]],
    ["inserted before others", ["af-south-1c", "af-south-1a", "af-south-1b"]],
  ] as const) {
    it(`refuses zones that were ${what}`, () => {
      const [problem, ...more] = checkPlanHistory(deployed, { ...deployed, zones });
      assert.deepEqual(more, []);
      assert.deepEqual(problem?.path, ["zones"]);
      assert.equal(problem?.got, zones.join(", "));
      assert.equal(problem?.allowed, "af-south-1a, af-south-1b, in this order, and others after them");
    });
  }

  it("refuses tiers that were reordered", () => {
    const [problem] = checkPlanHistory(deployed, { ...deployed, tiers: ["private", "public"] });
    assert.deepEqual(problem?.path, ["tiers"]);
    assert.match(problem?.todo ?? "", /^Put the deployed tiers back to where they were\.$/);
  });
});
