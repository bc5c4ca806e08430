import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  GetSecretValueCommand,
  ListSecretVersionIdsCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { fixturePlan, sdkClient, startRehearsal, type TestRehearsal, testToolchain } from "../../test/rehearsals.ts";
import { emulatorAnswers } from "../emulator/emulator.ts";
import { Rehearsal } from "../rehearsal.ts";
import { outputsOf } from "../state.ts";
import { type Inbox, inboxAnswers, stopInbox } from "./inbox.ts";
import { webhookKeyFile } from "./life.ts";

const arns = { critical: "", notices: "" };

describe("the Slack inbox in a rehearsal", () => {
  let test: TestRehearsal;
  before(async () => {
    test = await startRehearsal("slack-inbox", fixturePlan("slack-inbox"));
  });
  after(() => test?.close());

  const stack = () => test.stack("slack-inbox");
  const inbox = () => test.rehearsal.workspace.read()?.inbox as Inbox;
  const webhook = async (route: keyof typeof arns) => {
    const client = sdkClient(SecretsManagerClient, test);
    const { SecretString = "" } = await client.send(new GetSecretValueCommand({ SecretId: arns[route] }));
    const { Versions = [] } = await client.send(new ListSecretVersionIdsCommand({ SecretId: arns[route] }));
    return { url: SecretString, versions: Versions.length };
  };

  it("is connected to the webhook secrets of a stack that came up: what is posted there arrives", async () => {
    await test.rehearsal.up(stack());
    const state = await test.rehearsal.state(stack());
    assert.ok(state);
    Object.assign(arns, outputsOf(state).webhookSecretArns);
    for (const route of ["critical", "notices"] as const) {
      const { url } = await webhook(route);
      assert.match(url, new RegExp(`^${inbox().url}/services/T0REHEARSAL/B${route}/[A-Za-z0-9]{24}$`));
      const headers = { "content-type": "application/json" };
      assert.equal((await fetch(url, { method: "POST", headers, body: '{"text":"here"}' })).status, 200);
    }
    const messages = (await (await fetch(`${inbox().url}/api/messages`)).json()) as { channel: string }[];
    assert.deepEqual(
      messages.map(({ channel }) => channel),
      ["critical", "notices"],
    );
  });

  it("writes a secret again only when it differs, and what is in AWS stays what the stack made", async () => {
    const before = await webhook("critical");
    const again = await test.rehearsal.up(stack(), ["--refresh", "--expect-no-changes"]);
    assert.equal(again.code, 0);
    assert.deepEqual(await webhook("critical"), before);
  });

  it("keeps the tokens in a file for its owner only, and in no other", async () => {
    const { workspace } = test.rehearsal;
    const token = (await webhook("critical")).url.split("/").at(-1) as string;
    const key = readFileSync(webhookKeyFile(workspace), "utf8");
    assert.equal(statSync(webhookKeyFile(workspace)).mode & 0o777, 0o600);
    const files = readdirSync(workspace.directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    const holding = (text: string) => files.filter((file) => readFileSync(file).includes(text));
    assert.deepEqual(holding(token), []);
    assert.deepEqual(holding(key), [webhookKeyFile(workspace)]);
  });

  it("comes back on resume, at the same address and with the same webhooks", async () => {
    const before = inbox();
    const { url } = await webhook("critical");
    await stopInbox(before);
    assert.equal(await inboxAnswers(before), false);
    await Rehearsal.resume(test.rehearsal.workspace, test.rehearsal.plan, await testToolchain());
    assert.notEqual(inbox().pid, before.pid);
    assert.equal(inbox().url, before.url);
    assert.equal(await inboxAnswers(inbox()), true);
    const headers = { "content-type": "application/json" };
    assert.equal((await fetch(url, { method: "POST", headers, body: '{"text":"again"}' })).status, 200);
  });

  it("ends with the rehearsal", async () => {
    const last = inbox();
    await test.rehearsal.stop();
    assert.equal(await inboxAnswers(last), false);
    assert.equal(alive(last.pid), false);
  });
});

describe("the Slack inbox of a command that is killed", () => {
  const program = `
    import { fixturePlan, startRehearsal } from "./test/rehearsals.ts";
    const { rehearsal } = await startRehearsal("slack-inbox-killed", fixturePlan("slack-inbox"));
    if (process.argv.includes("keep")) rehearsal.keep();
    const { emulator, inbox } = rehearsal.workspace.read();
    console.log(JSON.stringify({ emulator, inbox, directory: rehearsal.workspace.directory }));
    setTimeout(() => {}, 60_000);`;

  /** Starts a rehearsal in a process of its own, and kills that. */
  async function startAndKill(...args: string[]) {
    const root = join(import.meta.dirname, "..", "..");
    const flags = ["--input-type=module-typescript", "-e", program, "--", ...args];
    const child = spawn(process.execPath, flags, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
    const [text] = (await once(child.stdout, "data")) as [Buffer];
    child.kill("SIGKILL");
    await once(child, "exit");
    return JSON.parse(String(text)) as { emulator: { endpoint: string }; inbox: Inbox; directory: string };
  }

  async function ended(pid: number): Promise<boolean> {
    for (let waited = 0; alive(pid) && waited < 5000; waited += 100) await sleep(100);
    return !alive(pid);
  }

  it("ends with it", async () => {
    const { inbox, directory } = await startAndKill();
    assert.equal(await ended(inbox.pid), true);
    remove(directory);
  });

  it("stays while the rehearsal is kept, and ends when that is removed, as the emulator does", async () => {
    const { inbox, emulator, directory } = await startAndKill("keep");
    await sleep(1200);
    assert.deepEqual([await inboxAnswers(inbox), await emulatorAnswers(emulator.endpoint)], [true, true]);
    remove(directory);
    assert.equal(await ended(inbox.pid), true);
  });
});

/** A workspace and its lock, which a killed command leaves. */
function remove(directory: string): void {
  for (const path of [directory, `${directory}.lock`]) rmSync(path, { recursive: true, force: true });
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
