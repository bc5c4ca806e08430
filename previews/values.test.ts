import assert from "node:assert/strict";
import fc from "fast-check";
import { formatPath, parsePath } from "./paths.ts";
import { isPlain, plainProperties } from "./plain-properties.ts";
import { comparePolicies, statementsOf } from "./policy-documents.ts";
import { propertyChanges } from "./properties.ts";
import { redact } from "./redact.ts";
import { isSame, showValue, valueAt } from "./values.ts";

describe("paths of properties", () => {
  const cases: readonly (readonly [path: string, steps: readonly (string | number)[]])[] = [
    ["a", ["a"]],
    ["a.b[0].c", ["a", "b", 0, "c"]],
    ['tags["a.b/c"]', ["tags", "a.b/c"]],
    ['["x\\"y"][1]', ['x"y', 1]],
  ];
  for (const [path, steps] of cases) {
    it(`reads and writes ${path}`, () => {
      assert.deepEqual(parsePath(path), steps);
      assert.equal(formatPath(steps), path);
    });
  }

  it("reads back all that it writes", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string({ minLength: 1 }), fc.nat(99)), { minLength: 1 }), (steps) => {
        assert.deepEqual(parsePath(formatPath(steps)), steps);
      }),
    );
  });

  it("finds values, and nothing of prototypes", () => {
    const value = { a: [{ b: 1 }] };
    assert.equal(valueAt(value, ["a", 0, "b"]), 1);
    assert.equal(valueAt(value, ["constructor"]), undefined);
    assert.equal(valueAt(value, ["a", "length"]), undefined);
  });
});

describe("values", () => {
  it("are short", () => assert.equal(showValue("x".repeat(1000))?.length, 160));
  it("are the same in another order of members", () => assert.ok(isSame({ a: 1, b: [2] }, { b: [2], a: 1 })));
  it("are not the same in another order of a list", () => assert.ok(!isSame([1, 2], [2, 1])));
});

describe("plain properties", () => {
  it("have no name of what takes secrets or free text", () => {
    const risky =
      /passw|secret|token|userData|auth|header|environment|variables|credential|template|body|content|tags/i;
    const found = Object.entries(plainProperties).flatMap(([type, paths]) =>
      paths.filter((path) => risky.test(path)).map((path) => `${type} ${path}`),
    );
    assert.deepEqual(found, [
      // A type of machine.
      "aws:autoscaling/group:Group mixedInstancesPolicy.launchTemplate.overrides[*].instanceType",
      // The switch of IMDSv2, "required" or "optional".
      "aws:ec2/launchTemplate:LaunchTemplate metadataOptions.httpTokens",
    ]);
  });

  it("are those of the list, and the positions of their lists", () => {
    const type = "aws:ec2/securityGroup:SecurityGroup";
    assert.ok(isPlain(type, parsePath("ingress[3].cidrBlocks[0]")));
    assert.ok(!isPlain(type, parsePath("ingress[3]")));
    assert.ok(!isPlain(type, parsePath("description")));
    assert.ok(!isPlain("constructor", ["name"]));
  });
});

