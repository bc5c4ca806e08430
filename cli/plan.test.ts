import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { guarded, planRehearsal } from "./plan.ts";

describe("the plan of a rehearsal", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "plan-"));
    for (const name of ["account", "dev"]) {
      cpSync(join(import.meta.dirname, "..", `Pulumi.${name}.yaml`), join(root, `Pulumi.${name}.yaml`));
    }
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const bend = (name: string, from: string, to: string) => {
    const file = join(root, `Pulumi.${name}.yaml`);
    const text = readFileSync(file, "utf8");
    assert.ok(text.includes(from));
    writeFileSync(file, text.replace(from, to));
  };
  const stacksOf = (environment: string) =>
    planRehearsal(root, environment).stacks.map(({ project, stack }) => `${project}/${stack}`);

  it("is the account stack and then the environment's own", () => {
    assert.deepEqual(stacksOf("dev"), ["account/account", "foundation/dev", "platform/dev"]);
    const { accountId, region } = planRehearsal(root, "dev");
    assert.deepEqual([accountId, region], ["111122223333", "af-south-1"]);
  });

  it("says how the inbox lists and runs drills in it", () => {
    const drill = [process.execPath, join(root, "cli", "drill.ts")];
    assert.deepEqual(planRehearsal(root, "dev").drills, {
      list: [...drill, "list", "--json"],
      run: [...drill, "--rehearsal", "--environment", "dev"],
    });
    assert.equal(planRehearsal(root, "account").drills, undefined);
  });

  it("is an account stack alone when that is asked for", () => {
    assert.deepEqual(stacksOf("account"), ["account/account"]);
  });

  it("is the same when a setting is encrypted, which only a program can read", () => {
    bend("dev", "    instanceType: t4g.nano", "    instanceType: { secure: AAABAGx5 }");
    assert.deepEqual(stacksOf("dev"), ["account/account", "foundation/dev", "platform/dev"]);
  });

  it("refuses an account stack of another account, also when a setting is encrypted", () => {
    bend("dev", "    instanceType: t4g.nano", "    instanceType: { secure: AAABAGx5 }");
    bend("account", '"111122223333"', '"444455556666"');
    assert.throws(() => planRehearsal(root, "dev"), { name: "UsageError", message: /111122223333[\s\S]*444455556666/ });
  });

  it("runs the guard rails when a command asks for them", () => {
    const plan = planRehearsal(root, "dev");
    assert.equal(plan.policyPack, undefined);
    assert.deepEqual(guarded(root, plan), { ...plan, policyPack: join(root, "policy") });
  });

  it("refuses an environment without settings", () => {
    assert.throws(() => planRehearsal(root, "nowhere"), /Pulumi\.nowhere\.yaml/);
  });
});
