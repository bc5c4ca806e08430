import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join, relative } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { parse, stringify } from "yaml";
import { deploy } from "../../cli/deploy.ts";
import { resourcesOf } from "../../costs/resources.ts";
import { environmentOf } from "../../rehearsal/surroundings.ts";
import type { StackPlan } from "../../rehearsal/workspace.ts";
import {
  environmentPlan,
  repository,
  startRehearsal,
  type TestRehearsal,
  testToolchain,
} from "../../test/rehearsals.ts";
import type { StackPreview } from "../model.ts";
import type { PreviewedStack } from "../previewed.ts";
import { reviewDigest } from "../report.ts";
import { type OpenStack, openRealStack, type RealStack } from "./open-stack.ts";
import { previewRealState } from "./real-state.ts";

const canary = "canary-5b1f0c7e";
const askAccount = async () => "111122223333";

/** Every file below a folder, with its content. */
function filesOf(folder: string): ReadonlyMap<string, Buffer> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(files.map(({ parentPath, name }) => [join(parentPath, name), readFileSync(join(parentPath, name))]));
}

function hashesOf(folder: string): Record<string, string> {
  const hash = (content: Buffer) => createHash("sha256").update(content).digest("hex");
  return Object.fromEntries([...filesOf(folder)].map(([file, content]) => [relative(folder, file), hash(content)]));
}

