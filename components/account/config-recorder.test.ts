import assert from "node:assert/strict";
import { testContext } from "../../test/account.ts";
import { type Collected, collect } from "../../test/pulumi-mocks.ts";
import { AuditStore } from "./audit-store.ts";
import { ConfigRecorder } from "./config-recorder.ts";

const roleArn = "arn:aws:iam::123456789012:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig";

/** Makes the store and the recorder. */
function make(createServiceLinkedRole?: boolean): Promise<Collected> {
  return collect(
    () => {
      const store = new AuditStore("acme-account-audit", { context: testContext, retentionDays: 400 });
      new ConfigRecorder("acme-account-config", { context: testContext, store, createServiceLinkedRole });
      return { bucket: store.bucket.bucketName, keyArn: store.keyArn };
    },
    { answers: { "aws:iam/serviceLinkedRole:ServiceLinkedRole": { arn: roleArn } } },
  );
}

describe("the Config recorder", () => {
  it("Config.1: records everything by the service-linked role, and is switched on", async () => {
    const collected = await make();
    assert.deepEqual(collected.only("aws:iam/serviceLinkedRole:ServiceLinkedRole").inputs, {
      awsServiceName: "config.amazonaws.com",
    });
    assert.deepEqual(collected.only("aws:cfg/recorder:Recorder").inputs, {
      name: "default",
      roleArn,
      recordingGroup: { allSupported: true, includeGlobalResourceTypes: true },
    });
    assert.deepEqual(collected.only("aws:cfg/recorderStatus:RecorderStatus").inputs, {
      name: "default",
      isEnabled: true,
    });
  });

  it("delivers to the audit bucket under its key, and is switched on after that", async () => {
    const collected = await make();
    const channel = collected.only("aws:cfg/deliveryChannel:DeliveryChannel");
    assert.deepEqual(channel.inputs, {
      name: "default",
      s3BucketName: collected.outputs.bucket,
      s3KmsKeyArn: collected.outputs.keyArn,
      snapshotDeliveryProperties: { deliveryFrequency: "TwentyFour_Hours" },
    });
    for (const name of ["acme-account-config", "acme-account-audit-policy"]) {
      assert.ok(channel.options.dependsOn?.includes(name), `the channel waits for ${name}`);
    }
    const status = collected.only("aws:cfg/recorderStatus:RecorderStatus");
    assert.ok(status.options.dependsOn?.includes(channel.name));
  });

  it("takes the service-linked role that is there already", async () => {
    const collected = await make(false);
    assert.equal(collected.ofType("aws:iam/serviceLinkedRole:ServiceLinkedRole").length, 0);
    assert.equal(collected.only("aws:cfg/recorder:Recorder").inputs.roleArn, roleArn);
  });
});
