import assert from "node:assert/strict";
import { instanceClassSizes } from "../../database/instance-class.ts";
import type { AlarmDefinition } from "./alarm-definition.ts";
import type { AlarmId } from "./alarm-ids.ts";
import { alertPathAlarms } from "./alert-path.ts";
import { autoScalingAlarms, isBurstable } from "./auto-scaling.ts";
import { serviceAlarms } from "./containers.ts";
import { type DatabaseSubject, databaseAlarms } from "./database.ts";
import { bytesPerGiB, maxConnections, powerOf } from "./database-classes.ts";
import { filesAlarms } from "./files.ts";
import { functionAlarms } from "./functions.ts";
import { loadBalancerAlarms } from "./load-balancer.ts";
import { queueAlarms } from "./queues.ts";
import { tableAlarms, tableOperations } from "./tables.ts";

const database: DatabaseSubject<string> = {
  identifier: "acme-prod-database",
  engine: "mysql",
  instanceClass: "db.m6g.large",
  storageGiB: 100,
  maxStorageGiB: 1000,
  storageType: "gp3",
  hasInsights: true,
};
const ids = (definitions: readonly AlarmDefinition[]) => definitions.map(({ id }) => id);
const thresholds = (change: Partial<DatabaseSubject<string>>): Partial<Record<AlarmId, number>> =>
  Object.fromEntries(databaseAlarms({ ...database, ...change }).map(({ id, threshold }) => [id, threshold.value]));

describe("the power of DB instance classes", () => {
  it("is known of every class that can be chosen", () => {
    for (const [family, sizes] of Object.entries(instanceClassSizes)) {
      for (const size of sizes) assert.ok(powerOf(`db.${family}.${size}`).memoryGiB >= 1, `${family}.${size}`);
    }
  });

  for (const [instanceClass, virtualProcessors, memoryGiB] of [
    ["db.t4g.micro", 2, 1],
    ["db.t3.small", 2, 2],
    ["db.t4g.medium", 2, 4],
    ["db.t4g.large", 2, 8],
    ["db.t3.2xlarge", 8, 32],
    ["db.m6g.large", 2, 8],
    ["db.m5.24xlarge", 96, 384],
    ["db.r6g.xlarge", 4, 32],
    ["db.r5.12xlarge", 48, 384],
  ] as const) {
    it(`of ${instanceClass} is ${virtualProcessors} vCPUs and ${memoryGiB} GiB`, () => {
      assert.deepEqual(powerOf(instanceClass), { virtualProcessors, memoryGiB });
    });
  }

  it("is refused of a class that is not known, with what to do", () => {
    assert.throws(
      () => powerOf("db.x2g.large"),
      /db\.x2g\.large: its memory is not known[\s\S]+families t3, t4g, [\s\S]+Add memory/,
    );
  });

  it("never gives more connections than instances were seen to take, so that nine tenths are reached", () => {
    const seen = [
      ["mysql", "db.t4g.micro", 66],
      ["mysql", "db.t4g.small", 150],
      ["mysql", "db.t4g.medium", 312],
      ["mysql", "db.m6g.large", 648],
      ["postgres", "db.t4g.small", 198],
      ["postgres", "db.t4g.medium", 413],
      ["postgres", "db.m6g.large", 856],
    ] as const;
    for (const [engine, instanceClass, connections] of seen) {
      const counted = maxConnections(engine, instanceClass);
      assert.ok(counted <= connections && counted > 0.9 * connections, `${engine} ${instanceClass}: ${counted}`);
    }
    assert.equal(maxConnections("postgres", "db.r6g.16xlarge"), 5000);
    assert.equal(maxConnections("mysql", "db.r5.24xlarge"), 16_000);
  });
});

describe("the alarms of a database", () => {
  it("follow from class and size", () => {
    assert.deepEqual(thresholds({}), {
      "database-cpu": 90,
      "database-memory": Math.round(0.8 * bytesPerGiB),
      "database-swap": 268_435_456,
      "database-connections": 576,
      "database-load": 2,
      "database-storage-low": 10 * bytesPerGiB,
      "database-storage-full": 5 * bytesPerGiB,
      "database-disk-queue": 64,
      "database-read-latency": 0.15,
      "database-write-latency": 0.15,
    });
  });

  it("take the maximum for a full disk where storage hardly grows any more, or not at all", () => {
    const full = "database-storage-full";
    assert.equal(thresholds({ maxStorageGiB: undefined })[full], 5 * bytesPerGiB);
    assert.equal(thresholds({ storageGiB: 950 })[full], 50 * bytesPerGiB);
    assert.equal(thresholds({ storageGiB: 800 })[full], 40 * bytesPerGiB);
  });

  it("leave out what the database does not report", () => {
    const burst = ids(
      databaseAlarms({ ...database, instanceClass: "db.t4g.micro", storageType: "gp2", hasInsights: false }),
    );
    assert.ok(burst.includes("database-cpu-credits") && burst.includes("database-burst-balance"));
    assert.ok(!burst.includes("database-load"), "DBLoad is there with insights only");
    const steady = ids(databaseAlarms(database));
    assert.ok(!steady.includes("database-cpu-credits") && !steady.includes("database-burst-balance"));
    assert.ok(!steady.includes("database-replica-lag"));
  });

  it("watch each replica, and how late it is", () => {
    const all = databaseAlarms({ ...database, replicaIdentifiers: ["one", "two"] });
    const single = databaseAlarms(database).length;
    assert.equal(all.length, single + 2 * (single + 1));
    const lag = all.filter(({ id }) => id === "database-replica-lag");
    assert.deepEqual(
      lag.map(({ subject, watched }) => [subject, "metric" in watched && watched.metric.dimensions]),
      [
        ["replica-1", { DBInstanceIdentifier: "one" }],
        ["replica-2", { DBInstanceIdentifier: "two" }],
      ],
    );
  });
});