describe("previews of the real state, which a recorded rehearsal plays", () => {
  let test: TestRehearsal;
  let root = "";
  let state = "";
  const ownEnvironment = { ...process.env };
  const printed: string[] = [];
  /** Digest of the environment as it is. */
  let unchanged = "";

  /** The repository's projects and settings in a folder of their own, with the salt of the rehearsal's state. */
  function writeRoot(stack: StackPlan, directory: string): void {
    const workspace = test.rehearsal.workspace;
    const project = parse(readFileSync(workspace.path("projects", stack.project, "Pulumi.yaml"), "utf8"));
    mkdirSync(join(root, directory), { recursive: true });
    project.stackConfigDir = relative(join(root, directory), root) || ".";
    // As in the root project: without the preview's own word, each would read everything anew.
    project.options = { refresh: "always" };
    writeFileSync(join(root, directory, "Pulumi.yaml"), stringify(project));
  }

  // biome-ignore lint/suspicious/noExplicitAny: settings as YAML gives them.
  function change(bend: (config: Record<string, any>) => void): () => void {
    const file = join(root, "Pulumi.dev.yaml");
    const old = readFileSync(file, "utf8");
    const settings = parse(old);
    bend(settings.config);
    writeFileSync(file, stringify(settings));
    return () => writeFileSync(file, old);
  }

  /** Previews, and shows that nothing of the state has changed by it. */
  async function look(environments: string[], projects?: string[]): Promise<readonly PreviewedStack[]> {
    const hashes = hashesOf(state);
    const steps = new Set<string | undefined>();
    const openStack: OpenStack = async (place) => {
      const stack = await openRealStack(place);
      if (stack === undefined) return undefined;
      const preview: RealStack["preview"] = (options) => {
        const onEvent = (event: EngineEvent) => {
          steps.add(event.resourcePreEvent?.metadata.op);
          options?.onEvent?.(event);
        };
        return stack.preview({ ...options, onEvent });
      };
      return { preview, getAllConfig: () => stack.getAllConfig() };
    };
    const options = { root, environments, askAccount, openStack };
    const previewed = await previewRealState({ ...options, ...(projects ? { projects } : {}) });
    assert.deepEqual(hashesOf(state), hashes);
    assert.ok(steps.has("same") && !steps.has("refresh"), "it refreshes");
    return previewed;
  }

  /** Deploys; what the environment would become is previewed then, or given. */
  function up(reviewed: string, previews?: readonly StackPreview[]): Promise<number> {
    const pulumiArgs = ["--suppress-outputs", "--suppress-progress"];
    const env = { ...process.env, PATH: `${join(root, "bin")}${delimiter}${process.env.PATH}` };
    const print = (line: string) => printed.push(line);
    const preview = previews === undefined ? {} : { preview: async () => previews };
    return deploy({ action: "up", stack: "dev", pulumiArgs, reviewed }, { root, env, askAccount, print, ...preview });
  }

  before(async () => {
    test = await startRehearsal("real-previews", environmentPlan("dev"), true);
    const { workspace } = test.rehearsal;
    for (const project of ["account", "foundation"]) {
      const { code, output } = await test.rehearsal.pulumi(test.stack(project), ["up", "--yes", "--skip-preview"]);
      assert.equal(code, 0, output);
    }
    root = workspace.path("root");
    state = workspace.path("state");
    for (const [project, directory] of [
      ["account", "stacks/account"],
      ["foundation", "stacks/foundation"],
      ["platform", "."],
    ] as const) {
      writeRoot(test.stack(project), directory);
    }
    for (const file of readdirSync(workspace.path("settings")))
      cpSync(workspace.path("settings", file), join(root, file));
    symlinkSync(join(repository, "policy"), join(root, "policy"));
    mkdirSync(workspace.path("tmp"));
    // A deployment writes to the terminal, which belongs to the tests.
    mkdirSync(join(root, "bin"));
    const quiet = `#!/bin/sh\nexec "${(await testToolchain()).pulumi.pulumi}" "$@" > "${join(root, "up.log")}"\n`;
    writeFileSync(join(root, "bin", "pulumi"), quiet, { mode: 0o755 });
    const environment = environmentOf(workspace, await testToolchain());
    for (const name of Object.keys(process.env)) delete process.env[name];
    Object.assign(process.env, environment, { TMPDIR: workspace.path("tmp") });
  });
  after(async () => {
    for (const name of Object.keys(process.env)) delete process.env[name];
    Object.assign(process.env, ownEnvironment);
    await test?.close();
  });

  it("change nothing, find no change, and know what there is", async () => {
    const [foundation, platform] = await look(["dev"]);
    assert.deepEqual(
      [
        foundation?.preview.status,
        foundation?.preview.upstream,
        foundation?.preview.errors,
        foundation?.preview.changes,
      ],
      ["ok", "exact", [], []],
    );
    assert.deepEqual(
      [platform?.preview.status, platform?.preview.reason],
      ["skipped", "There is no stack platform/dev yet: npm run up -- dev makes it, and everything in it."],
    );
    const recorded = await test.rehearsal.state(test.stack("foundation"));
    const there = recorded ? resourcesOf(recorded, "foundation", "af-south-1") : [];
    const byName = (resources: typeof there) => resources.map(({ type, name }) => `${type} ${name}`).sort();
    assert.ok(there.length > 50);
    assert.deepEqual(byName([...(foundation?.resources?.before ?? [])]), byName(there));
    assert.deepEqual(byName([...(foundation?.resources?.after ?? [])]), byName(there));
    unchanged = reviewDigest([foundation, platform].flatMap((one) => one?.preview ?? [])) ?? "";
  });

  it("keep a secret of the settings out of the report and of every file", async () => {
    const restore = change(() => {});
    try {
      const set = ["config", "set", "--secret", "platform:owner", canary, "--cwd", join(root, "stacks", "foundation")];
      const { code, output } = await test.rehearsal.pulumi(test.stack("foundation"), set);
      assert.equal(code, 0, output);
      const [foundation] = await look(["dev"], ["foundation"]);
      assert.equal(foundation?.preview.status, "changed", foundation?.preview.errors.join("\n"));
      assert.ok(
        foundation?.preview.changes.some(({ properties }) => properties.some(({ path }) => path === "tagsAll.owner")),
      );
      assert.ok(!JSON.stringify(foundation?.preview).includes(canary));
      for (const [file, content] of filesOf(test.rehearsal.workspace.directory)) {
        assert.ok(!content.includes(canary), file);
      }
    } finally {
      restore();
    }
  });

  it("show a changed setting as exactly its property; a deployment stops at another digest and passes with this one", async () => {
    change((config) => {
      config["platform:network"].flowLogRetentionDays = 400;
    });
    const changed = (await look(["dev"])).map(({ preview }) => preview);
    assert.deepEqual(
      changed[0]?.changes.map(({ type, operation, properties }) => [type, operation, properties]),
      [
        [
          "aws:cloudwatch/logGroup:LogGroup",
          "update",
          [{ path: "retentionInDays", kind: "update", replaces: false, old: "365", new: "400" }],
        ],
      ],
    );
    const hashes = hashesOf(state);
    assert.equal(await up(unchanged, changed), 4);
    assert.match(
      printed.join("\n"),
      /Nothing was changed: what would be done now[\s\S]*foundation\/dev: 1 to update now/,
    );
    assert.deepEqual(hashesOf(state), hashes);
    // Nobody could see the services: the deployment ends before them.
    assert.equal(await up(reviewDigest(changed) ?? ""), 4);
    assert.match(printed.join("\n"), /pulumi up is done: foundation\/dev[\s\S]*Not deployed: platform\/dev/);
    const resources = (await test.rehearsal.state(test.stack("foundation")))?.deployment.resources ?? [];
    assert.deepEqual(
      resources.filter(({ inputs }) => inputs?.retentionInDays === 400).map(({ type }) => type),
      ["aws:cloudwatch/logGroup:LogGroup"],
    );
  });
});
