/** `npm run slack:connect`: connects a route of an environment's alerts to a channel of Slack. */
import { Command } from "commander";
import { keptWorkspace } from "../rehearsal/commands.ts";
import { webhookKeyFile } from "../rehearsal/inbox/life.ts";
import { webhookKey, webhookUrl } from "../rehearsal/inbox/webhooks.ts";
import { connectRoute } from "../slack-connect/connect.ts";
import { InterruptedError, readSecret } from "../slack-connect/hidden-input.ts";
import { type StoreOptions, secretStore } from "../slack-connect/store.ts";
import { type RouteSecret, readRouteSecret } from "../slack-connect/target.ts";
import { readWebhookUrl } from "../slack-connect/webhook-url.ts";
import { demandAccount } from "../stacks/settings/credentials.ts";
import { deployedOutputs, OutputsError, rehearsals, rehearsedOutputs } from "./environment-outputs.ts";

/** The route's secret, how it is reached, and the inbox of a rehearsal. */
interface Place {
  readonly secret: RouteSecret;
  readonly options: StoreOptions;
  readonly inboxUrl?: string;
}

async function deployed(environment: string, route: string): Promise<Place> {
  const secret = readRouteSecret(await deployedOutputs(environment), route);
  await demandAccount(secret.accountId, secret.region, `the stack platform/${environment}`);
  return { secret, options: {} };
}

async function rehearsed(environment: string, route: string): Promise<Place> {
  const { outputs, options, inboxUrl } = await rehearsedOutputs(environment);
  if (inboxUrl === null) {
    throw new OutputsError(
      `The rehearsal's inbox does not answer: bring it back (npm run rehearse -- ${environment} --resume --keep).`,
    );
  }
  return { secret: readRouteSecret(outputs, route), options, inboxUrl };
}

async function run(environment: string, route: string, isRehearsal: boolean): Promise<void> {
  const { secret, options, inboxUrl } = await (isRehearsal ? rehearsed : deployed)(environment, route);
  const prompt = `Webhook URL of the channel for ${environment}, route ${route} (it is not shown): `;
  const given = await readSecret(process.stdin, prompt, (text) => process.stderr.write(text));
  const isOwn = inboxUrl !== undefined && given.trim() === "";
  const webhook = isOwn ? ownWebhook(environment, route, inboxUrl) : readWebhookUrl(given, inboxUrl);
  await connectRoute({ environment, route, webhookUrl: webhook }, secretStore(secret, options));
  console.log(`The test message was taken. The webhook of ${route} is in ${secret.secretArn}: alerts go to Slack now.`);
}

/** The inbox's own webhook of the route. */
function ownWebhook(environment: string, route: string, inboxUrl: string): string {
  return webhookUrl(inboxUrl, webhookKey(webhookKeyFile(keptWorkspace(rehearsals, environment))), route);
}

/** An argument can be read by every user of the machine, and stays in the shell's history: what was given there is given away. */
function refuseSecretArguments(args: readonly string[]): void {
  if (!args.some((argument) => /hooks\.slack|\/services\//i.test(argument))) return;
  console.error(
    "error: a webhook URL is never an argument: other users can see it, and it stays in your shell's history.\n" +
      "Revoke that webhook in Slack, make a new one, and run the command without it: it asks for the URL, or reads it from a pipe.",
  );
  process.exit(2);
}

refuseSecretArguments(process.argv.slice(2));

const program = new Command("npm run slack:connect --")
  .description(
    "Connects a route of an environment's alerts to a channel of Slack: asks for the webhook URL, posts a test message, and puts " +
      "the URL into the route's secret in AWS Secrets Manager. The URL is in no argument, state or log.",
  )
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .argument("<environment>", "dev, staging, prod: an environment that is up")
  .requiredOption("--route <route>", "a route of platform:alerting in its settings, for example critical")
  .option("--rehearsal", "for a kept rehearsal instead of AWS; no URL (an empty line) means the inbox's own webhook")
  .addHelpText(
    "after",
    `
In Slack: make an app (https://api.slack.com/apps), turn Incoming Webhooks on, add a webhook to the channel, copy its URL.
Until a route is connected, its alerts go out by e-mail. Run it again to change the channel: running functions take the
new URL within five minutes.

Examples:
  npm run slack:connect -- prod --route critical
  pass show slack/prod-critical | npm run slack:connect -- prod --route critical

Exit codes: 0 the route is connected, 1 something failed (said in the last lines), 2 wrong usage, 130 interrupted.`,
  )
  .action(async (environment: string, flags: { route: string; rehearsal?: boolean }) => {
    try {
      await run(environment, flags.route, flags.rehearsal ?? false);
    } catch (error) {
      console.error((error as Error).message);
      process.exitCode = error instanceof InterruptedError ? 130 : 1;
    }
  });

await program.parseAsync();
