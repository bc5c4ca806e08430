import assert from "node:assert/strict";
import { tagProblems, tagValueProblem } from "./tags.ts";

describe("tagProblems", () => {
  it("finds nothing wrong with good tags", () => {
    assert.deepEqual(tagProblems({ owner: "platform-team", "cost-center": "Köln 1/2 @a+b=c:d_e." }), []);
  });

  it("tells every problem at once", () => {
    assert.deepEqual(tagProblems({ "AWS:owner": "a", "": "b", key: "tab\there", [`k${"x".repeat(128)}`]: "c" }), [
      'The tag key "AWS:owner" begins with "aws:", which AWS keeps for itself. Choose another key.',
      'The tag key "" has 0 characters: allowed are 1 to 128. Choose another key.',
      'The tag "key" has the value "tab\there": allowed are letters, digits, spaces and _ . : / = + - @.',
      `The tag key "k${"x".repeat(128)}" has 129 characters: allowed are 1 to 128. Choose another key.`,
    ]);
  });

  it("counts them", () => {
    const tags = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`key${index}`, "value"]));
    assert.deepEqual(tagProblems(tags), ["There are 51 tags: allowed are at most 50. Remove some."]);
  });
});

describe("tagValueProblem", () => {
  it("takes 256 characters and no more", () => {
    assert.equal(tagValueProblem("x".repeat(256)), undefined);
    assert.equal(tagValueProblem("x".repeat(257)), "at most 256 characters (this has 257)");
  });

  for (const character of ["#", "<", "\n", "*", '"']) {
    it(`refuses ${JSON.stringify(character)}`, () => {
      assert.equal(tagValueProblem(`a${character}`), "letters, digits, spaces and _ . : / = + - @");
    });
  }
});
