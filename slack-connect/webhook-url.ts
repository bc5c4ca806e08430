/** The form of a webhook URL. It is a secret: nothing here puts it, or a part of it, into an error. */

/** A text that is no webhook URL. The message says what is wrong with it, and never holds it. */
export class WebhookUrlError extends Error {
  override readonly name = "WebhookUrlError";
}

// https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks and https://docs.slack.dev/govslack
const hosts = ["hooks.slack.com", "hooks.slack-gov.com"];
const slackPath = /^\/services\/T[A-Z0-9]+\/B[A-Z0-9]+\/[A-Za-z0-9]+$/;
const inboxPath = /^\/services\/T[A-Z0-9]+\/B[A-Za-z0-9_-]+\/[A-Za-z0-9]+$/;

/**
 * Reads a webhook URL of Slack, or of a rehearsal's inbox.
 *
 * @param text what was typed or piped in; space around it is dropped
 * @param inboxUrl the inbox, when a rehearsal is connected: then only its webhooks are taken. Default: Slack's only
 * @throws WebhookUrlError with every problem, never with the text
 */
export function readWebhookUrl(text: string, inboxUrl?: string): string {
  const trimmed = text.trim();
  if (trimmed === "") throw new WebhookUrlError("There is no webhook URL. Nothing was stored.");
  const problems = URL.canParse(trimmed) ? problemsOf(new URL(trimmed), trimmed, inboxUrl) : ["it is no URL"];
  if (problems.length === 0) return trimmed;
  const wanted =
    inboxUrl === undefined
      ? `https://${hosts[0]}/services/T…/B…/… (or ${hosts[1]}), as Slack shows it under Incoming Webhooks`
      : `a webhook of the rehearsal's inbox: ${inboxUrl}/services/T…/B…/…`;
  throw new WebhookUrlError(
    `This is no webhook URL: ${problems.join("; ")}. Needed is ${wanted}. ` +
      "What was given is not shown, because it may be a secret. Nothing was stored.",
  );
}

function problemsOf(url: URL, text: string, inboxUrl: string | undefined): string[] {
  const isPlain = url.username === "" && url.password === "" && !/[?#\s\\]/.test(text);
  const plain = isPlain ? [] : ["it has more than a host and a path"];
  if (inboxUrl !== undefined) {
    const isInbox = url.origin === new URL(inboxUrl).origin;
    return [
      ...plain,
      ...(isInbox ? [] : ["it does not lead to the rehearsal's inbox"]),
      ...(inboxPath.test(url.pathname) ? [] : ["its path is not /services/T…/B…/…"]),
    ];
  }
  return [
    ...plain,
    ...(url.protocol === "https:" ? [] : ["it does not begin with https://"]),
    ...(hosts.includes(url.host) ? [] : [`its host is not ${hosts.join(" or ")}`]),
    ...pathProblems(url.pathname),
  ];
}

function pathProblems(path: string): string[] {
  if (slackPath.test(path)) return [];
  if (/^\/(?:triggers|workflows)\//.test(path)) return ["it starts a workflow; messages need an incoming webhook"];
  return ["its path is not /services/T…/B…/…"];
}

/**
 * A text without the webhook: neither the URL, nor its path or token, as they are or encoded.
 *
 * @param text for example an error's message
 * @param webhookUrl the secret
 */
export function withoutWebhook(text: string, webhookUrl: string): string {
  const { pathname } = new URL(webhookUrl);
  const token = pathname.split("/").at(-1) ?? pathname;
  return [webhookUrl, pathname, token]
    .flatMap((secret) => [
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1).replaceAll("/", "\\/"),
    ])
    .reduce((cleaned, secret) => cleaned.replaceAll(secret, "[webhook]"), text);
}
