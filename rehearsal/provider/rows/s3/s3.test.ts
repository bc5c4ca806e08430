import assert from "node:assert/strict";
import fc from "fast-check";
import { unknown } from "../../row.ts";
import { assertCase, type Made, type RuleCase, testFacts, testWorld } from "../test-world.ts";
import { bucket } from "./bucket.ts";
import { bucketNameProblem } from "./bucket-name.ts";
import { bucketLifecycle } from "./lifecycle.ts";
import { bucketLogging } from "./logging.ts";
import { bucketPolicy } from "./policy.ts";
import { bucketEncryption, bucketVersioning } from "./settings.ts";

const type = "aws:s3/bucket:Bucket";
const there = testWorld([type, "logs", { region: "eu-west-1" }], [type, "data", { region: "eu-west-1" }]);

describe("S3 bucket", () => {
  const names: readonly (readonly [string, RegExp | undefined])[] = [
    ["abc", undefined],
    ["a".repeat(63), undefined],
    ["my.bucket-1", undefined],
    ["ab", /2 characters, allowed are 3 to 63/],
    ["a".repeat(64), /64 characters/],
    ["My-bucket", /lower-case/],
    ["my_bucket", /lower-case letters, digits, dots and hyphens/],
    ["-bucket", /begin and end with a letter or digit/],
    ["bucket.", /begin and end/],
    ["my..bucket", /two dots/],
    ["192.168.5.4", /IP address/],
    ["xn--bucket", /beginning xn-- is reserved/],
    ["bucket-s3alias", /ending -s3alias is reserved/],
    ["bucket--x-s3", /ending --x-s3 is reserved/],
  ];
  for (const [name, refused] of names) {
    it(`${refused ? "refuses" : "accepts"} the name ${name}`, () =>
      assertCase(bucket, { title: name, inputs: { bucket: name }, ...(refused && { refused }) }));
  }

  it("tells every problem of a name at once", () => {
    assert.match(bucketNameProblem("_A") ?? "", /2 characters.*lower-case.*begin and end/s);
  });

  it("accepts every name of lower-case words", () => {
    const word = fc.stringMatching(/^[b-w][a-z0-9]{2,8}$/);
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 5 }),
        (words) => bucketNameProblem(words.join("-")) === undefined,
      ),
    );
  });

  it("refuses deprecated inline settings and names the resources to use", () => {
    assertCase(bucket, {
      title: "",
      inputs: { bucket: "abc", versioning: {}, acl: "private" },
      refused: /BucketAcl for acl, aws.s3.BucketVersioning for versioning/,
    });
  });

  it("gives no location in us-east-1", () => {
    const call = (region: string) => bucket.create.call({ bucket: "abc" }, testFacts({ region })).parameters;
    assert.deepEqual(call("us-east-1"), { Bucket: "abc" });
    assert.deepEqual(call("af-south-1"), {
      Bucket: "abc",
      CreateBucketConfiguration: { LocationConstraint: "af-south-1" },
    });
  });
});

