/** Where an environment goes, by its settings file: everything that can be said before a credential is used or a program runs. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { readSettingsFile, type SettingsFile } from "./settings/file.ts";

/** A command that cannot be run as it was given. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** The names that settings files exist for. */
function knownStacks(root: string): string[] {
  return readdirSync(root).flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);
}

/**
 * Makes sure that an environment reads an account stack of its own account and region: from another, the session logs,
 * keys and roles that it is given would not be there. An account stack itself passes.
 *
 * @param root folder of the settings files
 * @param file name of the environment's file
 * @param environment what the file says
 * @throws UsageError when the account stack's file is missing or names another account or region; SettingsError when it
 *   has problems
 */
export function demandSameAccount(root: string, file: string, environment: SettingsFile): void {
  if (environment.accountStack === undefined) return;
  const accountFile = `Pulumi.${environment.accountStack}.yaml`;
  if (!existsSync(join(root, accountFile))) {
    throw new UsageError(
      `${file} reads the account stack ${environment.accountStack}, but there is no ${accountFile}. ` +
        "Correct platform:accountStack, or copy Pulumi.account.yaml and change it.",
    );
  }
  const { account, region } = readSettingsFile(join(root, accountFile));
  if (account === environment.account && region === environment.region) return;
  throw new UsageError(
    `${file} goes to the account ${environment.account}, ${environment.region}, but its account stack (${accountFile}) ` +
      `to ${account}, ${region}: allowed is only the same account and region. Correct one of the files, or give the ` +
      "environment an account stack there by platform:accountStack. Nothing was read or made.",
  );
}

/**
 * Reads the settings of an environment or of an account stack, and checks them and where they go.
 *
 * @param root folder of the settings files
 * @param stack name of the environment or of an account stack
 * @throws SettingsError with every problem of the file; UsageError when there is none, or its account stack is elsewhere
 */
export function readTarget(root: string, stack: string): SettingsFile {
  const file = `Pulumi.${stack}.yaml`;
  if (!existsSync(join(root, file))) {
    throw new UsageError(
      `There is no ${file}: known are ${knownStacks(root).join(", ")}. Name one of them, or copy Pulumi.dev.yaml and change it.`,
    );
  }
  const settingsFile = readSettingsFile(join(root, file));
  demandSameAccount(root, file, settingsFile);
  return settingsFile;
}
