import assert from "node:assert/strict";
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../../toolchain/command.ts";
import { ensurePython } from "../../toolchain/python.ts";
import { installedVersion } from "../../toolchain/versions.ts";
import { goldenExists } from "../goldens.ts";
import { allExamples } from "../rows/examples.ts";
import { allRows } from "../table.ts";
import { workspaceVariable } from "../workspace.ts";
import { compareGolden, renderDifference } from "./compare.ts";
import { type Golden, type GoldenCase, goldenAccountId, goldenFile, listGoldens, readGolden } from "./golden.ts";
import { type OwnProvider, startOwnProvider } from "./own-provider.ts";
import { otherValue } from "./questions.ts";
import { recordGoldens } from "./record.ts";

const topic = "aws:sns/topic:Topic";
const vpc = "aws:ec2/vpc:Vpc";
const provider = join(import.meta.dirname, "..");
const { PATH = "" } = process.env;

describe("goldens", () => {
  let directory: string;
  let models: string;
  let own: OwnProvider;

  before(async () => {
    ({ models } = await ensurePython());
    directory = await mkdtemp(join(tmpdir(), "goldens-"));
    own = await startOwnProvider(models, goldenAccountId);
  });
  after(async () => {
    own?.close();
    await rm(directory, { recursive: true });
  });

  /** A plugin's file, as the engine starts it, that runs a program with a store of its own. */
  async function plugin(name: string, program: string): Promise<string> {
    const workspace = join(directory, `${name}.json`);
    await writeFile(workspace, JSON.stringify({ accountId: goldenAccountId, store: join(directory, name), models }));
    return script(name, `export ${workspaceVariable}='${workspace}'\nexec '${process.execPath}' '${program}' "$@"`);
  }

  async function script(name: string, text: string): Promise<string> {
    const file = join(directory, `pulumi-resource-${name}`);
    await writeFile(file, `#!/bin/sh\n${text}\n`);
    await chmod(file, 0o755);
    return file;
  }

  async function record(file: string, folder: string, types?: readonly string[]): Promise<Golden[]> {
    const options = { plugin: file, environment: { PATH }, models, directory: join(directory, folder) };
    return recordGoldens({ ...options, ...(types && { types }) });
  }

  async function differences(golden: Golden): Promise<string[]> {
    return (await compareGolden(golden, own.client)).map(renderDifference);
  }

  /** The golden with one answer changed. */
  function planted(golden: Golden, title: string, change: (answer: Record<string, unknown>) => void): Golden {
    const copy = structuredClone(golden);
    const found = copy.cases.find((one) => one.title === title);
    assert.ok(found?.answer, `there is no answer to ${title}`);
    change(found.answer as unknown as Record<string, unknown>);
    return copy;
  }

  describe("of the repository", () => {
    it("are of the real provider, of the version in use, and our provider agrees with each", async () => {
      for (const golden of listGoldens()) {
        assert.equal(golden.plugin.real, true, `${golden.type} was recorded from a stand-in`);
        assert.equal(golden.plugin.version, installedVersion("@pulumi/aws"), `${golden.type}: record it again`);
        assert.deepEqual(await differences(golden), []);
      }
    });
  });

  describe("recorded from our own plugin", () => {
    let goldens: Golden[];
    const caseOf = (type: string, title: string): GoldenCase | undefined =>
      goldens.find((golden) => golden.type === type)?.cases.find((one) => one.title === title);

    before(async () => {
      goldens = await record(await plugin("aws", join(provider, "main.ts")), "own");
    });

    it("are one file for each row, and the same files when recorded again", async () => {
      const names = await readdir(join(directory, "own"));
      assert.equal(names.length, allRows.length);
      await record(join(directory, "pulumi-resource-aws"), "again");
      for (const name of names) {
        const [first, second] = ["own", "again"].map((folder) => readFile(join(directory, folder, name), "utf8"));
        assert.equal(await first, await second, name);
      }
    });

    it("hold what Check fills in and what it refuses", () => {
      const checked = caseOf(topic, "sns-topic: Check");
      assert.deepEqual(checked?.answer, {
        failures: [],
        inputs: {
          name: "rehearsal-example",
          displayName: "first",
          contentBasedDeduplication: false,
          fifoTopic: false,
          __defaults: ["contentBasedDeduplication", "fifoTopic"],
        },
      });
      const type = "aws:ec2/subnet:Subnet";
      const refused = caseOf(type, "ec2-subnet-a: Check without vpcId");
      assert.deepEqual(refused?.method === "check" && refused.answer?.failures[0], {
        property: "vpcId",
        reason: "the required property vpcId is not given",
      });
    });

    it("hold what replaces", () => {
      const answer = { changes: "some", deleteBeforeReplace: false };
      assert.deepEqual(caseOf(vpc, "ec2-vpc: Diff of cidrBlock")?.answer, {
        ...answer,
        replaces: ["cidrBlock"],
        kinds: { cidrBlock: "update-replace" },
      });
      assert.deepEqual(caseOf(vpc, "ec2-vpc: Diff of nothing")?.answer, {
        ...answer,
        changes: "none",
        replaces: [],
        kinds: {},
      });
      assert.deepEqual(caseOf(vpc, "ec2-vpc: Diff of region")?.answer, {
        ...answer,
        replaces: ["region"],
        kinds: { region: "add-replace" },
      });
    });

    it("ask about every property that replaces and is in an example, and none is refused an answer", () => {
      const refused = goldens.flatMap(({ cases }) => cases.filter(({ error }) => error !== undefined));
      assert.deepEqual(refused, []);
      const titles = goldens.find(({ type }) => type === "aws:ec2/subnet:Subnet")?.cases.map(({ title }) => title);
      assert.deepEqual(
        titles?.filter((title) => title.startsWith("ec2-subnet-a: Diff")),
        ["nothing", "the change", "region", "vpcId", "cidrBlock", "availabilityZone", "ipv6Native"].map(
          (what) => `ec2-subnet-a: Diff of ${what}`,
        ),
      );
    });

    it("agree with our provider", async () => {
      const found: string[] = [];
      for (const golden of goldens) found.push(...(await differences(golden)));
      assert.deepEqual(found, []);
    });

    it("count as no golden, because a stand-in gave them", () => {
      assert.equal(readGolden(topic, join(directory, "own"))?.plugin.real, false);
      assert.equal(goldenExists(topic, join(directory, "own")), false);
      assert.equal(goldenExists("aws:sqs/queue:Queue", join(directory, "own")), false);
    });
  });

  describe("recorded from a plugin with a schema", () => {
    let golden: Golden;

    before(async () => {
      const file = await plugin("schema", join(import.meta.dirname, "test-plugin.ts"));
      [golden] = (await record(file, "schema", [topic])) as [Golden];
    });

    it("count as goldens, with the schema's own words on what replaces", () => {
      assert.equal(goldenExists(topic, join(directory, "schema")), true);
      assert.deepEqual(golden.plugin, { version: installedVersion("@pulumi/aws"), real: true });
      assert.deepEqual(golden.schema, {
        requiredInputs: [],
        willReplaceOnChanges: ["fifoTopic", "name", "namePrefix", "region"],
      });
    });

    it("tell each planted difference, and nothing else", async () => {
      assert.deepEqual(await differences(golden), []);
      const replaced = planted(golden, "sns-topic: Diff of the change", (answer) => {
        answer.replaces = ["displayName"];
        answer.kinds = { ...(answer.kinds as object), displayName: "update-replace" };
      });
      assert.deepEqual(await differences(replaced), [
        `${topic}, sns-topic: Diff of the change: kinds.displayName is "update-replace"; ours is "update"`,
        `${topic}, sns-topic: Diff of the change: replaces is ["displayName"]; ours is []`,
      ]);
      const filled = planted(golden, "sns-topic: Check", (answer) => {
        answer.inputs = { ...(answer.inputs as object), signatureVersion: 1 };
      });
      assert.deepEqual(await differences(filled), [
        `${topic}, sns-topic: Check: inputs.signatureVersion is 1; ours is nothing`,
      ]);
      const refused = planted(golden, "sns-topic: Check", (answer) => {
        answer.failures = [{ property: "name", reason: "no" }];
      });
      assert.ok((await differences(refused)).includes(`${topic}, sns-topic: Check: refused is true; ours is nothing`));
      const schema = { requiredInputs: ["name"], willReplaceOnChanges: ["name"] };
      assert.deepEqual(await differences({ ...golden, schema }), [
        `${topic}, schema: requiredInputs is ["name"]; ours is []`,
        `${topic}, schema: willReplaceOnChanges is ["name"]; ours is ["fifoTopic","name","namePrefix"]`,
      ]);
    });

    it("leave out what depends on the provider that answers: generated suffixes and nested book-keeping", async () => {
      const generated = structuredClone(golden) as { cases: GoldenCase[] } & Golden;
      const inputs = { fifoTopic: false, contentBasedDeduplication: false };
      const __defaults = ["contentBasedDeduplication", "fifoTopic", "name"];
      const question = { urn: `urn:pulumi:goldens::goldens::${topic}::alerts`, news: { tags: { a: "b" } } };
      const answer = {
        failures: [],
        inputs: { ...inputs, name: "alerts-abcdef0", tags: { a: "b", __defaults: [] }, __defaults },
      };
      generated.cases.splice(0, Number.POSITIVE_INFINITY, { title: "generated", method: "check", question, answer });
      assert.deepEqual(await differences(generated), []);
    });
  });

  describe("cannot be recorded", () => {
    it("from what is no plugin", async () => {
      const garbage = await script("garbage", "echo hello; exec sleep 60");
      await assert.rejects(record(garbage, "none", [topic]), {
        message: `the plugin ${garbage} told "hello" instead of its port`,
      });
      const broken = await script("broken", "echo it is broken >&2; exit 3");
      await assert.rejects(record(broken, "none", [topic]), {
        message: `the plugin ${broken} ended with exit code 3 before it told its port; it said:\nit is broken\n`,
      });
      await assert.rejects(record("/nowhere/plugin", "none", [topic]), {
        message: "the plugin /nowhere/plugin cannot be started: spawn /nowhere/plugin ENOENT",
      });
    });

    it("of types without a row", async () => {
      await assert.rejects(record("/nowhere/plugin", "none", ["aws:mq/broker:Broker"]), {
        message: "no row has the type aws:mq/broker:Broker: give types of the table",
      });
    });
  });

  it("are recorded and compared by the command", async () => {
    const command = join(import.meta.dirname, "../../../cli/goldens.ts");
    const folder = join(directory, "command");
    const run = (...args: string[]) =>
      runCommand(process.execPath, [command, ...args, "--directory", folder], { environment: process.env });
    const file = await plugin("command", join(provider, "main.ts"));
    const recorded = await run("record", file, topic);
    assert.deepEqual([recorded.code, recorded.stdout], [0, `Wrote 1 goldens of a stand-in to ${folder}\n`]);
    assert.deepEqual((({ code, stdout }) => [code, stdout])(await run("compare")), [0, "1 goldens, 0 differences\n"]);
    assert.equal((await run("record")).code, 2);
    const text = await readFile(goldenFile(topic, folder), "utf8");
    await writeFile(goldenFile(topic, folder), text.replaceAll('"name": "update-replace"', '"name": "update"'));
    const compared = await run("compare");
    const examples = allExamples.filter(({ type }) => type === topic);
    const told = compared.stdout.trimEnd().split("\n");
    assert.equal(told.pop(), `1 goldens, ${examples.length} differences`);
    assert.deepEqual(
      told.sort(),
      examples
        .map(({ name }) => `${topic}, ${name}: Diff of name: kinds.name is "update"; ours is "update-replace"`)
        .sort(),
    );
    assert.equal(compared.code, 1);
  });
});

describe("another value of the same form", () => {
  const values: readonly (readonly [unknown, unknown])[] = [
    [true, false],
    [80, 81],
    ["10.60.0.0/16", "11.60.0.0/16"],
    ["192.0.2.0/24", "10.0.2.0/24"],
    ["subnet-0123456789abcdef9", "subnet-0123456789abcdef0"],
    ["eu-west-1a", "eu-west-1b"],
    ["/path/", "/pati/"],
    [["a"], ["b"]],
    [{ a: "z" }, { a: "0" }],
  ];
  for (const [value, other] of values) {
    it(`of ${JSON.stringify(value)} is ${JSON.stringify(other)}`, () => assert.deepEqual(otherValue(value), other));
  }
});
