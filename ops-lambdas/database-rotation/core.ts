/**
 * Rotates the password of a database's user in the four steps of Secrets Manager. Every step may run again: it looks first
 * at what is there.
 * Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html
 */
import { type Credentials, readCredentials } from "./credentials.ts";
import type { RotationEvent } from "./event.ts";

/** The labels that Secrets Manager itself gives to versions. */
export type Stage = "AWSCURRENT" | "AWSPENDING" | "AWSPREVIOUS";

/** What the rotation needs of Secrets Manager. */
export interface Secrets {
  /** Whether the secret is rotated, and the labels of its versions by their id. */
  describe(
    secretArn: string,
  ): Promise<{ readonly rotationEnabled: boolean; readonly stages: Readonly<Record<string, readonly string[]>> }>;
  /** The value of the version that bears the label; undefined when there is none. A given version must bear it. */
  value(secretArn: string, stage: Stage, version?: string): Promise<string | undefined>;
  /** A new password. */
  randomPassword(): Promise<string>;
  /** Writes the version that bears AWSPENDING. */
  putPending(secretArn: string, version: string, value: string): Promise<void>;
  /** Moves AWSCURRENT from one version to another. */
  promote(secretArn: string, version: string, from: string | undefined): Promise<void>;
}

/** What the rotation needs of the database. */
export interface Databases {
  /** True when these credentials are let in; false when the database refuses them. Throws when it cannot be reached. */
  accepts(credentials: Credentials): Promise<boolean>;
  /** Gives the user of `login` a new password, signed in as that user. */
  setPassword(login: Credentials, password: string): Promise<void>;
}

/** What a step did, for the log. */
export type Outcome = "already current" | "already created" | "created" | "already set" | "set" | "tested" | "finished";

/**
 * Carries out one step.
 *
 * @returns what was done
 * @throws Error when the secret or the version is not to be rotated, or the database refuses; Secrets Manager then calls
 *   again. No message holds a password.
 */
export async function rotate(event: RotationEvent, secrets: Secrets, databases: Databases): Promise<Outcome> {
  const { secretArn, token, step } = event;
  const { rotationEnabled, stages } = await secrets.describe(secretArn);
  const labels = stages[token];
  if (!rotationEnabled) throw new Error(`The secret ${secretArn} is not rotated: turn its rotation on.`);
  if (labels === undefined) throw new Error(`The secret ${secretArn} has no version ${token}.`);
  if (labels.includes("AWSCURRENT")) return "already current";
  if (!labels.includes("AWSPENDING")) throw new Error(`The version ${token} does not bear the label AWSPENDING.`);
  switch (step) {
    case "createSecret":
      return createSecret(event, secrets);
    case "setSecret":
      return setSecret(event, secrets, databases);
    case "testSecret":
      return testSecret(event, secrets, databases);
    case "finishSecret": {
      const current = Object.keys(stages).find((version) => stages[version]?.includes("AWSCURRENT"));
      await secrets.promote(secretArn, token, current);
      return "finished";
    }
  }
}

/** Keeps a new password as AWSPENDING; one that an earlier run kept stays, because the database may have it already. */
async function createSecret({ secretArn, token }: RotationEvent, secrets: Secrets): Promise<Outcome> {
  const current = readCredentials(await secrets.value(secretArn, "AWSCURRENT"));
  if ((await secrets.value(secretArn, "AWSPENDING", token)) !== undefined) return "already created";
  const password = await secrets.randomPassword();
  await secrets.putPending(secretArn, token, JSON.stringify({ ...current, password }));
  return "created";
}

/** Gives the database the new password, signed in with the current one, or with the one before. */
async function setSecret(event: RotationEvent, secrets: Secrets, databases: Databases): Promise<Outcome> {
  const { secretArn, token } = event;
  const pending = readCredentials(await secrets.value(secretArn, "AWSPENDING", token));
  const current = readCredentials(await secrets.value(secretArn, "AWSCURRENT"));
  refuseOther(pending, current);
  if (await databases.accepts(pending)) return "already set";
  const previousText = await secrets.value(secretArn, "AWSPREVIOUS");
  // A rotation that was broken off after the label had moved leaves the database with the password before the current one.
  const previous = previousText === undefined ? [] : [readCredentials(previousText)];
  for (const login of [current, ...previous.filter((each) => isSameUser(each, pending))]) {
    if (!(await databases.accepts(login))) continue;
    await databases.setPassword(login, pending.password);
    return "set";
  }
  throw new Error(
    `The database refuses the user ${current.username} with the secret's current and previous password. Set the password of ` +
      "AWSCURRENT in the database, or the database's password in the secret, and rotate again.",
  );
}

async function testSecret(event: RotationEvent, secrets: Secrets, databases: Databases): Promise<Outcome> {
  const pending = readCredentials(await secrets.value(event.secretArn, "AWSPENDING", event.token));
  if (await databases.accepts(pending)) return "tested";
  throw new Error(`The database refuses the user ${pending.username} with the new password.`);
}

/** Who may write a secret must not be able to send the current password to another host, or to change another user. */
function refuseOther(pending: Credentials, current: Credentials): void {
  if (isSameUser(pending, current)) return;
  throw new Error("The new version of the secret names another database or user than the current one.");
}

function isSameUser(one: Credentials, other: Credentials): boolean {
  return (["engine", "host", "port", "username", "dbname"] as const).every((name) => one[name] === other[name]);
}
