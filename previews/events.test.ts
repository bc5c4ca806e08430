import assert from "node:assert/strict";
import { PreviewCollector, skippedPreview } from "./events.ts";
import { stackOf } from "./goldens/shapes.ts";
import { message, replacement, secret, step, subject, unknown, urnOf, violation } from "./goldens/step-events.ts";

const stack = stackOf("prod", "foundation");
const bucket = subject(stack, "aws:s3/bucket:Bucket", "logs");
const database = subject(stack, "aws:rds/instance:Instance", "db", "platform:database:MysqlDatabase");

function collect(events: readonly unknown[], options = {}, succeeded = true) {
  const collector = new PreviewCollector(stack, options);
  for (const event of events) collector.receive(event);
  return collector.finish({ succeeded, seconds: 3 });
}

describe("collector of a preview's events", () => {
  it("leaves out what does not change", () => {
    const inputs = { bucket: "logs" };
    const events = ["same", "read", "refresh"].flatMap((op) => step(op, bucket, inputs, inputs));
    assert.deepEqual(collect(events), {
      ...stack,
      status: "ok",
      upstream: "exact",
      changes: [],
      policy: [],
      errors: [],
      seconds: 3,
    });
  });

  it("drops events of any other shape", () => {
    const odd = [null, 1, "x", [], {}, { resourcePreEvent: 1 }, { resourcePreEvent: { metadata: null } }];
    const bare = [{ resourcePreEvent: { metadata: {} } }, { diagnosticEvent: {} }, { policyEvent: {} }];
    assert.equal(collect([...odd, ...bare]).status, "ok");
  });

  it("makes one replacement of its steps, with what causes it", () => {
    const extras = { keys: ["engine"], detailedDiff: { engine: "update-replace" }, isProtected: true };
    const before = { engine: "mysql", deletionProtection: true };
    const { changes } = collect(replacement(database, before, { ...before, engine: "postgres" }, extras));
    assert.deepEqual(changes, [
      {
        urn: urnOf(database),
        type: "aws:rds/instance:Instance",
        name: "db",
        operation: "replace",
        replaceKeys: ["engine"],
        properties: [{ path: "engine", kind: "update", replaces: true, old: '"mysql"', new: '"postgres"' }],
        isStateful: true,
        holds: "a database",
        isProtected: true,
        deletionProtection: true,
      },
    ]);
  });

  it("makes a replacement of a deletion and a creation of the same URN, in either order", () => {
    const remove = step("delete", bucket, {}, undefined);
    const make = step("create", bucket, undefined, {});
    for (const events of [
      [...remove, ...make],
      [...make, ...remove],
    ]) {
      assert.deepEqual(
        collect(events).changes.map(({ operation }) => operation),
        ["replace"],
      );
    }
  });

  it("tells a deletion of what an earlier replacement left", () => {
    assert.equal(collect(step("delete-replaced", bucket, {}, undefined)).changes[0]?.operation, "delete");
  });

  it("knows what was protected before the copy was unlocked", () => {
    const events = step("delete", bucket, {}, undefined);
    assert.equal(collect(events).changes[0]?.isProtected, false);
    assert.equal(collect(events, { protectedUrns: new Set([urnOf(bucket)]) }).changes[0]?.isProtected, true);
  });

  it("tells a new name alone as a renaming", () => {
    const oldUrn = "urn:pulumi:prod::foundation::aws:s3/bucket:Bucket::old";
    const { changes } = collect(step("same", bucket, {}, {}, { oldUrn }));
    assert.deepEqual(
      changes.map((change) => [change.operation, change.oldUrn]),
      [["rename", oldUrn]],
    );
  });

  it("makes one replacement of a deletion under the old name", () => {
    const old = { ...bucket, name: "old" };
    const extras = { keys: ["bucket"], detailedDiff: { bucket: "update" }, oldUrn: urnOf(old), isProtected: true };
    const events = [
      ...step("delete-replaced", old, { bucket: "a" }, undefined, { isProtected: true }),
      ...step("replace", bucket, { bucket: "a" }, { bucket: "b" }, extras),
      ...step("create-replacement", bucket, { bucket: "a" }, { bucket: "b" }, extras),
    ];
    const { changes } = collect(events);
    assert.deepEqual(
      changes.map(({ name, operation, isProtected, properties }) => [
        name,
        operation,
        isProtected,
        properties[0]?.replaces,
      ]),
      [["logs", "replace", true, true]],
    );
  });

  it("leaves out the stack itself", () => {
    assert.equal(collect(step("create", { ...bucket, type: "pulumi:pulumi:Stack" }, undefined, {})).status, "ok");
  });

  it("shows a step that it does not know as another", () => {
    assert.equal(collect(step("teleport", bucket, {}, {})).changes[0]?.operation, "other");
  });

  it("sorts changes by URN", () => {
    const other = subject(stack, "aws:s3/bucket:Bucket", "archive");
    const events = [...step("create", bucket, undefined, {}), ...step("create", other, undefined, {})];
    assert.deepEqual(
      collect(events).changes.map(({ name }) => name),
      ["archive", "logs"],
    );
  });

  it("keeps errors once each, without colours and closing words", () => {
    const events = [
      message("error", "<{%reset%}>no such zone<{%reset%}>", urnOf(bucket)),
      message("error", "no such zone", urnOf(bucket)),
      message("warning", "old"),
      message("error", "preview failed"),
    ];
    const { status, errors } = collect(events, {}, false);
    assert.deepEqual({ status, errors }, { status: "failed", errors: ["logs: no such zone"] });
  });

  it("says of a failure without an error that there is none", () => {
    assert.deepEqual(collect([], {}, false).errors, ["The preview ended with an error and did not say which."]);
  });

  it("keeps guard rails apart from failures", () => {
    const texts = { title: "Buckets are private", message: "it is public. Block it." };
    const { status, policy, errors } = collect(
      [violation("S3.8", "high", texts, bucket), message("error", "preview failed")],
      {},
      false,
    );
    const finding = { control: "S3.8", severity: "high", level: "mandatory", urn: urnOf(bucket), ...texts };
    assert.deepEqual({ status, policy, errors }, { status: "ok", policy: [finding], errors: [] });
  });

  it("takes warnings for advice", () => {
    const texts = { title: "Tags", message: "owner is missing." };
    assert.equal(collect([violation("platform.tags", "low", texts)]).policy[0]?.level, "advisory");
  });

  it("gives the reason of a skipped stack", () => {
    const { status, upstream, reason } = skippedPreview(stack, "account failed", "blocked");
    assert.deepEqual([status, upstream, reason], ["skipped", "blocked", "account failed"]);
  });
});

