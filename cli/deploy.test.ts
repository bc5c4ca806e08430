import assert from "node:assert/strict";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { skippedPreview } from "../previews/events.ts";
import { preview as previewOf, stackOf } from "../previews/goldens/shapes.ts";
import type { StackPreview } from "../previews/model.ts";
import { reviewDigest } from "../previews/report.ts";
import { stacks } from "../stacks/order.ts";
import { type DeployArgs, deploy, pulumiCalls, summary } from "./deploy.ts";

const repository = join(import.meta.dirname, "..");

/** Stands in for the Pulumi CLI: writes down how it was called, and fails when a call begins with FAIL_ON; WAIT lets it wait. */
const fakePulumi = `#!${process.execPath}
const { appendFileSync } = require("node:fs");
const { dirname, relative } = require("node:path");
const call = process.argv.slice(2).join(" ");
appendFileSync(process.env.CALLS, (relative(dirname(process.env.CALLS), process.cwd()) || ".") + ": " + call + "\\n");
if (process.env.WAIT) setInterval(() => {}, 1000);
else process.exit(process.env.FAIL_ON && call.startsWith(process.env.FAIL_ON) ? 7 : 0);
`;

describe("deploy", () => {
  let root = "";
  const printed: string[] = [];
  const at = (...parts: string[]) => join(root, ...parts);

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "deploy-"));
    printed.length = 0;
    for (const stack of ["dev", "account"])
      cpSync(join(repository, `Pulumi.${stack}.yaml`), at(`Pulumi.${stack}.yaml`));
    for (const { directory } of stacks) mkdirSync(at(directory), { recursive: true });
    mkdirSync(at("bin"));
    writeFileSync(at("bin", "pulumi"), fakePulumi);
    chmodSync(at("bin", "pulumi"), 0o755);
  });
  afterEach(() => rmSync(root, { recursive: true }));

  function run(
    args: Partial<DeployArgs>,
    env: NodeJS.ProcessEnv = {},
    account = "111122223333",
    previews?: readonly StackPreview[],
  ) {
    const path = [at("bin"), dirname(process.execPath)].join(delimiter);
    return deploy(
      { action: "up", stack: "dev", pulumiArgs: [], ...args },
      {
        root,
        env: { PATH: path, CALLS: at("calls"), ...env },
        askAccount: async () => account,
        print: (line) => printed.push(line),
        ...(previews === undefined ? {} : { preview: async () => previews }),
      },
    );
  }

  const calls = () => (existsSync(at("calls")) ? readFileSync(at("calls"), "utf8").trim().split("\n") : []);
  const bend = (file: string, from: string, to: string) =>
    writeFileSync(at(file), readFileSync(at(file), "utf8").replace(from, to));

  it("brings an environment up and passes further arguments on", async () => {
    assert.equal(await run({ pulumiArgs: ["--yes", "--skip-preview"] }), 0);
    assert.deepEqual(calls(), [
      "stacks/foundation: stack select dev --create",
      `stacks/foundation: up --stack dev --policy-pack ${at("policy")} --yes --skip-preview`,
      ".: stack select dev --create",
      `.: up --stack dev --policy-pack ${at("policy")} --yes --skip-preview`,
    ]);
    assert.equal(printed.at(-1), "\npulumi up is done: foundation/dev, platform/dev");
  });

  describe("of what was reviewed", () => {
    const foundation = previewOf(stackOf("dev", "foundation"));
    const platform = previewOf(stackOf("dev", "platform"), [], { upstream: "stale", reason: "foundation changes" });
    const unseen = skippedPreview(stackOf("dev", "platform"), "It reads an output that is not there yet.", "blocked");
    const digest = reviewDigest([foundation, platform]) ?? "";
    const runReviewed = (reviewed: string, previews: StackPreview[], args: Partial<DeployArgs> = {}) =>
      run({ reviewed, ...args }, {}, "111122223333", previews);

    it("goes on without a question when the preview is the same", async () => {
      assert.equal(await runReviewed(digest, [foundation, platform], { pulumiArgs: ["--parallel", "4"] }), 0);
      assert.deepEqual(
        calls().filter((call) => call.includes(": up")),
        [
          `stacks/foundation: up --stack dev --policy-pack ${at("policy")} --yes --skip-preview --parallel 4`,
          `.: up --stack dev --policy-pack ${at("policy")} --yes --skip-preview --parallel 4`,
        ],
      );
    });

    it("runs nothing when the preview differs, with exit code 4 and the stack's name", async () => {
      assert.equal(await runReviewed(`${"0".repeat(32)}-${digest.split("-")[1]}`, [foundation, platform]), 4);
      assert.deepEqual(calls(), []);
      assert.match(printed.join("\n"), /is not what was reviewed\.\n {2}foundation\/dev: no changes now\nMake/);
    });

    it("ends before a stack that nobody could see", async () => {
      assert.equal(await runReviewed(reviewDigest([foundation, unseen]) ?? "", [foundation, unseen]), 4);
      assert.equal(calls().length, 2);
      assert.match(printed.join("\n"), /pulumi up is done: foundation\/dev\nNot deployed: platform\/dev\./);
    });

    it("previews nothing with arguments that change the deployment", async () => {
      await assert.rejects(runReviewed(digest, [], { pulumiArgs: ["--target", "x"] }), { name: "UsageError" });
      assert.deepEqual(calls(), []);
    });
  });

  it("brings the account stack up alone", async () => {
    assert.equal(await run({ stack: "account" }), 0);
    assert.deepEqual(calls(), [
      "stacks/account: stack select account --create",
      `stacks/account: up --stack account --policy-pack ${at("policy")}`,
    ]);
  });

  it("makes no stack in order to destroy it", async () => {
    assert.equal(await run({ action: "destroy" }), 0);
    assert.deepEqual(calls(), [
      ".: stack select dev",
      ".: destroy --stack dev",
      "stacks/foundation: stack select dev",
      "stacks/foundation: destroy --stack dev",
    ]);
  });

  it("makes a stack with the secrets provider of its file", async () => {
    writeFileSync(at("Pulumi.dev.yaml"), `${readFileSync(at("Pulumi.dev.yaml"), "utf8")}secretsprovider: awskms://x\n`);
    await run({});
    assert.equal(calls()[0], "stacks/foundation: stack select dev --create --secrets-provider awskms://x");
  });

  it("stops at the first failure, with its exit code and what is done", async () => {
    assert.equal(await run({}, { FAIL_ON: "stack select" }), 7);
    assert.deepEqual(calls(), ["stacks/foundation: stack select dev --create"]);
    assert.match(printed.at(-1) ?? "", /failed: {6}foundation\/dev\n {2}not started: platform\/dev/);
  });

  for (const [signal, expected] of [
    ["SIGHUP", 129],
    ["SIGTERM", 143],
  ] as const) {
    it(`passes ${signal} on, and ends with its code`, async () => {
      const listeners = process.listenerCount(signal);
      const running = run({}, { WAIT: "1" });
      while (calls().length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
      process.emit(signal, signal);
      assert.equal(await running, expected);
      assert.equal(process.listenerCount(signal), listeners);
    });
  }

  it("ends with 128 and the number of any other signal that ended Pulumi", async () => {
    writeFileSync(at("bin", "pulumi"), "#!/bin/sh\nkill -KILL $$\n");
    assert.equal(await run({}), 137);
  });

  it("runs nothing when the settings have problems, and tells all", async () => {
    bend("Pulumi.dev.yaml", "natGateways: single", "natGateways: none\n    tires: []");
    await assert.rejects(run({}), { name: "SettingsError", message: /2 problems[\s\S]*Did you mean tiers/ });
    assert.deepEqual(calls(), []);
  });

  it("runs nothing with another account's credentials", async () => {
    await assert.rejects(run({}, {}, "999900001111"), { name: "CredentialsError", message: /999900001111/ });
    assert.deepEqual(calls(), []);
  });

  it("runs nothing when the account stack is in another account, or there is none", async () => {
    bend("Pulumi.account.yaml", "111122223333", "444455556666");
    await assert.rejects(run({}), {
      name: "UsageError",
      message: /account 111122223333[\s\S]*to 444455556666, af-south-1/,
    });
    rmSync(at("Pulumi.account.yaml"));
    await assert.rejects(run({}), { name: "UsageError", message: /there is no Pulumi\.account\.yaml/ });
    assert.deepEqual(calls(), []);
  });

  it("destroys nothing without Pulumi's preview, which refuses what is protected before anything is deleted", async () => {
    const refused = (found: string) => ({
      name: "UsageError",
      message: new RegExp(`^${found} is refused for a destroy`),
    });
    for (const option of ["--skip-preview", "--skip-preview=true", "-f", "-yf", "-fy"]) {
      await assert.rejects(run({ action: "destroy", pulumiArgs: ["--yes", option] }), refused(option));
    }
    const variable = "PULUMI_OPTION_SKIP_PREVIEW";
    await assert.rejects(run({ action: "destroy" }, { [variable]: "true" }), refused(variable));
    assert.deepEqual(calls(), []);
    const allowed = ["--yes", "--skip-preview=false", "--diff", "-m", "for good"];
    assert.equal(await run({ action: "destroy", stack: "account", pulumiArgs: allowed }), 0);
    assert.equal(calls().at(-1), `stacks/account: destroy --stack account ${allowed.join(" ")}`);
  });

  it("names the known environments", async () => {
    await assert.rejects(run({ stack: "production" }), {
      name: "UsageError",
      message:
        "There is no Pulumi.production.yaml: known are account, dev. Name one of them, or copy Pulumi.dev.yaml and change it.",
    });
  });

  it("says how to install pulumi when it is not there", async () => {
    await assert.rejects(run({}, { PATH: at("stacks") }), {
      name: "UsageError",
      message: /not in your PATH\. Install it/,
    });
  });
});

