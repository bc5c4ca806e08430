/** What the rows of Secrets Manager share. */
import type { Call, Properties, World } from "../../row.ts";

/** Pulumi's type of secrets. */
export const secretType = "aws:secretsmanager/secret:Secret";

/** Pulumi's type of versions of secrets. */
export const secretVersionType = "aws:secretsmanager/secretVersion:SecretVersion";

/** One call of Secrets Manager. */
export function secretsManager(operation: string, parameters: Properties): Call {
  return { service: "secretsmanager", operation, parameters };
}

/** Error codes that say that a secret, or a version of it, is gone or waits for its deletion. */
export const gone = ["ResourceNotFoundException"] as const;

/** That the secret does not exist, in one sentence; undefined when it does or is not known yet. */
export function missingSecret(secretId: unknown, world: World): string | undefined {
  if (typeof secretId !== "string" || world.find(secretType, secretId)) return undefined;
  return `secretId is ${secretId}, which is no secret of this stack: take it from the secret's output "arn" or "id"`;
}
