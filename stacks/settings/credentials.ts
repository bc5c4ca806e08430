import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

/** Says which AWS account the credentials at hand belong to: twelve digits. */
export type AskAccount = (region: string) => Promise<string>;

/** Credentials that cannot be used for a deployment. The message never holds them. */
export class CredentialsError extends Error {
  override readonly name = "CredentialsError";
}

/**
 * Asks AWS, with the credentials that Pulumi would use: environment, profile, container or instance.
 *
 * @param region AWS region whose STS endpoint answers
 * @returns twelve digits
 */
export async function callerAccount(region: string): Promise<string> {
  const client = new STSClient({ region });
  try {
    const { Account: account = "none" } = await client.send(new GetCallerIdentityCommand({}));
    return account;
  } finally {
    client.destroy();
  }
}

/**
 * Makes sure that the credentials belong to the account that the settings name, before anything is read or made.
 *
 * @param expected twelve digits, from `platform:account`
 * @param region AWS region, from `platform:region`
 * @param file the settings file's name, for the error
 * @param ask default: asks AWS
 * @throws CredentialsError when there are none, AWS refuses them, or they belong to another account
 */
export async function demandAccount(
  expected: string,
  region: string,
  file: string,
  ask: AskAccount = callerAccount,
): Promise<void> {
  let account: string;
  try {
    account = await ask(region);
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new CredentialsError(
      `AWS did not say whose credentials these are (${reason}).\n` +
        `Needed are valid credentials of the account ${expected}, and the region ${region} enabled in it.\n` +
        "Sign in (for example aws sso login), set AWS_PROFILE, and try again. Nothing was read or made.",
    );
  }
  if (account === expected) return;
  throw new CredentialsError(
    `The credentials belong to the AWS account ${account}: allowed is only ${expected}, by platform:account in ${file}.\n` +
      "Set AWS_PROFILE to a profile of that account, or correct the file. Nothing was read or made.",
  );
}