describe("pulumiCalls", () => {
  it("runs the guard rails at every update, and puts further arguments last", () => {
    assert.deepEqual(pulumiCalls({ action: "up", stack: "prod", pulumiArgs: ["--diff"] }, "/repository/policy"), [
      ["stack", "select", "prod", "--create"],
      ["up", "--stack", "prod", "--policy-pack", "/repository/policy", "--diff"],
    ]);
  });

  it("gives a destroy no guard rails, which it does not take", () => {
    assert.deepEqual(pulumiCalls({ action: "destroy", stack: "prod", pulumiArgs: [] }, "/repository/policy"), [
      ["stack", "select", "prod"],
      ["destroy", "--stack", "prod"],
    ]);
  });
});

describe("summary", () => {
  const project = (name: string) => ({ project: name, directory: name, reads: [], perEnvironment: true });

  it("tells done, failed and not started", () => {
    const projects = ["foundation", "services", "delivery"].map(project);
    const text = summary({ action: "up", stack: "prod", pulumiArgs: [] }, projects, 1);
    assert.equal(
      text,
      [
        "pulumi up stopped.",
        "  done:        foundation/prod",
        "  failed:      services/prod",
        "  not started: delivery/prod",
        "Correct what Pulumi said above and run the same command again: what is done stays as it is.",
        "If it refused to replace or delete what is protected: the setting platform:unlock takes its URN, a reason and an expiry, and",
        "a deployment of its own; docs/unlocking.md says how.",
      ].join("\n"),
    );
  });
});
