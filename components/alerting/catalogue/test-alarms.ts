/** One of each kind of thing, and of each way to have it, so that every alarm of the catalogue is there: for tests and documents. */
import type { AlarmDefinition } from "./alarm-definition.ts";
import { alertPathAlarms } from "./alert-path.ts";
import { autoScalingAlarms } from "./auto-scaling.ts";
import { brokerAlarms } from "./broker.ts";
import { certificateAlarms } from "./certificates.ts";
import { type CompositeDefinition, siteComposites } from "./composite-definition.ts";
import { serviceAlarms } from "./containers.ts";
import { databaseAlarms } from "./database.ts";
import { distributionAlarms, healthCheckAlarms } from "./edge.ts";
import { filesAlarms } from "./files.ts";
import { dailyFunctionAlarms, functionAlarms } from "./functions.ts";
import { loadBalancerAlarms } from "./load-balancer.ts";
import { mailAlarms } from "./mail.ts";
import { natGatewayAlarms } from "./network.ts";
import { queueAlarms } from "./queues.ts";
import { replicationAlarms } from "./replication.ts";
import { tableAlarms } from "./tables.ts";
import { vpnAlarms, vpnComposites } from "./vpn.ts";

const certificateArn = "arn:aws:acm:us-east-1:111122223333:certificate/12345678-1234-1234-1234-123456789012";

/** The namespace in which the example's agent writes. */
export const exampleAgentNamespace = "acme/prod/web";

/** Every alarm on a metric, at least once each. */
export const exampleAlarms: readonly AlarmDefinition[] = [
  ...alertPathAlarms({
    environmentName: "acme-prod",
    routes: ["critical", "notices"],
    queues: [
      { subject: "queue", name: "acme-prod-alerts-queue", region: "home" },
      { subject: "outbox", name: "acme-prod-alerts-outbox.fifo", region: "home" },
    ],
    deadLetterQueues: [
      { subject: "queue", name: "acme-prod-alerts-dead", region: "home" },
      { subject: "undelivered", name: "acme-prod-alerts-undelivered", region: "home" },
      { subject: "undelivered-us-east-1", name: "acme-prod-alerts-undelivered", region: "us-east-1" },
    ],
    topics: [{ subject: "critical", name: "acme-prod-alerts-critical", region: "home" }],
    functions: [{ subject: "intake", name: "acme-prod-alerts-intake", region: "home" }],
  }),
  ...autoScalingAlarms({
    subject: "web",
    groupName: "acme-prod-web",
    instanceTypes: ["m6g.large", "t4g.large"],
    agentNamespace: exampleAgentNamespace,
  }),
  ...autoScalingAlarms({ subject: "bastion", groupName: "acme-prod-bastion", instanceTypes: ["t4g.micro"] }),
  ...brokerAlarms({ brokerName: "acme-prod-broker", nodes: [{ subject: "node-1", node: "rabbit@ip-10-0-0-1" }] }),
  ...certificateAlarms({ subject: "cdn", certificateArn, region: "us-east-1" }),
  ...databaseAlarms({
    identifier: "acme-prod-database",
    engine: "mysql",
    instanceClass: "db.t4g.medium",
    storageGiB: 100,
    maxStorageGiB: 1000,
    storageType: "gp2",
    hasInsights: true,
    replicaIdentifiers: ["acme-prod-database-replica-1"],
  }),
  ...distributionAlarms({ distributionId: "E0123456789ABC" }),
  ...filesAlarms({
    fileSystemId: "fs-0123456789abcdef0",
    throughputMode: "bursting",
    performanceMode: "generalPurpose",
  }),
  ...dailyFunctionAlarms({ subject: "backup-report", functionName: "acme-prod-backup-report" }),
  ...functionAlarms({ subject: "rotation", functionName: "acme-prod-rotation", reportsPartialFailures: false }),
  ...healthCheckAlarms({ healthCheckId: "12345678-1234-1234-1234-123456789012" }),
  ...loadBalancerAlarms({
    arnSuffix: "app/acme-prod-web/0123456789abcdef",
    targetGroupArnSuffix: "targetgroup/acme-prod-web/0123456789abcdef",
    minTargets: 2,
  }),
  ...mailAlarms({ region: "eu-west-1" }),
  ...natGatewayAlarms({ subject: "af-south-1a", natGatewayId: "nat-0123456789abcdef0" }),
  ...queueAlarms({ subject: "orders", queueName: "acme-prod-orders", deadLetterQueueName: "acme-prod-orders-dead" }),
  ...replicationAlarms({
    subject: "shop",
    instanceIdentifier: "acme-prod-replication",
    taskIdentifier: "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
  }),
  ...serviceAlarms({ subject: "shop", clusterName: "acme-prod", serviceName: "shop", minTasks: 2 }),
  ...tableAlarms({ subject: "carts", tableName: "acme-prod-carts", operations: ["GetItem", "PutItem", "Query"] }),
  ...vpnAlarms({ subject: "office", vpnId: "vpn-0123456789abcdef0", tunnelAddresses: ["192.0.2.1", "192.0.2.2"] }),
];

/** Every sum of alarms. */
export const exampleComposites: readonly CompositeDefinition[] = [
  ...siteComposites,
  ...vpnComposites({ subject: "office" }),
];
