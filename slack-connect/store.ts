/** Secrets Manager as the command uses it. */
import { PutSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Store } from "./connect.ts";
import type { RouteSecret } from "./target.ts";

/** How the client is made; empty for AWS itself, with an endpoint for an emulator. */
export interface StoreOptions {
  /** Endpoint of an emulator. Default: AWS's own. */
  readonly endpoint?: string;
  /** Credentials for the emulator. Default: those that the AWS SDK finds. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** Stores a webhook in the route's secret, as its new version. */
export function secretStore({ secretArn, region }: RouteSecret, options: StoreOptions): Store {
  return async (webhookUrl) => {
    const client = new SecretsManagerClient({ ...options, region });
    try {
      await client.send(new PutSecretValueCommand({ SecretId: secretArn, SecretString: webhookUrl }));
    } finally {
      client.destroy();
    }
  };
}
