import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { makeClient } from "../previews/post/client.ts";
import { runCommand } from "../rehearsal/toolchain/command.ts";
import { FakeGithub, repository } from "../test/fake-github.ts";
import { newerDeployment } from "./newer-deployment.ts";

const [older = "", ours = "", newer = "", branch = ""] = ["a", "b", "c", "d"].map((digit) => digit.repeat(40));

describe("whether something newer is deployed", function () {
  this.timeout(30_000);
  let github: FakeGithub;
  let baseUrl: string;
  beforeEach(async () => {
    github = new FakeGithub();
    github.history.push(older, ours, newer);
    baseUrl = await github.start();
  });
  afterEach(() => github.stop());

  const deployed = (sha: string, states: readonly string[], environment = "staging") =>
    github.deployments.push({ sha, environment, states });
  const find = () =>
    newerDeployment(makeClient({ token: "secret-token", baseUrl, wait: async () => {} }), repository, "staging", ours);

  it("finds what was deployed and what is being deployed, also when it was replaced since or broke off", async () => {
    for (const states of [
      ["success", "in_progress", "queued"],
      ["in_progress", "waiting"],
      ["inactive", "success"],
      ["failure", "in_progress"],
    ]) {
      github.deployments.length = 0;
      deployed(older, ["success"]);
      deployed(newer, states);
      assert.equal(await find(), newer, states.join());
    }
  });

  it("finds it behind one of the same commit that still waits", async () => {
    deployed(newer, ["waiting"]);
    deployed(newer, ["success", "in_progress"]);
    assert.equal(await find(), newer);
  });

  it("passes over what waits or was refused, what is older, the same, of a branch, and other environments", async () => {
    deployed(newer, ["waiting"]);
    deployed(newer, ["failure", "waiting"]);
    deployed(newer, ["success"], "dev");
    for (const sha of [older, ours, branch]) deployed(sha, ["success", "in_progress"]);
    assert.equal(await find(), undefined);
  });

  describe("as the workflows ask", () => {
    const call = (args: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
      runCommand(process.execPath, [join(import.meta.dirname, "demand-newest.ts"), ...args], {
        environment: {
          PATH: `${dirname(process.execPath)}:/usr/bin:/bin`,
          GITHUB_TOKEN: "secret-token",
          GITHUB_API_URL: baseUrl,
          GITHUB_REPOSITORY: "acme/platform",
          GITHUB_SHA: ours,
          ...environment,
        },
      });

    it("ends with 0 when nothing is, with 1 and both commits when something is", async () => {
      const before = await call(["staging"]);
      assert.deepEqual([before.code, before.stdout], [0, `Nothing newer than ${ours} is deployed to staging.\n`]);
      deployed(newer, ["success"]);
      const after = await call(["staging"]);
      assert.deepEqual([after.code, after.stdout], [1, ""]);
      assert.match(after.stderr, new RegExp(`^staging has ${newer} already.* run's ${ours}: .* revert`));
    });

    it("ends with 1 when GitHub refuses, and says which permission is missing", async () => {
      github.before = () => ({ status: 403, message: "Resource not accessible by integration" });
      const { code, stderr } = await call(["staging"]);
      assert.deepEqual([code, /deployments: read/.test(stderr), /pull-requests/.test(stderr)], [1, true, false]);
    });

    it("ends with 2 without an environment, a commit or a token", async () => {
      assert.equal((await call([])).code, 2);
      assert.equal((await call(["staging"], { GITHUB_SHA: "main" })).code, 2);
      assert.equal((await call(["staging"], { GITHUB_TOKEN: "" })).code, 2);
    });
  });
});
