import assert from "node:assert/strict";
import { type Properties, unknown } from "../../row.ts";
import { assertCase, type RuleCase, testFacts, testWorld } from "../test-world.ts";
import { trail } from "./index.ts";

const account = "123456789012";
const trailArn = `arn:aws:cloudtrail:eu-west-1:${account}:trail/audit`;
const groupArn = `arn:aws:logs:eu-west-1:${account}:log-group:/audit`;
const roleArn = `arn:aws:iam::${account}:role/platform/trail`;
const keyArn = `arn:aws:kms:eu-west-1:${account}:key/k`;
const service = { Service: "cloudtrail.amazonaws.com" };

/** All that a good trail needs; each part can be taken away or changed. */
function parts(changes: { bucketPolicy?: object; key?: object; trust?: object; rolePolicy?: object } = {}) {
  const allow = (Action: string, Resource?: string, Condition?: object) => ({
    Effect: "Allow",
    Principal: service,
    Action,
    Resource,
    Condition,
  });
  const bucketPolicy = changes.bucketPolicy ?? {
    Statement: [
      allow("s3:GetBucketAcl", "arn:aws:s3:::logs", { StringEquals: { "aws:SourceArn": trailArn } }),
      allow("s3:PutObject", `arn:aws:s3:::logs/AWSLogs/${account}/*`, {
        StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" },
      }),
    ],
  };
  const key = changes.key ?? {
    Statement: allow("kms:GenerateDataKey*", "*", { StringEquals: { "aws:SourceArn": trailArn } }),
  };
  const rolePolicy = changes.rolePolicy ?? {
    Statement: { Effect: "Allow", Action: "logs:*", Resource: `${groupArn}:*` },
  };
  return testWorld(
    ["aws:s3/bucket:Bucket", "logs"],
    ["aws:s3/bucketPolicy:BucketPolicy", "logs", { policy: bucketPolicy }],
    ["aws:kms/key:Key", "k", { arn: keyArn, region: "eu-west-1", policy: key }],
    ["aws:cloudwatch/logGroup:LogGroup", "/audit", { arn: groupArn }],
    [
      "aws:iam/role:Role",
      "trail",
      { arn: roleArn, assumeRolePolicy: changes.trust ?? { Statement: allow("sts:AssumeRole") } },
    ],
    ["aws:iam/rolePolicy:RolePolicy", "trail:deliver", { role: "trail", policy: rolePolicy }],
  );
}

const inputs: Properties = {
  name: "audit",
  s3BucketName: "logs",
  kmsKeyId: keyArn,
  cloudWatchLogsGroupArn: `${groupArn}:*`,
  cloudWatchLogsRoleArn: roleArn,
};
const nobody = { Statement: [] };

/** A statement by which CloudTrail may assume a role. */
function trusting(Condition?: object) {
  return { Effect: "Allow", Principal: service, Action: "sts:AssumeRole", Condition };
}

