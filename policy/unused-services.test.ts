import assert from "node:assert/strict";
import { judge, subject } from "../test/guard-rails.ts";
import type { Properties } from "./control.ts";
import { containing, goodContainer, taskSettings } from "./unused-services.ts";

/** The controls that one resource breaks, what is excepted too, of a service. */
const broken = (type: string, props: Properties, environment = "prod"): readonly string[] =>
  judge([subject(environment, `aws:${type}`, "one", props, { protect: true })])
    .map(({ rail }) => rail.control)
    .sort();

const task = (props: Properties) => broken("ecs/taskDefinition:TaskDefinition", props);

describe("the guard rails of services that no stack uses", () => {
  it("look at each container of a task", () => {
    const second = { name: "helper", image: "helper:1" };
    const props = { containerDefinitions: JSON.stringify([goodContainer, second]) };
    assert.deepEqual(task(props), ["ECS.20", "ECS.5", "ECS.9"]);
    assert.deepEqual(task({ containerDefinitions: "[]" }), []);
  });

  it("read the members of a container in any case, as the provider does", () => {
    assert.deepEqual(task(containing({ Privileged: true })), ["ECS.4"]);
    const { readonlyRootFilesystem, ...others } = goodContainer;
    const props = { containerDefinitions: JSON.stringify([{ ...others, ReadOnlyRootFilesystem: true }]) };
    assert.deepEqual(task(props), []);
  });

  it("know root by its names", () => {
    for (const user of ["root", "0", "0:0", "root:site", "", ":1000", undefined]) {
      assert.deepEqual(task(containing({ user })), ["ECS.20"], user);
    }
    for (const user of ["1000", "1000:0", "site", "10:root"]) assert.deepEqual(task(containing({ user })), [], user);
  });

  it("demand of containers of Windows what Windows has", () => {
    const props = containing({ user: undefined, readonlyRootFilesystem: undefined, logConfiguration: undefined });
    const runtimePlatform = { operatingSystemFamily: "WINDOWS_SERVER_2022_CORE" };
    assert.deepEqual(task({ ...props, runtimePlatform }), ["ECS.9"]);
    assert.deepEqual(task({ ...props, runtimePlatform: { operatingSystemFamily: "LINUX" } }), [
      "ECS.20",
      "ECS.5",
      "ECS.9",
    ]);
  });

  it("know each variable that holds a secret", () => {
    for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "ECS_ENGINE_AUTH_DATA"]) {
      assert.deepEqual(task(containing({ environment: [{ name, value: "…" }] })), ["ECS.8"], name);
    }
    assert.deepEqual(task(containing({ environment: undefined, secrets: [{ name: "PASSWORD" }] })), []);
  });

  it("look at task sets as at services, and take the latest platform by its names", () => {
    for (const type of ["ecs/service:Service", "ecs/taskSet:TaskSet"]) {
      assert.deepEqual(broken(type, { networkConfiguration: { assignPublicIp: true } }), ["ECS.2"]);
      assert.deepEqual(broken(type, {}), []);
      for (const platformVersion of ["LATEST", "1.4.0"]) assert.deepEqual(broken(type, { platformVersion }), []);
    }
    assert.deepEqual(broken("ecs/cluster:Cluster", {}), ["ECS.12"]);
  });

  it("take logs of a task of DMS by component and severity", () => {
    const all = ["SOURCE_CAPTURE", "SOURCE_UNLOAD", "TARGET_APPLY", "TARGET_LOAD"];
    const replication = (replicationTaskSettings?: string) =>
      broken("dms/replicationTask:ReplicationTask", { replicationTaskSettings });
    assert.deepEqual(replication(), ["DMS.7", "DMS.8"]);
    assert.deepEqual(replication(taskSettings(all, "LOGGER_SEVERITY_ERROR")), ["DMS.7", "DMS.8"]);
    assert.deepEqual(replication(taskSettings(all, "LOGGER_SEVERITY_DETAILED_DEBUG")), []);
    assert.deepEqual(replication(taskSettings(all).replace("true", "false")), ["DMS.7", "DMS.8"]);
  });

  it("look at every kind of snapshot of a database", () => {
    for (const name of ["Snapshot", "SnapshotCopy", "ClusterSnapshot", "ClusterSnapshotCopy"]) {
      const shared = (...sharedAccounts: readonly string[]) =>
        broken(`rds/${name[0]?.toLowerCase()}${name.slice(1)}:${name}`, { sharedAccounts });
      assert.deepEqual([shared("111122223333", "all"), shared("111122223333"), shared()], [["RDS.1"], [], []], name);
    }
  });

  const endpoints: readonly (readonly [title: string, props: Properties, isBroken: boolean])[] = [
    ["a database without a mode", { engineName: "postgres" }, true],
    ["a database that must have TLS", { engineName: "postgres", sslMode: "require" }, false],
    ["a service of AWS, which has no other way", { engineName: "kinesis" }, false],
    ["Redis by default", { engineName: "redis", redisSettings: {} }, false],
    ["Redis in plain text", { engineName: "redis", redisSettings: { sslSecurityProtocol: "plaintext" } }, true],
    ["Kafka by default", { engineName: "kafka", kafkaSettings: {} }, true],
    ["Kafka with TLS", { engineName: "kafka", kafkaSettings: { securityProtocol: "sasl-ssl" } }, false],
  ];
  for (const [title, props, isBroken] of endpoints) {
    it(`endpoints of DMS: ${title}`, () => {
      assert.deepEqual(broken("dms/endpoint:Endpoint", props), isBroken ? ["DMS.9"] : []);
    });
  }

  it("demand of a broker what its engine has, however it is written, and a cluster in prod only", () => {
    assert.deepEqual(broken("mq/broker:Broker", { engineType: "ACTIVEMQ" }), ["MQ.2", "MQ.5"]);
    assert.deepEqual(broken("mq/broker:Broker", { engineType: "RABBITMQ" }), ["MQ.6"]);
    const unexcused = (environment: string) =>
      judge([subject(environment, "aws:mq/broker:Broker", "one", { engineType: "RabbitMQ" }, { protect: true })])
        .filter(({ exception }) => exception === undefined)
        .map(({ rail }) => rail.control);
    assert.deepEqual(["prod", "staging", "dev", "pr-7", "prod-eu"].map(unexcused), [["MQ.6"], [], [], [], ["MQ.6"]]);
  });
});

