/** Tables of what rules refuse and what they accept. */
import assert from "node:assert/strict";
import type { Facts, Properties, Row, World } from "../row.ts";
import { problemsOf, testFacts, testWorld } from "./test-world.ts";

/** One case: what it shows, the inputs, and the one problem that is expected, or undefined when they are accepted. */
export type RuleCase = readonly [title: string, inputs: Properties, problem: RegExp | undefined, world?: World];

/**
 * A `describe` with a test for each case.
 * @param base inputs that every case's inputs are laid over; alone they must be accepted.
 */
export function describeRules(
  row: Row,
  base: Properties,
  cases: readonly RuleCase[],
  world: World = testWorld(),
  facts: Facts = testFacts(),
): void {
  describe(`rules of ${row.type}`, () => {
    const check = (inputs: Properties, where: World) => problemsOf(row, { ...base, ...inputs }, where, facts);
    it("accept the smallest inputs", () => assert.deepEqual(check({}, world), []));
    for (const [title, inputs, problem, where] of cases) {
      it(`${problem ? "refuse" : "accept"} ${title}`, () => {
        const problems = check(inputs, where ?? world);
        if (!problem) return assert.deepEqual(problems, []);
        assert.equal(problems.length, 1, problems.join("; ") || "nothing was refused");
        assert.match(problems[0] as string, problem);
      });
    }
    it("name their sources", () => {
      for (const rule of row.rules ?? []) assert.ok(rule.source.length > 10, rule.source);
    });
  });
}
