import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Context } from "../shared/context.ts";
import { autoNameLimit } from "../shared/names.ts";
import { statefulOptions } from "../shared/stateful.ts";

/** What the secrets are made from. */
export interface WebhookSecretsArgs {
  /** Names. */
  readonly context: Context;
  /** Key of secrets. */
  readonly secretsKeyArn: pulumi.Input<string>;
  /** Names of the routes, each once. A route that goes takes its secret with it, which needs an unlock. */
  readonly routes: readonly string[];
}

/**
 * Places for the addresses of Slack's webhooks, one for each route: whoever has an address can post. They are made empty, and
 * `npm run slack:connect` fills them, so that no address is in Pulumi's state. About 0.40 US dollars a month each.
 */
export class WebhookSecrets extends pulumi.ComponentResource {
  /** ARN of each secret, by route. */
  public readonly arns: Readonly<Record<string, pulumi.Output<string>>>;

  /** @param name prefix of the component's name; secrets are `<project>-<environment>-slack-<route>` with Pulumi's suffix */
  constructor(name: string, args: WebhookSecretsArgs, options?: pulumi.ComponentResourceOptions) {
    super("platform:alerting:WebhookSecrets", name, {}, options);
    const { context } = args;
    this.arns = Object.fromEntries(
      args.routes.map((route) => {
        const secret = new aws.secretsmanager.Secret(
          context.name(`slack-${route}`, autoNameLimit("secret")),
          {
            description: `Address of Slack's webhook of the route ${route}, filled by npm run slack:connect`,
            kmsKeyId: args.secretsKeyArn,
            recoveryWindowInDays: 30,
          },
          { parent: this, ...statefulOptions },
        );
        return [route, secret.arn];
      }),
    );
    this.registerOutputs({ arns: this.arns });
  }
}

/** A version of a secret, as Secrets Manager lists it. */
export interface SecretVersion {
  /** Its labels; AWSCURRENT is on the one that is read. */
  readonly versionStages?: readonly string[] | undefined;
}

/**
 * Says in a stack's output whether a route reaches Slack.
 *
 * @param environment name of the environment, for example "dev"
 * @param route name of the route
 * @param versions versions of its secret; none when nobody has connected it
 * @param isMailed whether there is an address that gets its alerts meanwhile
 */
export function connectionText(
  environment: string,
  route: string,
  versions: readonly SecretVersion[],
  isMailed: boolean,
): string {
  const isConnected = versions.some(({ versionStages }) => versionStages?.includes("AWSCURRENT") === true);
  if (isConnected) return "connected";
  const meanwhile = isMailed ? "alerts go by e-mail" : "nobody gets its alerts, for alerting.emails is empty";
  return `not connected: ${meanwhile}; run npm run slack:connect -- ${environment} --route ${route}`;
}