describe("policy documents", () => {
  const read = { Sid: "Read", Effect: "Allow", Action: "s3:GetObject", Resource: ["a", "b"] };

  it("are the same in another order and spelling", () => {
    const other = { Resource: ["b", "a"], Action: ["s3:GetObject"], Effect: "Allow", Sid: "Read" };
    assert.deepEqual(comparePolicies([read], [other]), []);
  });

  it("are the same with their statements in another order", () => {
    const [one, two] = [
      { Effect: "Allow", Action: "a:b", Resource: "*" },
      { Effect: "Allow", Action: "c:d", Resource: "*" },
    ];
    assert.deepEqual(comparePolicies([one, two], [two, one]), []);
  });

  it("differ by what is added and taken away", () => {
    const wide = { ...read, Action: ["s3:GetObject", "s3:PutObject"], Resource: "*", Principal: { AWS: "*" } };
    assert.deepEqual(comparePolicies([read], [wide]), [
      {
        statement: "Read",
        kind: "changed",
        added: ["Action s3:PutObject", "Principal AWS *", "Resource *"],
        removed: ["Resource a", "Resource b"],
      },
    ]);
  });

  it("differ by a whole statement", () => {
    const deny = { Sid: "Deny", Effect: "Deny", Action: "*", Resource: "*" };
    const items = ["Action *", "Effect Deny", "Resource *"];
    assert.deepEqual(comparePolicies([read], [read, deny]), [
      { statement: "Deny", kind: "added", added: items, removed: [] },
    ]);
    assert.deepEqual(comparePolicies([read, deny], [read]), [
      { statement: "Deny", kind: "removed", added: [], removed: items },
    ]);
  });

  it("tell that a condition has other values, and not which", () => {
    const when = (value: string) => ({ ...read, Condition: { StringEquals: { "aws:Referer": value } } });
    assert.deepEqual(comparePolicies([when("one")], [when("two")]), [
      { statement: "Read", kind: "changed", added: ["Condition with other values"], removed: [] },
    ]);
    const wider = { ...when("two"), Action: "s3:*" };
    assert.deepEqual(comparePolicies([when("one")], [wider])[0]?.added, ["Action s3:*", "Condition with other values"]);
    assert.equal(comparePolicies([{ ...read, Condition: "a" }], [{ ...read, Condition: "b" }]).length, 1);
    const [change] = comparePolicies([read], [when("two")]);
    assert.deepEqual(change?.added, ["Condition StringEquals aws:Referer"]);
  });

  it("are told apart by the version of their language, though their statements are the same", () => {
    const document = (Version: string, Statement = [read]) => JSON.stringify({ Version, Statement });
    const [now, before] = [document("2012-10-17"), document("2008-10-17")];
    const changes = (old: string, next: string) => {
      const sides = { old: { inputs: { policy: old } }, new: { inputs: { policy: next } } };
      const step = { op: "update", urn: "urn", type: "aws:iam/policy:Policy", diffs: ["policy"], ...sides };
      return propertyChanges(step, "update", (text) => text);
    };
    assert.deepEqual(changes(now, before), [{ path: "policy", kind: "update", replaces: false }]);
    assert.deepEqual(changes(now, JSON.stringify(JSON.parse(now), undefined, 2)), []);
  });

  it("are none without statements", () => {
    for (const text of ["", "{", "{}", "[]", '{"Statement":[1]}', 3, null]) assert.equal(statementsOf(text), undefined);
  });
});

describe("redaction", () => {
  const cases: readonly (readonly [text: string, redacted: string])[] = [
    ["key AKIAIOSFODNN7EXAMPLE is bad", "key [secret] is bad"],
    ["mysql://app:hunter2@db/shop", "mysql://app:[secret]@db/shop"],
    ["mysql://app:hunt@er@db/shop", "mysql://app:[secret]@db/shop"],
    ["https://x7Hq2mPz81@registry.example/a", "https://[secret]@registry.example/a"],
    ["ssh://git@github.com/a by ann@acme.example", "ssh://git@github.com/a by ann@acme.example"],
    ["Authorization: Basic YW5uOmh1bnRlcg==, Accept: any", "Authorization: Basic [secret], Accept: any"],
    ["sent Bearer abcdef0123456789.x to it", "sent Bearer [secret] to it"],
    ["Bearer authentication is needed", "Bearer authentication is needed"],
    ["mysql --password hunter2 --host db", "mysql --password [secret] --host db"],
    ["run with --token --force", "run with --token --force"],
    ["PULUMI_CONFIG_PASSPHRASE=correct horse", "PULUMI_CONFIG_PASSPHRASE=[secret] horse"],
    ["glpat-abcdefghij0123456789 npm_abcdefghijklmnopqrstuvwxyz0123456789", "[secret] [secret]"],
    ["https://hooks.slack.com/services/T0/B0/xyz failed", "[secret] failed"],
    ['{"masterPassword":"a b","engine":"mysql"}', '{"masterPassword":[secret],"engine":"mysql"}'],
    ["API_TOKEN=abc, next", "API_TOKEN=[secret], next"],
    ["-----BEGIN RSA PRIVATE KEY-----\nx\n-----END RSA PRIVATE KEY-----\nend", "[secret]\nend"],
    ["commit 8f14e45fceea167a5a36dedd4bea2543c1c1d2b0", "commit 8f14e45fceea167a5a36dedd4bea2543c1c1d2b0"],
    ["arn:aws:secretsmanager:eu-west-1:1:secret:x", "arn:aws:secretsmanager:eu-west-1:1:secret:x"],
    ["aws:secretsmanager/secret:Secret (x): no", "aws:secretsmanager/secret:Secret (x): no"],
  ];
  for (const [text, redacted] of cases)
    it(`makes ${JSON.stringify(redacted)}`, () => assert.equal(redact(text), redacted));

  it("takes out what is known to be secret, also in JSON", () => {
    assert.equal(redact('a line"feed and "line\\"feed"', ['line"feed', "a"]), 'a [secret] and "[secret]"');
  });
});
