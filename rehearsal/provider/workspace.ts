/** What the provider process is told about the workspace it serves: one JSON file, named by an environment variable. */
import { readFileSync } from "node:fs";

/** The provider's view of a workspace. */
export interface ProviderWorkspace {
  /** The emulator, on a loopback address; undefined in record-only mode: nothing is sent, everything is recorded. */
  readonly endpoint?: string;
  /** The account that the emulator plays, twelve digits. */
  readonly accountId: string;
  /** Folder of the store. */
  readonly store: string;
  /** botocore's `data` folder with AWS's service models. */
  readonly models: string;
}

/** Names the file with the `ProviderWorkspace`. */
export const workspaceVariable = "REHEARSAL_PROVIDER_WORKSPACE";

/**
 * Reads the workspace that the environment names.
 * @throws Error when the variable is missing, or the endpoint is not loopback.
 */
export function readProviderWorkspace(environment: NodeJS.ProcessEnv): ProviderWorkspace {
  const file = environment[workspaceVariable];
  if (!file)
    throw new Error(`${workspaceVariable} is not set: this provider runs only inside a rehearsal (npm run rehearse)`);
  const workspace = JSON.parse(readFileSync(file, "utf8")) as ProviderWorkspace;
  if (workspace.endpoint !== undefined) assertLoopback(workspace.endpoint);
  return workspace;
}

/**
 * Refuses an endpoint that is not on this machine, so that a rehearsal can never reach AWS.
 * @throws Error naming the endpoint and what is allowed.
 */
export function assertLoopback(endpoint: string): void {
  const host = URL.canParse(endpoint) ? new URL(endpoint).hostname : "";
  if (/^127(\.\d{1,3}){3}$/.test(host) || host === "localhost" || host === "[::1]") return;
  throw new Error(
    `the rehearsal's endpoint must be on a loopback address (127.0.0.1, ::1 or localhost), got ${endpoint}: ` +
      "a rehearsal never talks to AWS; unset the endpoint and let the rehearsal start its own emulator",
  );
}
