import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { backupTag } from "../components/shared/backup-tag.ts";
import { type StatefulTypeToken, statefulTypes } from "../components/shared/stateful.ts";
import { judge, type Subject, subject } from "../test/guard-rails.ts";
import { backupRules } from "./backup-rules.ts";
import type { Properties } from "./control.ts";

/** How the SDK hands over properties; its types keep it to itself. */
const { unknownCheckingProxy, unknownStringValue } = createRequire(import.meta.url)("@pulumi/policy/proxy.js") as {
  unknownCheckingProxy: (props: object) => Properties;
  unknownStringValue: string;
};

const control = "platform.backup-plan";
const table = "aws:dynamodb/table:Table";
const own = { project: "acme", environment: "prod" };

/** Names of the resources that no backup plan takes. */
const open = (...subjects: readonly Subject[]): readonly string[] =>
  judge(subjects)
    .filter(({ rail }) => rail.control === control)
    .map(({ resource }) => resource.name);

const data = (type: string, tags: Properties = backupTag) =>
  subject(
    "prod",
    type,
    "data",
    { tags },
    { protect: true },
    { arn: "arn:aws:dynamodb:af-south-1:111122223333:table/data" },
  );
const plan = subject("prod", "aws:backup/plan:Plan", "plan", {}, {}, { id: "plan-1" });
const selection = (inputs: Properties, planId = "plan-1") =>
  subject("prod", "aws:backup/selection:Selection", "selection", { planId, ...inputs });
const provider = (tags: Properties = own) =>
  subject("prod", "pulumi:providers:aws", "aws", { defaultTags: JSON.stringify({ tags }) });
const equals = (tags: Properties) => ({
  resources: ["*"],
  conditions: [
    { stringEquals: Object.entries(tags).map(([key, value]) => ({ key: `aws:ResourceTag/${key}`, value })) },
  ],
});
const selectionTag = (key: string, value: string) => ({ type: "STRINGEQUALS", key, value });

describe("the guard rail of backup plans", () => {
  it("demands a selection for each kind of data, and for what is tagged only", () => {
    for (const type of [
      table,
      "aws:efs/fileSystem:FileSystem",
      "aws:rds/instance:Instance",
      "aws:rds/cluster:Cluster",
    ]) {
      assert.deepEqual(open(data(type)), ["data"], type);
      assert.deepEqual(open(data(type), plan, selection(equals(backupTag))), [], type);
      assert.deepEqual(open(data(type, {})), [], type);
    }
  });

  const ways: readonly (readonly [title: string, inputs: Properties, isTaken: boolean])[] = [
    ["a tag", { selectionTags: [selectionTag("backup", "daily")] }, true],
    ["one of two tags", { selectionTags: [selectionTag("backup", "hourly"), selectionTag("backup", "daily")] }, true],
    ["another tag", { selectionTags: [selectionTag("backup", "weekly")] }, false],
    ["the tag and those of the provider", equals({ ...backupTag, ...own }), true],
    ["the tag and another environment's", equals({ ...backupTag, environment: "dev" }), false],
    ["the tag and one that nothing has", equals({ ...backupTag, tier: "gold" }), false],
    ["a pattern", { conditions: [{ stringLikes: [{ key: "aws:ResourceTag/backup", value: "d*" }] }] }, true],
    [
      "a pattern that does not fit",
      { conditions: [{ stringLikes: [{ key: "aws:ResourceTag/backup", value: "w*" }] }] },
      false,
    ],
    [
      "all but the tag",
      { conditions: [{ stringNotEquals: [{ key: "aws:ResourceTag/backup", value: "daily" }] }] },
      false,
    ],
    [
      "all but another tag",
      { conditions: [{ stringNotLikes: [{ key: "aws:ResourceTag/backup", value: "w*" }] }] },
      true,
    ],
    ["everything", { resources: ["*"] }, true],
    ["everything of its service", { ...equals(backupTag), resources: ["arn:aws:dynamodb:*:*:table/*"] }, true],
    ["this one by its ARN", { resources: ["arn:aws:dynamodb:af-south-1:111122223333:table/data"] }, true],
    ["another service", { ...equals(backupTag), resources: ["arn:aws:rds:*:*:db:*"] }, false],
    ["all but its service", { ...equals(backupTag), notResources: ["arn:aws:dynamodb:*:*:table/*"] }, false],
  ];
  for (const [title, inputs, isTaken] of ways) {
    it(`knows what a selection takes: ${title}`, () => {
      assert.deepEqual(open(data(table), provider(), plan, selection(inputs)), isTaken ? [] : ["data"]);
    });
  }

  it("looks at tags of the provider, too, and asks for none that it cannot know", () => {
    assert.deepEqual(open(data(table, {}), provider(backupTag)), ["data"]);
    assert.deepEqual(open(data(table), plan, selection(equals({ ...backupTag, ...own }))), []);
    assert.deepEqual(open(data(table, { ...backupTag, project: "other" }), plan, selection(equals(own))), ["data"]);
  });

  it("decides in a preview, which knows neither the ARN nor every tag", () => {
    const { made, inputs } = data(table);
    const props = unknownCheckingProxy({ arn: unknownStringValue, tags: { ...backupTag, id: unknownStringValue } });
    const unknown = { inputs, made: { ...made, props } };
    assert.deepEqual(open(unknown, provider(), plan, selection(equals({ ...backupTag, ...own }))), []);
    assert.deepEqual(open(unknown, provider(), plan, selection(equals({ ...own, backup: "weekly" }))), ["data"]);
    assert.deepEqual(open(unknown, provider(), plan, selection(equals({ ...backupTag, id: "one" }))), []);
  });

  it("demands the selection's plan", () => {
    assert.deepEqual(open(data(table), plan, selection(equals(backupTag), "plan-2")), ["data"]);
    assert.deepEqual(open(data(table), selection(equals(backupTag))), ["data"]);
  });
});

describe("the stateful types", () => {
  for (const { type } of statefulTypes as readonly { readonly type: StatefulTypeToken }[]) {
    it(`${type} has a guard rail that demands its backup, or a reason why none does`, () => {
      const rule = backupRules[type];
      assert.ok(rule !== undefined, "decide in policy/backup-rules.ts how it is backed up");
      if ("notDemanded" in rule) return assert.match(rule.notDemanded, /^[A-Z].{15,}\.$/);
      // Each rail finds something in a resource that has nothing, or nothing but the tag.
      const found = [{}, { tags: backupTag }].flatMap((props) => judge([subject("prod", type, "data", props)]));
      const broken = new Set(found.map(({ rail }) => rail.control));
      assert.deepEqual(
        rule.demandedBy.filter((one) => !broken.has(one)),
        [],
      );
      assert.ok(rule.demandedBy.length > 0);
    });
  }

  it("have no rule for a type that is none", () => {
    assert.deepEqual(
      Object.keys(backupRules),
      statefulTypes.map(({ type }) => type),
    );
  });
});
