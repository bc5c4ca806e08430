/** Calls Slack's incoming webhook, and says what its answer means. The webhook's address leaves this file in no error and no log. */
import { IncomingWebhook, IncomingWebhookHTTPError, type IncomingWebhookSendArguments } from "@slack/webhook";
import type { SlackMessage } from "../notice.ts";

/** What Slack answered. */
export type Answer =
  | { readonly kind: "taken" }
  /** 429: to be called again after that time. */
  | { readonly kind: "wait"; readonly milliseconds: number }
  /** Slack is down, or did not answer: worth another try. After a time-out nobody knows whether it took the message. */
  | { readonly kind: "down"; readonly reason: string; readonly isTimeout: boolean }
  /** Refused: another try changes nothing. */
  | { readonly kind: "refused"; readonly status: number; readonly reason: string };

/** Posts a message; never throws. */
export type Slack = (url: string, message: SlackMessage, timeoutMilliseconds: number) => Promise<Answer>;

/** Wait when Slack names none, in milliseconds. */
const defaultWait = 5000;

/**
 * Makes the caller of Slack.
 *
 * @param now milliseconds since 1970
 */
export function slackCaller(now: () => number): Slack {
  return async (url, message, timeout) => {
    let retryAfter: string | null = null;
    try {
      // Its own errors tell nothing of Retry-After.
      const fetchNoting: typeof fetch = async (input, init) => {
        const response = await fetch(input, init);
        retryAfter = response.headers.get("retry-after");
        return response;
      };
      const webhook = new IncomingWebhook(url, { timeout, fetch: fetchNoting as never });
      await webhook.send(message as unknown as IncomingWebhookSendArguments);
      return { kind: "taken" };
    } catch (error) {
      if (!(error instanceof IncomingWebhookHTTPError)) {
        const isTimeout = isTimeoutError(error);
        return { kind: "down", reason: isTimeout ? "timeout" : "network", isTimeout };
      }
      return answerOf(error.statusCode, error.body, retryAfter, now());
    }
  };
}

/** What a status means. Only 429, 5xx and network faults are worth another try. */
export function answerOf(status: number, body: string, retryAfter: string | null, now: number): Answer {
  if (status === 429) return { kind: "wait", milliseconds: waitOf(retryAfter, now) };
  if (status >= 500 || status === 408) return { kind: "down", reason: String(status), isTimeout: false };
  // Slack answers with one word, for example "channel_not_found". Whatever else stands there is not told on.
  const reason = /^[a-z_]{1,60}$/.test(body.trim()) ? body.trim() : "unknown";
  return { kind: "refused", status, reason };
}

/** Milliseconds of a Retry-After: seconds, or a date. */
function waitOf(retryAfter: string | null, now: number): number {
  const text = (retryAfter ?? "").trim();
  if (/^\d{1,6}(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  // Date.parse takes nearly every number for some day of the past, which would be no wait at all.
  const date = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? defaultWait : Math.max(0, date - now);
}

function isTimeoutError(error: unknown): boolean {
  for (let part = error; part instanceof Error; part = part.cause) {
    if (part.name === "TimeoutError") return true;
  }
  return false;
}
