import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const canary = "CanaryCanaryCanaryCanary";
const secretArn = "arn:aws:secretsmanager:af-south-1:111122223333:secret:acme-dev-slack-critical-abcdef";

describe("cli/slack-connect.ts", function () {
  this.timeout(20_000);
  let directory: string;
  let aws: Server;
  let environment: NodeJS.ProcessEnv;
  /** The account that AWS tells. */
  let account: string;

  before(async () => {
    directory = mkdtempSync(join(tmpdir(), "slack-connect-"));
    const outputs = JSON.stringify({ webhookSecretArns: { critical: secretArn, notices: secretArn } });
    writeFileSync(join(directory, "pulumi"), `#!/bin/sh\necho '${outputs}'\n`);
    chmodSync(join(directory, "pulumi"), 0o755);
    aws = createServer((_request, response) => {
      response
        .writeHead(200, { "content-type": "text/xml" })
        .end(
          `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>` +
            `<Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
        );
    });
    await new Promise<void>((resolve) => aws.listen(0, "127.0.0.1", resolve));
    environment = {
      PATH: `${directory}:${dirname(process.execPath)}:/usr/bin:/bin`,
      HOME: directory,
      AWS_ENDPOINT_URL: `http://127.0.0.1:${(aws.address() as { port: number }).port}`,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_EC2_METADATA_DISABLED: "true",
    };
  });
  beforeEach(() => {
    account = "111122223333";
  });
  after(() => {
    aws?.close();
    aws?.closeAllConnections();
    rmSync(directory, { recursive: true, force: true });
  });

  /** Runs the command with something piped in; whatever it says, the canary is not in it. */
  function run(args: readonly string[], piped = ""): Promise<{ code: number | null; stdout: string; stderr: string }> {
    const child = spawn(process.execPath, [join(import.meta.dirname, "slack-connect.ts"), ...args], {
      env: environment,
    });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (text) => {
      stdout += text;
    });
    child.stderr.on("data", (text) => {
      stderr += text;
    });
    // A command that asks for nothing has ended before it reads.
    child.stdin.on("error", () => {});
    child.stdin.end(piped);
    return new Promise((resolve) => {
      child.once("close", (code) => {
        assert.equal((stdout + stderr).includes(canary), false, stdout + stderr);
        resolve({ code, stdout, stderr });
      });
    });
  }

  it("shows its help, and ends with 2 for what it does not know", async () => {
    const help = await run(["--help"]);
    assert.equal(help.code, 0);
    assert.match(help.stdout, /--route <route>[\s\S]*Exit codes: 0/);
    for (const args of [[], ["dev"], ["dev", "--route"], ["dev", "--route", "critical", "--url"]]) {
      assert.equal((await run(args)).code, 2, String(args));
    }
  });

  it("refuses a webhook among its arguments, wherever it stands, without repeating it", async () => {
    const url = `https://hooks.slack.com/services/T1/B1/${canary}`;
    for (const args of [["dev", url], ["dev", `--url=${url}`], ["dev", "--route", url], [url]]) {
      const { code, stderr } = await run(args);
      assert.equal(code, 2, String(args));
      assert.match(stderr, /a webhook URL is never an argument[\s\S]*Revoke that webhook/);
    }
  });

  it("names the routes that there are", async () => {
    const { code, stderr } = await run(["dev", "--route", "pages"], canary);
    assert.equal(code, 1);
    assert.match(stderr, /There is no route "pages": there are critical, notices/);
  });

  it("demands credentials of the environment's account", async () => {
    account = "444455556666";
    const { code, stderr } = await run(["dev", "--route", "critical"], canary);
    assert.equal(code, 1);
    assert.match(stderr, /account 444455556666: allowed is only 111122223333/);
  });

  it("refuses what is piped in and is no webhook, without repeating it", async () => {
    for (const text of [
      canary,
      `https://hooks.slack.com/workflows/${canary}`,
      `http://127.0.0.1/services/T1/B1/${canary}`,
    ]) {
      const { code, stderr } = await run(["dev", "--route", "critical"], `${text}\n`);
      assert.equal(code, 1);
      assert.match(stderr, /This is no webhook URL[\s\S]*Nothing was stored/);
    }
    assert.match((await run(["dev", "--route", "critical"])).stderr, /There is no webhook URL/);
  });
});
