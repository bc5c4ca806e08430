import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { CloudWatchLogsClient, DeleteLogGroupCommand, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DescribeTagsCommand, EC2Client } from "@aws-sdk/client-ec2";
import type { EngineResult, StepMetadata } from "../../rehearsal/engine.ts";
import { Store } from "../../rehearsal/provider/store.ts";
import { outputsOf } from "../../rehearsal/state.ts";
import { changeSettings, fixturePlan, startRehearsal, type TestRehearsal } from "../rehearsals.ts";

const detectorType = "aws:guardduty/detector:Detector";

const nameOf = ({ urn }: StepMetadata) => urn.split("::").at(-1) as string;

/** What an update did, in order, as `op name`; without what stayed, the stack, and the step that only announces a replacement. */
function done(result: EngineResult): string[] {
  const steps = result.events.flatMap((event) => (event.resOutputsEvent ? [event.resOutputsEvent.metadata] : []));
  return steps
    .filter(({ op, type }) => !["same", "replace", "refresh"].includes(op) && type !== "pulumi:pulumi:Stack")
    .map((step) => `${step.op} ${nameOf(step)}`);
}

/** The step of one resource with that operation. */
function step(result: EngineResult, op: string, name: string): StepMetadata {
  const steps = result.events.flatMap((event) => (event.resourcePreEvent ? [event.resourcePreEvent.metadata] : []));
  const found = steps.find((each) => each.op === op && nameOf(each) === name);
  assert.ok(found, `no step ${op} ${name} among ${steps.map((each) => `${each.op} ${nameOf(each)}`).join(", ")}`);
  return found;
}

/** The changed properties of a step, with their kinds. */
function kinds({ detailedDiff }: StepMetadata): Record<string, string> {
  return Object.fromEntries(Object.entries(detailedDiff ?? {}).map(([path, { diffKind }]) => [path, diffKind]));
}

