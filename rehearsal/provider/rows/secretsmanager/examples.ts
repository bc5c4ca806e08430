/** Examples of Secrets Manager. */
import type { Example } from "../example.ts";

/** The examples. */
export const examples: readonly Example[] = [
  {
    name: "secrets-secret",
    type: "aws:secretsmanager/secret:Secret",
    inputs: () => ({ name: "rehearsal-example-secret", description: "first", recoveryWindowInDays: 7 }),
    change: () => ({ description: "second", tags: { kind: "second" } }),
  },
  {
    name: "secrets-version",
    type: "aws:secretsmanager/secretVersion:SecretVersion",
    stays: "the current version stays with its secret",
    needs: ["secrets-secret"],
    inputs: (made) => ({
      secretId: made("secrets-secret").id,
      secretString: '{"password":"rehearsal"}',
      versionStages: ["AWSCURRENT", "FIRST"],
    }),
    change: () => ({ versionStages: ["AWSCURRENT", "OTHER"] }),
  },
  {
    name: "secrets-rotation",
    type: "aws:secretsmanager/secretRotation:SecretRotation",
    stays: "the emulator has no CancelRotateSecret",
    needs: ["secrets-secret", "secrets-version", "lambda-function", "lambda-permission"],
    inputs: (made) => ({
      secretId: made("secrets-secret").id,
      rotationLambdaArn: made("lambda-function").arn,
      rotationRules: { automaticallyAfterDays: 30 },
    }),
    change: () => ({ rotationRules: { automaticallyAfterDays: 7 } }),
  },
];
