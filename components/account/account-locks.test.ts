import assert from "node:assert/strict";
import { testContext } from "../../test/account.ts";
import { type Collected, collect } from "../../test/pulumi-mocks.ts";
import { AccountLocks } from "./account-locks.ts";

describe("the account's locks", () => {
  let collected: Collected;
  before(async () => {
    collected = await collect(() => {
      new AccountLocks("acme-account-locks", { context: testContext });
    });
  });

  it("EC2.7: volumes are encrypted by default", () => {
    assert.deepEqual(collected.only("aws:ebs/encryptionByDefault:EncryptionByDefault").inputs, { enabled: true });
  });

  it("EC2.1, EC2.182: snapshots are not shared with everybody", () => {
    const type = "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess";
    assert.deepEqual(collected.only(type).inputs, { state: "block-all-sharing" });
  });

  it("images are not shared with everybody", () => {
    const type = "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess";
    assert.deepEqual(collected.only(type).inputs, { state: "block-new-sharing" });
  });

  it("S3.1: no bucket of the account is public", () => {
    assert.deepEqual(collected.only("aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock").inputs, {
      accountId: "123456789012",
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
  });
});
