/** Examples of KMS's rows. */
import type { Example, ExampleFacts } from "../example.ts";

/** A key policy that lets the account administer, and AWS services use the key. */
function policy({ accountId }: ExampleFacts, services: readonly string[]): string {
  const root = { AWS: `arn:aws:iam::${accountId}:root` };
  const use = ["kms:GenerateDataKey*", "kms:Decrypt", "kms:DescribeKey"];
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: root, Action: "kms:*", Resource: "*" },
      { Effect: "Allow", Principal: { Service: services }, Action: use, Resource: "*" },
    ],
  });
}

const services = [
  "cloudtrail.amazonaws.com",
  "config.amazonaws.com",
  "sns.amazonaws.com",
  "sns.af-south-1.amazonaws.com",
];

/** All examples of KMS. */
export const examples: readonly Example[] = [
  {
    name: "kms-key",
    type: "aws:kms/key:Key",
    inputs: (_made, facts) => ({
      description: "first",
      policy: policy(facts, services),
      enableKeyRotation: true,
      deletionWindowInDays: 7,
    }),
    change: (_made, facts) => ({
      description: "second",
      policy: policy(facts, [...services, "events.amazonaws.com"]),
      enableKeyRotation: false,
      tags: { kind: "second" },
    }),
  },
  {
    name: "kms-second-key",
    type: "aws:kms/key:Key",
    inputs: () => ({ description: "the second key", deletionWindowInDays: 7 }),
  },
  {
    name: "kms-alias",
    type: "aws:kms/alias:Alias",
    needs: ["kms-key", "kms-second-key"],
    inputs: (made) => ({ name: "alias/rehearsal-example", targetKeyId: made("kms-key").id }),
    change: (made) => ({ targetKeyId: made("kms-second-key").id }),
  },
];
