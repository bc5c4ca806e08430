/** Delivers one message to Slack, as often as it takes while there is time. */
import { keyOf } from "../incidents/records.ts";
import type { OutboxMessage, SlackMessage } from "../notice.ts";
import { withPicture } from "../render/index.ts";
import type { Outage, Slot } from "./pace.ts";
import type { SenderParts } from "./parts.ts";
import type { Answer } from "./slack.ts";

/** How it ended. */
export type Delivery =
  | { readonly kind: "posted" }
  | { readonly kind: "mailed" }
  /** To be tried again after that many seconds. */
  | { readonly kind: "delayed"; readonly seconds: number; readonly reason: string }
  | { readonly kind: "refused"; readonly reason: string };

/** Answers after which the secret is read anew: the webhook may have been replaced. */
const replaced = [403, 404, 410];

/** Milliseconds that are left for what comes after the last call of Slack. */
const reserve = 2000;

/** Milliseconds of an outage in which Slack is called all the time for what pages. */
const shortOutage = 900_000;

/**
 * Milliseconds that what does not page waits within a call. For longer it is given back, and what pages passes it: in the order in which
 * messages are received, where they are received one after the other, and at the webhook.
 */
const shortWait = 250;

/**
 * In a short outage what does not page waits a tenth of the outage so far, ten seconds at most: about 110 receives in 15 minutes, and the
 * webhook is free for what pages.
 */
const quietDelays = { shareOfOutage: 1 / 10, longestSeconds: 10 } as const;

/**
 * Later a message waits a sixtieth of the outage so far, ten minutes at most: three days of it take about 700 of the 1,000 receives that the queue
 * allows, so that nothing becomes a dead letter over a weekend.
 */
const laterDelays = { shareOfOutage: 1 / 60, longestSeconds: 600 } as const;

/**
 * Longest time after which a message comes again, in seconds: SQS takes twelve hours in all since it was received, so that a minute is left
 * for the call. Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html
 */
const longestDelaySeconds = 43_200 - 60;

/** What a delivery has to go by. */
export interface Turn {
  /** Makes the message's picture, and gives its address; it settles in time. Called when the message's turn has come. */
  readonly draw: () => Promise<string | undefined>;
  /** When the delivery must have ended, in milliseconds since 1970. */
  readonly deadline: number;
  /** Whether the message pages: it waits for its turn and for Slack, where others are given back. */
  readonly isUrgent: boolean;
}

/** Milliseconds after a call for what pages in which the webhook is left to it: by it is found out that Slack is back. */
const urgentTrial = 20_000;

/** One delivery that is under way. */
interface Attempt {
  url: string;
  readonly message: OutboxMessage;
  readonly turn: Turn;
  picture: Promise<string | undefined> | undefined;
  /** Whether Slack refused the picture. */
  isPlain: boolean;
  isSecretFresh: boolean;
  timeoutMilliseconds: number;
}

/**
 * Posts the message.
 *
 * @throws Error when the secret cannot be read, or the fallback topic not be reached
 */
export async function deliver(message: OutboxMessage, turn: Turn, parts: SenderParts): Promise<Delivery> {
  const url = await parts.webhooks.url(message.route);
  if (url === undefined) return mail(message, parts);
  const next = await parts.pace.next(keyOf(url));
  const attempt: Attempt = {
    url,
    message,
    turn,
    picture: undefined,
    isPlain: false,
    isSecretFresh: false,
    timeoutMilliseconds: timeoutOf(next, parts),
  };
  // No picture is drawn for a message whose turn has not come.
  if (next.at > latestOf(attempt, parts) || yields(turn, next, parts)) return delayed(next, "pace", turn, parts.now());
  attempt.picture = turn.draw();
  for (;;) {
    const end = await tryOnce(attempt, parts);
    if (end !== undefined) return end;
  }
}

/** Whether the webhook is left to what pages. */
function yields({ isUrgent }: Turn, { outage }: Slot, { now }: SenderParts): boolean {
  return !isUrgent && outage?.urgentAt !== undefined && now() < outage.urgentAt + urgentTrial;
}

/** A call that hangs while Slack is known to be down is given up early: the next one may find it back. */
function timeoutOf({ outage }: Slot, { settings }: SenderParts): number {
  const { slackMilliseconds } = settings.limits;
  return outage === undefined ? slackMilliseconds : slackMilliseconds / 2;
}

