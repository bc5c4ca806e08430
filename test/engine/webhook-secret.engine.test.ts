import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
} from "@aws-sdk/client-cloudwatch";
import { PutSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { parse, stringify } from "yaml";
import type { Status } from "../../rehearsal/commands.ts";
import { webhookKeyFile } from "../../rehearsal/inbox/life.ts";
import type { Message } from "../../rehearsal/inbox/messages.ts";
import { webhookUrl } from "../../rehearsal/inbox/webhooks.ts";
import { Workspace } from "../../rehearsal/workspace.ts";
import type { ServicesOutputs } from "../../stacks/services/outputs.ts";
import { checkout, makeCheckout, rehearse, root, start } from "../checkout.ts";
import { testToolchain } from "../rehearsals.ts";
import {
  filePlaces,
  functionFilePlaces,
  globalPlaces,
  type Place,
  processPlaces,
  regionPlaces,
} from "../secret-places.ts";
import { plantHere, plantInEmulator } from "../secret-plants.ts";
import { findSecret } from "../secret-search.ts";

/** A token as Slack's are. */
const makeToken = () => randomBytes(48).toString("base64").replace(/[+/]/g, "").slice(0, 24);

/** Lets every alarm be a post of its own: five in a minute would be counted into a digest. */
function allowPosts(): void {
  const file = join(checkout, "Pulumi.dev.yaml");
  const settings = parse(readFileSync(file, "utf8")) as { config: Record<string, object> };
  settings.config["platform:alerting"] = { ...settings.config["platform:alerting"], limits: { postsPerMinute: 50 } };
  writeFileSync(file, stringify(settings));
}

describe("the webhooks of a full rehearsal", () => {
  const workspace = new Workspace(root, "dev");
  const keyFile = webhookKeyFile(workspace);
  /** All that must be nowhere, by what it is. */
  const secrets: Record<string, string> = {
    "a token that the inbox refuses": makeToken(),
    "a token of another host": makeToken(),
    "a token at an address where nobody listens": makeToken(),
    "a text that is no address": makeToken(),
  };
  /** What commands printed, and what their processes showed while they ran. */
  const shown: Place[] = [];
  let remove: () => void;
  let status: Status;
  let outputs: ServicesOutputs;
  let inboxUrl: string;
  /** Alarms of this test, which it takes away again. */
  const alarms = new Set<string>();

  before(async () => {
    await testToolchain();
    remove = makeCheckout();
    allowPosts();
    const { code, stdout, stderr } = await rehearse(["dev", "--keep"]);
    shown.push({ name: "output of rehearse", content: stdout + stderr });
    assert.equal(code, 0, stderr);
    const told = await rehearse(["status", "--json"]);
    shown.push({ name: "output of status", content: told.stdout + told.stderr });
    status = JSON.parse(told.stdout) as Status;
    outputs = status.stacks.platform?.outputs as unknown as ServicesOutputs;
    inboxUrl = status.inboxUrl ?? "";
    const key = readFileSync(keyFile, "utf8");
    secrets["the inbox's key"] = key;
    for (const route of Object.keys(outputs.webhookSecretArns)) {
      secrets[`the token of ${route}`] = webhookUrl(inboxUrl, key, route).split("/").at(-1) ?? "";
    }
  });
  after(async () => {
    if (workspace.exists) await rehearse(["down"]);
    rmSync(root, { recursive: true, force: true });
    remove?.();
  });

  const access = () => ({
    endpoint: status.endpoint ?? "",
    region: status.region,
    credentials: { accessKeyId: status.accountId, secretAccessKey: "rehearsal" },
  });

  /** Runs the command with the URL on its standard input, and watches its processes. */
  async function connect(name: string, url: string): Promise<number | null> {
    const args = ["cli/entry.mjs", "slack:connect", "dev", "--route", "critical", "--rehearsal"];
    const { child, ended } = start(args, {}, `${url}\n`);
    const seenProcesses = new Map<string, Place>();
    while (child.exitCode === null && child.signalCode === null) {
      // The command and what it starts; the others are looked at when all is done.
      for (const place of processPlaces(checkout).filter(({ name }) => /entry\.mjs|slack-connect|pulumi/.test(name))) {
        seenProcesses.set(`${place.name} ${place.content}`, place);
      }
      await sleep(200);
    }
    const { code, stdout, stderr } = await ended;
    assert.ok(seenProcesses.size > 0, "the command's process was not seen");
    shown.push(...seenProcesses.values());
    shown.push({ name: `output of slack:connect, ${name}`, content: stdout + stderr });
    return code;
  }

  async function answer(mode: string, count: number): Promise<void> {
    const body = JSON.stringify({ mode, count, ...(mode === "429" ? { retryAfter: 1 } : {}) });
    await fetch(`${inboxUrl}/api/answers`, { method: "PUT", headers: { "content-type": "application/json" }, body });
  }

  async function setOff(name: string, severity: "critical" | "warning"): Promise<void> {
    const client = new CloudWatchClient(access());
    const metric = {
      Namespace: "Test",
      MetricName: "Test",
      Statistic: "Sum",
      Period: 60,
      EvaluationPeriods: 1,
    } as const;
    const limit = { Threshold: 1, ComparisonOperator: "GreaterThanThreshold" } as const;
    const AlarmActions = [outputs.alertTopicArns[severity]];
    await client.send(new PutMetricAlarmCommand({ AlarmName: name, AlarmActions, ...metric, ...limit }));
    alarms.add(name);
    await client.send(new SetAlarmStateCommand({ AlarmName: name, StateValue: "ALARM", StateReason: "A test." }));
    client.destroy();
  }

  async function messages(): Promise<readonly Message[]> {
    return (await (await fetch(`${inboxUrl}/api/messages`)).json()) as readonly Message[];
  }

  async function seen(what: string, isThere: (message: Message) => boolean): Promise<void> {
    for (let waited = 0; waited < 60_000; waited += 100) {
      if ((await messages()).some(isThere)) return;
      await sleep(100);
    }
    assert.fail(
      `not seen in 60 s: ${what}; the inbox has ${JSON.stringify((await messages()).map(({ answer }) => answer))}`,
    );
  }

  async function putSecret(route: string, SecretString: string): Promise<void> {
    const client = new SecretsManagerClient(access());
    await client.send(new PutSecretValueCommand({ SecretId: outputs.webhookSecretArns[route], SecretString }));
    client.destroy();
  }

  it("are connected, refused by form and by the inbox", async () => {
    const of = (secret: string, base = inboxUrl) => `${base}/services/T0REHEARSAL/Bcritical/${secrets[secret]}`;
    assert.equal(await connect("refused", of("a token that the inbox refuses")), 1);
    assert.equal(await connect("another host", of("a token of another host", "https://hooks.slack.com")), 1);
    await answer("500", 1);
    assert.equal(await connect("inbox down", of("the token of critical")), 1);
    assert.equal(await connect("taken", of("the token of critical")), 0);
    await seen("the command's message", ({ channel, answer: { mode } }) => channel === "critical" && mode === "ok");
  }).timeout(120_000);

  it("are called by alarms, and taken, refused, slowed down, and left without an answer", async () => {
    await setOff("taken", "critical");
    await seen("taken", ({ payload }) => JSON.stringify(payload).includes("taken"));
    for (const [mode, count] of [
      ["403", 2],
      ["404", 2],
      ["429", 1],
      ["500", 1],
      ["hang", 1],
    ] as const) {
      await answer(mode, count);
      await setOff(`answered-${mode}`, "critical");
      const isIts = ({ payload }: Message) => JSON.stringify(payload).includes(`answered-${mode}`);
      await seen(mode, (message) => isIts(message) && message.answer.mode === mode);
      // What is worth another try is taken in the end; the next answer is not for it.
      if (count === 1) await seen(`${mode}, then ok`, (message) => isIts(message) && message.answer.mode === "ok");
    }
  }).timeout(180_000);

  it("fail where nobody listens, and where the secret holds no address", async () => {
    const nobody = `http://127.0.0.1:1/services/T0REHEARSAL/Bcritical/${secrets["a token at an address where nobody listens"]}`;
    await putSecret("critical", nobody);
    await putSecret("notices", `no address: ${secrets["a text that is no address"]}`);
    // A refusal makes the sender read the secret anew.
    await answer("403", 2);
    await setOff("nobody-listens", "critical");
    await setOff("no-address", "warning");
    await seen("the refusal", ({ payload }) => JSON.stringify(payload).includes("nobody-listens"));
    await sleep(5000);
  }).timeout(90_000);

  it("are in no file, log, error, table, queue, object, argument and environment; planted ones are found", async () => {
    const planted = makeToken();
    const [queueUrl = ""] = Object.values(outputs.alertDeadLetterUrls);
    const plants = [
      ...plantHere(planted, workspace.path("logs", "planted.gz"), checkout),
      ...(await plantInEmulator(planted, access(), queueUrl)),
    ];
    const places = [
      ...shown,
      { name: "the inbox's messages", content: JSON.stringify(await messages()) },
      ...filePlaces(root, (file) => file === keyFile),
      ...processPlaces(checkout),
      ...functionFilePlaces(checkout),
      ...(await globalPlaces(access(), status.region)),
    ];
    for (const region of [status.region, "us-east-1", "eu-west-1"])
      places.push(...(await regionPlaces(access(), region)));
    for (const { remove } of plants) await remove();
    // The search is shown to look everywhere, before it is believed.
    const foundPlanted = places
      .filter(({ content }) => findSecret(content, planted).length > 0)
      .map(({ name }) => name);
    for (const place of plants.flatMap((plant) => plant.places)) {
      assert.ok(
        foundPlanted.includes(place),
        `the search does not find what was planted: ${place}\n${foundPlanted.join("\n")}`,
      );
    }
    assert.ok(
      places.some(({ name }) => /log .*alerts-sender/.test(name)),
      "the sender has written no log",
    );
    const leaks = places.flatMap(({ name, content }) =>
      Object.entries(secrets).flatMap(([what, secret]) =>
        findSecret(content, secret).map((form) => `${what} as ${form} in ${name}`),
      ),
    );
    assert.deepEqual([...new Set(leaks)], []);
  }).timeout(180_000);

  it("stay out of what is told when all is taken down", async () => {
    await new CloudWatchClient(access()).send(new DeleteAlarmsCommand({ AlarmNames: [...alarms] }));
    const { code, stdout, stderr } = await rehearse(["down"]);
    assert.equal(code, 0, stderr);
    for (const secret of Object.values(secrets)) assert.deepEqual(findSecret(stdout + stderr, secret), []);
  });
});
