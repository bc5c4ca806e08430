import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Emulator, emulatorAnswers, startEmulator, stopEmulator } from "../../rehearsal/emulator/emulator.ts";
import { Workspace } from "../../rehearsal/workspace.ts";
import {
  assertNothingMade,
  checkout,
  makeCheckout,
  type Process,
  processes,
  rehearse,
  root,
  start,
} from "../checkout.ts";
import { testToolchain } from "../rehearsals.ts";

describe("npm run rehearse on a machine that is in use", () => {
  let remove: () => void;
  before(async () => {
    await testToolchain();
    remove = makeCheckout();
  });
  after(() => remove?.());
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it("takes another port when another process has taken the emulator's", async () => {
    const { python } = await testToolchain();
    const taken = await listen();
    const wrapper = join(checkout, "python-at-a-taken-port");
    const { port } = taken.address() as { port: number };
    // The first start finds its port taken by another process, between the choice of the port and the start.
    const script = `#!/bin/sh\n[ -e '${wrapper}.tried' ] || { touch '${wrapper}.tried'; export GATEWAY_PORT=${port}; }\nexec '${python.python}' "$@"\n`;
    writeFileSync(wrapper, script, { mode: 0o755 });
    let emulator: Emulator | undefined;
    try {
      emulator = await startEmulator({
        python: wrapper,
        accountId: "111122223333",
        region: "af-south-1",
        environment: { PATH: process.env.PATH ?? "" },
        logFile: join(checkout, "emulator.log"),
        keepFile: join(checkout, "keep"),
      });
      assert.ok(existsSync(`${wrapper}.tried`));
      assert.ok(await emulatorAnswers(emulator.endpoint));
      assert.notEqual(emulator.endpoint, `http://127.0.0.1:${port}`);
    } finally {
      if (emulator) await stopEmulator(emulator);
      taken.close();
    }
  });

  describe("with a user's own credentials for AWS and Pulumi", () => {
    const canary = "canary-c0ffee";
    const asked: string[] = [];
    let server: Server;
    let environment: NodeJS.ProcessEnv;

    before(async () => {
      server = await listen((url) => asked.push(url));
      const address = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
      const file = join(checkout, "user-aws-file");
      writeFileSync(file, `[default]\naws_access_key_id = ${canary}\naws_secret_access_key = ${canary}\n`);
      environment = {
        AWS_ACCESS_KEY_ID: canary,
        AWS_SECRET_ACCESS_KEY: canary,
        AWS_SESSION_TOKEN: canary,
        AWS_SHARED_CREDENTIALS_FILE: file,
        AWS_CONFIG_FILE: file,
        // Whoever believes these asks the server above.
        AWS_ENDPOINT_URL: address,
        AWS_EC2_METADATA_SERVICE_ENDPOINT: address,
        AWS_CONTAINER_CREDENTIALS_FULL_URI: address,
        PULUMI_ACCESS_TOKEN: canary,
        PULUMI_API: address,
        PULUMI_BACKEND_URL: address,
        PULUMI_CONFIG_PASSPHRASE: canary,
      };
    });
    after(() => server?.close());

    it("keeps them out of every file, output and request, records dev, and takes it down", async () => {
      const outputs = [await rehearse(["dev", "--record-only", "--keep"], environment)];
      assert.equal(outputs[0]?.code, 0, outputs[0]?.stderr);
      const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
      const holding = files.filter((entry) => readFileSync(join(entry.parentPath, entry.name)).includes(canary));
      assert.deepEqual(
        holding.map(({ name }) => name),
        [],
      );
      assert.ok(files.length > 100, `${files.length} files`);

      outputs.push(await rehearse(["status", "--json"], environment));
      const status = JSON.parse(outputs[1]?.stdout ?? "");
      assert.deepEqual(
        { ...status, stacks: Object.keys(status.stacks) },
        {
          endpoint: null,
          region: "af-south-1",
          accountId: "111122223333",
          inboxUrl: null,
          stacks: ["account", "foundation", "platform"],
        },
      );
      assert.match(status.stacks.foundation.outputs.vpcId, /^vpc-[0-9a-f]{17}$/);

      outputs.push(await rehearse(["down"], environment));
      assert.match(outputs[2]?.stderr ?? "", /Nothing is left/);
      assert.deepEqual(
        outputs.map(({ code }) => code),
        [0, 0, 0],
      );
      assert.equal(JSON.stringify(outputs).includes(canary), false);
      assert.deepEqual(asked, []);
      assertNothingMade();
    });

    it("gives them to no child; Ctrl-C ends with 130, and leaves no process, file or lock", async () => {
      const { child, ended } = start(["cli/entry.mjs", "rehearse", "dev"], environment);
      const workspace = new Workspace(root, "dev");
      const types = () => (existsSync(workspace.path("store")) ? readdirSync(workspace.path("store")).length : 0);
      let endpoint: string | undefined;
      try {
        // In the middle of making resources.
        while (child.exitCode === null && types() < 5) await sleep(50);
        endpoint = workspace.read()?.emulator?.endpoint;
        assert.ok(endpoint !== undefined && (await emulatorAnswers(endpoint)));
        if (existsSync("/proc/self/environ")) assertClean(processes());
      } finally {
        child.kill("SIGINT");
        await ended;
      }
      const { code, stderr, stdout } = await ended;
      assert.equal(code, 130, stderr);
      assert.match(stderr, /SIGINT: stopping and cleaning up/);
      assert.equal((stderr + stdout).includes(canary), false);
      assert.equal(await emulatorAnswers(endpoint), false);
      if (existsSync("/proc/self/environ")) assert.deepEqual(await lastingProcesses(), []);
      assert.deepEqual(asked, []);
      assertNothingMade();
    });

    /** The processes that do not end by themselves soon: the system takes a moment to remove one that has ended. */
    async function lastingProcesses(): Promise<string[]> {
      for (let waited = 0; processes().length > 0 && waited < 5000; waited += 100) await sleep(100);
      return processes().map(({ command }) => command);
    }

    /** The command and its entry have what the user gave them; what they start has not. Prints no values of an environment. */
    function assertClean(found: readonly Process[]): void {
      const children = found.filter(({ command }) => !/cli\/(entry\.mjs|rehearse\.ts)/.test(command));
      const commands = children.map(({ command }) => command).join("\n");
      for (const name of ["emulator/run.py", "provider/main.ts", "language-host/main.ts", "stacks/account"]) {
        assert.ok(commands.includes(name), `${name} does not run:\n${commands}`);
      }
      const told = children.flatMap(({ command, environment }) =>
        environment.filter((line) => line.includes(canary)).map((line) => `${line.split("=")[0]} of ${command}`),
      );
      assert.deepEqual(told, []);
    }
  });
});

/** A server on a free loopback port. */
function listen(onRequest: (url: string) => void = () => {}): Promise<Server> {
  const server = createServer((request, response) => {
    onRequest(request.url ?? "");
    response.writeHead(404).end();
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}
