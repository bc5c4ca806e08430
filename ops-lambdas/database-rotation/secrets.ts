/** Secrets Manager as the rotation uses it. */
import {
  DescribeSecretCommand,
  GetRandomPasswordCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import type { Secrets } from "./core.ts";

/**
 * Characters that passwords do not get: RDS refuses `/`, `@`, `"` and the space; `'`, `\`, `` ` `` and `;` need care in statements
 * and shells, `%`, `#`, `?`, `:`, `&` and `+` in connection strings.
 * Source: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html (MasterUserPassword)
 */
export const excludedCharacters = "/@\" '\\`;%#?:&+";

/** Characters of a new password: RDS takes at most 41 for MySQL and 128 for PostgreSQL. Source: as for `excludedCharacters`. */
export const passwordLength = 40;

/** @param client of the region in which the secret is */
export function secretsOf(client: SecretsManagerClient): Secrets {
  return {
    describe: async (SecretId) => {
      const { RotationEnabled, VersionIdsToStages } = await client.send(new DescribeSecretCommand({ SecretId }));
      return { rotationEnabled: RotationEnabled ?? false, stages: VersionIdsToStages ?? {} };
    },
    value: async (SecretId, VersionStage, VersionId) => {
      try {
        const answer = await client.send(new GetSecretValueCommand({ SecretId, VersionStage, VersionId }));
        return answer.SecretString;
      } catch (error) {
        if ((error as Error).name === "ResourceNotFoundException") return undefined;
        throw error;
      }
    },
    randomPassword: async () => {
      const { RandomPassword } = await client.send(
        new GetRandomPasswordCommand({
          PasswordLength: passwordLength,
          ExcludeCharacters: excludedCharacters,
          RequireEachIncludedType: true,
        }),
      );
      if (RandomPassword === undefined) throw new Error("Secrets Manager made no password.");
      return RandomPassword;
    },
    putPending: async (SecretId, ClientRequestToken, SecretString) => {
      const VersionStages = ["AWSPENDING"];
      await client.send(new PutSecretValueCommand({ SecretId, ClientRequestToken, SecretString, VersionStages }));
    },
    promote: async (SecretId, MoveToVersionId, RemoveFromVersionId) => {
      const VersionStage = "AWSCURRENT";
      await client.send(
        new UpdateSecretVersionStageCommand({ SecretId, VersionStage, MoveToVersionId, RemoveFromVersionId }),
      );
    },
  };
}
