/** The inbox's place in a rehearsal: it lives beside the emulator, and the webhook secrets of the stacks lead to it. */
import { existsSync, readFileSync } from "node:fs";
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import type { Workspace } from "../workspace.ts";
import { inboxAnswers, startInbox } from "./inbox.ts";
import { webhookKey, webhookUrl } from "./webhooks.ts";

/** The stack's output that tells the webhook secrets: by route, the secret's ARN. */
const secretsOutput = "webhookSecretArns";

/** The file with the key of the inbox's webhooks. */
export function webhookKeyFile(workspace: Workspace): string {
  return workspace.path("inbox.key");
}

/**
 * Starts the inbox of a rehearsal that has an emulator, when it does not run, and writes it down. One that is started again takes
 * its former port, when that is free.
 * @param environment one without the user's credentials.
 * @throws Error with the end of the log when it does not start.
 */
export async function ensureInbox(workspace: Workspace, environment: Readonly<Record<string, string>>): Promise<void> {
  const record = workspace.read();
  if (!record?.emulator || (record.inbox && (await inboxAnswers(record.inbox)))) return;
  const inbox = await startInbox({
    title: record.plan.environment,
    environment,
    logFile: workspace.path("logs", "inbox.log"),
    keepFile: workspace.keepFile,
    keyFile: webhookKeyFile(workspace),
    before: record.inbox,
    drills: record.plan.drills,
  });
  workspace.write({ ...record, inbox });
}

/**
 * Puts the inbox's webhook URLs into the secrets that a stack made for them, so that alerts arrive at once. Writes only what differs.
 * @param checkpoint the file with the stack's state.
 * @returns the routes that were connected now.
 * @throws Error naming the route when its secret cannot be written; never with the URL.
 */
export async function connectWebhooks(workspace: Workspace, checkpoint: string): Promise<string[]> {
  const { emulator, inbox, plan } = workspace.read() ?? {};
  if (!emulator || !inbox || !plan) return [];
  const key = webhookKey(webhookKeyFile(workspace));
  const connected: string[] = [];
  for (const [route, arn] of Object.entries(secretArns(checkpoint))) {
    const client = new SecretsManagerClient({
      endpoint: emulator.endpoint,
      region: arn.split(":")[3] ?? plan.region,
      credentials: { accessKeyId: plan.accountId, secretAccessKey: "rehearsal" },
    });
    try {
      if (await putWhenDifferent(client, arn, webhookUrl(inbox.url, key, route))) connected.push(route);
    } catch (error) {
      throw new Error(`the webhook of the route ${route} cannot be put into ${arn}: ${(error as Error).message}`);
    } finally {
      client.destroy();
    }
  }
  return connected;
}

async function putWhenDifferent(client: SecretsManagerClient, SecretId: string, value: string): Promise<boolean> {
  if ((await currentValue(client, SecretId)) === value) return false;
  await client.send(new PutSecretValueCommand({ SecretId, SecretString: value }));
  return true;
}

async function currentValue(client: SecretsManagerClient, SecretId: string): Promise<string | undefined> {
  try {
    return (await client.send(new GetSecretValueCommand({ SecretId }))).SecretString;
  } catch (error) {
    // Also said of a secret without a value.
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

/** A state as the engine's file backend keeps it; only what is read here. */
interface Checkpoint {
  readonly checkpoint?: {
    readonly latest?: {
      readonly resources?: readonly { readonly type: string; readonly outputs?: Readonly<Record<string, unknown>> }[];
    };
  };
}

/** The ARNs by route. Read from the file: asking the engine takes a second, at every `up`. */
function secretArns(file: string): Record<string, string> {
  if (!existsSync(file)) return {};
  const { checkpoint } = JSON.parse(readFileSync(file, "utf8")) as Checkpoint;
  const stack = checkpoint?.latest?.resources?.find(({ type }) => type === "pulumi:pulumi:Stack");
  const told = Object.entries(stack?.outputs?.[secretsOutput] ?? {});
  return Object.fromEntries(told.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}
