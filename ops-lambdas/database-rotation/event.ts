/** The event that Secrets Manager sends for each step of a rotation. */

/** The four steps, in the order in which Secrets Manager calls them. */
export const steps = ["createSecret", "setSecret", "testSecret", "finishSecret"] as const;

/** One step of a rotation. */
export type Step = (typeof steps)[number];

/** What Secrets Manager asks for. */
export interface RotationEvent {
  /** The step. */
  readonly step: Step;
  /** ARN of the secret. */
  readonly secretArn: string;
  /** The version that is being made: a UUID, the same in all four steps. */
  readonly token: string;
}

/**
 * Reads the event.
 * Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html
 *
 * @throws Error naming the member that is missing or wrong; its value is not repeated
 */
export function readEvent(event: unknown): RotationEvent {
  const { Step: step, SecretId: secretArn, ClientRequestToken: token } = (event ?? {}) as Record<string, unknown>;
  if (typeof secretArn !== "string" || secretArn === "") throw new Error("The event has no SecretId.");
  if (typeof token !== "string" || token === "") throw new Error("The event has no ClientRequestToken.");
  const known = steps.find((each) => each === step);
  if (known === undefined) throw new Error(`The event's Step is none of ${steps.join(", ")}.`);
  return { step: known, secretArn, token };
}
