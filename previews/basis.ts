/** Against what a change is previewed when nobody says it: the real state when the credentials are of the right account, else the base. */
import { type AskAccount, CredentialsError, demandAccount } from "../stacks/settings/credentials.ts";

/** Against what: the stacks as they are in AWS, or the base in a rehearsal. */
export type Against = "state" | "base";

/** What decides. */
export interface BasisOptions {
  /** What was asked for. */
  readonly against?: Against;
  /** Whether a base was named. */
  readonly isBaseNamed: boolean;
  /** Where the environments go, by their settings files. */
  readonly places: readonly { readonly file: string; readonly accountId: string; readonly region: string }[];
  /** Says whose credentials these are. Default: asks AWS. */
  readonly askAccount?: AskAccount;
  /** How long AWS may take, in milliseconds. Default: 5,000. */
  readonly patience?: number;
}

/** Decides, and says why. */
export async function chooseBasis(options: BasisOptions): Promise<{ against: Against; why: string }> {
  const { against, isBaseNamed, places, askAccount, patience = 5_000 } = options;
  if (against !== undefined) return { against, why: "as --against says" };
  if (isBaseNamed) return { against: "base", why: "because --base names one" };
  if (places.length === 0) return { against: "base", why: "because no settings can be read that name an account" };
  const asked = new Map<string, Promise<void>>();
  for (const { accountId, region, file } of places) {
    asked.set(`${accountId} ${region}`, demandAccount(accountId, region, file, askAccount));
  }
  try {
    await inTime(Promise.all(asked.values()), patience);
    return { against: "state", why: "because the AWS credentials are of the account that the settings name" };
  } catch (error) {
    if (!(error instanceof CredentialsError)) throw error;
    return { against: "base", why: `because of the credentials: ${error.message.split("\n")[0]}` };
  }
}

async function inTime(work: Promise<unknown>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const text = `AWS did not say within ${milliseconds / 1000} s whose credentials these are.`;
    timer = setTimeout(() => reject(new CredentialsError(text)), milliseconds);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
