/** Resources that no stack makes yet, most of services that none uses, as the guard rails want them, and changes that break these. For tests. */
import type { Properties } from "./control.ts";
import type { Mutation } from "./mutation.ts";

/** The settings of a task of DMS, which logs some of its components. */
export const taskSettings = (components: readonly string[], severity = "LOGGER_SEVERITY_DEFAULT"): string =>
  JSON.stringify({
    Logging: { EnableLogging: true, LogComponents: components.map((Id) => ({ Id, Severity: severity })) },
  });

const source = ["SOURCE_CAPTURE", "SOURCE_UNLOAD"];
const target = ["TARGET_APPLY", "TARGET_LOAD"];

/** A container as it should be. */
export const goodContainer: Properties = {
  name: "site",
  image: "site:1",
  user: "1000:1000",
  readonlyRootFilesystem: true,
  environment: [{ name: "AWS_REGION", value: "af-south-1" }],
  logConfiguration: { logDriver: "awslogs" },
};

/** The inputs of a task definition with one container. */
export const containing = (change: Properties): Properties => ({
  containerDefinitions: JSON.stringify([{ ...goodContainer, ...change }]),
});

/** Resources that break no guard rail: type without "aws:", and inputs. */
export const good = {
  instance: [
    "dms/replicationInstance:ReplicationInstance",
    { publiclyAccessible: false, autoMinorVersionUpgrade: true, multiAz: true },
  ],
  replication: [
    "dms/replicationTask:ReplicationTask",
    { replicationTaskSettings: taskSettings([...source, ...target]) },
  ],
  endpoint: ["dms/endpoint:Endpoint", { engineName: "mysql", endpointType: "source", sslMode: "verify-full" }],
  cluster: ["ecs/cluster:Cluster", { settings: [{ name: "containerInsights", value: "enhanced" }] }],
  service: ["ecs/service:Service", { launchType: "FARGATE", networkConfiguration: { subnets: ["subnet-1"] } }],
  task: [
    "ecs/taskDefinition:TaskDefinition",
    {
      ...containing({}),
      pidMode: "task",
      volumes: [
        { name: "scratch" },
        { name: "files", efsVolumeConfiguration: { fileSystemId: "fs-1", transitEncryption: "ENABLED" } },
      ],
    },
  ],
  activeMq: [
    "mq/broker:Broker",
    { engineType: "ActiveMQ", deploymentMode: "ACTIVE_STANDBY_MULTI_AZ", logs: { audit: true } },
  ],
  rabbitMq: ["mq/broker:Broker", { engineType: "RabbitMQ", deploymentMode: "CLUSTER_MULTI_AZ" }],
  snapshot: ["rds/snapshot:Snapshot", { dbInstanceIdentifier: "database", sharedAccounts: ["111122223333"] }],
} as const satisfies Readonly<Record<string, readonly [type: string, inputs: Properties]>>;

/** A good resource, changed. */
function bad(name: keyof typeof good, change: Properties): Mutation {
  const [type, inputs] = good[name];
  return { type, add: { ...inputs, ...change } };
}

/** The mutations by control: each is a resource that one thing is wrong with. */
export const unusedMutations: Readonly<Record<string, Mutation>> = {
  "DMS.1": bad("instance", { publiclyAccessible: true }),
  "DMS.6": bad("instance", { autoMinorVersionUpgrade: false }),
  "DMS.7": bad("replication", { replicationTaskSettings: taskSettings([...source, "TARGET_LOAD"]) }),
  "DMS.8": bad("replication", { replicationTaskSettings: taskSettings([...target, "SOURCE_UNLOAD"]) }),
  "DMS.9": bad("endpoint", { sslMode: "none" }),
  "DMS.13": bad("instance", { multiAz: false }),
  "ECS.2": bad("service", { networkConfiguration: { subnets: ["subnet-1"], assignPublicIp: true } }),
  "ECS.3": bad("task", { pidMode: "host" }),
  "ECS.4": bad("task", containing({ privileged: true })),
  "ECS.5": bad("task", containing({ readonlyRootFilesystem: false })),
  "ECS.8": bad("task", containing({ environment: [{ name: "AWS_SECRET_ACCESS_KEY", value: "…" }] })),
  "ECS.9": bad("task", containing({ logConfiguration: undefined })),
  "ECS.10": bad("service", { platformVersion: "1.3.0" }),
  "ECS.12": bad("cluster", { settings: [{ name: "containerInsights", value: "disabled" }] }),
  "ECS.18": bad("task", { volumes: [{ name: "files", efsVolumeConfiguration: { fileSystemId: "fs-1" } }] }),
  "ECS.20": bad("task", containing({ user: "0:1000" })),
  "MQ.2": bad("activeMq", { logs: { general: true } }),
  "MQ.5": bad("activeMq", { deploymentMode: "SINGLE_INSTANCE" }),
  "MQ.6": bad("rabbitMq", { deploymentMode: "SINGLE_INSTANCE" }),
  "RDS.1": bad("snapshot", { sharedAccounts: ["all"] }),
};
