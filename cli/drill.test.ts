import assert from "node:assert/strict";
import { join } from "node:path";
import { drills } from "../drills/index.ts";
import { runCommand } from "../rehearsal/toolchain/command.ts";

describe("cli/drill.ts", function () {
  this.timeout(20_000);
  const run = (...args: string[]) => runCommand(process.execPath, [join(import.meta.dirname, "drill.ts"), ...args]);

  it("lists all drills, for people with what is simulated, and for tools", async () => {
    const { stdout } = await run("list");
    for (const { name, title, needs, simulated } of drills) {
      const where = needs === "either" ? "also in a real environment" : "in a rehearsal";
      assert.ok(stdout.includes(`${title} (${where})`), name);
      assert.ok(simulated === undefined || stdout.includes(`simulated is ${simulated}`), name);
    }
    assert.deepEqual(
      JSON.parse((await run("list", "--json")).stdout),
      drills.map(({ name, title }) => ({ name, title })),
    );
  });

  it("ends with 2 for wrong usage", async () => {
    for (const args of [[], ["alarm", "dev", "--now"]]) assert.equal((await run(...args)).code, 2, String(args));
  });

  const refused: readonly (readonly [args: readonly string[], reason: RegExp])[] = [
    [["earthquake", "dev", "--rehearsal"], /There is no drill earthquake: there are alarm, recovery, storm,/],
    [["alarm"], /Where\? npm run drill -- alarm <environment>/],
    [["alarm", "nowhere"], /There is no Pulumi\.nowhere\.yaml/],
    [["storm", "prod", "--yes"], /storm is for a rehearsal only: .* takes alarm and recovery, with --yes/],
    [["alarm", "prod", "--yes"], /Which alarm of prod\? Name it with --alarm/],
    [["alarm", "prod", "--alarm", "database-cpu", "--yes"], /database-cpu may not be set off in prod: .* allows none/],
  ];
  for (const [args, reason] of refused) {
    it(`refuses ${args.join(" ")}`, async () => {
      const { code, stderr } = await run(...args);
      assert.equal(code, 1);
      assert.match(stderr, reason);
    });
  }
});
