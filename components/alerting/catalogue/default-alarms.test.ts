import assert from "node:assert/strict";
import type { AlarmDefinition } from "./alarm-definition.ts";
import { type AlarmId, alarmIds } from "./alarm-ids.ts";
import { exampleAlarms } from "./test-alarms.ts";

/** An alarm in a line: what the list of default alarms says of it. */
function line({ watched, threshold, missingData, ...rest }: AlarmDefinition): string {
  const statistic = "metric" in watched ? watched.metric.statistic : "math";
  const { comparison, periodSeconds, datapointsToAlarm, evaluationPeriods, severity } = rest;
  return (
    `${statistic} ${comparison} ${threshold.value} ${threshold.unit}, ${periodSeconds} s ${datapointsToAlarm}/${evaluationPeriods}, ` +
    `${missingData}, ${severity}`
  );
}

/** What people were promised; the thresholds by class and size are those of the examples. */
const expected: Readonly<Record<AlarmId, string>> = {
  "alert-path-dead-letters": "Maximum > 0 count, 60 s 1/1, notBreaching, critical",
  "alert-path-failed-records": "Sum > 0 count, 60 s 1/1, notBreaching, critical",
  "alert-path-heartbeat": "Sum < 1 count, 3600 s 26/26, breaching, critical",
  "alert-path-post-failures": "Sum > 0 count, 60 s 1/1, notBreaching, critical",
  "alert-path-queue-age": "Maximum > 600 seconds, 60 s 1/1, notBreaching, critical",
  "alert-path-topic-failures": "Sum > 0 count, 60 s 1/1, notBreaching, critical",
  "auto-scaling-cpu": "Average > 80 percent, 600 s 1/1, missing, warning",
  "broker-memory": "math > 0.8 ratio, 60 s 5/5, missing, critical",
  "cdn-errors": "math > 1 percent, 60 s 2/5, notBreaching, critical",
  "certificate-expiry": "Minimum < 30 days, 86400 s 1/1, missing, warning",
  "database-burst-balance": "Average < 20 percent, 600 s 3/3, missing, warning",
  "database-connections": "Average > 278 count, 60 s 5/5, missing, warning",
  "database-cpu": "Average > 90 percent, 60 s 5/5, missing, warning",
  "database-cpu-credits": "Average < 20 credits, 600 s 3/3, missing, warning",
  "database-disk-queue": "Average > 64 count, 600 s 1/1, missing, warning",
  "database-load": "Average > 2 count, 60 s 15/15, missing, warning",
  "database-memory": "Average < 429496730 bytes, 60 s 15/15, missing, warning",
  "database-read-latency": "p90 > 0.15 seconds, 60 s 5/5, missing, warning",
  "database-replica-lag": "Average > 300 seconds, 60 s 5/5, missing, warning",
  "database-storage-full": "Average < 5368709120 bytes, 60 s 5/5, missing, critical",
  "database-storage-low": "Average < 10737418240 bytes, 300 s 6/6, missing, warning",
  "database-swap": "Average > 268435456 bytes, 600 s 1/1, missing, warning",
  "database-write-latency": "p90 > 0.15 seconds, 60 s 5/5, missing, warning",
  "files-burst-credits": "Average < 192000000000 bytes, 600 s 1/1, missing, warning",
  "files-io-limit": "Maximum > 95 percent, 600 s 3/3, missing, warning",
  "files-throughput": "math > 80 percent, 60 s 6/10, missing, warning",
  "function-errors": "Sum > 0 count, 60 s 1/1, notBreaching, warning",
  "function-silence": "Sum < 1 count, 3600 s 26/26, breaching, warning",
  "function-throttles": "Sum > 0 count, 60 s 1/1, notBreaching, warning",
  "health-check": "Minimum < 1 state, 60 s 2/2, missing, critical",
  "instance-disk": "Average > 80 percent, 600 s 1/1, missing, warning",
  "instance-memory": "Average > 80 percent, 600 s 1/1, missing, warning",
  "instance-status": "Maximum > 0 count, 60 s 5/5, missing, warning",
  "instance-surplus-credits": "Sum > 0 credits, 3600 s 1/1, notBreaching, info",
  "load-balancer-connection-errors": "Sum > 0 count, 60 s 1/1, notBreaching, warning",
  "load-balancer-elb-errors": "Sum > 0 count, 60 s 3/5, notBreaching, warning",
  "load-balancer-error-ratio": "math > 0.05 ratio, 300 s 1/1, notBreaching, critical",
  "load-balancer-healthy-hosts": "Minimum < 1 count, 60 s 2/2, breaching, critical",
  "load-balancer-latency": "p95 > 0.5 seconds, 300 s 2/2, missing, warning",
  "load-balancer-rejected-connections": "Sum > 0 count, 60 s 1/1, notBreaching, warning",
  "load-balancer-target-errors": "Sum > 0 count, 60 s 3/5, notBreaching, warning",
  "load-balancer-unhealthy-hosts": "Maximum >= 1 count, 60 s 5/5, missing, warning",
  "mail-bounce-rate": "Maximum >= 0.05 ratio, 3600 s 1/1, notBreaching, critical",
  "mail-complaint-rate": "Maximum >= 0.001 ratio, 3600 s 1/1, notBreaching, critical",
  "nat-packet-drops": "Sum > 0 count, 60 s 1/1, notBreaching, warning",
  "nat-port-allocation": "Sum > 0 count, 60 s 1/1, notBreaching, warning",
  "queue-age": "Maximum > 600 seconds, 60 s 1/1, notBreaching, warning",
  "queue-dead-letters": "Maximum > 0 count, 60 s 1/1, notBreaching, warning",
  "replication-source-latency": "Average > 60 seconds, 300 s 3/3, notBreaching, warning",
  "replication-target-latency": "Average > 60 seconds, 300 s 3/3, notBreaching, warning",
  "service-cpu": "Average > 80 percent, 300 s 1/1, missing, warning",
  "service-memory": "Average > 80 percent, 300 s 1/1, missing, warning",
  "service-running-tasks": "Minimum < 2 count, 60 s 5/5, breaching, critical",
  "table-read-throttles": "math >= 1 count, 60 s 1/1, notBreaching, warning",
  "table-system-errors": "math >= 1 count, 60 s 1/1, notBreaching, warning",
  "table-write-throttles": "math >= 1 count, 60 s 1/1, notBreaching, warning",
  "vpn-tunnel": "Minimum < 1 state, 300 s 3/3, missing, warning",
};

describe("the default alarms", () => {
  for (const id of alarmIds) {
    it(`have ${id}`, () => {
      const lines = exampleAlarms.filter((each) => each.id === id).map(line);
      assert.deepEqual([...new Set(lines)], [expected[id]]);
    });
  }
});
