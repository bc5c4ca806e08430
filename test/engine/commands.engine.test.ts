import assert from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { pythonNames } from "../../rehearsal/toolchain/python.ts";
import { Workspace } from "../../rehearsal/workspace.ts";
import { assertNothingMade, checkout, type Ended, makeCheckout, rehearse, root, start } from "../checkout.ts";
import { testToolchain } from "../rehearsals.ts";

// biome-ignore lint/suspicious/noExplicitAny: settings as YAML gives them.
type Settings = Record<string, any>;

const settingsFile = join(checkout, "Pulumi.dev.yaml");

function assertFailed({ code, stderr }: Ended, message: RegExp): void {
  assert.match(stderr, message);
  assert.doesNotMatch(stderr, /^\s+at /m, "a stack trace");
  assert.equal(code, 1);
}

describe("npm run rehearse", () => {
  let remove: () => void;
  before(async () => {
    await testToolchain();
    remove = makeCheckout();
  });
  after(() => remove?.());
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  describe("told something wrong", () => {
    it("shows its help, and ends with 2 for what it does not know", async () => {
      const help = await rehearse(["--help"]);
      assert.equal(help.code, 0);
      assert.match(help.stdout, /--record-only[\s\S]*status[\s\S]*Exit codes:/);
      for (const args of [["--kep"], ["dev", "prod"], ["status", "--jsn"], ["pulumi"]]) {
        const { code, stderr } = await rehearse(args);
        assert.equal(code, 2, `${args}: ${stderr}`);
        assert.match(stderr, /^error: /, String(args));
      }
      assertNothingMade();
    });

    it("says what to do when there is no rehearsal", async () => {
      for (const args of [["status", "--json"], ["down"], ["pulumi", "foundation", "preview"]]) {
        assertFailed(
          await rehearse(args),
          /no rehearsal is there: start one with npm run rehearse -- <environment> --keep/,
        );
      }
      assertFailed(await rehearse(["nowhere"]), /Pulumi\.nowhere\.yaml has 1 problem[\s\S]*Copy Pulumi\.dev\.yaml/);
    });

    it("a second rehearsal in the same workspace waits for nothing and touches nothing", async () => {
      const unlockDev = new Workspace(root, "dev").lock();
      try {
        assertFailed(
          await rehearse(["dev"]),
          new RegExp(`another rehearsal works in ${join(root, "dev")} \\(process ${process.pid}\\): wait for its end`),
        );
        assert.deepEqual(readdirSync(root), ["dev.lock"]);
      } finally {
        unlockDev();
      }
    });

    it("an endpoint that is not loopback is never asked", async () => {
      const workspace = new Workspace(root, "dev");
      workspace.clear();
      const plan = { environment: "dev", accountId: "111122223333", region: "af-south-1", stacks: [] };
      // The process is this one: had it been taken for an emulator, it would be ended.
      const emulator = { pid: process.pid, endpoint: "http://192.0.2.1:4566" };
      workspace.write({ plan, emulator, baseline: [] });
      writeFileSync(workspace.keepFile, "");
      for (const args of [["status"], ["down"], ["dev"]]) {
        assertFailed(
          await rehearse(args),
          /^the rehearsal's endpoint must be on a loopback address \(127\.0\.0\.1, ::1 or localhost\), got http:\/\/192\.0\.2\.1:4566/m,
        );
      }
      assert.ok(workspace.exists);
    });

    it("a folder that cannot be written is named, with what to do", async function () {
      const isRoot = process.getuid?.() === 0;
      // Nothing forbids root to write but a file system that the kernel serves.
      if (isRoot && !existsSync("/sys/kernel")) return this.skip();
      const folder = join(checkout, "locked");
      if (isRoot) symlinkSync("/sys/kernel", root);
      else {
        mkdirSync(folder, { mode: 0o500 });
        symlinkSync(folder, root);
      }
      assertFailed(
        await rehearse(["dev"]),
        new RegExp(
          `^the rehearsal cannot write to ${root}: .*(change the folder's owner or rights|use a checkout on a disk that can be written)`,
          "m",
        ),
      );
      rmSync(root);
      writeFileSync(root, "");
      assertFailed(await rehearse(["dev"]), new RegExp(`^the rehearsal cannot write to ${root}: .*remove it`, "m"));
    });

    it("a missing Python is asked for, and nothing is left", async () => {
      const bin = join(checkout, "bin");
      mkdirSync(bin);
      for (const name of pythonNames) {
        writeFileSync(join(bin, name), "#!/bin/sh\necho 3 9 /usr/bin/python3.9\n");
        chmodSync(join(bin, name), 0o755);
      }
      // Not by cli/entry.mjs, which puts the folder of Node first on PATH: a Python may lie there.
      const environment = { PATH: bin, HOME: checkout, XDG_CACHE_HOME: join(checkout, "cache") };
      assertFailed(
        await start(["cli/rehearse.ts", "dev"], environment).ended,
        /^Python 3\.10 or later is needed\.\n {2}Why: .*MiniStack.*\n {2}Found: python3 is 3\.9;.*\n {2}What to do: install Python/m,
      );
      assertNothingMade();
    });
  });

  describe("with wrong settings, ends before anything runs with one error that lists all:", () => {
    const problems: Readonly<
      Record<string, readonly [change: (config: Settings) => void, problems: readonly RegExp[]]>
    > = {
      "overlaps, twins, slips of the pen, wrong types, port 22 open to the world": [
        (config) => {
          config["platform:network"].cidrBlock = "192.168.0.0/16";
          config["platform:network"].zones[1].name = "af-south-1a";
          config["platform:network"].natGateway = "none";
          config["platform:network"].flowLogRetentionDays = "365";
          config["platform:bastion"].sshCidrBlocks = ["0.0.0.0/0"];
          config["platform:regoin"] = "af-south-1";
        },
        [
          /platform:network\.connectedNetworks\[0\]\.cidrBlock\n.*192\.168\.0\.0\/16 overlaps on-premises/,
          /platform:network\.zones\[1\]\.name\n.*af-south-1a stands in the list twice/,
          /platform:network\.natGateway\n[^.]*Did you mean natGateways\?/,
          /platform:network\.flowLogRetentionDays\n[^.]*Write 365 without quotes/,
          /platform:bastion\.sshCidrBlocks\n.*Port 22 would be open/,
          /platform:regoin\n[^.]*Did you mean region\?/,
        ],
      ],
      "a prefix too small for the subnets, one zone only": [
        (config) => {
          config["platform:network"].cidrBlock = "10.10.0.0/25";
          config["platform:network"].zones.pop();
        },
        [
          /platform:network\.cidrBlock\n.*too small for its subnets\.\n[^.]*10\.10\.0\.0\/25/,
          /platform:network\.zones\n[^.]*List at least two zones/,
        ],
      ],
      "reordered zones": [
        (config) => config["platform:network"].zones.reverse(),
        [
          /platform:network\.zones\[0\]\.index\n.*af-south-1b does not stand at its place: zones were reordered/,
          /platform:network\.zones\[1\]\.index\n.*af-south-1a does not stand at its place: zones were reordered/,
        ],
      ],
    };
    for (const [title, [change, expected]] of Object.entries(problems)) {
      it(title, async () => {
        const before = readFileSync(settingsFile, "utf8");
        try {
          const settings = parse(before);
          change(settings.config);
          writeFileSync(settingsFile, stringify(settings));
          const ended = await rehearse(["dev"]);
          assertFailed(
            ended,
            new RegExp(`^Pulumi\\.dev\\.yaml has ${expected.length} problems?; nothing was read or made\\.$`, "m"),
          );
          for (const problem of expected) assert.match(ended.stderr, problem);
          assertNothingMade();
        } finally {
          writeFileSync(settingsFile, before);
        }
      });
    }
  });
});