describe("the guard rails over a stack that are waived everywhere", () => {
  const network = "aws:ec2/vpc:Vpc";
  const endpoint = (service: string) =>
    subject("prod", "aws:ec2/vpcEndpoint:VpcEndpoint", service, { serviceName: `com.amazonaws.af-south-1.${service}` });
  const found = (control: string, ...subjects: Parameters<typeof judge>[0]) =>
    judge(subjects).filter(({ rail }) => rail.control === control).length;

  for (const [control, service] of [
    ["EC2.58", "ssm-contacts"],
    ["EC2.60", "ssm-incidents"],
  ] as const) {
    it(`${control} would tell right from wrong`, () => {
      const vpc = subject("prod", network, "network", {});
      assert.equal(found(control, vpc, endpoint("ssm")), 1);
      assert.equal(found(control, vpc, endpoint("ssm"), endpoint(service)), 0);
    });
  }

  it("EC2.172 would tell right from wrong", () => {
    const lock = subject("account", "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess", "lock", {});
    const block = (internetGatewayBlockMode: string) =>
      subject("account", "aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions", "block", {
        internetGatewayBlockMode,
      });
    assert.equal(found("EC2.172", lock), 1);
    assert.equal(found("EC2.172", block("off")), 1);
    for (const mode of ["block-bidirectional", "block-ingress"]) assert.equal(found("EC2.172", lock, block(mode)), 0);
  });
});