describe("secrets in a preview", () => {
  const canary = "canary-7f3a9c";

  it("never pass, wherever the events carry them", () => {
    const subjects = [bucket, database, subject(stack, "aws:lambda/function:Function", "sender")];
    const inputs = {
      bucket: secret,
      engine: secret,
      environment: { variables: { TOKEN: canary } },
      masterPassword: canary,
      tags: { note: canary },
      policy: JSON.stringify({
        Statement: {
          Sid: "A",
          Effect: "Allow",
          Action: "s3:*",
          Condition: { StringEquals: { "aws:Referer": canary } },
        },
      }),
      userData: canary,
      identifier: { nested: canary },
      name: `${"x".repeat(150)}${canary}`,
      engineVersion: canary,
    };
    const detailedDiff = Object.fromEntries(
      ["bucket", "engine", "environment.variables.TOKEN", "tags.note", "policy", "identifier", "engineVersion"].map(
        (path) => [path, "update"],
      ),
    );
    const events = subjects.flatMap((one) => [
      ...step("create", one, undefined, inputs),
      ...step("update", one, inputs, { ...inputs, policy: "{}" }, { detailedDiff }),
      ...step("update", { ...one, name: "second" }, inputs, {}, {}),
      ...replacement({ ...one, name: "third" }, inputs, { ...inputs, engine: "x" }, { keys: ["engine"], detailedDiff }),
      ...step("delete", { ...one, name: "fourth" }, inputs, undefined),
    ]);
    const spoken = [
      message("debug", canary),
      message("info", canary),
      message("warning", canary),
      message("error", `the provider says ${canary}`),
      violation("S3.8", "high", { title: canary, message: canary }, bucket),
      { preludeEvent: { config: { "platform:token": canary } } },
      { stdoutEvent: { message: canary } },
    ];
    const report = JSON.stringify(collect([...events, ...spoken], { secrets: [canary] }, false));
    assert.ok(!report.includes(canary), report);
    assert.ok(report.includes("[secret]"));
    assert.ok(!report.includes("4dabf18193072939515e22adb298388d"));
  });

  it("are told as such on both sides, and what nobody knows yet as that", () => {
    const extras = { detailedDiff: { engine: "update", engineVersion: "update", unheard: "update" } };
    const events = step(
      "update",
      database,
      { engine: "mysql", engineVersion: secret, unheard: "a" },
      { engine: secret, engineVersion: unknown, unheard: "b" },
      extras,
    );
    assert.deepEqual(collect(events).changes[0]?.properties, [
      { path: "engine", kind: "update", replaces: false, old: "[secret]", new: "[secret]" },
      { path: "engineVersion", kind: "update", replaces: false, old: "[secret]", new: "(known after apply)" },
      { path: "unheard", kind: "update", replaces: false },
    ]);
  });

  it("are shown with their neighbours in an object that is on the list, and with nothing that is not, at any depth", () => {
    const template = subject(stack, "aws:ec2/launchTemplate:LaunchTemplate", "web");
    const mapping = { deviceName: "hidden", ebs: { volumeSize: 8, volumeType: secret, kmsKeyId: "hidden" } };
    const extras = { detailedDiff: { "blockDeviceMappings[0]": "add" } };
    const events = step("update", template, {}, { blockDeviceMappings: [mapping] }, extras);
    assert.deepEqual(collect(events).changes[0]?.properties, [
      {
        path: "blockDeviceMappings[0]",
        kind: "add",
        replaces: false,
        new: '{"ebs":{"volumeSize":8,"volumeType":"[secret]"}}',
      },
    ]);
  });

  it("hide what is below them, and lists that hold one", () => {
    const subnets = subject(stack, "aws:rds/subnetGroup:SubnetGroup", "subnets");
    const extras = { detailedDiff: { "subnetIds[0]": "update", name: "update", subnetIds: "update" } };
    const events = step(
      "update",
      subnets,
      { subnetIds: secret, name: "a" },
      { subnetIds: ["b", secret], name: unknown },
      extras,
    );
    assert.deepEqual(collect(events).changes[0]?.properties, [
      { path: "name", kind: "update", replaces: false, old: '"a"', new: "(known after apply)" },
      { path: "subnetIds", kind: "update", replaces: false, old: "[secret]", new: "[secret]" },
      { path: "subnetIds[0]", kind: "update", replaces: false, old: "[secret]", new: "[secret]" },
    ]);
  });
});
