/** The inbox's webhooks: one for each route, with a secret token as Slack's have. */
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

/** The workspace of all the inbox's webhooks, where Slack's have an id like T024BE7LD. */
const team = "T0REHEARSAL";

/** Letters of a token; Slack's have as many. */
const tokenLength = 24;

/** Names that routes can have: what stands in a path as it is. */
const routeName = /^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/;

/** What a path of the inbox is, as a webhook. */
export type WebhookPath =
  | { readonly kind: "webhook"; readonly route: string }
  | { readonly kind: "wrong-token" }
  | { readonly kind: "none" };

/**
 * The key from which the tokens of all routes come: made at the first call, then the same as long as the file is there, so that
 * webhooks stay good when the inbox is started again.
 * @param keyFile its path; the file is for its owner only.
 */
export function webhookKey(keyFile: string): string {
  if (!existsSync(keyFile)) writeFileSync(keyFile, randomBytes(32).toString("hex"), { mode: 0o600 });
  return readFileSync(keyFile, "utf8");
}

/**
 * The webhook URL of a route. It is a secret, as Slack's are.
 * @param inboxUrl `http://127.0.0.1:<port>`
 * @throws Error when no path can hold the route's name.
 */
export function webhookUrl(inboxUrl: string, key: string, route: string): string {
  if (!routeName.test(route)) {
    throw new Error(`a route's name takes up to 63 letters, digits, - and _, got ${JSON.stringify(route)}`);
  }
  return `${inboxUrl}/services/${team}/B${route}/${tokenOf(key, route)}`;
}

/** Reads the path of a call. */
export function readWebhookPath(path: string, key: string): WebhookPath {
  const [, pathTeam, route = "", token = ""] = /^\/services\/([^/]+)\/B([^/]+)\/([^/]+)$/.exec(path) ?? [];
  if (pathTeam !== team || !routeName.test(route)) return { kind: "none" };
  const expected = Buffer.from(tokenOf(key, route));
  const given = Buffer.from(token);
  const isRight = given.length === expected.length && timingSafeEqual(given, expected);
  return isRight ? { kind: "webhook", route } : { kind: "wrong-token" };
}

function tokenOf(key: string, route: string): string {
  return createHmac("sha256", key).update(route).digest("base64url").replace(/[-_]/g, "x").slice(0, tokenLength);
}
