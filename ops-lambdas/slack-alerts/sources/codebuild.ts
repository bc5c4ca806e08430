/**
 * CodeBuild: states and phases of builds. A build's environment, which may hold secrets, is never shown.
 * Source: https://docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications.html
 */
import type { Envelope } from "../envelope.ts";
import type { Notice, Severity } from "../notice.ts";
import { accountCode, arn, consoleUrl } from "../places.ts";
import { encoded, idOf, link, noticeOf, plainWords } from "./parts.ts";
import { list, record, text } from "./read.ts";
import type { About, Source } from "./source.ts";

/** Builds. */
export const codebuild: Source = {
  name: "codebuild",
  matches: ({ event }) => event?.source === "aws.codebuild",
  understand: (envelope, about) => notice(envelope, about),
};

/** States and phases' states that are no success. */
const failures: readonly string[] = ["FAILED", "FAULT", "TIMED_OUT", "CLIENT_ERROR"];

/** The phase that did not succeed; undefined when all did. */
function failedPhase(information: Readonly<Record<string, unknown>>): string | undefined {
  const failed = list(information.phases)
    .map(record)
    .find((phase) => failures.includes(text(phase["phase-status"]) ?? ""));
  return failed === undefined ? undefined : text(failed["phase-type"]);
}

function notice(envelope: Envelope, about: About): Notice {
  const { event } = envelope;
  const detail = event?.detail ?? {};
  const information = record(detail["additional-information"]);
  const build = text(detail["build-id"]) ?? event?.resources[0];
  const of = arn(build);
  const id = of?.resource.replace(/^build\//, "");
  const project = text(detail["project-name"]) ?? id?.split(":")[0];
  const phase = text(detail["completed-phase"]);
  const state = text(detail["build-status"]) ?? text(detail["completed-phase-status"]) ?? "UNKNOWN";
  const severity: Severity = failures.includes(state) ? "warning" : "info";
  const region = event?.region ?? of?.region;
  const account = accountCode(event?.account) ?? of?.accountId;
  const incident = `codebuild:${build ?? project ?? idOf(envelope, about)}`;
  const [name, run] = [encoded(project), encoded(id)];
  return noticeOf("codebuild", envelope, about, {
    severity,
    incident,
    transition: `${incident}:${phase ?? "build"}:${state}`,
    title: `Build of ${project ?? "unknown"}${phase === undefined ? "" : ` (${plainWords(phase)})`} ${state === "UNKNOWN" ? "changed its state" : plainWords(state)}`,
    facts: [
      ["Project", project],
      ["Failed in", failedPhase(information)?.toLowerCase()],
      ["Started by", text(information.initiator)],
      ["Build", id],
    ],
    links: [
      link(
        "Build",
        account === undefined || name === undefined || run === undefined
          ? undefined
          : consoleUrl(region, `/codesuite/codebuild/${account}/projects/${name}/build/${run}/log`),
      ),
    ],
    times: [event?.time],
    regions: [region],
    accounts: [account],
  });
}
