/** Delivers one message to Slack, as often as it takes while there is time. */
import { keyOf } from "../incidents/records.ts";
import type { OutboxMessage, SlackMessage } from "../notice.ts";
import { withPicture } from "../render/index.ts";
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

/** Milliseconds of an outage in which Slack is called all the time. */
const shortOutage = 900_000;

/**
 * Later a message waits a sixtieth of the outage so far, ten minutes at most: three days of it take about 700 of the 1,000 receives that the queue
 * allows, so that nothing becomes a dead letter over a weekend.
 */
const laterDelays = { shareOfOutage: 1 / 60, longestSeconds: 600 } as const;

/** Longest time after which a message comes again, in seconds. Source: SQS API, ChangeMessageVisibility. */
const longestDelaySeconds = 43_200;

/** One delivery that is under way. */
interface Attempt {
  url: string;
  readonly message: OutboxMessage;
  readonly picture: Promise<string | undefined>;
  /** Whether Slack refused the picture. */
  isPlain: boolean;
  isSecretFresh: boolean;
  timeoutMilliseconds: number;
}

/**
 * Posts the message.
 *
 * @param picture address of its picture; it settles in time
 * @param deadline when the function is ended, in milliseconds since 1970
 * @throws Error when the secret cannot be read, or the fallback topic not be reached
 */
export async function deliver(
  message: OutboxMessage,
  picture: Promise<string | undefined>,
  deadline: number,
  parts: SenderParts,
): Promise<Delivery> {
  const url = await parts.webhooks.url(message.route);
  if (url === undefined) return mail(message, parts);
  const timeoutMilliseconds = parts.settings.limits.slackMilliseconds;
  const attempt: Attempt = { url, message, picture, isPlain: false, isSecretFresh: false, timeoutMilliseconds };
  for (;;) {
    const end = await tryOnce(attempt, deadline, parts);
    if (end !== undefined) return end;
  }
}

async function mail({ email }: OutboxMessage, { exits }: SenderParts): Promise<Delivery> {
  await exits.mail(email);
  return { kind: "mailed" };
}

/** One call of Slack when its turn has come; undefined when there is to be another. */
async function tryOnce(attempt: Attempt, deadline: number, parts: SenderParts): Promise<Delivery | undefined> {
  const { pace, slack, now, wait } = parts;
  const webhook = keyOf(attempt.url);
  const picture = attempt.isPlain ? undefined : await attempt.picture;
  const latest = deadline - reserve - attempt.timeoutMilliseconds;
  const slot = await pace.take(webhook, latest);
  if (!slot.isTaken) return delayed(slot.at - now(), "pace", slot.downSince, now());
  await wait(Math.max(0, slot.at - now()));
  const began = now();
  const answer = await slack(attempt.url, pictured(attempt.message, picture), attempt.timeoutMilliseconds);
  await note(webhook, answer, { began, downSince: slot.downSince }, parts);
  if (answer.kind === "taken") return { kind: "posted" };
  if (answer.kind === "wait") return undefined;
  if (answer.kind === "refused") return refused(attempt, answer, picture !== undefined, parts);
  if (answer.isTimeout) attempt.timeoutMilliseconds = parts.settings.limits.slackMilliseconds / 2;
  const downSince = slot.downSince ?? began;
  return now() - downSince < shortOutage ? undefined : delayed(0, answer.reason, downSince, now());
}

/** Notes when the webhook may be called again: counted from the answer, as the call may have arrived only then. */
async function note(
  webhook: string,
  answer: Answer,
  call: { readonly began: number; readonly downSince: number | undefined },
  { pace, now, settings }: SenderParts,
): Promise<void> {
  // A call that was given up arrived at its beginning, if it did.
  const arrived = answer.kind === "down" && answer.isTimeout ? call.began : now();
  const wait = answer.kind === "wait" ? answer.milliseconds : 0;
  const nextAt = arrived + Math.max(wait, settings.limits.postMilliseconds);
  await pace.note(webhook, nextAt, answer.kind === "down" ? (call.downSince ?? call.began) : undefined);
}

/** To be tried again: in an outage soon at first, so that the first alarm is posted as Slack is back; later less often. */
function delayed(milliseconds: number, reason: string, downSince: number | undefined, now: number): Delivery {
  const outage = downSince === undefined ? 0 : now - downSince;
  const share = Math.ceil((outage / 1000) * laterDelays.shareOfOutage);
  const patience = outage < shortOutage ? 0 : Math.min(laterDelays.longestSeconds, share);
  const seconds = Math.max(1, Math.ceil(milliseconds / 1000), patience);
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
