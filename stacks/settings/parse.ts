import { basename } from "node:path";
import { type AccountSettings, accountSettings } from "./account.ts";
import { problemsBetween } from "./between.ts";
import { type Checked, checkSettings, noSecrets, type Secrets } from "./check.ts";
import { type EnvironmentSettings, environmentSettings } from "./environment.ts";
import { SettingsError } from "./problems.ts";

/**
 * The stack that a settings file belongs to: an environment's name or an account stack's.
 *
 * @param file path or name of the file
 * @returns for example "dev" for `Pulumi.dev.yaml`
 * @throws SettingsError when the name has another form
 */
export function stackOf(file: string): string {
  const match = /^Pulumi\.([a-z][a-z0-9-]{0,19})\.ya?ml$/.exec(basename(file));
  if (match?.[1] === undefined) {
    throw new SettingsError(file, [
      {
        path: "(the file's name)",
        got: basename(file),
        allowed:
          "Pulumi.<stack>.yaml, the stack's name being 1 to 20 lower-case letters, digits and hyphens, a letter first",
        todo: "Rename the file, or choose another stack name.",
      },
    ]);
  }
  return match[1];
}

/**
 * Says whether a stack's name is that of an account stack: "account", or "account-" and more where there are several.
 *
 * @param stack the stack's name
 */
export function isAccountStack(stack: string): boolean {
  return /^account(-|$)/.test(stack);
}

function checkEnvironment(raw: Readonly<Record<string, unknown>>, environment: string, secrets: Secrets) {
  return checkSettings(environmentSettings, raw, (settings) => problemsBetween(settings, environment), secrets);
}

function checkAccount(raw: Readonly<Record<string, unknown>>, secrets: Secrets) {
  return checkSettings(accountSettings, raw, () => [], secrets);
}

/** The settings, or all their problems as one error. */
function demand<T>({ settings, problems }: Checked<T>, file: string): T {
  if (settings === undefined || problems.length > 0) throw new SettingsError(file, problems);
  return settings;
}

/**
 * Checks the settings of a file without running a program, where encrypted values cannot be read.
 *
 * @param raw the `config:` of the file as YAML gives it: keys with their namespace
 * @param file the file's name; what the settings may be follows from it
 * @param secretKeys keys whose value is or holds a secret: their problems are left to the program
 */
export function checkConfig(
  raw: Readonly<Record<string, unknown>>,
  file: string,
  secretKeys: ReadonlySet<string>,
): Checked<EnvironmentSettings | AccountSettings> {
  const stack = stackOf(file);
  const secrets = { keys: secretKeys, readable: false };
  return isAccountStack(stack) ? checkAccount(raw, secrets) : checkEnvironment(raw, stack, secrets);
}

/**
 * Checks the settings of an environment and fills in defaults.
 *
 * @param raw the `config:` of the file as YAML gives it, or as Pulumi gives it to a program: keys with their namespace
 * @param file the file's name; the environment is taken from it
 * @param secretKeys keys whose value was encrypted: errors do not show it. Default: none
 * @throws SettingsError with every problem: where it is, the value got, what is allowed, what to do
 */
export function parseEnvironment(
  raw: Readonly<Record<string, unknown>>,
  file: string,
  secretKeys: ReadonlySet<string> = noSecrets.keys,
): EnvironmentSettings {
  const environment = stackOf(file);
  if (isAccountStack(environment)) {
    throw new SettingsError(file, [
      {
        path: "(the file's name)",
        got: basename(file),
        allowed: "an environment's name, which does not begin with account: account stacks are called that",
        todo: "Choose another name for the environment.",
      },
    ]);
  }
  return demand(checkEnvironment(raw, environment, { keys: secretKeys, readable: true }), file);
}

/**
 * Checks the settings of an account stack and fills in defaults.
 *
 * @param raw as for `parseEnvironment`
 * @param file the file's name
 * @param secretKeys keys whose value was encrypted: errors do not show it. Default: none
 * @throws SettingsError with every problem
 */
export function parseAccount(
  raw: Readonly<Record<string, unknown>>,
  file: string,
  secretKeys: ReadonlySet<string> = noSecrets.keys,
): AccountSettings {
  return demand(checkAccount(raw, { keys: secretKeys, readable: true }), file);
}
