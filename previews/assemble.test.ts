import assert from "node:assert/strict";
import { PriceTable } from "../costs/price-table.ts";
import { stacks as order } from "../stacks/order.ts";
import { assembleReport, exitCodeOf, usageOf } from "./assemble.ts";
import { chooseBasis } from "./basis.ts";
import { costSection } from "./comment/costs.ts";
import { PreviewCollector } from "./events.ts";
import type { StackPreview } from "./model.ts";
import type { PreviewedStack, StackResources } from "./previewed.ts";

const preview = (environment: string, project: string, succeeded = true): StackPreview =>
  new PreviewCollector({ project, stack: environment, environment, basis: "rehearsed base", reads: [] }).finish({
    succeeded,
    seconds: 0,
  });
const key = { stack: "foundation", type: "aws:kms/key:Key", component: "keys", region: "eu-west-1", inputs: {} };
const keys = (count: number) => Array.from({ length: count }, (_, index) => ({ ...key, name: `key-${index}` }));

describe("the report of a change", () => {
  const stays = { before: "eu-west-1", after: "eu-west-1" };
  const everywhere = { where: "all", reason: "why" };
  const assemble = (stacks: readonly PreviewedStack[], until = "permanent", words = everywhere, region = stays) =>
    assembleReport({
      stacks,
      environments: ["dev", "prod"].map((environment) => ({
        environment,
        region,
        usage: { before: usageOf({}), after: usageOf({ "platform:usage": { keyRequests: 0 } }) },
      })),
      projects: order.map(({ project }) => project),
      commit: "head",
      base: "base",
      time: "2026-01-01T00:00:00.000Z",
      seconds: 1,
      versions: {},
      prices: new PriceTable(),
      exceptions: [{ control: "S3.1", scopes: [{}], owner: "who", until, ...words }],
    });

  it("tells exceptions without the Markdown of the docs", () => {
    const { exceptions } = assemble([], "permanent", { where: "`logs`", reason: "[HTTPS](https.md) says why." });
    assert.deepEqual(
      exceptions.map(({ where, reason }) => [where, reason]),
      [["logs", "HTTPS says why."]],
    );
  });

  it("has account stacks first, then environments in the order of promotion", () => {
    const names = [
      ["prod", "foundation"],
      ["dev", "platform"],
      ["account-eu", "account"],
      ["dev", "foundation"],
    ];
    const { stacks } = assemble(
      names.map(([environment = "", project = ""]) => ({ preview: preview(environment, project) })),
    );
    assert.deepEqual(
      stacks.map(({ environment, project }) => `${environment}/${project}`),
      ["account-eu/account", "dev/foundation", "dev/platform", "prod/foundation"],
    );
  });

  it("has the costs of environments whose resources are known, each side with its own usage", () => {
    const resources: StackResources = { before: keys(1), after: keys(3) };
    const { costs } = assemble([
      { preview: preview("dev", "foundation"), resources },
      { preview: preview("prod", "foundation") },
    ]);
    assert.deepEqual(
      costs.map(({ environment }) => environment),
      ["dev"],
    );
    const { before = 0, after } = costs[0]?.stacks[0]?.fixed ?? {};
    assert.ok(before > 0 && after === 3 * before, JSON.stringify(costs));
    assert.equal(costs[0]?.stacks[0]?.usage.after, 0);
    assert.ok((costs[0]?.stacks[0]?.usage.before ?? 0) > 0);
  });

  it("has each side of a moved environment at the prices of its own region", () => {
    const nat = { ...key, type: "aws:ec2/natGateway:NatGateway", name: "nat", region: "us-east-1" };
    // Those that say where they are stay there.
    const there = { ...nat, name: "there", region: "af-south-1", inputs: { region: "af-south-1" } };
    const stack = { preview: preview("dev", "foundation"), resources: { before: [nat, there], after: [nat, there] } };
    const { costs } = assemble([stack], "permanent", everywhere, { before: "af-south-1", after: "us-east-1" });
    const { before = 0, after = 0 } = costs[0]?.stacks[0]?.fixed ?? {};
    // 730 hours at 0.057 USD in Cape Town and at 0.045 USD in Virginia.
    assert.deepEqual([before.toFixed(2), after.toFixed(2)], [(41.61 + 41.61).toFixed(2), (32.85 + 41.61).toFixed(2)]);
    assert.deepEqual(costs[0]?.regions, { before: "af-south-1", after: "us-east-1" });
    assert.match(costSection(costs, true, 10_000), /^`dev` moves from `af-south-1` to `us-east-1`: each side has/m);
    assert.equal(assemble([stack]).costs[0]?.regions, undefined);
  });

  it("takes the defaults for usage that it cannot read", () => {
    assert.equal(usageOf({ "platform:usage": { mails: 5 } }).mails, 5);
    assert.deepEqual(usageOf({ "platform:usage": { unknownHere: 5 } }), usageOf({}));
  });

  it("decides the exit code", () => {
    const ok = [{ preview: preview("dev", "foundation") }];
    const finding = { control: "S3.1", severity: "high", level: "mandatory", title: "t", message: "m" } as const;
    const broken = [{ preview: { ...preview("dev", "foundation"), policy: [finding] } }];
    const failed = [...broken, { preview: preview("prod", "foundation", false) }];
    const codes = [assemble(ok), assemble(failed), assemble(broken), assemble(ok, "2026-01-01")].map((report) =>
      exitCodeOf(report, undefined, "2026-01-02"),
    );
    assert.deepEqual(codes, [0, 1, 3, 3]);
    const report = assemble(ok);
    assert.deepEqual([exitCodeOf(report, report.digest), exitCodeOf(report, "another")], [0, 4]);
    assert.equal(exitCodeOf(assemble(ok, "2026-01-02"), undefined, "2026-01-02"), 0);
  });
});

describe("what a change is previewed against", () => {
  const places = [{ file: "Pulumi.dev.yaml", accountId: "111122223333", region: "eu-west-1" }];
  const choose = (options: Partial<Parameters<typeof chooseBasis>[0]>) =>
    chooseBasis({ isBaseNamed: false, places, askAccount: async () => "111122223333", ...options });

  it("is what was asked for, the base that was named, or the state when the credentials are right", async () => {
    const never = () => assert.fail("nobody is to be asked");
    assert.equal((await choose({ against: "state", askAccount: never })).against, "state");
    assert.equal((await choose({ isBaseNamed: true, askAccount: never })).against, "base");
    assert.equal((await choose({})).against, "state");
  });

  it("is the base without credentials, with others, or when AWS does not answer, and it says which", async () => {
    const other = await choose({ askAccount: async () => "999999999999" });
    const none = await choose({ askAccount: () => Promise.reject(new Error("no credentials")) });
    const late = await choose({ askAccount: () => new Promise(() => undefined), patience: 5 });
    const unread = await choose({ places: [] });
    assert.deepEqual(
      [other, none, late, unread].map(({ against }) => against),
      ["base", "base", "base", "base"],
    );
    assert.match(unread.why, /no settings can be read/);
    assert.match(other.why, /belong to the AWS account 999999999999/);
    assert.match(none.why, /no credentials/);
    assert.match(late.why, /within 0\.005 s/);
  });
});
