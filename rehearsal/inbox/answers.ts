/** What the inbox answers: as Slack does when all is well, or one of Slack's troubles, for as many calls as asked. */

/** What the inbox can be told to answer. `hang`: the call is taken and never answered. */
export const answerModes = ["ok", "429", "500", "404", "400", "403", "410", "hang"] as const;

/** One of `answerModes`. */
export type AnswerMode = (typeof answerModes)[number];

/** What the next calls are answered. */
export interface AnswerPlan {
  readonly mode: AnswerMode;
  /** How many calls are answered so, before the inbox goes back to `ok`. Undefined: until it is told otherwise. */
  readonly count?: number;
  /** Seconds in the header Retry-After of a 429. Default: 1. */
  readonly retryAfter?: number;
}

/** What one call was answered. */
export interface Answer {
  readonly mode: AnswerMode;
  /** HTTP status; null for a call that was never answered. */
  readonly status: number | null;
  /** Slack's word: `ok`, `invalid_payload`, `no_service` …; empty for a call that was never answered. */
  readonly body: string;
  /** Seconds, as the header Retry-After told them. */
  readonly retryAfter?: number;
}

/** A body of `PUT /api/answers` that cannot be taken; the message names every problem and what is allowed. */
export class AnswerPlanError extends Error {
  override readonly name = "AnswerPlanError";
}

// Slack's words: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks/#handling_errors
const words: Readonly<Record<Exclude<AnswerMode, "hang">, readonly [status: number, body: string]>> = {
  ok: [200, "ok"],
  "429": [429, "rate_limited"],
  "500": [500, "rollup_error"],
  "404": [404, "no_service"],
  "400": [400, "invalid_payload"],
  "403": [403, "invalid_token"],
  "410": [410, "channel_is_archived"],
};

/** The answers to come. */
export class Answers {
  #plan: AnswerPlan = { mode: "ok" };

  /** What the next call is answered. */
  get plan(): AnswerPlan {
    return this.#plan;
  }

  /** Changes what the next calls are answered. */
  set(plan: AnswerPlan): void {
    this.#plan = plan;
  }

  /** The answer of this call; counts it. */
  next(): Answer {
    const { mode, count, retryAfter = 1 } = this.#plan;
    if (count !== undefined) this.#plan = count > 1 ? { ...this.#plan, count: count - 1 } : { mode: "ok" };
    if (mode === "hang") return { mode, status: null, body: "" };
    const [status, body] = words[mode];
    return { mode, status, body, ...(mode === "429" ? { retryAfter } : {}) };
  }
}

/**
 * Reads the body of `PUT /api/answers`.
 * @throws AnswerPlanError naming every problem
 */
export function readAnswerPlan(value: unknown): AnswerPlan {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new AnswerPlanError(`The body must be a JSON object like {"mode": "429", "count": 3, "retryAfter": 7}.`);
  }
  const { mode, count, retryAfter, ...unknown } = value as Record<string, unknown>;
  const problems = [
    ...(isMode(mode) ? [] : [`mode must be one of ${answerModes.join(", ")}, got ${shown(mode)}`]),
    ...(count === undefined || isWhole(count, 1) ? [] : [`count must be a whole number from 1, got ${shown(count)}`]),
    ...(retryAfter === undefined || isWhole(retryAfter, 0)
      ? []
      : [`retryAfter must be whole seconds from 0, got ${shown(retryAfter)}`]),
    ...Object.keys(unknown).map((name) => `${shown(name)} is not known: there are mode, count, retryAfter`),
  ];
  if (problems.length > 0) throw new AnswerPlanError(`${problems.join("; ")}.`);
  return {
    mode: mode as AnswerMode,
    ...(count === undefined ? {} : { count: count as number }),
    ...(retryAfter === undefined ? {} : { retryAfter: retryAfter as number }),
  };
}

function isMode(value: unknown): value is AnswerMode {
  return answerModes.some((mode) => mode === value);
}

function isWhole(value: unknown, least: number): boolean {
  return Number.isInteger(value) && (value as number) >= least;
}

function shown(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value).slice(0, 60);
}
