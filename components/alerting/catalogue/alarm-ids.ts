import type { Severity } from "../../../ops-lambdas/slack-alerts/notice.ts";

/**
 * What a figure counts. `percent`: 0 to 100; `ratio`: 0 to 1; `state`: 1 is well and 0 is not; `credits`: CPU credits, of which one is
 * a vCPU-minute.
 */
export type Unit = "percent" | "ratio" | "bytes" | "bytes/second" | "seconds" | "count" | "days" | "credits" | "state";

/** What the settings must know of an alarm without its subject. */
export interface AlarmFacts {
  /** Unit of the threshold. */
  readonly unit: Unit;
  /** Severity when the settings say nothing. */
  readonly severity: Severity;
}

const critical = (unit: Unit): AlarmFacts => ({ unit, severity: "critical" });
const warning = (unit: Unit): AlarmFacts => ({ unit, severity: "warning" });
const info = (unit: Unit): AlarmFacts => ({ unit, severity: "info" });

/**
 * Every alarm that there is, by id. The settings name alarms by these. `docs/runbooks` has a page of the id's name for each: the settings can
 * make any of them page.
 */
export const alarmFacts = {
  "alert-path-dead-letters": critical("count"),
  "alert-path-failed-records": critical("count"),
  "alert-path-heartbeat": critical("count"),
  "alert-path-post-failures": critical("count"),
  "alert-path-queue-age": critical("seconds"),
  "alert-path-topic-failures": critical("count"),
  "auto-scaling-cpu": warning("percent"),
  "broker-memory": critical("ratio"),
  "cdn-errors": critical("percent"),
  "certificate-expiry": warning("days"),
  "database-burst-balance": warning("percent"),
  "database-connections": warning("count"),
  "database-cpu": warning("percent"),
  "database-cpu-credits": warning("credits"),
  "database-disk-queue": warning("count"),
  "database-load": warning("count"),
  "database-memory": warning("bytes"),
  "database-read-latency": warning("seconds"),
  "database-replica-lag": warning("seconds"),
  "database-storage-full": critical("bytes"),
  "database-storage-low": warning("bytes"),
  "database-swap": warning("bytes"),
  "database-write-latency": warning("seconds"),
  "files-burst-credits": warning("bytes"),
  "files-io-limit": warning("percent"),
  "files-throughput": warning("percent"),
  "function-errors": warning("count"),
  "function-silence": warning("count"),
  "function-throttles": warning("count"),
  "health-check": critical("state"),
  "instance-disk": warning("percent"),
  "instance-memory": warning("percent"),
  "instance-status": warning("count"),
  "instance-surplus-credits": info("credits"),
  "load-balancer-connection-errors": warning("count"),
  "load-balancer-elb-errors": warning("count"),
  "load-balancer-error-ratio": critical("ratio"),
  "load-balancer-healthy-hosts": critical("count"),
  "load-balancer-latency": warning("seconds"),
  "load-balancer-rejected-connections": warning("count"),
  "load-balancer-target-errors": warning("count"),
  "load-balancer-unhealthy-hosts": warning("count"),
  "mail-bounce-rate": critical("ratio"),
  "mail-complaint-rate": critical("ratio"),
  "nat-packet-drops": warning("count"),
  "nat-port-allocation": warning("count"),
  "queue-age": warning("seconds"),
  "queue-dead-letters": warning("count"),
  "replication-source-latency": warning("seconds"),
  "replication-target-latency": warning("seconds"),
  "service-cpu": warning("percent"),
  "service-memory": warning("percent"),
  "service-running-tasks": critical("count"),
  "table-read-throttles": warning("count"),
  "table-system-errors": warning("count"),
  "table-write-throttles": warning("count"),
  "vpn-tunnel": warning("state"),
} as const satisfies Readonly<Record<string, AlarmFacts>>;

/** Id of an alarm on a metric, in kebab case. */
export type AlarmId = keyof typeof alarmFacts;

/** The ids of all alarms on metrics. */
export const alarmIds = Object.keys(alarmFacts) as readonly AlarmId[];

/** Alarms that sum up others: they have no threshold. All of them page. */
export const compositeIds = ["site-down", "site-unreachable", "vpn-down"] as const;

/** Id of a composite alarm. */
export type CompositeId = (typeof compositeIds)[number];

/** An alarm that the settings may name. */
export type AnyAlarmId = AlarmId | CompositeId;

/**
 * Says whether there is an alarm of that id.
 *
 * @param id what was written
 */
export function isAlarmId(id: string): id is AnyAlarmId {
  return id in alarmFacts || (compositeIds as readonly string[]).includes(id);
}

/**
 * The severity of an alarm when the settings say nothing.
 *
 * @param id of a metric's or of a composite alarm
 */
export function defaultSeverity(id: AnyAlarmId): Severity {
  return id in alarmFacts ? alarmFacts[id as AlarmId].severity : "critical";
}