describe("the alarms of other subjects", () => {
  it("are on credits of burstable types only", () => {
    assert.deepEqual(["t3.micro", "t4g.large", "t3a.small", "m6g.large", "trn1.2xlarge"].map(isBurstable), [
      true,
      true,
      true,
      false,
      false,
    ]);
    const group = { subject: "web", groupName: "acme-prod-web", instanceTypes: ["m6g.large"] };
    assert.deepEqual(ids(autoScalingAlarms(group)), ["auto-scaling-cpu", "instance-status"]);
    assert.ok(
      ids(autoScalingAlarms({ ...group, instanceTypes: ["m6g.large", "t4g.large"] })).includes(
        "instance-surplus-credits",
      ),
    );
    assert.ok(ids(autoScalingAlarms({ ...group, agentNamespace: "acme/prod/web" })).includes("instance-memory"));
  });

  it("are not on the Errors of a function that reports partial failures", () => {
    const lambda = { subject: "intake", functionName: "acme-prod-intake" };
    assert.deepEqual(ids(functionAlarms({ ...lambda, reportsPartialFailures: true })), ["function-throttles"]);
    assert.deepEqual(ids(functionAlarms({ ...lambda, reportsPartialFailures: false })), [
      "function-errors",
      "function-throttles",
    ]);
    const path = alertPathAlarms({
      environmentName: "acme-prod",
      routes: ["all"],
      queues: [],
      deadLetterQueues: [],
      topics: [],
      functions: [],
    });
    assert.ok(!JSON.stringify(path).includes("AWS/Lambda"));
  });

  it("tell of the alert path's functions that stop before they answer, beside what they count themselves", () => {
    const path = alertPathAlarms({
      environmentName: "acme-prod",
      routes: [],
      queues: [{ subject: "alerts", name: "acme-prod-alerts", region: "home", delaySeconds: 900 }],
      deadLetterQueues: [],
      topics: [],
      functions: [{ subject: "intake", name: "acme-prod-alerts-intake", region: "home" }],
    });
    const failed = path.filter(({ id }) => id === "alert-path-failed-records");
    assert.deepEqual(
      failed.map(({ subject, watched, tells }) => [subject, "metric" in watched && watched.metric.name, tells]),
      [
        ["intake", "FailedRecords", "path"],
        ["sender", "FailedRecords", "path"],
        ["intake-table", "Unstored", "path"],
        ["sender-table", "Unstored", "path"],
        ["intake-calls", "Errors", "path"],
      ],
    );
    const age = path.find(({ id }) => id === "alert-path-queue-age");
    assert.equal(age?.threshold.value, 1500, "timers of 15 minutes do not count as late");
  });

  it("leave out what EFS's modes do not have", () => {
    const files = { fileSystemId: "fs-1", throughputMode: "elastic", performanceMode: "generalPurpose" } as const;
    assert.deepEqual(ids(filesAlarms(files)), ["files-io-limit", "files-throughput"]);
    assert.deepEqual(ids(filesAlarms({ ...files, throughputMode: "bursting", performanceMode: "maxIO" })), [
      "files-burst-credits",
      "files-throughput",
    ]);
  });

  it("take no targets and no tasks for a fault only where there must be some", () => {
    const balancer = { arnSuffix: "app/web/1", targetGroupArnSuffix: "targetgroup/web/1" };
    const healthy = (minTargets: number) =>
      loadBalancerAlarms({ ...balancer, minTargets }).find(({ id }) => id === "load-balancer-healthy-hosts")
        ?.missingData;
    assert.deepEqual([healthy(2), healthy(0)], ["breaching", "notBreaching"]);
    const service = { subject: "shop", clusterName: "acme-prod", serviceName: "shop" };
    assert.equal(serviceAlarms({ ...service, minTasks: 3 }).at(-1)?.threshold.value, 3);
    assert.deepEqual(ids(serviceAlarms({ ...service, minTasks: 0 })), ["service-cpu", "service-memory"]);
  });

  it("are on a dead-letter queue where there is one", () => {
    assert.deepEqual(ids(queueAlarms({ subject: "orders", queueName: "orders" })), ["queue-age"]);
  });

  it("refuse to add up more operations of a table than CloudWatch does, or none", () => {
    const table = { subject: "carts", tableName: "carts" };
    const operations = tableOperations.slice(0, 11);
    assert.throws(() => tableAlarms({ ...table, operations }), /carts: got 11 operations, allowed are 1 to 10/);
    assert.throws(() => tableAlarms({ ...table, operations: [] }), /got 0 operations/);
  });
});
