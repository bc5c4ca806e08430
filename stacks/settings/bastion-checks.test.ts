import assert from "node:assert/strict";
import { bastionProblem, problemsOf, valid } from "../../test/settings.ts";

describe("the bastions' settings", () => {
  for (const sshCidrBlocks of [["0.0.0.0/0"], ["0.0.0.0/1", "128.0.0.0/1"], ["10.0.0.0/8", "11.0.0.0/32"]]) {
    it(`refuse port 22 open to ${sshCidrBlocks.join(" and ")}`, () => {
      const problem = bastionProblem({ sshCidrBlocks });
      assert.equal(problem.path, "platform:bastion.sshCidrBlocks");
      assert.equal(problem.problem, "Port 22 would be open to too many addresses.");
    });
  }

  it("take an office's addresses", () => {
    const sshCidrBlocks = ["203.0.113.7/32", "10.0.0.0/9"];
    assert.deepEqual(problemsOf({ ...valid, "platform:bastion": { sshCidrBlocks } }), []);
  });

  for (const range of ["::/0", "2001:db8:1::/48"]) {
    it(`refuse ${range}, because there is no IPv6`, () => {
      const problem = bastionProblem({ sshCidrBlocks: ["203.0.113.7/32", range] });
      assert.equal(problem.path, "platform:bastion.sshCidrBlocks[1]");
      assert.equal(
        problem.allowed,
        "an IPv4 range: network and bastions have no IPv6 addresses, and the whole internet is always refused",
      );
      assert.match(problem.todo, /^Write the IPv4 address that you work from/);
    });
  }

  it("refuse a range that is none, or not on its boundary", () => {
    assert.match(bastionProblem({ sshCidrBlocks: ["300.0.0.0/8"] }).path, /sshCidrBlocks\[0\]$/);
    assert.equal(bastionProblem({ sshCidrBlocks: ["203.0.113.7/24"] }).todo, "Write 203.0.113.0/24.");
  });

  it("refuse what is no whole number", () => {
    assert.equal(bastionProblem({ instances: 1.5 }).allowed, "a whole number without quotes");
  });
});