/** Until when the message can wait for its turn. What a refusal has taught would be forgotten by giving the message back. */
function latestOf({ turn, timeoutMilliseconds, isPlain, isSecretFresh }: Attempt, { now }: SenderParts): number {
  const latest = turn.deadline - reserve - timeoutMilliseconds;
  return turn.isUrgent || isPlain || isSecretFresh ? latest : Math.min(latest, now() + shortWait);
}

async function mail({ email }: OutboxMessage, { exits }: SenderParts): Promise<Delivery> {
  await exits.mail(email);
  return { kind: "mailed" };
}

/** One call of Slack when its turn has come; undefined when there is to be another. */
async function tryOnce(attempt: Attempt, parts: SenderParts): Promise<Delivery | undefined> {
  const { pace, slack, now, wait } = parts;
  const webhook = keyOf(attempt.url);
  const picture = attempt.isPlain ? undefined : await attempt.picture;
  const slot = await pace.take(webhook, latestOf(attempt, parts));
  if (!slot.isTaken) return delayed(slot, "pace", attempt.turn, now());
  await wait(Math.max(0, slot.at - now()));
  const began = now();
  const answer = await slack(attempt.url, pictured(attempt.message, picture), attempt.timeoutMilliseconds);
  const urgentAt = attempt.turn.isUrgent ? began : slot.outage?.urgentAt;
  const outage = { since: slot.outage?.since ?? began, urgentAt };
  await note(webhook, answer, { began, outage }, parts);
  if (answer.kind === "taken") return { kind: "posted" };
  if (answer.kind === "wait") return undefined;
  if (answer.kind === "refused") return refused(attempt, answer, picture !== undefined, parts);
  if (answer.isTimeout) attempt.timeoutMilliseconds = parts.settings.limits.slackMilliseconds / 2;
  const isPatient = attempt.turn.isUrgent && now() - outage.since < shortOutage;
  return isPatient ? undefined : delayed({ at: now(), outage }, answer.reason, attempt.turn, now());
}

/** Notes when the webhook may be called again: counted from the answer, as the call may have arrived only then. */
async function note(
  webhook: string,
  answer: Answer,
  call: { readonly began: number; readonly outage: Outage },
  { pace, now, settings }: SenderParts,
): Promise<void> {
  // A call that was given up arrived at its beginning, if it did.
  const arrived = answer.kind === "down" && answer.isTimeout ? call.began : now();
  const wait = answer.kind === "wait" ? answer.milliseconds : 0;
  const nextAt = arrived + Math.max(wait, settings.limits.postMilliseconds);
  await pace.note(webhook, nextAt, answer.kind === "down" ? call.outage : undefined);
}

/** To be tried again: in an outage soon at first, so that the first alarm is posted as Slack is back; later less often. */
function delayed(
  { at, outage }: Pick<Slot, "at" | "outage">,
  reason: string,
  { isUrgent }: Turn,
  now: number,
): Delivery {
  const lasted = outage === undefined ? 0 : now - outage.since;
  const isShort = lasted < shortOutage;
  const { shareOfOutage, longestSeconds } = isShort ? quietDelays : laterDelays;
  const share = Math.min(longestSeconds, Math.ceil((lasted / 1000) * shareOfOutage));
  const patience = isShort && isUrgent ? 0 : share;
  // What pages may come again at once: it has called Slack for seconds.
  const seconds = Math.max(isUrgent ? 0 : 1, Math.ceil((at - now) / 1000), patience);
  return { kind: "delayed", seconds: Math.min(longestDelaySeconds, seconds), reason };
}

async function refused(
  attempt: Attempt,
  { status, reason }: Answer & { kind: "refused" },
  hadPicture: boolean,
  parts: SenderParts,
): Promise<Delivery | undefined> {
  if (status === 400 && hadPicture) {
    attempt.isPlain = true;
    return undefined;
  }
  if (replaced.includes(status) && !attempt.isSecretFresh) {
    attempt.isSecretFresh = true;
    const url = await parts.webhooks.url(attempt.message.route, true);
    if (url === undefined) return mail(attempt.message, parts);
    if (url !== attempt.url) {
      attempt.url = url;
      return undefined;
    }
  }
  return { kind: "refused", reason: `${status} ${reason}` };
}

function pictured({ message, email }: OutboxMessage, picture: string | undefined): SlackMessage {
  return picture === undefined ? message : withPicture(message, picture, email.subject);
}
