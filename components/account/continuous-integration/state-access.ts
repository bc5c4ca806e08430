import type { Statement } from "../policy-document.ts";

/** Where Pulumi's state is, when it is in S3. */
export interface StateBackend {
  /** Name of the bucket. */
  readonly bucketName: string;
  /** ARN of the key that encrypts the state's secrets, and the bucket if it is encrypted by a customer key. */
  readonly keyArn: string;
}

/** ARN of every object in the state's bucket. */
export function stateObjects(state: StateBackend): string {
  return `arn:aws:s3:::${state.bucketName}/*`;
}

/**
 * Lets a role reach Pulumi's state.
 *
 * @param state where it is; undefined when it is not in this account, which needs no statement
 * @param mode "read" for previews; "write" for deployments, which also lock and unlock the stack
 */
export function stateStatements(state: StateBackend | undefined, mode: "read" | "write"): readonly Statement[] {
  if (state === undefined) return [];
  const write = mode === "write";
  return [
    {
      Sid: "StateObjects",
      Effect: "Allow",
      Action: write ? ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"] : ["s3:GetObject"],
      Resource: stateObjects(state),
    },
    {
      Sid: "StateBucket",
      Effect: "Allow",
      Action: ["s3:GetBucketLocation", "s3:ListBucket"],
      Resource: `arn:aws:s3:::${state.bucketName}`,
    },
    {
      Sid: "StateKey",
      Effect: "Allow",
      Action: write ? ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"] : ["kms:Decrypt"],
      Resource: state.keyArn,
    },
  ];
}
