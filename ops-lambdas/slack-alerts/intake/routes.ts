/** Which channel a notice goes to. */
import type { Notice } from "../notice.ts";
import type { Route } from "../settings.ts";

/**
 * The first route that takes the notice's severity and source.
 *
 * @param routes at least one; the settings see to it that each severity is taken
 * @throws Error when there is no route at all
 */
export function routeOf(notice: Notice, routes: readonly Route[]): Route {
  const takes = ({ severities, sources }: Route) =>
    severities.includes(notice.severity) && (sources === undefined || sources.includes(notice.source));
  // An alert that nobody was meant to get is still better in some channel than lost.
  const route = routes.find(takes) ?? routes.at(-1);
  if (route === undefined) throw new Error("There is no route: give the settings at least one.");
  return route;
}

/** Who is mentioned: on critical alarms only. */
export function mentionOf(notice: Notice, route: Route): string | undefined {
  return notice.severity === "critical" && notice.state === "alarm" ? route.mention : undefined;
}
