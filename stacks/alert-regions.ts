import type { EnvironmentSettings } from "./settings.ts";

/** Where CloudFront, Route 53 and AWS Health have their metrics and events, whatever the environment's region. */
export const globalRegion = "us-east-1";

/**
 * The regions beside the home region in which something alerts, each once: the global one, and the one that mail passes through. A
 * topic takes a key of its own region, so the foundation makes a key in each.
 *
 * @param settings of the environment
 */
export function otherAlertRegions({ region, mail }: Pick<EnvironmentSettings, "region" | "mail">): readonly string[] {
  const mailRegions = mail.enabled && mail.region !== undefined ? [mail.region] : [];
  return [...new Set([globalRegion, ...mailRegions])].filter((other) => other !== region);
}
