import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stacks } from "../../stacks/order.ts";
import type { StackPreview } from "../model.ts";
import { reviewDigest } from "../report.ts";
import { demandVersion, type OpenStack } from "./open-stack.ts";
import { previewRealState, type RealPreviewOptions } from "./real-state.ts";

const repository = join(import.meta.dirname, "..", "..");
const vpc = "aws:ec2/vpc:Vpc";

/** What a stack's preview does: events, then an error of the CLI. Missing: nothing changes. */
interface Played {
  readonly events?: readonly object[];
  readonly fails?: string;
  readonly config?: Readonly<Record<string, string>>;
}

function changeOf(project: string, stack: string) {
  const urn = `urn:pulumi:${stack}::${project}::${vpc}::net`;
  const side = (cidrBlock: string) => ({ urn, type: vpc, custom: true, inputs: { cidrBlock }, outputs: {} });
  const detailedDiff = { cidrBlock: { diffKind: "update", inputDiff: true } };
  return {
    resourcePreEvent: {
      metadata: { op: "update", urn, type: vpc, old: side("10.0.0.0/16"), new: side("10.1.0.0/16"), detailedDiff },
    },
  };
}

const errorOf = (message: string) => ({ diagnosticEvent: { severity: "error", message } });
const noOutput =
  "Error: Required output 'tableArn' does not exist on stack 'organization/foundation/dev'.\n    at file.ts:1";

