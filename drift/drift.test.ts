import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UsageError } from "../stacks/target.ts";
import { findDrift } from "./drift.ts";
import { pulumiOfPath } from "./engine.ts";
import type { Notification } from "./notify.ts";

/** Stands in for the CLI: notes each call with its backend, exports a state, and refreshes with the given exit code. */
const fakePulumi = `#!/bin/sh
echo "$* | $PULUMI_BACKEND_URL" >> "$FAKE_LOG"
case "$1 $2" in
  "version ") echo "\${FAKE_VERSION:-v3.250.0}" ;;
  "stack export") [ -n "$FAKE_NO_STATE" ] && { echo "error: no stack named that" >&2; exit 255; }; cat "$FAKE_STATE" ;;
  "refresh --preview-only") exit "\${FAKE_CODE:-0}" ;;
esac
`;
const state = {
  version: 3,
  deployment: {
    resources: [
      {
        urn: "urn:pulumi:prod::platform::pulumi:pulumi:Stack::platform-prod",
        type: "pulumi:pulumi:Stack",
        outputs: { alertTopicArns: { warning: "w", info: "i" } },
      },
    ],
    pending_operations: [{}],
  },
};

describe("a search for drift", function () {
  this.timeout(20_000);
  const path = process.env.PATH;
  let folder: string;
  let told: Notification[];
  let lines: string[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "drift-unit-"));
    mkdirSync(join(folder, "bin"));
    writeFileSync(join(folder, "bin", "pulumi"), fakePulumi);
    chmodSync(join(folder, "bin", "pulumi"), 0o755);
    writeFileSync(join(folder, "state.json"), JSON.stringify(state));
    writeFileSync(
      join(folder, "Pulumi.prod.yaml"),
      "secretsprovider: awskms://x\nencryptedkey: k\nconfig:\n  a:b: {secure: canary}\n",
    );
    process.env.PATH = `${join(folder, "bin")}:/usr/bin:/bin`;
    process.env.FAKE_LOG = join(folder, "log");
    told = [];
    lines = [];
  });
  afterEach(() => {
    process.env.PATH = path;
    delete process.env.FAKE_LOG;
    delete process.env.FAKE_VERSION;
    rmSync(folder, { recursive: true });
  });

  async function search(environment: Readonly<Record<string, string>> = {}, publish = async (_: Notification) => {}) {
    const variables = { FAKE_STATE: join(folder, "state.json"), PULUMI_BACKEND_URL: "s3://state", ...environment };
    return findDrift({
      environment: "prod",
      account: "111122223333",
      region: "af-south-1",
      stacks: [
        { project: "platform", stack: "prod", directory: folder, settingsFile: join(folder, "Pulumi.prod.yaml") },
      ],
      engine: { command: await pulumiOfPath(), environment: variables, signal: new AbortController().signal },
      out: join(folder, "report.md"),
      publish: async (notification) => {
        told.push(notification);
        await publish(notification);
      },
      print: (text) => lines.push(text),
      progress: (line) => lines.push(line),
    });
  }
  const report = () => JSON.parse(readFileSync(join(folder, "report.json"), "utf8"));

  it("only exports from the real backend; refreshes a copy, which is gone afterwards", async () => {
    assert.equal(await search(), 0);
    const calls = readFileSync(join(folder, "log"), "utf8").trim().split("\n");
    const real = calls.filter((call) => call.endsWith("| s3://state"));
    assert.deepEqual(real, ["stack export --stack prod --non-interactive | s3://state"]);
    const refresh = calls.find((call) => call.startsWith("refresh ")) ?? "";
    assert.match(refresh, /^refresh --preview-only --run-program=false /);
    const copy = /file:\/\/(\S+)$/.exec(refresh)?.[1] ?? "";
    assert.ok(copy.startsWith(join(tmpdir(), "drift-")), refresh);
    assert.equal(existsSync(copy), false);
  });

  it("ends with 0, tells that there is no drift, and says that a deployment broke off", async () => {
    assert.equal(await search(), 0);
    assert.deepEqual(
      told.map(({ severity }) => severity),
      ["info"],
    );
    assert.match(report().stacks[0].notes[0], /deployment was under way/);
    assert.match(readFileSync(join(folder, "report.md"), "utf8"), /^# Drift of prod: no drift\n/);
  });

  it("ends with 1 and warns when the refresh fails", async () => {
    assert.equal(await search({ FAKE_CODE: "255" }), 1);
    assert.deepEqual(
      told.map(({ severity }) => severity),
      ["warning"],
    );
    assert.equal(report().status, "failed");
  });

  it("ends with 1, says why, and that nobody was told when the state cannot be read", async () => {
    assert.equal(await search({ FAKE_NO_STATE: "1" }), 1);
    assert.deepEqual(report().stacks[0].errors, [
      "The state of platform/prod cannot be read: error: no stack named that",
    ]);
    assert.deepEqual(told, []);
    assert.match(lines.join("\n"), /The alerts were not told: The platform stack has no output alertTopicArns/);
  });

  it("ends with 1 when there is no drift but nobody can be told", async () => {
    const code = await search({}, () => Promise.reject(new Error("AuthorizationError")));
    assert.equal(code, 1);
    assert.match(lines.join("\n"), /The alerts were not told: AuthorizationError/);
  });

  it("refuses a CLI that is missing, or so old that it writes events to files", async () => {
    process.env.FAKE_VERSION = "v3.200.0";
    await assert.rejects(pulumiOfPath(), UsageError);
    process.env.PATH = "/nowhere";
    await assert.rejects(pulumiOfPath(), UsageError);
  });
});
