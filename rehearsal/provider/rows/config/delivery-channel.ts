/** The row of the delivery channel: where the recorder writes. */
import type { Call, Properties, Row, Rule } from "../../row.ts";
import { findKey, missingKeyActions } from "../kms/shared.ts";
import { allows, policyProblem, statementsOf } from "../policy-document.ts";
import { bucketArn, bucketPolicyType, bucketType } from "../s3/shared.ts";
import { cannotDelete, config, deliveryChannelType, inRegion, recorderType } from "./shared.ts";

const service = "config.amazonaws.com";

function put(inputs: Properties): Call {
  const frequency = inputs.snapshotDeliveryProperties?.deliveryFrequency;
  return config("PutDeliveryChannel", {
    DeliveryChannel: {
      name: inputs.name,
      s3BucketName: inputs.s3BucketName,
      s3KeyPrefix: inputs.s3KeyPrefix,
      s3KmsKeyArn: inputs.s3KmsKeyArn,
      snsTopicARN: inputs.snsTopicArn,
      configSnapshotDeliveryProperties: frequency && { deliveryFrequency: frequency },
    },
  });
}

const bucketRule: Rule = {
  source:
    "AWS Config Developer Guide, Permissions for the Amazon S3 bucket for the delivery channel; PutDeliveryChannel: InsufficientDeliveryPolicyException",
  when: "creation",
  check: ({ s3BucketName, s3KeyPrefix }, world, facts) => {
    if (typeof s3BucketName !== "string") return undefined;
    if (!world.find(bucketType, s3BucketName))
      return `the channel's bucket ${s3BucketName} does not exist: make it first`;
    // A role of the customer may hold the permissions itself; the service-linked role does not.
    const roles = inRegion(recorderType, world, facts).map((known) => String(known.properties.roleArn));
    if (roles.some((role) => !role.includes(":role/aws-service-role/"))) return undefined;
    const policy = world.find(bucketPolicyType, s3BucketName)?.properties.policy;
    if (policyProblem(policy)) return undefined;
    const bucket = bucketArn(s3BucketName);
    const object = `${bucket}/${s3KeyPrefix ? `${s3KeyPrefix}/` : ""}AWSLogs/${facts.accountId}/Config/snapshot`;
    const context = {
      "aws:sourceaccount": facts.accountId,
      "aws:securetransport": "true",
      "s3:x-amz-acl": "bucket-owner-full-control",
    };
    const needed = [
      { action: "s3:GetBucketAcl", resource: bucket },
      { action: "s3:ListBucket", resource: bucket },
      { action: "s3:PutObject", resource: object },
    ];
    const missing = needed.filter(
      (question) => !allows(statementsOf(policy) ?? [], { ...question, principal: { Service: service }, context }),
    );
    if (missing.length === 0) return undefined;
    const list = missing
      .map(({ action, resource }) => `${action} on ${resource.replace(/snapshot$/, "*")}`)
      .join(" and ");
    return `the policy of the bucket ${s3BucketName} does not let ${service} do ${list}: add it, and let the channel depend on the bucket's policy`;
  },
};

const keyRule: Rule = {
  source: "AWS Config Developer Guide, Permissions for the AWS KMS key for the delivery channel",
  when: "creation",
  check: ({ s3KmsKeyArn }, world, facts) => {
    const key = findKey(s3KmsKeyArn, world);
    if (!key) {
      return typeof s3KmsKeyArn === "string"
        ? `s3KmsKeyArn names the key ${s3KmsKeyArn}, which does not exist: make it first`
        : undefined;
    }
    const context = { "aws:sourceaccount": facts.accountId };
    const missing = missingKeyActions(key, service, ["kms:Decrypt", "kms:GenerateDataKey"], context);
    if (missing.length === 0) return undefined;
    return `the policy of the key ${s3KmsKeyArn} does not let ${service} do ${missing.join(", ")}: allow kms:Decrypt and kms:GenerateDataKey`;
  },
};

/**
 * A delivery channel, recorded only (`cannotDelete`). AWS takes one for each region, and only after a recorder; the
 * rules also check that AWS Config may write to the bucket and use the key.
 */
export const deliveryChannel: Row = {
  type: deliveryChannelType,
  recorded: cannotDelete,
  autoName: { property: "name", maxLength: 255 },
  required: ["s3BucketName"],
  replaceOn: ["name"],
  identify: (inputs) => String(inputs.name),
  create: { call: put },
  update: (_id, inputs) => [put(inputs)],
  delete: (id) => [config("DeleteDeliveryChannel", { DeliveryChannelName: id })],
  rules: [
    {
      source: "AWS Config API, PutDeliveryChannel: MaxNumberOfDeliveryChannelsExceededException",
      when: "creation",
      check: ({ name }, world, facts) => {
        const other = inRegion(deliveryChannelType, world, facts).find((known) => known.id !== name);
        return (
          other &&
          `the region ${facts.region} has the delivery channel ${other.id} already, AWS allows one: adopt it, or remove it first`
        );
      },
    },
    {
      source: "AWS Config API, PutDeliveryChannel: NoAvailableConfigurationRecorderException",
      when: "creation",
      check: (_inputs, world, facts) =>
        inRegion(recorderType, world, facts).length > 0
          ? undefined
          : `${facts.region} has no recorder, and a delivery channel needs one: let the channel depend on the recorder`,
    },
    bucketRule,
    keyRule,
  ],
};
