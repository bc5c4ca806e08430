/** Examples of DynamoDB. */
import type { Example } from "../example.ts";

/** The examples. */
export const examples: readonly Example[] = [
  {
    name: "dynamodb-table",
    type: "aws:dynamodb/table:Table",
    needs: ["kms-key"],
    inputs: (made) => ({
      name: "rehearsal-example",
      billingMode: "PAY_PER_REQUEST",
      hashKey: "pk",
      rangeKey: "sk",
      attributes: [
        { name: "pk", type: "S" },
        { name: "sk", type: "S" },
      ],
      ttl: { attributeName: "expiresAt", enabled: true },
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true, kmsKeyArn: made("kms-key").arn },
      deletionProtectionEnabled: true,
    }),
    // AWS deletes no table that is protected.
    change: () => ({
      deletionProtectionEnabled: false,
      pointInTimeRecovery: { enabled: false },
      serverSideEncryption: { enabled: false },
      ttl: { attributeName: "expiresAt", enabled: false },
      tableClass: "STANDARD_INFREQUENT_ACCESS",
    }),
  },
];
