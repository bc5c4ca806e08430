import assert from "node:assert/strict";
import { DriftCollector, type SearchedStack } from "./collector.ts";
import { stackDriftSchema } from "./model.ts";

const urn = (type: string, name: string) => `urn:pulumi:prod::platform::platform:web:Fleet$${type}::${name}`;
const group = "aws:autoscaling/group:Group";
const bucket = "aws:s3/bucket:Bucket";
const lambda = "aws:lambda/function:Function";
const canary = "canary-Sh4ll-n0t-pass";

/** The end of a step of a refresh. */
function step(
  op: string,
  type: string,
  name: string,
  sides: Readonly<Record<string, readonly [unknown, unknown]>> = {},
) {
  const side = (index: 0 | 1) => ({
    inputs: Object.fromEntries(Object.entries(sides).map(([key, values]) => [key, values[index]])),
  });
  const paths = Object.keys(sides).map((path) => [path, { diffKind: "update", inputDiff: true }]);
  const metadata = {
    op,
    urn: urn(type, name),
    type,
    old: side(0),
    new: side(1),
    detailedDiff: Object.fromEntries(paths),
  };
  return { resOutputsEvent: { metadata } };
}

const problem = (message: string, of?: string, severity = "error") => ({
  diagnosticEvent: { severity, message, ...(of === undefined ? {} : { urn: of }) },
});

function collect(events: readonly unknown[], options: Partial<SearchedStack> = {}, succeeded = true) {
  const collector = new DriftCollector({ project: "platform", stack: "prod", ...options });
  for (const event of events) collector.receive(event);
  return stackDriftSchema.parse(collector.finish({ succeeded, seconds: 1 }));
}

describe("drift from a refresh's events", () => {
  it("tells what differs, deleted resources first", () => {
    const result = collect([
      step("same", bucket, "files"),
      step("update", group, "fleet", { maxSize: [4, 9] }),
      step("delete", bucket, "zz"),
      step("same", "pulumi:providers:aws", "aws"),
      step("same", "platform:web:Fleet", "component"),
    ]);
    assert.deepEqual([result.status, result.compared, result.ignored], ["drifted", 3, 0]);
    assert.deepEqual(result.drifted, [
      { urn: urn(bucket, "zz"), type: bucket, name: "zz", isStateful: true, kind: "deleted", properties: [] },
      {
        urn: urn(group, "fleet"),
        type: group,
        name: "fleet",
        isStateful: false,
        kind: "changed",
        properties: [{ path: "maxSize", kind: "update", old: "4", new: "9" }],
      },
    ]);
  });

  it("is clean when nothing differs, and forgets what it does not know", () => {
    const result = collect([null, 7, {}, { resOutputsEvent: {} }, { resOutputsEvent: { metadata: { op: 1 } } }]);
    assert.deepEqual([result.status, result.compared, result.drifted, result.errors], ["clean", 0, [], []]);
  });

  it("leaves out what the program leaves to others, at its path and below, and nothing beside it", () => {
    const ignoreChanges = new Map([
      [urn(group, "fleet"), ["desiredCapacity", "launchTemplate.version", 'tags["a.b"]', "policies[*].name"]],
    ]);
    const left = {
      desiredCapacity: [2, 5],
      "launchTemplate.version": ["1", "2"],
      'tags["a.b"]': ["x", "y"],
      "policies[0].name": ["x", "y"],
    } as const;
    const only = collect([step("update", group, "fleet", left)], { ignoreChanges });
    assert.deepEqual([only.status, only.drifted, only.ignored], ["clean", [], 1]);
    const both = collect(
      [step("update", group, "fleet", { ...left, desiredCapacityType: ["a", "b"], maxSize: [1, 2] })],
      {
        ignoreChanges,
      },
    );
    assert.deepEqual(
      both.drifted[0]?.properties.map(({ path }) => path),
      ["desiredCapacityType", "maxSize"],
    );
    assert.equal(both.ignored, 0);
    const other = collect([step("update", group, "another", { desiredCapacity: [2, 5] })], { ignoreChanges });
    assert.equal(other.drifted.length, 1, "another resource's");
  });

  it("tells a change that the provider does not place, and none of a policy that only is written differently", () => {
    const unplaced = { resOutputsEvent: { metadata: { op: "update", urn: urn(bucket, "files"), type: bucket } } };
    assert.deepEqual(collect([unplaced]).drifted[0]?.properties, []);
    const policy = (actions: unknown) =>
      JSON.stringify({ Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }] });
    const same = step("update", "aws:iam/policy:Policy", "p", { policy: [policy("s3:Get"), policy(["s3:Get"])] });
    assert.deepEqual(collect([same]).drifted, []);
  });

  it("lists what AWS denies as not looked at, in each of its words; that is no failure", () => {
    const words = [
      "operation error Lambda: GetFunction, https response error StatusCode: 403, api error AccessDeniedException: User is not allowed",
      "UnauthorizedOperation: You are not authorized to perform this operation.",
      "reading S3 Bucket (x): operation error S3: HeadBucket, https response error StatusCode: 403, api error Forbidden: Forbidden",
      "api error AuthorizationError: no",
    ];
    const events = words.map((word, index) =>
      problem(`<{%reset%}>Preview failed: ${word}<{%reset%}>\n`, urn(lambda, `f${index}`)),
    );
    const result = collect([step("same", bucket, "files"), ...events, problem("preview failed")], {}, false);
    assert.deepEqual([result.status, result.errors], ["clean", []]);
    assert.deepEqual(
      result.unread.map(({ type, name, reason }) => [type, name, reason]),
      words.map((word, index) => [lambda, `f${index}`, word]),
    );
  });

  it("fails when everything is denied, an error is another, or the command ends without a word", () => {
    const denied = collect([problem("AccessDenied: no", urn(lambda, "f"))], {}, false);
    assert.deepEqual([denied.status, denied.errors.length], ["failed", 1]);
    assert.match(denied.errors[0] ?? "", /denied every read/);
    const expired = collect([step("same", bucket, "b"), problem("RequestExpired: late", urn(lambda, "f"))], {}, false);
    assert.deepEqual([expired.status, expired.errors], ["failed", ["f: RequestExpired: late"]]);
    const silent = collect([step("same", bucket, "b")], {}, false);
    assert.deepEqual([silent.status, silent.errors.length], ["failed", 1]);
    assert.equal(collect([problem("AccessDenied: the whole stack")], {}, false).status, "failed", "of no resource");
  });

  it("lets no secret pass: neither a marked one, nor a value off the list, nor one in an error, nor what debugging says", () => {
    const marked = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: canary };
    const result = collect(
      [
        step("update", group, "fleet", { name: [marked, canary], minSize: [1, marked] }),
        step("update", lambda, "f", {
          environment: [{ variables: { A: canary } }, { variables: { A: `${canary}2` } }],
        }),
        step("update", "aws:secretsmanager/secretVersion:SecretVersion", "v", { secretString: [marked, canary] }),
        problem(`AccessDenied: password=${canary}`, urn(lambda, "g")),
        problem(`it broke: token: ${canary}`),
        problem(canary, undefined, "debug"),
        problem(canary, undefined, "warning"),
      ],
      {},
      false,
    );
    assert.equal(result.drifted.length, 3);
    assert.ok(!JSON.stringify(result).includes(canary), JSON.stringify(result));
  });
});
