import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { runCommand } from "../rehearsal/toolchain/command.ts";

const url = (name: string) => `https://sqs.af-south-1.amazonaws.com/111122223333/${name}`;
const outputs = {
  alertDeadLetterUrls: { alerts: url("alerts-dead"), outbox: url("outbox-dead.fifo") },
  alertsQueueUrl: url("alerts"),
  alertTopicArns: { critical: "arn:aws:sns:af-south-1:111122223333:critical" },
};

describe("cli/alerts-redrive.ts", function () {
  this.timeout(60_000);
  let directory: string;
  before(() => {
    directory = mkdtempSync(join(tmpdir(), "alerts-redrive-"));
    writeFileSync(join(directory, "pulumi"), `#!/bin/sh\necho '${JSON.stringify(outputs)}'\n`);
    chmodSync(join(directory, "pulumi"), 0o755);
  });
  after(() => rmSync(directory, { recursive: true, force: true }));

  const run = (...args: string[]) =>
    runCommand(process.execPath, [join(import.meta.dirname, "alerts-redrive.ts"), ...args], {
      environment: {
        PATH: `${directory}:${dirname(process.execPath)}:/usr/bin:/bin`,
        HOME: directory,
        AWS_EC2_METADATA_DISABLED: "true",
      },
    });

  it("shows its help, and ends with 2 for wrong usage", async () => {
    const help = await run("--help");
    assert.equal(help.code, 0);
    assert.match(help.stdout, /--queue <name>[\s\S]*--dry-run[\s\S]*Exit codes: 0/);
    assert.equal((await run()).code, 2);
  });

  it("names the queues that there are, and demands credentials before it looks into one", async () => {
    const unknown = await run("dev", "--queue", "inbox");
    assert.equal(unknown.code, 1);
    assert.match(unknown.stderr, /There is no queue "inbox": there are alerts, outbox\. Nothing was sent\./);
    const without = await run("dev", "--dry-run");
    assert.equal(without.code, 1);
    assert.match(without.stderr, /credentials/i);
    assert.equal(without.stdout, "");
  });
});
