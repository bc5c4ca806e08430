import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { projectDirectory } from "../rehearsal/projects.ts";
import { Store, type Stored } from "../rehearsal/provider/store.ts";
import { environmentOf } from "../rehearsal/surroundings.ts";
import { fixturePlan, startRehearsal, type TestRehearsal, testToolchain } from "../test/rehearsals.ts";
import { findDrift } from "./drift.ts";
import { pulumiOfPath, type StackPlace } from "./engine.ts";
import { type DriftReport, driftReportSchema } from "./model.ts";
import type { Notification } from "./notify.ts";

/** What the secret is given behind Pulumi's back, and what it was deployed with. */
const canaries = ["canary-behind-the-back", "canary-as-deployed"];

describe("drift of a stack on the engine", function () {
  this.timeout(300_000);
  let test: TestRehearsal;
  let place: StackPlace;
  let folder: string;
  let path: string | undefined;

  before(async () => {
    test = await startRehearsal("drift", fixturePlan("drift"), true);
    const { workspace } = test.rehearsal;
    const stack = test.stack("drift");
    await test.rehearsal.up(stack);
    const { settingsFile } = stack;
    // The copy of the settings: the engine wrote the salt of the secrets into it.
    const settings = workspace.path("settings", basename(settingsFile));
    place = { project: "drift", stack: "drift", directory: projectDirectory(workspace, stack), settingsFile: settings };
    folder = mkdtempSync(join(tmpdir(), "drift-test-"));
    path = process.env.PATH;
    process.env.PATH = environmentOf(workspace, await testToolchain()).PATH;
  });
  after(async () => {
    process.env.PATH = path;
    rmSync(folder, { recursive: true, force: true });
    await test.close();
  });

  const stateFile = () =>
    readFileSync(test.rehearsal.workspace.path("state", ".pulumi", "stacks", "drift", "drift.json"), "utf8");
  const stored = () => new Store(test.rehearsal.workspace.path("store"));

  /** Searches; hands back the exit code, the report, everything that was written, and who was told. */
  async function search(signal = new AbortController().signal, change: Record<string, string> = {}) {
    const told: Notification[] = [];
    const out = join(folder, "drift.md");
    const lines: string[] = [];
    const environment = { ...environmentOf(test.rehearsal.workspace, await testToolchain()), ...change };
    const code = await findDrift({
      environment: "drift",
      account: "111122223333",
      region: "af-south-1",
      stacks: [place],
      engine: { command: await pulumiOfPath(), environment, signal },
      out,
      publish: async (notification) => {
        told.push(notification);
      },
      print: (text) => lines.push(text),
      progress: (line) => lines.push(line),
    });
    const files = readdirSync(folder, { withFileTypes: true })
      .filter((one) => one.isFile())
      .map(({ name }) => readFileSync(join(folder, name), "utf8"));
    const json = files.find((text) => text.startsWith("{"));
    const report = json === undefined ? undefined : driftReportSchema.parse(JSON.parse(json));
    return {
      code,
      report: report as DriftReport,
      told,
      written: [...files, ...lines, JSON.stringify(told)].join("\n"),
    };
  }

  /** What is left in the folder of temporary files. */
  const leftovers = () =>
    readdirSync(tmpdir()).filter((name) => /^drift-(?!test-)|^automation-logs-refresh/.test(name));

  it("an interruption ends it with 130, without a report, and leaves nothing behind", async () => {
    const before = leftovers();
    const controller = new AbortController();
    // A CLI that compares for longer than the test waits, and tells when it begins.
    const bin = join(folder, "bin");
    const begun = join(bin, "begun");
    mkdirSync(bin);
    const { PATH } = environmentOf(test.rehearsal.workspace, await testToolchain());
    const script = `#!/bin/sh\n[ "$1" = refresh ] && touch "${begun}" && exec sleep 600\nPATH="${PATH}" exec pulumi "$@"\n`;
    writeFileSync(join(bin, "pulumi"), script, { mode: 0o755 });
    let isDone = false;
    const searching = search(controller.signal, { PATH: `${bin}${delimiter}${PATH}` }).finally(() => {
      isDone = true;
    });
    while (!existsSync(begun) && !isDone) await sleep(20);
    controller.abort();
    const { code, report, told } = await searching;
    assert.equal(code, 130);
    assert.equal(report, undefined);
    assert.deepEqual(told, []);
    assert.deepEqual(leftovers(), before);
  });

  it("finds nothing right after a deployment, and tells that drift is gone", async () => {
    const before = stateFile();
    const { code, report, told } = await search();
    assert.equal(code, 0);
    const [stack] = report.stacks;
    assert.deepEqual([stack?.status, stack?.compared, stack?.drifted, stack?.unread], ["clean", 8, [], []]);
    assert.deepEqual(
      told.map(({ severity }) => severity),
      ["info"],
    );
    assert.equal(stateFile(), before, "the state is as it was, to the byte");
  });

  it("finds what was changed, deleted or closed behind Pulumi's back, and nothing else; tells no secret", async () => {
    changeAll(stored());
    const before = stateFile();
    const copies = leftovers();
    const { code, report, told, written } = await search();
    assert.equal(code, 5);
    const [stack] = report.stacks;
    assert.deepEqual(
      stack?.drifted.map(({ kind, name, properties }) => [
        kind,
        name,
        ...properties.map(({ path: at, old, new: now }) => [at, old, now]),
      ]),
      [
        ["deleted", "gone"],
        ["changed", "changed", ["retentionInDays", "7", "30"]],
        ["changed", "value", ["secretString", "[secret]", "[secret]"]],
        ["changed", "rule", ["cidrIpv4", '"10.9.0.0/16"', '"0.0.0.0/0"']],
      ],
    );
    assert.deepEqual(
      stack?.unread.map(({ name }) => name),
      ["home"],
    );
    assert.equal(stack?.ignored, 1, "what the program leaves to others");
    assert.deepEqual(
      told.map(({ severity }) => severity),
      ["warning"],
    );
    assert.equal(stateFile(), before, "the state is as it was, to the byte");
    for (const canary of canaries) assert.ok(!written.includes(canary), canary);
    assert.deepEqual(leftovers(), copies);
  });
});

/** Changes everything that the fixture has for it. What cannot be read stands for what AWS denies. */
function changeAll(store: Store): void {
  const edit = ({ type, id, ...rest }: Stored, properties: object) => {
    const changed = { ...rest, type, id, properties: { ...rest.properties, ...properties } };
    writeFileSync(store.file(type, id), JSON.stringify(changed));
  };
  for (const resource of store.list()) {
    if (resource.type.endsWith(":LogGroup")) edit(resource, { retentionInDays: 30 });
    if (resource.type.endsWith(":SecretVersion")) edit(resource, { secretString: canaries[0] });
    if (resource.type.endsWith(":SecurityGroupIngressRule")) edit(resource, { cidrIpv4: "0.0.0.0/0" });
    if (resource.type.endsWith(":Queue")) store.remove(resource.type, resource.id);
    // Its file is no JSON, and the error quotes it.
    if (resource.type.endsWith(":Vpc")) writeFileSync(store.file(resource.type, resource.id), "AccessDenied: no");
  }
}
