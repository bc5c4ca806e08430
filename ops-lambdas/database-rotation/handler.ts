/** Lambda's entry: wires the rotation to Secrets Manager and the databases, and logs what each step did. */
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { rotate } from "./core.ts";
import { databases } from "./databases.ts";
import { readEvent } from "./event.ts";
import { secretsOf } from "./secrets.ts";

const secrets = secretsOf(new SecretsManagerClient({}));

/**
 * Answers one call of Secrets Manager.
 *
 * @throws Error when the step failed; Secrets Manager then tries the rotation again
 */
export async function handler(event: unknown, context: { readonly awsRequestId: string }): Promise<void> {
  const started = performance.now();
  const log = (outcome: string, more: Readonly<Record<string, unknown>> = {}) => {
    const milliseconds = Math.round(performance.now() - started);
    console.log(JSON.stringify({ requestId: context.awsRequestId, outcome, milliseconds, ...more }));
  };
  let about = {};
  try {
    const read = readEvent(event);
    about = { step: read.step, secretArn: read.secretArn, version: read.token };
    log(await rotate(read, secrets, databases), about);
  } catch (error) {
    log("failed", { ...about, error: (error as Error).message });
    throw error;
  }
}
