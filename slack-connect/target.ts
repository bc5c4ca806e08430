/** Which secret takes a route's webhook, from what the services stack tells. */

/** The secret of a route's webhook. */
export interface RouteSecret {
  /** Twelve digits of the AWS account. */
  readonly accountId: string;
  readonly region: string;
  readonly secretArn: string;
}

/** A route that the environment does not have, or an environment without alerting. */
export class RouteError extends Error {
  override readonly name = "RouteError";
}

/**
 * Finds the secret of a route.
 *
 * @param outputs of the services stack, by name: `webhookSecretArns`, the ARN by route
 * @throws RouteError naming the routes that there are, and what to do
 */
export function readRouteSecret(outputs: Readonly<Record<string, unknown>>, route: string): RouteSecret {
  const arns = outputs.webhookSecretArns;
  if (typeof arns !== "object" || arns === null || Object.keys(arns).length === 0) {
    throw new RouteError(
      "The stack platform has no output webhookSecretArns: the environment has no alerting, or is not up. " +
        "Bring it up (npm run up), and run this command again. Nothing was stored.",
    );
  }
  const secretArn: unknown = Object.hasOwn(arns, route) ? (arns as Record<string, unknown>)[route] : undefined;
  if (secretArn === undefined) {
    throw new RouteError(
      `There is no route ${JSON.stringify(route)}: there are ${Object.keys(arns).sort().join(", ")}. ` +
        "Routes are made by platform:alerting in the settings. Nothing was stored.",
    );
  }
  const [, region = "", accountId = ""] =
    /^arn:aws[a-z-]*:secretsmanager:([a-z0-9-]+):(\d{12}):secret:.+$/.exec(String(secretArn)) ?? [];
  if (region === "") {
    throw new RouteError(
      `The secret of the route ${route} is no ARN of Secrets Manager: ${JSON.stringify(secretArn)}.`,
    );
  }
  return { accountId, region, secretArn: String(secretArn) };
}
