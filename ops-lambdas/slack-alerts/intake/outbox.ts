/** Makes the messages of the outbox. Each has an id that is the same however often it is made. */
import { groupOf } from "../groups.ts";
import { type Counted, type Decision, keyOf, type List, type Summary } from "../incidents/records.ts";
import { type Notice, type OutboxMessage, type Severity, severities } from "../notice.ts";
import type { DigestLine, Rendered } from "../render/index.ts";
import { longestGraph } from "../settings.ts";
import type { IntakeParts } from "./parts.ts";
import { mentionOf, routeOf } from "./routes.ts";

type Making = Pick<IntakeParts, "settings" | "render">;

/** Puts a message into the outbox. What is critical does not wait behind what is not. */
export async function post({ queues }: Pick<IntakeParts, "queues">, message: OutboxMessage, isUrgent: boolean) {
  await queues.post(message, groupOf(message.route, isUrgent));
}

/** The post of a notice, as it was decided; undefined for decisions that post nothing. */
export function noticePost(notice: Notice, decision: Decision, making: Making): OutboxMessage | undefined {
  const { settings, render } = making;
  const route = routeOf(notice, settings.routes);
  const context = { ...base(making), mention: mentionOf(notice, route) };
  const message = (rendered: Rendered): OutboxMessage => ({
    id: `notice-${keyOf(notice.transition)}`,
    route: route.name,
    severity: notice.severity,
    ...rendered,
    ...graphOf(notice),
  });
  if (decision.kind === "post") {
    const { alarmSince, untold } = decision;
    return message(render.renderNotice(notice, { ...context, alarmSince, untold }));
  }
  if (decision.kind === "late") {
    const { from, to } = decision;
    return message(render.renderLate(notice, { from, to }, { ...context, mention: undefined }));
  }
  if (decision.kind !== "flapping") return undefined;
  const { from, transitions, to = notice.time, state = notice.state } = decision;
  const input = { notice, transitions, from, to, state };
  return message(render.renderFlapping(input, context));
}

/** What the picture is drawn from. A damaged alarm can make it so long that the queue refuses the message: it goes without. */
function graphOf({ graph, region }: Notice): Pick<OutboxMessage, "graph" | "region"> {
  return graph === undefined || JSON.stringify(graph).length > longestGraph ? {} : { graph, region };
}

/** The summary of an incident that flaps. */
export function summaryPost(timerId: string, { flapping, state }: Summary, making: Making): OutboxMessage {
  const { notice, transitions, from, lastAt, untold } = flapping;
  const input = { notice, transitions, from, to: new Date(lastAt).toISOString(), state };
  return {
    id: `flapping-${timerId}`,
    route: flapping.route,
    severity: notice.severity,
    ...making.render.renderFlappingSummary(input, { ...base(making), untold }),
  };
}

/** The digest of what waited in a list; undefined when nothing did. */
export function digestPost(
  timerId: string,
  list: List,
  waited: readonly Counted[],
  making: Making,
): OutboxMessage | undefined {
  if (waited.length === 0) return undefined;
  const times = waited.map(({ time }) => time).sort();
  const rendered = making.render.renderDigest({
    ...base(making),
    route: list.route,
    from: times[0] as string,
    to: times.at(-1) as string,
    reason: list.reason,
    notices: digestLines(waited),
    total: waited.length,
  });
  return { id: `digest-${timerId}`, route: list.route, severity: mostUrgent(waited), ...rendered };
}

/** The incidents of what was counted, each with its latest state. */
export function digestLines(waited: readonly Counted[]): DigestLine[] {
  const incidents = new Map<string, Counted[]>();
  for (const notice of waited) incidents.set(notice.incident, [...(incidents.get(notice.incident) ?? []), notice]);
  return [...incidents.values()].map((notices) => {
    const latest = notices.reduce((last, notice) => (Date.parse(notice.time) >= Date.parse(last.time) ? notice : last));
    const { title, state, url } = latest;
    return { title, severity: mostUrgent(notices), state, count: notices.length, url };
  });
}

/** A route's daily sign of life. */
export function heartbeatPost(notice: Notice, route: string, { settings, render }: Making): OutboxMessage {
  const { project, environment, region } = settings;
  return {
    id: `heartbeat-${keyOf(notice.transition)}-${route}`,
    route,
    severity: "info",
    heartbeat: true,
    ...render.renderHeartbeat({ project, environment, region, route, time: notice.time }),
  };
}

function base({ settings: { project, environment, dashboardUrl } }: Making) {
  return { project, environment, dashboardUrl };
}

function mostUrgent(notices: readonly { readonly severity: Severity }[]): Severity {
  return severities.find((severity) => notices.some((notice) => notice.severity === severity)) ?? "info";
}