describe("replacement and auto-naming, as by the real provider", () => {
  let test: TestRehearsal;
  let outputs: Readonly<Record<string, unknown>>;

  /** `pulumi up` with changed settings. */
  async function up(settings: Readonly<Record<string, unknown>> = {}, args: readonly string[] = []) {
    const stack = test.stack("replacement");
    changeSettings(test, stack, (config) => {
      for (const [key, value] of Object.entries(settings)) config[`replacement:${key}`] = value;
    });
    const result = await test.rehearsal.pulumi(stack, ["up", "--yes", "--skip-preview", ...args]);
    assert.equal(result.code, 0, result.output);
    outputs = outputsOf((await test.rehearsal.state(stack)) ?? { version: 3, deployment: {} });
    return result;
  }

  function client<T>(Client: new (configuration: object) => T): T {
    const { endpoint, plan } = test.rehearsal;
    const credentials = { accessKeyId: plan.accountId, secretAccessKey: "test" };
    return new Client({ region: plan.region, endpoint, credentials });
  }

  before(async () => {
    test = await startRehearsal("replacement", fixturePlan("replacement"));
    await up();
  });
  after(() => test?.close());

  it("a generated name is the logical name, a dash and seven hexadecimal characters, and stays", async () => {
    const first = outputs;
    assert.match(String(first.generatedName), /^generated-[0-9a-f]{7}$/);
    assert.match(String(first.logGroupName), /^log-[0-9a-f]{7}$/);
    assert.match(String(first.bucketName), /^mixed-case-[0-9a-f]{7}$/);
    assert.match(String(first.topicArn), /:topic-[0-9a-f]{7}$/);
    assert.deepEqual(done(await up()), []);
    assert.deepEqual(outputs, first);
  });

  it("a changed tag updates in place, and tells what is added, changed and removed", async () => {
    const tags = { stage: "second", come: "now" };
    const result = await up({ vpc: { cidrBlock: "10.1.0.0/16", tags } });
    assert.deepEqual(done(result), ["update changing"]);
    const update = step(result, "update", "changing");
    assert.deepEqual(update.keys ?? [], []);
    assert.deepEqual(kinds(update), {
      "tags.come": "add",
      "tags.gone": "delete",
      "tags.stage": "update",
      "tagsAll.come": "add",
      "tagsAll.gone": "delete",
      "tagsAll.stage": "update",
    });
  });

  describe("a change that AWS cannot make in place", () => {
    let nameBefore: string;
    let result: EngineResult;
    before(async () => {
      nameBefore = String(outputs.generatedName);
      const tags = { stage: "second", come: "now" };
      result = await up({ vpc: { cidrBlock: "10.2.0.0/16", enableDnsHostnames: true, tags }, description: "after" });
    });

    it("shows as a replacement, with the property that forces it and those that do not", () => {
      const vpc = step(result, "replace", "changing");
      assert.deepEqual(vpc.keys, ["cidrBlock"]);
      assert.deepEqual(kinds(vpc), { cidrBlock: "update-replace", enableDnsHostnames: "add" });
      for (const name of ["generated", "given"]) {
        assert.deepEqual(step(result, "replace", name).keys, ["description"]);
        assert.deepEqual(kinds(step(result, "replace", name)), { description: "update-replace" });
      }
      assert.deepEqual(done(result).sort(), [
        "create-replacement changing",
        "create-replacement generated",
        "create-replacement given",
        "delete-replaced changing",
        "delete-replaced generated",
        "delete-replaced given",
      ]);
    });

    it("creates before it deletes where the name is generated, under a new name", () => {
      const steps = done(result);
      for (const name of ["generated", "changing"]) {
        assert.ok(
          steps.indexOf(`create-replacement ${name}`) < steps.indexOf(`delete-replaced ${name}`),
          String(steps),
        );
      }
      assert.match(String(outputs.generatedName), /^generated-[0-9a-f]{7}$/);
      assert.notEqual(outputs.generatedName, nameBefore);
    });

    it("deletes before it creates where the name is given", () => {
      const steps = done(result);
      assert.ok(steps.indexOf("delete-replaced given") < steps.indexOf("create-replacement given"), String(steps));
    });
  });

  it("a changed default tag updates every resource that takes tags, on AWS too", async () => {
    const result = await up({ team: "two" });
    const taggable = ["Mixed-Case", "changing", "detector", "generated", "given", "home", "log", "topic"];
    assert.deepEqual(done(result).sort(), [...taggable, "aws"].map((name) => `update ${name}`).sort());
    for (const name of taggable) {
      assert.deepEqual(kinds(step(result, "update", name)), { "tagsAll.team": "update" }, name);
    }
    const filter = { Name: "key", Values: ["team"] };
    const { Tags } = await client(EC2Client).send(new DescribeTagsCommand({ Filters: [filter] }));
    assert.deepEqual(Tags?.map(({ ResourceType, Value }) => `${ResourceType} ${Value}`).sort(), [
      "security-group two",
      "security-group two",
      "vpc two",
      "vpc two",
    ]);
  });

  it("another logical name with an alias changes nothing", async () => {
    const before = outputs.topicArn;
    assert.deepEqual(done(await up({ topic: "renamed" })), []);
    assert.equal(outputs.topicArn, before);
  });

  describe("with --refresh, what was done behind Pulumi's back is put right:", () => {
    const store = () => new Store(test.rehearsal.workspace.path("store"));
    let result: EngineResult;
    before(async () => {
      const file = store().file(detectorType, String(outputs.detectorId));
      const stored = JSON.parse(readFileSync(file, "utf8"));
      stored.properties.findingPublishingFrequency = "SIX_HOURS";
      writeFileSync(file, JSON.stringify(stored));
      await client(CloudWatchLogsClient).send(
        new DeleteLogGroupCommand({ logGroupName: String(outputs.logGroupName) }),
      );
      assert.deepEqual(done(await up()), [], "without a refresh nothing is noticed");
      result = await up({}, ["--refresh"]);
    });

    it("nothing else is changed", () => {
      assert.deepEqual(done(result).sort(), ["create log", "update detector"]);
    });

    it("a changed property of a recorded resource, in the provider's store", () => {
      assert.deepEqual(kinds(step(result, "update", "detector")), { findingPublishingFrequency: "update" });
      const stored = store().get(detectorType, String(outputs.detectorId));
      assert.equal(stored?.properties.findingPublishingFrequency, "ONE_HOUR");
    });

    it("a resource that was deleted with the AWS SDK is made again", async () => {
      const { logGroups } = await client(CloudWatchLogsClient).send(new DescribeLogGroupsCommand());
      assert.deepEqual(
        logGroups?.map(({ logGroupName }) => logGroupName),
        [outputs.logGroupName],
      );
    });
  });
});
