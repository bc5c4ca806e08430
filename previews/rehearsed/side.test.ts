import assert from "node:assert/strict";
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repository } from "../../test/rehearsals.ts";
import { rehearsalVersion, stateKey } from "./cache.ts";
import { isChanged, type Pair, pairUnits, readersOf } from "./pairs.ts";
import { accountOf, planOf, readSide, type Side } from "./side.ts";

const fixture = join(repository, "test", "fixtures", "previews");

describe("the two sides of a change", () => {
  let folder: string;
  let head: string;
  let base: Side;

  before(async () => {
    base = await readSide(fixture);
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "side "));
    head = join(folder, "head");
    cpSync(fixture, head, { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** What the change itself touches, as `environment/project`. */
  async function touched(names?: readonly string[]): Promise<string[]> {
    const pairs = pairUnits(base, await readSide(head), names);
    const stacks = (pair: Pair) => pair.after?.stacks.filter((stack) => isChanged(pair, stack)) ?? [];
    return pairs.flatMap((pair) => stacks(pair).map(({ project }) => `${pair.name}/${project}`));
  }
  const both = (project: string) => [`dev/${project}`, `prod/${project}`];

  it("are the same wherever they lie", async () => assert.deepEqual(await touched(), []));

  const changes: Readonly<Record<string, readonly [file: string, touched: readonly string[]]>> = {
    "a program": ["stacks/foundation/index.ts", both("foundation")],
    "what programs import": [
      "components/place.ts",
      ["account/account", "dev/foundation", "dev/platform", "prod/foundation", "prod/platform"],
    ],
    "code that nothing imports": ["components/unused.ts", []],
    "a file of another kind, which any program may read": [
      "components/user-data.sh",
      ["account/account", "dev/foundation", "dev/platform", "prod/foundation", "prod/platform"],
    ],
    "the packages": [
      "package-lock.json",
      ["account/account", "dev/foundation", "dev/platform", "prod/foundation", "prod/platform"],
    ],
    "a project's own file": ["stacks/platform/Pulumi.yaml", both("platform")],
    "an environment's settings": ["Pulumi.dev.yaml", ["dev/foundation", "dev/platform"]],
    "the functions, which none of these programs uses": ["ops-lambdas/task/handler.ts", []],
  };
  for (const [what, [file, expected]] of Object.entries(changes)) {
    it(`differ in the right stacks after a change of ${what}`, async () => {
      mkdirSync(join(head, file, ".."), { recursive: true });
      appendFileSync(join(head, file), "\n# or // a comment\n".replace("# or ", file.endsWith(".ts") ? "" : "# "));
      assert.deepEqual(await touched(), expected);
    });
  }

  for (const file of ["package.json", "tsconfig.json"]) {
    it(`differ in all stacks after a change of ${file}`, async () => {
      writeFileSync(join(head, file), "{}\n");
      assert.equal((await touched()).length, 5);
    });
  }

  it("differ in their guard rails after a change of what these import, and of nothing else", async () => {
    const rails = async (root = head) => (await readSide(root)).rails;
    assert.deepEqual([await rails(fixture), await rails()], ["", ""]);
    mkdirSync(join(head, "policy"));
    writeFileSync(join(head, "policy", "index.mjs"), 'import "./pack.ts";\n');
    writeFileSync(join(head, "policy", "pack.ts"), "export {};\n");
    const before = await rails();
    writeFileSync(join(head, "policy", "pack.test.ts"), "export {};\n");
    appendFileSync(join(head, "components", "place.ts"), "// A comment.\n");
    assert.equal(await rails(), before);
    appendFileSync(join(head, "policy", "pack.ts"), "// A comment.\n");
    assert.notEqual(await rails(), before);
  });

  it("differ in all that use functions, when one changes", async () => {
    appendFileSync(join(head, "components", "place.ts"), '// bundles "ops-lambdas"\n');
    base = await readSide(head);
    mkdirSync(join(head, "ops-lambdas"));
    writeFileSync(join(head, "ops-lambdas", "handler.ts"), "export {};\n");
    assert.equal((await touched()).length, 5);
    base = await readSide(fixture);
  });

  it("read settings that this side's schema does not know, and tell those that say nothing", async () => {
    appendFileSync(join(head, "Pulumi.dev.yaml"), "  platform:notYetKnown: { a: 1 }\n");
    writeFileSync(join(head, "Pulumi.prod.yaml"), "config:\n  platform:account: { secure: x }\n");
    writeFileSync(join(head, "Pulumi.staging.yaml"), "config: [\n");
    const side = await readSide(head);
    assert.deepEqual(
      side.units.map(({ name }) => name),
      ["account", "dev"],
    );
    assert.equal(
      side.problems.get("prod"),
      "The settings file does not say platform:account and platform:region in plain text.",
    );
    assert.match(side.problems.get("staging") ?? "", /^The settings file is no YAML: /);
    assert.deepEqual(
      pairUnits(base, side).map(({ name, problem }) => [name, problem === undefined]),
      [
        ["account", true],
        ["dev", true],
        ["prod", false],
        ["staging", false],
      ],
    );
  });

  it("bring the account stack along that a wanted environment reads", async () => {
    const pairs = pairUnits(base, await readSide(head), ["dev"]);
    assert.deepEqual(
      pairs.map(({ name }) => name),
      ["account", "dev"],
    );
    const [dev] = base.units.filter(({ name }) => name === "dev");
    assert.ok(dev);
    assert.deepEqual(
      planOf(dev, accountOf(base, dev)).stacks.map(({ project }) => project),
      ["account", "foundation", "platform"],
    );
    assert.deepEqual(
      readersOf("account", dev.stacks).map(({ project }) => project),
      ["foundation", "platform"],
    );
  });

  it("have states with keys that change with what they are made from, and with the rehearsal", async () => {
    const side = await readSide(head);
    const find = (of: Side, name: string) => of.units.find((unit) => unit.name === name) ?? assert.fail();
    const key = (of: Side, version = "1") => stateKey(find(of, "dev"), find(of, "account"), version);
    assert.equal(key(side), key(base));
    assert.notEqual(key(base, "2"), key(base));
    assert.notEqual(stateKey(find(base, "prod"), find(base, "account"), "1"), key(base));
    appendFileSync(join(head, "Pulumi.account.yaml"), "# a comment\n");
    assert.notEqual(key(await readSide(head)), key(base));
    assert.match(rehearsalVersion(repository), /^[0-9a-f]{64}$/);
  });
});
