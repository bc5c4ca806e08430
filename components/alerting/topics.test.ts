import assert from "node:assert/strict";
import { collect } from "../../test/pulumi-mocks.ts";
import { alertPathArgs, messageKeyArns, otherKeyArns } from "./alert-path-test-args.ts";
import { AlertTopics } from "./topics.ts";

const { context, otherRegions } = alertPathArgs;
const pathKeyArn = otherKeyArns.path;
const build = () =>
  collect(() => new AlertTopics("acme-dev-alerts", { context, otherRegions, messageKeyArns, pathKeyArn }));
const regions = ["af-south-1", "us-east-1", "eu-west-1"] as const;

describe("the topics of alerts", () => {
  it("SNS.1: are four in each region, encrypted by the region's key; that of the path at home by another, which outlives it", async () => {
    const { ofType } = await build();
    const suffixes = ["critical", "warning", "info", "path"];
    const expected = regions.flatMap((region) =>
      suffixes.map((suffix) => {
        const [end, place] = region === "af-south-1" ? ["", {}] : [`-${region}`, { region }];
        const kmsMasterKeyId = suffix === "path" && end === "" ? pathKeyArn : messageKeyArns[region];
        return [`acme-dev-alerts-${suffix}${end}`, { kmsMasterKeyId, ...place }] as const;
      }),
    );
    const made = ofType("aws:sns/topic:Topic").map(({ name, inputs }) => [name, inputs] as const);
    assert.deepEqual(Object.fromEntries(made), Object.fromEntries(expected));
  });

  it("SNS.4: take alarms of this account and region, and events of EventBridge, over TLS", async () => {
    const { only, outputs } = await build();
    const arn = outputs.arns["us-east-1"].critical;
    const { inputs } = only("aws:sns/topicPolicy:TopicPolicy", "acme-dev-alerts-critical-us-east-1-policy");
    assert.equal(inputs.region, "us-east-1");
    assert.deepEqual(JSON.parse(inputs.policy).Statement, [
      {
        Sid: "DenyWithoutTls",
        Effect: "Deny",
        Principal: "*",
        Action: "sns:Publish",
        Resource: arn,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
      {
        Sid: "Publishcloudwatchamazonawscom",
        Effect: "Allow",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: "sns:Publish",
        Resource: arn,
        Condition: {
          StringEquals: { "aws:SourceAccount": "111122223333" },
          ArnLike: { "aws:SourceArn": ["arn:aws:cloudwatch:us-east-1:111122223333:alarm:*"] },
        },
      },
      {
        Sid: "Publisheventsamazonawscom",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sns:Publish",
        Resource: arn,
      },
    ]);
  });

  it("SNS.4: those of the path itself take alarms only", async () => {
    const { ofType } = await build();
    const policies = ofType("aws:sns/topicPolicy:TopicPolicy").filter(({ name }) => name.includes("-alerts-path"));
    assert.equal(policies.length, 3);
    for (const { inputs } of policies) {
      const sids = JSON.parse(inputs.policy).Statement.map(({ Sid }: { Sid: string }) => Sid);
      assert.deepEqual(sids, ["DenyWithoutTls", "Publishcloudwatchamazonawscom"]);
    }
  });
});
