import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CommandResult, runCommand } from "../rehearsal/toolchain/command.ts";

describe("cli/cost.ts", function () {
  this.timeout(30_000);
  const run = (args: string[], environment: NodeJS.ProcessEnv = {}): Promise<CommandResult> =>
    runCommand(process.execPath, [join(import.meta.dirname, "cost.ts"), ...args], {
      environment: { ...process.env, ...environment },
    });

  it("explains itself", async () => {
    const { code, stdout } = await run(["--help"]);
    assert.equal(code, 0);
    for (const part of ["npm run cost -- --compare dev prod", "--scale <factor>", "--refresh", "Exit codes: 0 done"]) {
      assert.ok(stdout.includes(part), part);
    }
  });

  const wrong: readonly (readonly [args: string[], message: RegExp])[] = [
    [[], /^0 environments were given: it takes one\. Write npm run cost -- prod\.$/m],
    [["dev", "prod"], /^2 environments were given: it takes one\./m],
    [
      ["--compare", "dev"],
      /^1 environments were given: --compare takes two\. Write npm run cost -- --compare dev prod\.$/m,
    ],
    [["dev", "--scale", "many"], /^--scale "many" is no factor\. Allowed is a number above 0/m],
    [["dev", "--chart"], /unknown option '--chart'/],
  ];
  for (const [args, message] of wrong) {
    it(`ends with 2 for ${args.join(" ") || "nothing"}`, async () => {
      const { code, stdout, stderr } = await run(args);
      assert.equal(code, 2);
      assert.match(stderr, message);
      assert.equal(stdout, "");
    });
  }

  it("ends with 1 for an environment without settings", async () => {
    const { code, stderr } = await run(["production"]);
    assert.equal(code, 1);
    assert.match(stderr, /Pulumi\.production\.yaml/);
  });

  describe("--refresh", () => {
    let directory = "";
    let server: Server;
    let status = 200;
    const price = { item: "ec2/nat-gateway", unit: "hour", usd: 1, source: "https://example.com/", date: "2020-01-01" };
    const columns = "SKU,TermType,EffectiveDate,StartingRange,PricePerUnit,Currency,usageType,operation";

    before(async () => {
      server = createServer((_request, response) => {
        response.writeHead(status).end(`${columns}\nS,OnDemand,2026-10-01,0,0.05,USD,EU-NatGateway-Hours,NatGateway\n`);
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    });
    after(() => server.close());
    beforeEach(() => {
      directory = mkdtempSync(join(tmpdir(), "cost-refresh-"));
      writeFileSync(join(directory, "eu-west-1.json"), JSON.stringify({ region: "eu-west-1", prices: [price] }));
    });
    afterEach(() => rmSync(directory, { recursive: true }));

    const environment = () => ({
      PRICE_LIST_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      PRICE_TABLE_DIRECTORY: directory,
    });

    it("writes the regions' files, and tells what it read and kept", async () => {
      status = 200;
      const { code, stdout } = await run(["--refresh"], environment());
      assert.equal(code, 0);
      assert.match(stdout, /^eu-west-1: 1 prices read from AWS's list, 0 kept$/m);
      const { prices } = JSON.parse(readFileSync(join(directory, "eu-west-1.json"), "utf8"));
      assert.deepEqual([prices[0].usd, prices[0].date], [0.05, "2026-10-01"]);
      assert.match(prices[0].source, /\/AmazonEC2\/current\/eu-west-1\/index\.csv$/);
    });

    it("ends with 1 and leaves the files as they were when the list cannot be had", async () => {
      status = 403;
      const { code, stdout, stderr } = await run(["--refresh"], environment());
      assert.equal(code, 1);
      assert.equal(stdout, "");
      assert.match(stderr, /AWS's price list answered 403 for .*Nothing was changed\.$/m);
      assert.deepEqual(readdirSync(directory), ["eu-west-1.json"]);
      assert.deepEqual(JSON.parse(readFileSync(join(directory, "eu-west-1.json"), "utf8")).prices, [price]);
    });
  });
});
