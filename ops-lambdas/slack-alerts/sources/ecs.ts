/**
 * ECS: tasks that stopped, service actions, deployments.
 * Sources: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_cwe_events.html,
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html
 */
import type { Envelope } from "../envelope.ts";
import type { Notice, Severity } from "../notice.ts";
import { consoleUrl } from "../places.ts";
import { capital, encoded, idOf, lastPart, link, noticeOf, plainWords } from "./parts.ts";
import { list, number, record, text } from "./read.ts";
import type { About, Source } from "./source.ts";

/** Status with which the kernel's kill signal ends a container (128 + 9). */
const killedExitCode = 137;

/** What ECS tells. */
export const ecs: Source = {
  name: "ecs",
  matches: ({ event }) => event?.source === "aws.ecs",
  understand: (envelope, about) =>
    envelope.event?.["detail-type"] === "ECS Task State Change" ? task(envelope, about) : service(envelope, about),
};

/** Name of the cluster and of the service or task out of the ARN "…:service/cluster/name"; old ARNs lack the cluster. */
function parts(resource: string | undefined): {
  readonly cluster?: string | undefined;
  readonly name?: string | undefined;
} {
  const [, ...names] = (resource?.split(":").at(-1) ?? "").split("/");
  return names.length > 1 ? { cluster: text(names[0]), name: text(names[1]) } : { name: text(names[0]) };
}

/** Page of a service or of a task in the console. */
function page(
  region: string | undefined,
  cluster: string | undefined,
  rest: string,
  name: string | undefined,
): string | undefined {
  const [inCluster, named] = [encoded(cluster), encoded(name)];
  return inCluster === undefined || named === undefined
    ? undefined
    : consoleUrl(region, `/ecs/v2/clusters/${inCluster}/${rest.replace("*", named)}`);
}

/** A task: the containers tell why it ended. */
function task(envelope: Envelope, about: About): Notice {
  const { event } = envelope;
  const detail = event?.detail ?? {};
  const containers = list(detail.containers).map(record);
  const reasons = containers.map((container) => text(container.reason)).filter((reason) => reason !== undefined);
  const stopped = text(detail.stoppedReason);
  const isStopped = text(detail.lastStatus) === "STOPPED";
  const killed = containers.filter((container) => number(container.exitCode) === killedExitCode);
  const isOutOfMemory = [...reasons, stopped].some((reason) => /OutOfMemory/i.test(reason ?? ""));
  const isKilled = isOutOfMemory || (killed.length > 0 && text(detail.stopCode) === "EssentialContainerExited");
  const taskArn = text(detail.taskArn) ?? event?.resources[0];
  const { cluster = lastPart(detail.clusterArn), name } = parts(taskArn);
  const group = text(detail.group)?.replace(/^(service|family):/, "") ?? name ?? "a task";
  const status = plainWords(text(detail.lastStatus) ?? "changed its state");
  const ended = isOutOfMemory
    ? "ran out of memory"
    : isKilled
      ? "was killed, probably for want of memory"
      : isStopped
        ? "stopped"
        : `is ${status}`;
  return noticeOf("ecs", envelope, about, {
    severity: isStopped && isKilled ? "warning" : "info",
    // One incident for a service: when its tasks die one after the other, that is one thing to know.
    incident: `ecs:${cluster ?? ""}:${group}:task`,
    // A task stops once, though its containers make several events of it.
    transition: `ecs:${taskArn ?? idOf(envelope, about)}:${isStopped ? "stopped" : (text(detail.version) ?? idOf(envelope, about))}`,
    title: `ECS task of ${group} ${ended}`,
    summary: [stopped, ...reasons].filter((reason) => reason !== undefined).join(". "),
    facts: [
      ["Cluster", cluster],
      ["Task", name],
      [
        "Definition",
        lastPart(detail.taskDefinitionArn) === undefined
          ? undefined
          : text(detail.taskDefinitionArn)?.split("/").at(-1),
      ],
      [
        "Containers",
        containers
          .map((container) => ended137(container))
          .filter((line) => line !== undefined)
          .join(", "),
      ],
      ["Memory", text(detail.memory) === undefined ? undefined : `${text(detail.memory)} MiB`],
    ],
    links: [link("Task", page(event?.region, cluster, "tasks/*", name))],
    times: [detail.stoppedAt, detail.updatedAt, event?.time],
  });
}

/** A container with its exit code; undefined while it runs. */
function ended137(container: Readonly<Record<string, unknown>>): string | undefined {
  const code = number(container.exitCode);
  return code === undefined ? undefined : `${text(container.name) ?? "container"} ended with ${code}`;
}

/** Severity by AWS's type of the event. */
function severityOf(detail: Readonly<Record<string, unknown>>): Severity {
  const type = text(detail.eventType);
  return type === "WARN" || type === "ERROR" ? "warning" : "info";
}

/** A service action, a deployment, and what else ECS tells. */
function service(envelope: Envelope, about: About): Notice {
  const { event } = envelope;
  const detail = event?.detail ?? {};
  const { cluster = lastPart(detail.clusterArn), name } = parts(event?.resources[0]);
  const happened = text(detail.eventName) ?? event?.["detail-type"] ?? "event";
  const deployment = text(detail.deploymentId);
  const what = plainWords(happened).replace(/^service /, "");
  const incident = `ecs:${event?.resources[0] ?? name ?? "service"}:${deployment ?? plainWords(happened)}`;
  return noticeOf("ecs", envelope, about, {
    severity: severityOf(detail),
    incident,
    transition: `${incident}:${happened}:${idOf(envelope, about)}`,
    title: `ECS service ${name ?? "unknown"}: ${what}`,
    summary: text(detail.reason) ?? capital(what),
    facts: [
      ["Cluster", cluster],
      ["Service", name],
      ["Deployment", deployment],
    ],
    links: [
      link(
        "Service",
        page(event?.region, cluster, deployment === undefined ? "services/*/health" : "services/*/deployments", name),
      ),
    ],
    times: [detail.createdAt, detail.updatedAt, event?.time],
  });
}
