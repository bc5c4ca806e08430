/**
 * CodePipeline: executions, stages and actions.
 * Source: https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html
 */
import type { Envelope } from "../envelope.ts";
import type { Notice, Severity } from "../notice.ts";
import { consoleUrl } from "../places.ts";
import { encoded, idOf, lastPart, link, noticeOf, plainWords } from "./parts.ts";
import { at, record, text } from "./read.ts";
import type { About, Source } from "./source.ts";

/** Pipelines, their stages and actions. */
export const codepipeline: Source = {
  name: "codepipeline",
  matches: ({ event }) => event?.source === "aws.codepipeline",
  understand: (envelope, about) => notice(envelope, about),
};

function notice(envelope: Envelope, about: About): Notice {
  const { event } = envelope;
  const detail = event?.detail ?? {};
  const pipeline = text(detail.pipeline) ?? lastPart(event?.resources[0]);
  const execution = text(detail["execution-id"]);
  const [stage, action] = [text(detail.stage), text(detail.action)];
  const state = text(detail.state) ?? "UNKNOWN";
  const severity: Severity = state === "FAILED" ? "warning" : "info";
  const what = [stage, action].filter((part) => part !== undefined).join(", ");
  const incident = `codepipeline:${pipeline ?? "unknown"}:${execution ?? idOf(envelope, about)}`;
  const [name, run] = [encoded(pipeline), encoded(execution)];
  const home = name === undefined ? undefined : `/codesuite/codepipeline/pipelines/${name}`;
  return noticeOf("codepipeline", envelope, about, {
    severity,
    incident,
    // A stage that is tried again fails a second time: that is told, too.
    transition: `${incident}:${what}:${state}:${idOf(envelope, about)}`,
    title: `Pipeline ${pipeline ?? "unknown"}${what === "" ? "" : ` (${what})`} ${state === "UNKNOWN" ? "changed its state" : plainWords(state)}`,
    summary: text(at(detail, "execution-result", "external-execution-summary")),
    facts: [
      ["Pipeline", pipeline],
      ["Stage", stage],
      ["Action", action],
      ["Kind", text(record(detail.type).category)],
      ["Execution", execution],
    ],
    links: [
      link(
        "Execution",
        home === undefined
          ? undefined
          : consoleUrl(event?.region, run === undefined ? `${home}/view` : `${home}/executions/${run}/timeline`),
      ),
    ],
    times: [event?.time],
  });
}
