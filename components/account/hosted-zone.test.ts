import assert from "node:assert/strict";
import { keeping, kept, testContext } from "../../test/account.ts";
import { type Collected, collect } from "../../test/pulumi-mocks.ts";
import { HostedZone } from "./hosted-zone.ts";

const logGroupArn = "arn:aws:logs:us-east-1:123456789012:log-group:/aws/route53/example.com";

describe("the hosted zone", () => {
  let collected: Collected;
  before(async () => {
    collected = await collect(
      () => {
        const args = { context: testContext, domainName: "example.com", queryLogRetentionDays: 30 };
        const zone = new HostedZone("acme-account-zone", args);
        return { zoneId: zone.zoneId, nameServers: zone.nameServers };
      },
      { answers: { "aws:cloudwatch/logGroup:LogGroup": { arn: logGroupArn } } },
    );
  });

  it("is kept, and is not deleted with its records", () => {
    const zone = collected.only("aws:route53/zone:Zone");
    assert.deepEqual(zone.inputs, {
      name: "example.com",
      comment: "Public zone of the platform",
      forceDestroy: false,
    });
    assert.deepEqual(keeping(zone), kept);
    assert.equal((collected.outputs.nameServers as string[]).length, 4);
  });

  it("Route53.2, CloudWatch.16: logs its queries in us-east-1, where alone Route 53 can write", () => {
    assert.deepEqual(collected.only("aws:cloudwatch/logGroup:LogGroup").inputs, {
      name: "/aws/route53/example.com",
      retentionInDays: 30,
      region: "us-east-1",
    });
    const queryLog = collected.only("aws:route53/queryLog:QueryLog");
    assert.deepEqual(queryLog.inputs, {
      zoneId: collected.outputs.zoneId,
      cloudwatchLogGroupArn: logGroupArn,
    });
    assert.ok(queryLog.options.dependsOn?.includes("acme-account-zone-queries-policy"));
  });

  it("lets only Route 53 write, for zones of this account", () => {
    const { policyDocument, ...inputs } = collected.only("aws:cloudwatch/logResourcePolicy:LogResourcePolicy").inputs;
    assert.deepEqual(inputs, { policyName: "acme-account-zone", region: "us-east-1" });
    assert.deepEqual(JSON.parse(policyDocument).Statement, [
      {
        Sid: "QueriesAreLogged",
        Effect: "Allow",
        Principal: { Service: "route53.amazonaws.com" },
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: `${logGroupArn}:*`,
        Condition: {
          ArnLike: { "aws:SourceArn": "arn:aws:route53:::hostedzone/*" },
          StringEquals: { "aws:SourceAccount": "123456789012" },
        },
      },
    ]);
  });
});
