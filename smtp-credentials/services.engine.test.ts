import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetUserPolicyCommand, IAMClient, ListAccessKeysCommand } from "@aws-sdk/client-iam";
import { CreateSecretCommand, GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { type Emulator, startEmulator, stopEmulator } from "../rehearsal/emulator/emulator.ts";
import { ensurePython } from "../rehearsal/toolchain/python.ts";
import { makeCredentials } from "./credentials.ts";
import { realServices } from "./services.ts";
import { readTarget } from "./target.ts";

const accountId = "111122223333";
const region = "af-south-1";
const userName = "acme-dev-smtp";

describe("SMTP credentials on the emulator", () => {
  let directory: string;
  let emulator: Emulator;

  before(async function () {
    this.timeout(600_000);
    const { python } = await ensurePython();
    directory = await mkdtemp(join(tmpdir(), "smtp-"));
    emulator = await startEmulator({
      python,
      accountId,
      region,
      environment: { PATH: process.env.PATH ?? "", HOME: directory },
      logFile: join(directory, "emulator.log"),
      keepFile: join(directory, "keep"),
    });
  });
  after(async () => {
    if (emulator) await stopEmulator(emulator);
    await rm(directory, { recursive: true });
  });

  it("are made in IAM and written into the empty secret, and rotated", async () => {
    const options = { endpoint: emulator.endpoint, credentials: { accessKeyId: accountId, secretAccessKey: "test" } };
    const secrets = new SecretsManagerClient({ ...options, region });
    const iam = new IAMClient({ ...options, region });
    const { ARN = "" } = await secrets.send(new CreateSecretCommand({ Name: "acme-dev-mail-smtp" }));
    const target = readTarget({
      smtpSecretArn: ARN,
      identityArn: `arn:aws:ses:eu-west-1:${accountId}:identity/mail.acme.example`,
      configurationSetName: "acme-dev-mail",
    });
    const lines: string[] = [];
    const services = realServices(target, options, (line) => lines.push(line));
    const run = (rotate: boolean) => makeCredentials({ target, userName, tags: { project: "acme" }, rotate }, services);
    const value = async () =>
      JSON.parse((await secrets.send(new GetSecretValueCommand({ SecretId: ARN }))).SecretString ?? "");
    const keys = async () =>
      ((await iam.send(new ListAccessKeysCommand({ UserName: userName }))).AccessKeyMetadata ?? [])
        .map(({ AccessKeyId }) => AccessKeyId)
        .sort();

    assert.equal(await run(false), true);
    const first = await value();
    assert.deepEqual(await keys(), [first.username]);
    assert.equal(await run(false), false);
    assert.deepEqual(await value(), first);
    const policy = await iam.send(new GetUserPolicyCommand({ UserName: userName, PolicyName: "send-mail" }));
    assert.match(decodeURIComponent(policy.PolicyDocument ?? ""), /identity\/mail\.acme\.example/);

    await run(true);
    const second = await value();
    assert.notEqual(second.password, first.password);
    assert.deepEqual(await keys(), [first.username, second.username].sort());
    await run(true);
    const third = await value();
    assert.deepEqual(await keys(), [second.username, third.username].sort());
    for (const { password } of [first, second, third]) assert.ok(!lines.join("\n").includes(password));
  });
});