describe("S3 bucket policy", () => {
  const statement = {
    Effect: "Allow",
    Principal: { AWS: "123456789012" },
    Action: "s3:GetObject",
    Resource: "arn:aws:s3:::data/*",
  };
  const policy = (changes: object) => ({
    bucket: "data",
    policy: JSON.stringify({ Statement: [{ ...statement, ...changes }] }),
  });
  const block = (...made: readonly Made[]) => testWorld([type, "data"], ...made);
  const cases: readonly RuleCase[] = [
    { title: "its own keys", inputs: policy({}), world: there },
    {
      title: "its own ARN",
      inputs: policy({ Resource: ["arn:aws:s3:::data", "arn:aws:s3:::data/a/*"] }),
      world: there,
    },
    { title: "a policy that is not known yet", inputs: { bucket: unknown, policy: unknown }, world: there },
    {
      title: "a document given as an object",
      inputs: { bucket: "data", policy: { Statement: [statement] } },
      world: there,
    },
    { title: "no JSON", inputs: { bucket: "data", policy: "x" }, world: there, refused: /not valid JSON/ },
    { title: "no principal", inputs: policy({ Principal: undefined }), world: there, refused: /no "Principal"/ },
    {
      title: "another bucket",
      inputs: policy({ Resource: "arn:aws:s3:::logs/*" }),
      world: there,
      refused: /names arn:aws:s3:::logs\/\*; allowed are arn:aws:s3:::data/,
    },
    {
      title: "a longer bucket name",
      inputs: policy({ Resource: "arn:aws:s3:::data-2/*" }),
      world: there,
      refused: /names arn:aws:s3:::data-2/,
    },
    { title: "every resource", inputs: policy({ Resource: "*" }), world: there, refused: /names \*/ },
    { title: "no resource", inputs: policy({ Resource: undefined }), world: there, refused: /no "Resource"/ },
    {
      title: "more than 20 KB",
      inputs: policy({ Sid: "x".repeat(21_000) }),
      world: there,
      refused: /allowed are 20480/,
    },
    { title: "no such bucket", inputs: policy({}), world: testWorld(), refused: /bucket data, which does not exist/ },
    { title: "a public policy without a block", inputs: policy({ Principal: "*" }), world: there },
    {
      title: "a public policy under the bucket's block",
      inputs: policy({ Principal: "*" }),
      world: block(["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "data", { blockPublicPolicy: true }]),
      refused: /lets everybody in, and its public access block has blockPublicPolicy/,
    },
    {
      title: "a public policy under the account's block",
      inputs: policy({ Principal: "*" }),
      world: block([
        "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
        "123456789012",
        { blockPublicPolicy: true },
      ]),
      refused: /the account's public access block/,
    },
    {
      title: "a Deny for everybody under the block",
      inputs: policy({ Principal: "*", Effect: "Deny" }),
      world: block(["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "data", { blockPublicPolicy: true }]),
    },
  ];
  for (const item of cases)
    it(`${item.refused ? "refuses" : "accepts"} ${item.title}`, () => assertCase(bucketPolicy, item));
});

describe("S3 bucket settings", () => {
  const sse = (rule: object) => ({ bucket: "data", rules: [{ applyServerSideEncryptionByDefault: rule }] });

  it("refuses a key for AES256, and takes it for aws:kms", () => {
    assertCase(bucketEncryption, {
      title: "",
      inputs: sse({ sseAlgorithm: "AES256", kmsMasterKeyId: "k" }),
      world: there,
      refused: /AES256: use aws:kms/,
    });
    assertCase(bucketEncryption, {
      title: "",
      inputs: sse({ sseAlgorithm: "aws:kms", kmsMasterKeyId: "k" }),
      world: there,
    });
    assertCase(bucketEncryption, {
      title: "",
      inputs: { bucket: "data", rules: [] },
      world: there,
      refused: /exactly one encryption rule, got 0/,
    });
  });

  it("knows the states of versioning, and that it cannot be disabled again", () => {
    const inputs = (status: string) => ({ bucket: "data", versioningConfiguration: { status } });
    assertCase(bucketVersioning, {
      title: "",
      inputs: inputs("On"),
      world: there,
      refused: /status is On: allowed are Enabled, Suspended, Disabled/,
    });
    assertCase(bucketVersioning, { title: "", inputs: inputs("Enabled"), world: there });
    assert.throws(
      () => bucketVersioning.update?.("data", inputs("Disabled"), inputs("Enabled"), testFacts()),
      /use "Suspended"/,
    );
  });
});

describe("S3 lifecycle configuration", () => {
  const rule = { id: "a", status: "Enabled", expiration: { days: 60 } };
  const cases: readonly (readonly [string, object[], RegExp?])[] = [
    ["one rule", [rule]],
    ["a transition before the expiration", [{ ...rule, transitions: [{ days: 30, storageClass: "STANDARD_IA" }] }]],
    ["an early transition to GLACIER_IR", [{ ...rule, transitions: [{ days: 0, storageClass: "GLACIER_IR" }] }]],
    ["unknown days", [{ ...rule, expiration: { days: unknown } }]],
    ["no rules", [], /no rules; give at least one/],
    ["two rules with one id", [rule, rule], /ids must differ, twice: a/],
    ["a rule that does nothing", [{ id: "a", status: "Enabled" }], /rule a: it does nothing/],
    [
      "two forms of expiration",
      [{ ...rule, expiration: { days: 1, date: "2030-01-01" } }],
      /exactly one of date, days, .* got date, days/,
    ],
    [
      "an expiration after 0 days",
      [{ ...rule, expiration: { days: 0 } }],
      /expiration.days is 0, allowed are 1 and more/,
    ],
    [
      "a transition to STANDARD_IA after 29 days",
      [{ ...rule, transitions: [{ days: 29, storageClass: "STANDARD_IA" }] }],
      /after 29 days, allowed are 30/,
    ],
    [
      "an expiration before the transition",
      [{ ...rule, transitions: [{ days: 60, storageClass: "GLACIER" }] }],
      /must be later than the transition to GLACIER after 60/,
    ],
    [
      "two conditions in a filter",
      [{ ...rule, filter: { prefix: "a", tag: { key: "k", value: "v" } } }],
      /one condition, got prefix, tag; put several under filter.and/,
    ],
    [
      "an aborted upload filtered by tag",
      [
        {
          ...rule,
          filter: { tag: { key: "k", value: "v" } },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
        },
      ],
      /cannot be filtered by tag/,
    ],
    [
      "noncurrent versions after 0 days",
      [{ ...rule, noncurrentVersionExpiration: { noncurrentDays: 0 } }],
      /noncurrentDays is 0/,
    ],
  ];
  for (const [title, rules, refused] of cases) {
    it(`${refused ? "refuses" : "accepts"} ${title}`, () =>
      assertCase(bucketLifecycle, {
        title,
        inputs: { bucket: "data", rules },
        world: there,
        ...(refused && { refused }),
      }));
  }

  it("sends an empty prefix for the whole bucket, and several conditions under And", () => {
    const filter = (value: object) =>
      bucketLifecycle.create.call({ bucket: "data", rules: [{ ...rule, filter: value }] }, testFacts()).parameters
        .LifecycleConfiguration.Rules[0].Filter;
    assert.deepEqual(filter({}), { Prefix: "" });
    assert.deepEqual(filter({ and: { prefix: "a", tags: { k: "v" } } }), {
      And: { Prefix: "a", Tags: [{ Key: "k", Value: "v" }] },
    });
  });
});

describe("S3 access logging", () => {
  const inputs = { bucket: "data", targetBucket: "logs", targetPrefix: "data/" };
  const policy = (Resource: string) => ({
    policy: {
      Statement: {
        Effect: "Allow",
        Principal: { Service: "logging.s3.amazonaws.com" },
        Action: "s3:PutObject",
        Resource,
      },
    },
  });
  const withPolicy = (resource: string) =>
    testWorld([type, "logs"], [type, "data"], ["aws:s3/bucketPolicy:BucketPolicy", "logs", policy(resource)]);
  const cases: readonly RuleCase[] = [
    { title: "a bucket whose policy lets logs in", inputs, world: withPolicy("arn:aws:s3:::logs/data/*") },
    {
      title: "a bucket whose policy lets other logs in",
      inputs,
      world: withPolicy("arn:aws:s3:::logs/x/*"),
      refused: /does not let logging.s3.amazonaws.com put objects under data\//,
    },
    {
      title: "a bucket that is not there",
      inputs,
      world: testWorld([type, "data"]),
      refused: /targetBucket names the bucket logs/,
    },
    {
      title: "a bucket of another region",
      inputs,
      world: testWorld([type, "data", { region: "eu-west-1" }], [type, "logs", { region: "us-east-1" }]),
      refused: /log to a bucket in eu-west-1/,
    },
  ];
  for (const item of cases)
    it(`${item.refused ? "refuses" : "accepts"} ${item.title}`, () => assertCase(bucketLogging, item));
});
