/** IAM and Secrets Manager as the command uses them. */
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  IAMClient,
  ListAccessKeysCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Services, Users, Vault } from "./credentials.ts";

/** Name of the user's inline policy. */
const policyName = "send-mail";

/** How the clients are made; empty for AWS itself, with an endpoint for an emulator. */
export interface ClientOptions {
  /** Endpoint of an emulator. Default: AWS's own. */
  readonly endpoint?: string;
  /** Credentials for the emulator. Default: those that the AWS SDK finds. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** Where the secret is. */
export interface SecretPlace {
  /** ARN of the secret. */
  readonly secretArn: string;
  /** Region of the secret. */
  readonly secretRegion: string;
}

/** The real services, or an emulator's. */
export function realServices(place: SecretPlace, options: ClientOptions, onStep: Services["onStep"]): Services {
  return {
    // IAM is one for all regions.
    users: usersOf(new IAMClient({ ...options, region: place.secretRegion })),
    vault: vaultOf(new SecretsManagerClient({ ...options, region: place.secretRegion }), place.secretArn),
    onStep,
  };
}

const hasName = (error: unknown, ...names: string[]) => names.includes((error as Error).name);

function usersOf(iam: IAMClient): Users {
  return {
    ensureUser: async (UserName, tags) => {
      const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
      try {
        await iam.send(new CreateUserCommand({ UserName, Tags }));
        return true;
      } catch (error) {
        if (hasName(error, "EntityAlreadyExistsException", "EntityAlreadyExists")) return false;
        throw error;
      }
    },
    putPolicy: async (UserName, PolicyDocument) => {
      await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: policyName, PolicyDocument }));
    },
    listKeys: async (UserName) => {
      const { AccessKeyMetadata = [] } = await iam.send(new ListAccessKeysCommand({ UserName }));
      return AccessKeyMetadata.map(({ AccessKeyId = "", Status }) => ({
        id: AccessKeyId,
        isActive: Status === "Active",
      }));
    },
    createKey: async (UserName) => {
      const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
      if (!AccessKey?.AccessKeyId || !AccessKey.SecretAccessKey) throw new Error("IAM made no access key");
      return { id: AccessKey.AccessKeyId, secret: AccessKey.SecretAccessKey };
    },
    deleteKey: async (UserName, AccessKeyId) => {
      try {
        await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }));
      } catch (error) {
        if (!hasName(error, "NoSuchEntityException", "NoSuchEntity")) throw error;
      }
    },
  };
}

function vaultOf(client: SecretsManagerClient, SecretId: string): Vault {
  return {
    read: async () => {
      try {
        return (await client.send(new GetSecretValueCommand({ SecretId }))).SecretString;
      } catch (error) {
        // Also said of a secret that is there and has no value yet; one that is missing is told when it is written.
        if (hasName(error, "ResourceNotFoundException")) return undefined;
        throw error;
      }
    },
    write: async (SecretString) => {
      await client.send(new PutSecretValueCommand({ SecretId, SecretString }));
    },
  };
}
