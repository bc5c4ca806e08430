import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { policyJson, type Statement } from "./policy-document.ts";
import { statefulOptions } from "./stateful.ts";

/** What a customer key is made of. */
export interface CustomerKeyArgs {
  /** What the key encrypts, in a few words. */
  readonly description: string;
  /** Twelve digits of the account that administers the key and may use it through IAM policies. */
  readonly accountId: string;
  /**
   * What AWS services may do with the key. No wildcard principal or action. A role that they name must be made before: take its ARN from
   * the resource's output.
   */
  readonly statements: pulumi.Input<readonly Statement[]>;
  /** Region of the key, for what must live elsewhere. Default: the provider's. A change replaces the key. */
  readonly region?: string;
}

/**
 * What the account itself may do with a key, each action by name: the account's IAM policies decide who. Without it only the
 * named services could use the key and nobody could ever change it.
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 *
 * @param accountId twelve digits
 */
export function accountKeyStatement(accountId: string): Statement {
  const administration = [
    "CancelKeyDeletion",
    "CreateAlias",
    "DeleteAlias",
    "DescribeKey",
    "DisableKey",
    "EnableKey",
    "EnableKeyRotation",
    "GetKeyPolicy",
    "GetKeyRotationStatus",
    "ListGrants",
    "ListKeyPolicies",
    "ListKeyRotations",
    "ListResourceTags",
    "PutKeyPolicy",
    "RevokeGrant",
    "RotateKeyOnDemand",
    "ScheduleKeyDeletion",
    "TagResource",
    "UntagResource",
    "UpdateAlias",
    "UpdateKeyDescription",
  ];
  const use = [
    "CreateGrant",
    "Decrypt",
    "Encrypt",
    "GenerateDataKey",
    "GenerateDataKeyWithoutPlaintext",
    "ReEncryptFrom",
    "ReEncryptTo",
  ];
  return {
    Sid: "AccountDecidesByIam",
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${accountId}:root` },
    Action: [...administration, ...use].map((action) => `kms:${action}`),
    Resource: "*",
  };
}

/**
 * Lets CloudWatch Logs encrypt named log groups and nothing else.
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 *
 * @param region region of the log groups
 * @param logGroupArns ARNs without ":*"; `*` at the end of a name stands for any characters
 */
export function logsKeyStatement(region: string, logGroupArns: readonly string[]): Statement {
  return {
    Sid: "LogGroupsAreEncrypted",
    Effect: "Allow",
    Principal: { Service: `logs.${region}.amazonaws.com` },
    Action: [
      "kms:Decrypt",
      "kms:DescribeKey",
      "kms:Encrypt",
      "kms:GenerateDataKey",
      "kms:GenerateDataKeyWithoutPlaintext",
      "kms:ReEncryptFrom",
      "kms:ReEncryptTo",
    ],
    Resource: "*",
    Condition: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": logGroupArns } },
  };
}

/**
 * A KMS key of the account's own, with the component's name as alias: rotated every year, thirty days between the order to delete it and the
 * deletion, protected. Costs about one US dollar a month.
 */
export class CustomerKey extends pulumi.ComponentResource {
  /** ARN of the key. */
  public readonly arn: pulumi.Output<string>;

  /** @param name prefix of the children's names, from the context; the key's alias is `alias/<name>` */
  constructor(name: string, args: CustomerKeyArgs, options?: pulumi.ComponentResourceOptions) {
    // The component began in another folder; what was deployed under that name stays what it is.
    const aliases = [{ type: "platform:account:CustomerKey" }];
    super("platform:shared:CustomerKey", name, {}, pulumi.mergeOptions(options, { aliases }));
    const place = args.region === undefined ? {} : { region: args.region };
    const key = new aws.kms.Key(
      `${name}-key`,
      {
        description: args.description,
        // "Resource: *" means this key, in a key's policy.
        policy: pulumi
          .output(args.statements)
          .apply((statements) => policyJson([accountKeyStatement(args.accountId), ...statements])),
        enableKeyRotation: true,
        deletionWindowInDays: 30,
        ...place,
      },
      { parent: this, ...statefulOptions },
    );
    new aws.kms.Alias(`${name}-alias`, { name: `alias/${name}`, targetKeyId: key.keyId, ...place }, { parent: this });
    this.arn = key.arn;
    this.registerOutputs({ arn: this.arn });
  }
}
