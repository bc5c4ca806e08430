import assert from "node:assert/strict";
import { keeping, kept, policyOf, testContext } from "../../test/account.ts";
import { type Collected, collect } from "../../test/pulumi-mocks.ts";
import { accountKeyStatement, logsKeyStatement } from "../shared/customer-key.ts";
import { SessionManager } from "./session-manager.ts";

describe("Session Manager's preferences", () => {
  let collected: Collected;
  before(async () => {
    collected = await collect(() => {
      const sessions = new SessionManager("acme-account-sessions", {
        context: testContext,
        logRetentionDays: 365,
        idleTimeoutMinutes: 20,
      });
      return { keyArn: sessions.keyArn, arn: sessions.logGroupArn, name: sessions.logGroupName };
    });
  });

  it("are the region's own document: encrypted, logged, ended when idle, run as ssm-user", () => {
    const { content, ...inputs } = collected.only("aws:ssm/document:Document").inputs;
    assert.deepEqual(inputs, {
      name: "SSM-SessionManagerRunShell",
      documentType: "Session",
      documentFormat: "JSON",
    });
    assert.deepEqual(JSON.parse(content), {
      schemaVersion: "1.0",
      description: "Preferences of Session Manager in this region",
      sessionType: "Standard_Stream",
      inputs: {
        s3BucketName: "",
        s3KeyPrefix: "",
        s3EncryptionEnabled: true,
        cloudWatchLogGroupName: "/acme/account/session-manager",
        cloudWatchEncryptionEnabled: true,
        cloudWatchStreamingEnabled: true,
        kmsKeyId: collected.outputs.keyArn,
        idleSessionTimeout: "20",
        runAsEnabled: false,
        runAsDefaultUser: "",
      },
    });
  });

  it("CloudWatch.16: session logs are kept for the time that was set, encrypted and protected", () => {
    const logGroup = collected.only("aws:cloudwatch/logGroup:LogGroup");
    assert.deepEqual(logGroup.inputs, {
      name: "/acme/account/session-manager",
      retentionInDays: 365,
      kmsKeyId: collected.outputs.keyArn,
      deletionProtectionEnabled: true,
    });
    assert.deepEqual(keeping(logGroup), kept);
    assert.equal(collected.outputs.name, "/acme/account/session-manager");
  });

  it("KMS.5: the key serves the account and the log group", () => {
    assert.deepEqual(policyOf(collected.only("aws:kms/key:Key")).Statement, [
      accountKeyStatement("123456789012"),
      logsKeyStatement("af-south-1", [String(collected.outputs.arn)]),
    ]);
  });
});
