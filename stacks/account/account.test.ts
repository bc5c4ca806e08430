import assert from "node:assert/strict";
import { isStateful } from "../../components/shared/stateful.ts";
import { type Collected, collect, type Properties } from "../../test/pulumi-mocks.ts";
import { assertInventory, inventoryOf, runAccount } from "../../test/stacks.ts";
import { readAccount, readBoundary } from "./outputs.ts";

/** Runs the stack with settings laid over those of its file. */
const deploy = (change: Properties = {}) => runAccount({ change });

/** What the one makes and the other does not, with types of AWS only and names without their prefix. */
const difference = (one: Collected, other: Collected) => {
  const made = new Set(inventoryOf(other));
  return inventoryOf(one)
    .filter((line) => line.startsWith("aws:") && !made.has(line))
    .map((line) => line.replace(" acme-account-", " "));
};

describe("the account stack", () => {
  let collected: Collected;
  before(async () => {
    collected = await deploy();
  });

  it("holds exactly what is listed, under these names", () => {
    assertInventory(collected, "stacks/account/inventory.txt");
  });

  it("has every resource below a component and under the one provider", () => {
    for (const { type, name, parent, options } of collected.resources) {
      if (!type.startsWith("aws:")) continue;
      assert.ok(parent, `${name} has no parent`);
      assert.equal(options.provider, "aws", `${name} has the provider ${options.provider}`);
    }
  });

  it("keeps everything stateful", () => {
    const stateful = collected.resources.filter(({ type }) => isStateful(type));
    assert.equal(stateful.length, 7);
    for (const { name, options } of stateful) {
      assert.equal(options.protect, true, name);
      assert.equal(options.retainOnDelete, false, name);
      assert.equal(options.deleteBeforeReplace, true, name);
    }
  });

  it("CloudWatch.16: every log group is kept for at least a year", () => {
    for (const { name, inputs } of collected.ofType("aws:cloudwatch/logGroup:LogGroup")) {
      assert.ok(inputs.retentionInDays >= 365, name);
    }
  });

  it("S3.5, S3.8, S3.12, S3.13, S3.14: every bucket has all that hardens it", () => {
    const buckets = collected.ofType("aws:s3/bucket:Bucket").length;
    for (const type of [
      "aws:s3/bucketPolicy:BucketPolicy",
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
      "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
      "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
      "aws:s3/bucketVersioning:BucketVersioning",
    ]) {
      assert.equal(collected.ofType(type).length, buckets, type);
    }
  });

  it("makes no hosted zone when the settings name no domain, and says so to readers", async () => {
    const withoutZone = await deploy({ "platform:hostedZone": undefined });
    assert.deepEqual(difference(collected, withoutZone), [
      "aws:cloudwatch/logGroup:LogGroup zone-queries",
      "aws:cloudwatch/logResourcePolicy:LogResourcePolicy zone-queries-policy",
      "aws:route53/queryLog:QueryLog zone-query-log",
      "aws:route53/zone:Zone zone",
    ]);
    assert.deepEqual([withoutZone.outputs.hostedZoneId, withoutZone.outputs.hostedZoneName], [null, null]);
    // The engine does not store what is null.
    const { hostedZoneId, hostedZoneName, ...stored } = withoutZone.outputs;
    const stacks = { "organization/account/account": stored };
    const reader = await collect(() => readAccount("organization/account/account"), { stacks });
    assert.deepEqual([reader.outputs.hostedZoneId, reader.outputs.hostedZoneName], [hostedZoneId, hostedZoneName]);
  });

  it("adopts an OIDC provider, a recorder, a detector and a cost monitor instead of making them twice", async () => {
    const adopted = await deploy({
      "platform:continuousIntegration": {
        oidcProviderArn: "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
      },
      "platform:configRecorder": { adopt: true },
      "platform:guardDuty": { adoptDetectorId: "0123456789abcdef0123456789abcdef" },
      "platform:costAnomaly": {
        adoptMonitorArn: "arn:aws:ce::111122223333:anomalymonitor/01234567-89ab-cdef-0123-456789abcdef",
      },
    });
    assert.deepEqual(difference(collected, adopted), [
      "aws:cfg/deliveryChannel:DeliveryChannel config-channel",
      "aws:cfg/recorder:Recorder config",
      "aws:cfg/recorderStatus:RecorderStatus config-status",
      "aws:costexplorer/anomalyMonitor:AnomalyMonitor costs-anomalies",
      "aws:guardduty/detector:Detector threat-detection",
      "aws:iam/openIdConnectProvider:OpenIdConnectProvider ci-github",
      "aws:iam/serviceLinkedRole:ServiceLinkedRole config-role",
    ]);
    assert.equal(adopted.outputs.guardDutyDetectorId, "0123456789abcdef0123456789abcdef");
  });

  it("lets roles trust the repository by the numbers of the settings", async () => {
    const numbered = await deploy({
      "platform:continuousIntegration": { repositoryIds: { owner: 123456, repository: 456789 } },
    });
    const trusts = numbered
      .ofType("aws:iam/role:Role")
      .flatMap(({ inputs }) => String(inputs.assumeRolePolicy))
      .filter((policy) => policy.includes("token.actions.githubusercontent.com"));
    assert.equal(trusts.length, 6);
    for (const policy of trusts) assert.match(policy, /"repo:acme@123456\/platform@456789:environment:/);
  });

  it("promises what others read, and others read it back", async () => {
    const promised = { ...collected.outputs };
    const reader = await collect(() => readAccount("organization/account/account"), {
      stacks: { "organization/account/account": promised },
    });
    assert.deepEqual(reader.outputs, promised);
    assert.match(String(promised.hostedZoneId), /^Z/);
    assert.equal(promised.hostedZoneName, "acme.example");
    assert.equal((promised.hostedZoneNameServers as string[]).length, 4);
    assert.equal(Object.keys(promised).length, 15);
  });

  it("fails the reader, naming the output, when the account stack lacks one", async () => {
    await assert.rejects(
      collect(() => readAccount("organization/account/account"), { stacks: { "organization/account/account": {} } }),
      /auditBucketName/,
    );
  });

  it("gives each environment its own boundary, every pr-N that of pr, and says what to do where there is none", async () => {
    const arns = { dev: "arn:dev", pr: "arn:pr" };
    const read = async (environment: string, permissionsBoundaryArns: Properties = arns) => {
      const stacks = { "organization/account/account": { ...collected.outputs, permissionsBoundaryArns } };
      const program = () => ({ arn: readBoundary(readAccount("organization/account/account"), environment) });
      return (await collect(program, { stacks })).outputs.arn;
    };
    assert.equal(await read("dev"), "arn:dev");
    assert.equal(await read("pr-12"), "arn:pr");
    await assert.rejects(read("prod"), /no permissions boundary for the environment prod; .* dev, pr\. Add prod to/);
    await assert.rejects(read("pr-12", { dev: "arn:dev" }), /environment pr-12; .* dev\. Add pr to/);
  });
});