describe("previews of the real state", () => {
  let root = "";
  const opened: string[] = [];
  const options: object[] = [];

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "real-state-"));
    opened.length = 0;
    options.length = 0;
    for (const name of ["account", "dev", "staging", "prod"]) {
      cpSync(join(repository, `Pulumi.${name}.yaml`), join(root, `Pulumi.${name}.yaml`));
    }
    for (const { directory } of stacks) mkdirSync(join(root, directory), { recursive: true });
  });
  afterEach(() => rmSync(root, { recursive: true }));

  /** Plays the Automation API: `plays` by project/stack, null for one that does not exist. */
  function play(plays: Readonly<Record<string, Played | null>>, seen: (name: string) => void = () => {}): OpenStack {
    return async ({ stack, directory }) => {
      const project = stacks.find((one) => join(root, one.directory) === directory)?.project ?? "?";
      const name = `${project}/${stack}`;
      opened.push(name);
      const played = plays[name];
      if (played === null) return undefined;
      return {
        getAllConfig: async () =>
          Object.fromEntries(
            Object.entries(played?.config ?? {}).map(([key, value]) => [key, { value, secret: true }]),
          ),
        preview: async (given) => {
          options.push(given ?? {});
          seen(name);
          await new Promise((resolve) => setTimeout(resolve, 5));
          for (const event of played?.events ?? []) given?.onEvent?.(event as never);
          if (played?.fails !== undefined)
            throw new Error(`code: 255\n stdout: raw ${played.fails}\n stderr: ${played.fails}\n`);
          return { stdout: "", stderr: "", changeSummary: {} };
        },
      };
    };
  }

  async function run(
    plays: Readonly<Record<string, Played | null>>,
    more: Partial<RealPreviewOptions> = {},
  ): Promise<Record<string, StackPreview>> {
    const all = {
      root,
      environments: ["account", "dev"],
      askAccount: async () => "111122223333",
      openStack: play(plays),
    };
    const done = await previewRealState({ ...all, ...more });
    return Object.fromEntries(done.map(({ preview }) => [`${preview.project}/${preview.stack}`, preview]));
  }

  const told = (previews: Readonly<Record<string, StackPreview>>) =>
    Object.fromEntries(Object.entries(previews).map(([name, { status, upstream }]) => [name, `${status} ${upstream}`]));

  it("are exact where nothing below changes, without a refresh, with the guard rails", async () => {
    const previews = await run({ "platform/dev": { events: [changeOf("platform", "dev")] } });
    assert.deepEqual(told(previews), {
      "account/account": "ok exact",
      "foundation/dev": "ok exact",
      "platform/dev": "changed exact",
    });
    assert.deepEqual(opened, ["account/account", "foundation/dev", "platform/dev"]);
    for (const given of options as { policyPacks?: unknown; refresh?: unknown }[]) {
      assert.deepEqual([given.policyPacks, given.refresh], [[join(repository, "policy")], undefined]);
    }
    assert.ok(Object.values(previews).every(({ basis }) => basis === "real state"));
  });

  it("are stale above a stack that changes, with its name", async () => {
    const previews = await run({ "foundation/dev": { events: [changeOf("foundation", "dev")] } });
    assert.deepEqual(told(previews), {
      "account/account": "ok exact",
      "foundation/dev": "changed exact",
      "platform/dev": "ok stale",
    });
    assert.equal(previews["platform/dev"]?.reason, "foundation/dev changes; it was previewed with the outputs of now.");
  });

  it("are stale above an account stack that changes, and one that failed", async () => {
    const previews = await run({
      "account/account": { events: [changeOf("account", "account")] },
      "foundation/dev": { events: [errorOf("no such zone")], fails: "error: preview failed" },
    });
    assert.deepEqual(told(previews), {
      "account/account": "changed exact",
      "foundation/dev": "failed stale",
      "platform/dev": "ok stale",
    });
    assert.match(
      previews["platform/dev"]?.reason ?? "",
      /account\/account changes.*What becomes of foundation\/dev is not known/,
    );
    assert.deepEqual(previews["foundation/dev"]?.errors, ["no such zone"]);
  });

  it("do not fail where a guard rail alone stops them, whatever else the CLI prints", async () => {
    const policyEvent = {
      policyName: "S3.8",
      message: "Buckets stay closed\nS3.8: open",
      enforcementLevel: "mandatory",
    };
    const previews = await run({
      "platform/dev": { events: [changeOf("platform", "dev"), { policyEvent }], fails: "warning: an old plugin" },
      "foundation/dev": {
        events: [{ policyEvent: { ...policyEvent, enforcementLevel: "advisory" } }],
        fails: "error: no passphrase",
      },
    });
    assert.equal(previews["platform/dev"]?.status, "changed");
    assert.deepEqual(
      [previews["foundation/dev"]?.status, previews["foundation/dev"]?.errors],
      ["failed", ["no passphrase"]],
    );
  });

  it("are blocked where the change brings the output that is missing", async () => {
    const missing = { events: [changeOf("platform", "dev"), errorOf(noOutput)], fails: "error: preview failed" };
    const previews = await run({
      "foundation/dev": { events: [changeOf("foundation", "dev")] },
      "platform/dev": missing,
    });
    assert.equal(told(previews)["platform/dev"], "skipped blocked");
    assert.equal(
      previews["platform/dev"]?.reason,
      "It reads the output tableArn of foundation/dev, which is not there yet.",
    );
    assert.deepEqual(previews["platform/dev"]?.changes, []);
  });

  it("fail where nothing brings the output that is missing", async () => {
    const previews = await run({ "platform/dev": { events: [errorOf(noOutput)], fails: "error: preview failed" } });
    assert.equal(told(previews)["platform/dev"], "failed blocked");
    assert.equal(previews["platform/dev"]?.errors.length, 1);
  });

  it("pass over a stack that does not exist, and block what reads it", async () => {
    const previews = await run({ "foundation/dev": null });
    assert.deepEqual(told(previews), {
      "account/account": "ok exact",
      "foundation/dev": "skipped exact",
      "platform/dev": "skipped blocked",
    });
    assert.match(previews["foundation/dev"]?.reason ?? "", /no stack foundation\/dev yet/);
    assert.equal(previews["platform/dev"]?.reason, "It reads foundation/dev, which does not exist yet.");
    assert.equal(options.length, 1);
  });

  it("are blocked by an account stack that is not among them and does not exist", async () => {
    const unknown = {
      events: [errorOf('unknown stack "organization/account/account"')],
      fails: "error: preview failed",
    };
    const previews = await run({ "foundation/dev": unknown }, { environments: ["dev"], projects: ["foundation"] });
    assert.deepEqual(told(previews), { "foundation/dev": "skipped blocked" });
    assert.equal(previews["foundation/dev"]?.reason, "It reads account/account, which does not exist yet.");
  });

  it("tell what the CLI says when the engine did not begin, and nothing else of its output", async () => {
    const fails = "error: could not open the backend: AccessDenied\n";
    const previews = await run({ "account/account": { fails } }, { environments: ["account"] });
    assert.deepEqual(previews["account/account"]?.errors, ["could not open the backend: AccessDenied"]);
  });

  it("keep what the settings encrypt out of errors", async () => {
    const file = join(root, "Pulumi.dev.yaml");
    writeFileSync(
      file,
      readFileSync(file, "utf8").replace("platform:owner: platform-team", "platform:owner: { secure: v1 }"),
    );
    const played = {
      config: { "platform:owner": "canary-77aa" },
      events: [errorOf("bad owner canary-77aa!")],
      fails: "error: x",
    };
    const previews = await run({ "foundation/dev": played }, { environments: ["dev"] });
    assert.deepEqual(previews["foundation/dev"]?.errors, ["bad owner [secret]!"]);
  });

  it("go two environments at a time, after the account, and come back in the given order", async () => {
    let running = 0;
    let most = 0;
    const order: string[] = [];
    const openStack = play({}, (name) => {
      order.push(name);
      most = Math.max(most, ++running);
      setTimeout(() => running--, 4);
    });
    const names = ["dev", "staging", "prod", "account"];
    const previews = await run({}, { environments: names, openStack });
    assert.equal(order[0], "account/account");
    assert.equal(most, 2);
    assert.deepEqual(Object.keys(previews), [
      ...["dev", "staging", "prod"].flatMap((name) => [`foundation/${name}`, `platform/${name}`]),
      "account/account",
    ]);
  });

  it("open nothing when settings or credentials are wrong, and tell all", async () => {
    writeFileSync(
      join(root, "Pulumi.dev.yaml"),
      readFileSync(join(root, "Pulumi.dev.yaml"), "utf8").replace("single", "none\n    x: 1"),
    );
    const environments = ["dev", "staging", "nowhere"];
    await assert.rejects(run({}, { environments, askAccount: async () => "999900001111" }), (error: Error) => {
      assert.match(
        error.message,
        /Pulumi\.dev\.yaml has 2 problems[\s\S]*999900001111[\s\S]*There is no Pulumi\.nowhere\.yaml/,
      );
      return error.name === "UsageError";
    });
    assert.deepEqual(opened, []);
  });

  it("end with the signal's reason", async () => {
    const controller = new AbortController();
    const openStack = play({ "foundation/dev": { fails: "killed" } }, () => controller.abort(new Error("interrupted")));
    await assert.rejects(run({}, { environments: ["dev"], openStack, signal: controller.signal }), /interrupted/);
  });

  it("give a review digest also when a stack is stale or unseen, and none when one failed", async () => {
    const foundation = { events: [changeOf("foundation", "dev")] };
    const environments = ["dev"];
    const digest = async (plays: Readonly<Record<string, Played | null>>) =>
      reviewDigest(Object.values(await run(plays, { environments })));
    const stale = await digest({ "foundation/dev": foundation });
    assert.match(stale ?? "", /^[0-9a-f]{32}-[0-9a-f]{32}$/);
    assert.equal(await digest({ "foundation/dev": foundation }), stale);
    assert.match((await digest({ "foundation/dev": foundation, "platform/dev": null })) ?? "", /^[0-9a-f]{32}-unseen$/);
    assert.equal(await digest({ "foundation/dev": foundation, "platform/dev": { fails: "error: x" } }), undefined);
  });
});

describe("the CLI of a preview", () => {
  it("is one that keeps events out of files", () => {
    for (const version of ["3.206.0", "v3.250.0", "4.0.0"]) demandVersion(version);
    for (const version of ["3.205.9", "2.900.0", ""]) assert.throws(() => demandVersion(version), /3\.206\.0 or later/);
  });
});
