import assert from "node:assert/strict";
import { keeping, kept, type policyOf } from "../../test/account.ts";
import { decide, type Request } from "../../test/iam-evaluator.ts";
import { testIdentity } from "../../test/identity.ts";
import { type Collected, collect, type Properties } from "../../test/pulumi-mocks.ts";
import { createContext } from "../shared/context.ts";
import { Buckets, type BucketsArgs } from "./buckets.ts";

const account = "123456789012";
const context = createContext({ ...testIdentity, environment: "prod", accountId: account });
const keyArn = `arn:aws:kms:af-south-1:${account}:key/11111111-2222-4333-8444-555555555555`;
const parts = ["assets", "logs", "archives"] as const;

/** Makes the buckets. */
function make(change: Partial<BucketsArgs> = {}): Promise<Collected> {
  return collect(() => ({ ...new Buckets(context.name("objects"), { context, keyArn, ...change }) }));
}

describe("an environment's buckets", () => {
  let collected: Collected;
  let names: Record<(typeof parts)[number], string>;
  before(async () => {
    collected = await make();
    const { assetsBucketName, logsBucketName, archivesBucketName } = collected.outputs;
    names = { assets: assetsBucketName, logs: logsBucketName, archives: archivesBucketName };
  });

  /** The inputs of a bucket's setting, without the bucket. */
  function setting(type: string, part: (typeof parts)[number], from = collected): Properties {
    const found = from.ofType(`aws:s3/${type}`).filter(({ inputs }) => inputs.bucket === names[part]);
    assert.equal(found.length, 1, `${type} of ${part}`);
    const { bucket, ...inputs } = found[0]?.inputs ?? {};
    return inputs;
  }

  const policy = (part: (typeof parts)[number]) => JSON.parse(setting("bucketPolicy:BucketPolicy", part).policy);

  it("are three, kept, and not deleted with what they hold", () => {
    const buckets = collected.ofType("aws:s3/bucket:Bucket");
    assert.deepEqual(
      buckets.map(({ name, inputs }) => [name, inputs]),
      ["logs", "assets", "archives"].map((part) => [`acme-prod-objects-${part}`, { forceDestroy: false }]),
    );
    for (const bucket of buckets) assert.deepEqual(keeping(bucket), kept, bucket.name);
    assert.equal(collected.outputs.assetsBucketRegionalDomainName, `${names.assets}.s3.af-south-1.amazonaws.com`);
  });

  it("have names that S3 takes, with the longest names of the settings", async () => {
    const longest = createContext({ ...testIdentity, project: "p".repeat(20), environment: "e".repeat(20) });
    const made = await collect(() => {
      new Buckets(longest.name("objects"), { context: longest, keyArn });
    });
    const logical = made.ofType("aws:s3/bucket:Bucket").map(({ name }) => name);
    assert.equal(new Set(logical).size, 3);
    for (const name of logical) assert.ok(name.length <= 63 - 8, name);
  });

  for (const part of parts) {
    it(`S3.2, S3.3, S3.8, S3.12: ${part} blocks public access and has no ACLs`, () => {
      assert.deepEqual(setting("bucketPublicAccessBlock:BucketPublicAccessBlock", part), {
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      });
      assert.deepEqual(setting("bucketOwnershipControls:BucketOwnershipControls", part), {
        rule: { objectOwnership: "BucketOwnerEnforced" },
      });
    });

    it(`S3.14: ${part} keeps versions`, () => {
      assert.deepEqual(setting("bucketVersioning:BucketVersioning", part), {
        versioningConfiguration: { status: "Enabled" },
      });
    });

    it(`S3.5, S3.6: ${part} takes TLS only, and no other account`, () => {
      const document = policy(part);
      const arn = `arn:aws:s3:::${names[part]}`;
      assert.deepEqual(document.Statement[0], {
        Sid: "DenyWithoutTls",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [arn, `${arn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      });
      for (const { Effect, Principal, Action } of document.Statement.slice(1)) {
        assert.equal(Effect, "Allow");
        assert.deepEqual(Object.keys(Principal), ["Service"]);
        assert.equal(JSON.stringify([Principal, Action]).includes("*"), false);
      }
    });
  }

  it("S3.17: assets and archives are encrypted by the key, logs by S3's own, as load balancers demand", () => {
    const type = "bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
    for (const part of ["assets", "archives"] as const) {
      const byDefault = { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn };
      assert.deepEqual(setting(type, part).rules, [
        { applyServerSideEncryptionByDefault: byDefault, bucketKeyEnabled: true },
      ]);
    }
    assert.deepEqual(setting(type, "logs").rules, [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }]);
  });

  it("S3.9: assets and archives log to the bucket of logs, below their names", () => {
    assert.equal(collected.ofType("aws:s3/bucketLogging:BucketLogging").length, 2);
    for (const part of ["assets", "archives"] as const) {
      const logging = setting("bucketLogging:BucketLogging", part);
      assert.deepEqual(logging, { targetBucket: names.logs, targetPrefix: `acme-prod-objects-${part}/` });
    }
  });

  /** A bucket's only lifecycle rule, without what all have. */
  function lifecycle(part: (typeof parts)[number], from = collected) {
    const { rules } = setting("bucketLifecycleConfiguration:BucketLifecycleConfiguration", part, from);
    assert.equal(rules.length, 1);
    const { expiration, transitions, noncurrentVersionExpiration } = rules[0];
    return { expiration, transitions, old: noncurrentVersionExpiration.noncurrentDays };
  }

  it("S3.13: assets stay, archives get cheaper, logs go", async () => {
    const mark = { expiredObjectDeleteMarker: true };
    const colder = (glacier: number, deep: number) => [
      { days: glacier, storageClass: "GLACIER" },
      { days: deep, storageClass: "DEEP_ARCHIVE" },
    ];
    assert.deepEqual(lifecycle("assets"), { expiration: mark, transitions: undefined, old: 30 });
    assert.deepEqual(lifecycle("archives"), { expiration: mark, transitions: colder(30, 180), old: 30 });
    assert.deepEqual(lifecycle("logs"), { expiration: { days: 365 }, transitions: undefined, old: 365 });
    const changed = await make({
      oldVersionDays: 7,
      logRetentionDays: 14,
      archiveGlacierDays: 1,
      archiveDeepDays: 100,
      archiveRetentionDays: 3000,
    });
    assert.deepEqual(lifecycle("assets", changed).old, 7);
    assert.deepEqual(lifecycle("archives", changed), {
      expiration: { days: 3000 },
      transitions: colder(1, 100),
      old: 7,
    });
    assert.deepEqual(lifecycle("logs", changed).expiration, { days: 14 });
  });

  describe("let in", () => {
    const arn = (part: (typeof parts)[number]) => `arn:aws:s3:::${names[part]}`;
    const asked = (part: (typeof parts)[number], service: string, request: Request) => {
      const { Statement } = policy(part) as ReturnType<typeof policyOf>;
      const about = Statement.filter(
        ({ Principal }) => Principal === "*" || (Principal as Properties | undefined)?.Service === service,
      );
      return decide([{ Version: "2012-10-17", Statement: about }], request);
    };

    it("CloudFront to read assets, for distributions of this account, and to list nothing", () => {
      const read = (action: string, resource: string, owner = account) => {
        const context = { "aws:SourceArn": `arn:aws:cloudfront::${owner}:distribution/E1` };
        return asked("assets", "cloudfront.amazonaws.com", { action, resource, context });
      };
      assert.equal(read("s3:GetObject", `${arn("assets")}/logo.svg`), "allowed");
      assert.equal(read("s3:GetObject", `${arn("assets")}/logo.svg`, "999999999999"), "not allowed");
      assert.equal(read("s3:PutObject", `${arn("assets")}/logo.svg`), "not allowed");
      assert.equal(read("s3:ListBucket", arn("assets")), "not allowed");
      assert.equal(policy("assets").Statement.length, 2);
      assert.equal(policy("archives").Statement.length, 1);
    });

    it("load balancers to deliver below their prefix and this account", () => {
      const deliver = (path: string) =>
        asked("logs", "logdelivery.elasticloadbalancing.amazonaws.com", {
          action: "s3:PutObject",
          resource: `${arn("logs")}/${path}`,
        });
      assert.equal(deliver(`load-balancer/AWSLogs/${account}/elasticloadbalancing/af-south-1/x.log.gz`), "allowed");
      assert.equal(deliver("load-balancer/AWSLogs/999999999999/elasticloadbalancing/x.log.gz"), "not allowed");
      assert.equal(deliver(`cloudfront/AWSLogs/${account}/x`), "not allowed");
    });

    it("CloudFront's logging to deliver below its prefix, for this account", () => {
      const deliver = (path: string, change: Properties = {}) =>
        asked("logs", "delivery.logs.amazonaws.com", {
          action: "s3:PutObject",
          resource: `${arn("logs")}/${path}`,
          context: {
            "aws:SourceArn": `arn:aws:logs:us-east-1:${account}:delivery-source:prod`,
            "aws:SourceAccount": account,
            "s3:x-amz-acl": "bucket-owner-full-control",
            ...change,
          },
        });
      assert.equal(deliver("cloudfront/E1/2026/x.gz"), "allowed");
      assert.equal(deliver("cloudfront/E1/2026/x.gz", { "aws:SourceAccount": "999999999999" }), "not allowed");
      assert.equal(deliver("load-balancer/x.gz"), "not allowed");
    });

    it("S3 to deliver access logs of the two others, for this account", () => {
      const deliver = (path: string, source: string, owner = account) =>
        asked("logs", "logging.s3.amazonaws.com", {
          action: "s3:PutObject",
          resource: `${arn("logs")}/${path}`,
          context: { "aws:SourceArn": source, "aws:SourceAccount": owner },
        });
      assert.equal(deliver("acme-prod-objects-assets/2026", arn("assets")), "allowed");
      assert.equal(deliver("acme-prod-objects-archives/2026", arn("archives")), "allowed");
      assert.equal(deliver("acme-prod-objects-assets/2026", "arn:aws:s3:::other"), "not allowed");
      assert.equal(deliver("acme-prod-objects-assets/2026", arn("assets"), "999999999999"), "not allowed");
      assert.equal(deliver("load-balancer/2026", arn("assets")), "not allowed");
      assert.equal(policy("logs").Statement.length, 5);
    });
  });
});