describe("CloudTrail trail", () => {
  const cases: readonly RuleCase[] = [
    { title: "a trail whose bucket, key, log group and role let it in", inputs, world: parts() },
    {
      title: "what is not known yet",
      inputs: { name: "audit", s3BucketName: unknown, kmsKeyId: unknown },
      world: testWorld(),
    },
    {
      title: "a bucket without a fitting policy",
      inputs,
      world: parts({ bucketPolicy: nobody }),
      refused:
        /does not let cloudtrail.amazonaws.com do s3:GetBucketAcl on arn:aws:s3:::logs and s3:PutObject on arn:aws:s3:::logs\/AWSLogs\/123456789012\/\*/,
    },
    {
      title: "another trail than the bucket's policy names",
      inputs: { ...inputs, name: "other", kmsKeyId: undefined },
      world: parts(),
      refused: /do s3:GetBucketAcl on .* for the trail other/,
    },
    {
      title: "a prefix that the bucket's policy does not name",
      inputs: { ...inputs, s3KeyPrefix: "p" },
      world: parts(),
      refused: /s3:PutObject on arn:aws:s3:::logs\/p\/AWSLogs/,
    },
    {
      title: "a bucket that is not there",
      inputs: { ...inputs, s3BucketName: "other" },
      world: parts(),
      refused: /bucket other does not exist/,
    },
    { title: "a key that does not let it in", inputs, world: parts({ key: nobody }), refused: /kms:GenerateDataKey/ },
    {
      title: "a key of another region",
      inputs: { ...inputs, cloudWatchLogsGroupArn: undefined, cloudWatchLogsRoleArn: undefined, kmsKeyId: "k" },
      world: testWorld(
        ["aws:s3/bucket:Bucket", "logs"],
        [
          "aws:s3/bucketPolicy:BucketPolicy",
          "logs",
          {
            policy: {
              Statement: {
                Effect: "Allow",
                Principal: "*",
                Action: "s3:*",
                Resource: ["arn:aws:s3:::logs", "arn:aws:s3:::logs/*"],
              },
            },
          },
        ],
        ["aws:kms/key:Key", "k", { region: "us-east-1" }],
      ),
      refused: /is in us-east-1, the trail in eu-west-1/,
    },
    {
      title: "a log group's ARN without :*",
      inputs: { ...inputs, cloudWatchLogsGroupArn: groupArn },
      world: parts(),
      refused: /followed by ":\*"/,
    },
    {
      title: "a log group without a role",
      inputs: { ...inputs, cloudWatchLogsRoleArn: undefined },
      world: parts(),
      refused: /belong together/,
    },
    {
      title: "a log group that is not there",
      inputs: { ...inputs, cloudWatchLogsGroupArn: `${groupArn}2:*` },
      world: parts(),
      refused: /log-group:\/audit2, which does not exist/,
    },
    {
      title: "a role that is not there",
      inputs: { ...inputs, cloudWatchLogsRoleArn: `${roleArn}2` },
      world: parts(),
      refused: /trail2, which does not exist/,
    },
    {
      title: "a role that CloudTrail may not assume",
      inputs,
      world: parts({ trust: nobody }),
      refused: /cloudtrail.amazonaws.com may not assume/,
    },
    {
      title: "a role that CloudTrail may assume for one trail only, because it does not say for which",
      inputs,
      world: parts({ trust: { Statement: trusting({ StringEquals: { "aws:SourceArn": trailArn } }) } }),
      refused: /only under a condition on aws:SourceArn.*: remove the condition/,
    },
    {
      title: "a role that CloudTrail may assume for one account only",
      inputs,
      world: parts({ trust: { Statement: [trusting({ StringLike: { "AWS:SourceAccount": account } })] } }),
      refused: /only under a condition/,
    },
    {
      title: "a role that CloudTrail may assume when the account is not told",
      inputs,
      world: parts({ trust: { Statement: trusting({ StringEqualsIfExists: { "aws:SourceAccount": account } }) } }),
    },
    {
      title: "a role with a second statement that has no condition",
      inputs,
      world: parts({
        trust: { Statement: [trusting({ StringEquals: { "aws:SourceArn": trailArn } }), trusting()] },
      }),
    },
    {
      title: "a role that may not write",
      inputs,
      world: parts({ rolePolicy: nobody }),
      refused: /may not do logs:CreateLogStream, logs:PutLogEvents/,
    },
    {
      title: "a short name",
      inputs: { ...inputs, name: "ab" },
      world: parts({
        bucketPolicy: { Statement: { Effect: "Allow", Principal: "*", Action: "s3:*", Resource: "*" } },
        key: { Statement: { Effect: "Allow", Principal: service, Action: "kms:*", Resource: "*" } },
      }),
      refused: /2 characters, allowed are 3 to 128/,
    },
    {
      title: "insight selectors",
      inputs: { ...inputs, insightSelectors: [] },
      world: parts(),
      refused: /the rehearsal knows no insightSelectors/,
    },
  ];
  for (const item of cases) it(`${item.refused ? "refuses" : "accepts"} ${item.title}`, () => assertCase(trail, item));

  it("tells the log group again, removes what the emulator remembers, and starts", () => {
    const facts = testFacts({ tags: { a: "1" } });
    const calls =
      trail.afterCreate?.(trailArn, { ...inputs, enableLogging: true }, { tagsAll: { a: "1", old: "x" } }, facts) ?? [];
    assert.deepEqual(
      calls.map((call) => call.operation),
      ["UpdateTrail", "RemoveTags", "StartLogging"],
    );
  });
});
