/** Makes and rotates the SMTP credentials of an environment: an IAM user, its right to send, a key, and the secret that takes it. */
import { sendingStatement } from "../components/mail/sending-policy.ts";
import { policyJson } from "../components/shared/policy-document.ts";
import { smtpPassword } from "./password.ts";
import type { Target } from "./target.ts";

/** An access key as it is made: its secret part is shown this once. */
export interface AccessKey {
  /** Its public part, the SMTP user name. */
  readonly id: string;
  /** Its secret part. */
  readonly secret: string;
}

/** What is needed of IAM, for one user. */
export interface Users {
  /** Makes the user when there is none. True when it was made. */
  ensureUser(name: string, tags: Readonly<Record<string, string>>): Promise<boolean>;
  /** Writes the user's only policy. */
  putPolicy(name: string, policy: string): Promise<void>;
  /** The keys of the user: their ids, and whether they are active. */
  listKeys(name: string): Promise<readonly { readonly id: string; readonly isActive: boolean }[]>;
  /** Makes a key. */
  createKey(name: string): Promise<AccessKey>;
  /** Deletes a key; one that is gone already counts as deleted. */
  deleteKey(name: string, id: string): Promise<void>;
}

/** What is needed of Secrets Manager, for one secret. */
export interface Vault {
  /** The current value; undefined when there is none yet. */
  read(): Promise<string | undefined>;
  /** Writes a value, which becomes the current one. */
  write(value: string): Promise<void>;
}

/** What the command works with. */
export interface Services {
  readonly users: Users;
  readonly vault: Vault;
  /** Told each step, never with a secret in it. */
  readonly onStep: (line: string) => void;
}

/** What is wanted. */
export interface CredentialsArgs {
  /** The environment's mail. */
  readonly target: Target;
  /** Name of the user, `<project>-<environment>-smtp`. */
  readonly userName: string;
  /** Tags of the user. */
  readonly tags: Readonly<Record<string, string>>;
  /** Make a new key although there is a good one. */
  readonly rotate: boolean;
}

/**
 * Makes what is missing; with `rotate` a new key in any case. May be repeated at any point: a key whose secret part never
 * reached the secret is of no use to anybody and goes at the next run. After a rotation the previous key stays valid, for
 * machines that have not read the new one yet; the next rotation deletes it.
 *
 * @returns true when credentials were written, false when there were good ones
 * @throws the services' errors; a key whose secret part could not be written is deleted before
 */
export async function makeCredentials(args: CredentialsArgs, services: Services): Promise<boolean> {
  const { target, userName, tags } = args;
  const { users, vault, onStep } = services;
  const isNew = await users.ensureUser(userName, tags);
  onStep(`${isNew ? "made" : "found"} the user ${userName}`);
  await users.putPolicy(userName, policyJson([sendingStatement(target)]));
  onStep(`the user may send from ${target.domainName} by its identity and configuration set only`);
  const current = readSecret(await vault.read());
  const keys = await users.listKeys(userName);
  const isActive = keys.some((key) => key.id === current.username && key.isActive);
  // A password is for one region: after a move the key is still there, and the endpoint refuses it.
  const isHere = current.host === target.host && current.port === target.port;
  if (isActive && isHere && !args.rotate) {
    onStep("the secret holds credentials that work: nothing to do (rotate makes new ones)");
    return false;
  }
  // IAM takes two keys: the current one stays, the one before it goes. Without a current one, all of them are useless.
  for (const { id } of keys.filter((key) => !isActive || key.id !== current.username)) {
    await users.deleteKey(userName, id);
    onStep("deleted a key that is no longer in use");
  }
  await writeNewKey(args, services);
  onStep(`wrote new credentials into ${target.secretArn}`);
  return true;
}

async function writeNewKey({ target, userName }: CredentialsArgs, { users, vault }: Services): Promise<void> {
  const key = await users.createKey(userName);
  const { host, port, sesRegion } = target;
  try {
    await vault.write(JSON.stringify({ username: key.id, password: smtpPassword(key.secret, sesRegion), host, port }));
  } catch (error) {
    await users.deleteKey(userName, key.id);
    throw error;
  }
}

/** What the secret says of key and endpoint; empty when it has none, or something else was put there. */
function readSecret(value: string | undefined): { readonly [member: string]: unknown } {
  try {
    const parsed: unknown = JSON.parse(value ?? "");
    return parsed !== null && typeof parsed === "object" ? { ...parsed } : {};
  } catch {
    // Something else is replaced, and Secrets Manager keeps it as the previous version.
    return {};
  }
}
