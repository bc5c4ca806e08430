/** Connects a route to Slack: a test message first, and the secret only when it arrived. */
import { withoutWebhook } from "./webhook-url.ts";

/** What is connected. */
export interface Connection {
  /** Which alerts come, for the test message: `acme-dev`. */
  readonly environment: string;
  readonly route: string;
  /** The webhook, checked by `readWebhookUrl`. A secret. */
  readonly webhookUrl: string;
}

/** Stores the secret. */
export type Store = (webhookUrl: string) => Promise<void>;

/** A webhook that did not take the test message, or could not be stored. The message never holds the webhook. */
export class ConnectError extends Error {
  override readonly name = "ConnectError";
}

const answerSeconds = 15;

/**
 * Posts a test message; stores the webhook when Slack answers 200.
 *
 * @throws ConnectError with Slack's or AWS's reason
 */
export async function connectRoute(connection: Connection, store: Store): Promise<void> {
  const { route, webhookUrl } = connection;
  await postTest(connection);
  try {
    await store(webhookUrl);
  } catch (error) {
    const { name, message } = error as Error;
    // Without the cause: it may carry the request.
    throw new ConnectError(
      withoutWebhook(
        `The test message arrived, but the webhook of ${route} could not be stored: ${name}: ${message}`,
        webhookUrl,
      ),
    );
  }
}

async function postTest({ environment, route, webhookUrl }: Connection): Promise<void> {
  const text = `:white_check_mark: Alerts of *${environment}*, route *${route}*, come here from now on.`;
  let response: Response;
  try {
    response = await fetch(webhookUrl, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ text }),
      // A redirect would take the secret elsewhere.
      redirect: "error",
      signal: AbortSignal.timeout(answerSeconds * 1000),
    });
  } catch (error) {
    throw new ConnectError(`The test message could not be sent: ${networkReason(error)}. Nothing was stored.`);
  }
  if (response.status === 200) {
    await response.body?.cancel();
    return;
  }
  throw new ConnectError(
    `Slack refused the test message: ${response.status}${await slackWord(response)}. ${adviceFor(response)} Nothing was stored.`,
  );
}

/** The error's code only: its message may hold the URL. */
function networkReason(error: unknown): string {
  const { name, cause } = error as Error & { cause?: { code?: unknown } };
  if (name === "TimeoutError") return `no answer in ${answerSeconds} s`;
  return typeof cause?.code === "string" ? cause.code : "the connection failed";
}

/** Slack's word for what is wrong, for example `no_service`; nothing of any other answer is shown. */
async function slackWord(response: Response): Promise<string> {
  const body = await response.text().catch(() => "");
  return /^[a-z_]{1,40}$/.test(body) ? ` ${body}` : "";
}

function adviceFor({ status, headers }: Response): string {
  if (status === 429) {
    const seconds = headers.get("retry-after") ?? "";
    return `Try again in ${/^\d{1,6}$/.test(seconds) ? `${seconds} s` : "a minute"}.`;
  }
  if (status >= 500) return "Slack has trouble (https://slack-status.com): try again later.";
  return "The webhook was revoked, its channel is archived, or it was copied badly: take it anew from Slack.";
}
