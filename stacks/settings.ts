import * as pulumi from "@pulumi/pulumi";
import { type Context, createContext, type Identity } from "../components/shared/context.ts";
import type { AccountSettings } from "./settings/account.ts";
import type { EnvironmentSettings } from "./settings/environment.ts";
import { parseAccount, parseEnvironment } from "./settings/parse.ts";
import { SettingsError } from "./settings/problems.ts";

export { type AccountSettings, accountSettings } from "./settings/account.ts";
export { type EnvironmentSettings, environmentSettings } from "./settings/environment.ts";
export { parseAccount, parseEnvironment } from "./settings/parse.ts";
export { type Problem, SettingsError } from "./settings/problems.ts";

/** The settings that say who owns a deployment and where it goes. */
export type IdentitySettings = Omit<Identity, "environment" | "accountId"> & { readonly account: string };

/** Keys of the configuration whose values are encrypted. The SDK has no public way to ask for them. */
function secretKeys(raw: Readonly<Record<string, string>>): ReadonlySet<string> {
  const { isConfigSecret } = pulumi.runtime as unknown as { readonly isConfigSecret: (key: string) => boolean };
  return new Set(Object.keys(raw).filter((key) => isConfigSecret(key)));
}

/** Runs a parse of the running program's configuration; its error reaches the user without a stack trace. */
function load<T>(
  parse: (raw: Readonly<Record<string, string>>, file: string, secretKeys: ReadonlySet<string>) => T,
): T {
  const raw = pulumi.runtime.allConfig();
  try {
    return parse(raw, `Pulumi.${pulumi.getStack()}.yaml`, secretKeys(raw));
  } catch (error) {
    if (error instanceof SettingsError) throw new pulumi.RunError(error.message);
    throw error;
  }
}

/**
 * Reads the settings of the environment that the running program deploys.
 *
 * @throws RunError with every problem of the settings
 */
export function loadEnvironment(): EnvironmentSettings {
  return load(parseEnvironment);
}

/**
 * Reads the settings of the account stack that the running program deploys.
 *
 * @throws RunError with every problem of the settings
 */
export function loadAccount(): AccountSettings {
  return load(parseAccount);
}

/**
 * Makes the context of a deployment from its settings.
 *
 * @param settings of an environment or an account stack
 * @param environment the environment's name; "account" in the account stack
 */
export function contextOf(settings: IdentitySettings, environment: string): Context {
  return createContext({
    project: settings.project,
    environment,
    region: settings.region,
    accountId: settings.account,
    owner: settings.owner,
    costCenter: settings.costCenter,
    repository: settings.repository,
  });
}
