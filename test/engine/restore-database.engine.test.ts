import assert from "node:assert/strict";
import {
  CreateDBSnapshotCommand,
  type DBInstance,
  DescribeDBInstancesCommand,
  DescribeDBProxyTargetsCommand,
  ModifyDBInstanceCommand,
  RDSClient,
} from "@aws-sdk/client-rds";
import type { EngineResult } from "../../rehearsal/engine.ts";
import { outputsOf } from "../../rehearsal/state.ts";
import { changeSettings, fixturePlan, sdkClient, startRehearsal, type TestRehearsal } from "../rehearsals.ts";

const snapshotIdentifier = "before-the-mistake";

/** What an update did, in order, as `op name`; without what stayed and the stack itself. */
function done(result: EngineResult): string[] {
  const steps = result.events.flatMap((event) => (event.resOutputsEvent ? [event.resOutputsEvent.metadata] : []));
  return steps
    .filter(({ op, type }) => !["same", "replace", "refresh"].includes(op) && type !== "pulumi:pulumi:Stack")
    .map(({ op, urn }) => `${op} ${urn.split("::").at(-1)}`);
}

/** What a restored instance must have as the first one has it, as the emulator keeps it. */
function character(instance: DBInstance | undefined) {
  return {
    class: instance?.DBInstanceClass,
    engine: instance?.Engine,
    admin: instance?.MasterUsername,
    database: instance?.DBName,
    multiAz: instance?.MultiAZ,
    encrypted: instance?.StorageEncrypted,
    public: instance?.PubliclyAccessible,
    protected: instance?.DeletionProtection,
    storage: instance?.StorageType,
    maxStorage: instance?.MaxAllocatedStorage,
    backups: [instance?.BackupRetentionPeriod, instance?.PreferredBackupWindow],
    maintenance: instance?.PreferredMaintenanceWindow,
    copiesTags: instance?.CopyTagsToSnapshot,
    iam: instance?.IAMDatabaseAuthenticationEnabled,
    monitoring: [instance?.MonitoringInterval, instance?.MonitoringRoleArn],
    parameters: instance?.DBParameterGroups?.map((group) => group.DBParameterGroupName),
    groups: instance?.VpcSecurityGroups?.map((group) => group.VpcSecurityGroupId),
    subnets: instance?.DBSubnetGroup?.DBSubnetGroupName,
  };
}

describe("the database behind Pulumi's back, and after a mistake", () => {
  let test: TestRehearsal;
  let rds: RDSClient;
  let outputs: Readonly<Record<string, unknown>>;

  async function run(generations: readonly object[], args: readonly string[] = []): Promise<EngineResult> {
    const stack = test.stack("restore-database");
    changeSettings(test, stack, (config) => {
      config["restore-database:generations"] = generations;
    });
    return test.rehearsal.pulumi(stack, ["up", "--yes", "--skip-preview", ...args]);
  }

  async function up(generations: readonly object[], args: readonly string[] = []): Promise<EngineResult> {
    const result = await run(generations, args);
    assert.equal(result.code, 0, result.output);
    outputs = outputsOf((await test.rehearsal.state(test.stack("restore-database"))) ?? { version: 3, deployment: {} });
    return result;
  }

  async function instances(): Promise<ReadonlyMap<string | undefined, DBInstance>> {
    const { DBInstances = [] } = await rds.send(new DescribeDBInstancesCommand());
    return new Map(DBInstances.map((instance) => [instance.DBInstanceIdentifier, instance]));
  }

  async function proxyTargets(): Promise<readonly unknown[]> {
    const DBProxyName = "acme-restore-database-proxy";
    const { Targets = [] } = await rds.send(new DescribeDBProxyTargetsCommand({ DBProxyName }));
    return Targets.map(({ RdsResourceId }) => RdsResourceId);
  }

  const first = { number: 1 };
  const second = { number: 2, restoredFrom: { snapshotIdentifier } };

  before(async () => {
    test = await startRehearsal("restore-database", fixturePlan("restore-database"));
    rds = sdkClient(RDSClient, test);
    await up([first]);
  });
  after(async () => {
    rds?.destroy();
    await test?.close();
  });

  it("up changes nothing after storage and minor version changed", async () => {
    await rds.send(
      new ModifyDBInstanceCommand({
        DBInstanceIdentifier: "acme-restore-database-1",
        AllocatedStorage: 40,
        EngineVersion: "8.4.7",
        ApplyImmediately: true,
      }),
    );
    assert.deepEqual(done(await up([first], ["--refresh"])), []);
    const live = (await instances()).get("acme-restore-database-1");
    assert.deepEqual([live?.AllocatedStorage, live?.EngineVersion], [40, "8.4.7"]);
  });

  it("up puts right what is not meant to change by itself", async () => {
    const identifier = "acme-restore-database-1";
    await rds.send(new ModifyDBInstanceCommand({ DBInstanceIdentifier: identifier, CopyTagsToSnapshot: false }));
    assert.deepEqual(done(await up([first], ["--refresh"])), ["update acme-restore-database-1"]);
    assert.equal((await instances()).get(identifier)?.CopyTagsToSnapshot, true);
  });

  describe("restoring a snapshot", () => {
    let earlier: Readonly<Record<string, unknown>>;
    let result: EngineResult;

    before(async () => {
      const DBInstanceIdentifier = "acme-restore-database-1";
      await rds.send(new CreateDBSnapshotCommand({ DBInstanceIdentifier, DBSnapshotIdentifier: snapshotIdentifier }));
      earlier = outputs;
      result = await up([first, second]);
    });

    it("makes a second instance, and touches the first one not at all", () => {
      const steps = done(result).filter((step) => !step.startsWith("create acme-restore-database-2"));
      assert.deepEqual(steps.sort(), [
        "create-replacement acme-restore-database-proxy",
        "delete-replaced acme-restore-database-proxy",
        "update acme-restore-database-instances",
        "update acme-restore-database-proxy",
        "update acme-restore-database-proxy",
      ]);
    });

    it("gives it the character of the first one, and the snapshot's storage", async () => {
      const live = await instances();
      assert.deepEqual([...live.keys()], ["acme-restore-database-1", "acme-restore-database-2"]);
      const [old, restored] = [live.get("acme-restore-database-1"), live.get("acme-restore-database-2")];
      assert.deepEqual(character(restored), character(old));
      assert.equal(restored?.AllocatedStorage, 40);
    });

    it("moves the outputs and the proxy over", async () => {
      assert.equal(earlier.instanceIdentifier, "acme-restore-database-1");
      assert.equal(outputs.instanceIdentifier, "acme-restore-database-2");
      assert.notEqual(outputs.endpointAddress, earlier.endpointAddress);
      assert.notEqual(outputs.secretArn, earlier.secretArn);
      assert.deepEqual(await proxyTargets(), ["acme-restore-database-2"]);
    });

    it("changes nothing in a second up with a refresh", async () => {
      assert.deepEqual(done(await up([first, second], ["--refresh"])), []);
    });

    it("neither replaces nor shrinks it when the snapshot is taken out of the settings", async () => {
      // The storage of the settings counts again. The provider shows no change then; the rehearsal shows one, and calls nothing.
      assert.deepEqual(done(await up([first, { number: 2 }], ["--refresh"])), ["update acme-restore-database-2"]);
      assert.equal((await instances()).get("acme-restore-database-2")?.AllocatedStorage, 40);
    });

    it("refuses another snapshot for a generation that is there", async () => {
      const other = { number: 2, restoredFrom: { snapshotIdentifier: "another" } };
      const refused = await run([first, other]);
      assert.notEqual(refused.code, 0);
      assert.match(refused.output, /Generation 2 of the database was not made from another \(got before-the-mistake\)/);
    });

    it("refuses to delete the old instance while it is locked", async () => {
      const refused = await run([second]);
      assert.notEqual(refused.code, 0);
      assert.match(refused.output, /protected/);
      assert.ok((await instances()).has("acme-restore-database-1"));
    });
  });
});

describe("a database with a replica, whose password we rotate", () => {
  let test: TestRehearsal;

  async function up(args: readonly string[] = []): Promise<EngineResult> {
    const result = await test.rehearsal.pulumi(test.stack("restore-database"), [
      "up",
      "--yes",
      "--skip-preview",
      ...args,
    ]);
    assert.equal(result.code, 0, result.output);
    return result;
  }

  before(async () => {
    test = await startRehearsal("database-replica", fixturePlan("restore-database"));
    changeSettings(test, test.stack("restore-database"), (config) => {
      config["restore-database:replicas"] = 1;
    });
    await up();
  });
  after(() => test?.close());

  it("has it beside the instance, and a second up with a refresh changes nothing", async () => {
    const rds = sdkClient(RDSClient, test);
    const { DBInstances = [] } = await rds.send(new DescribeDBInstancesCommand());
    rds.destroy();
    assert.deepEqual(
      DBInstances.map(({ DBInstanceIdentifier, ReadReplicaSourceDBInstanceIdentifier }) => [
        DBInstanceIdentifier,
        ReadReplicaSourceDBInstanceIdentifier ?? "",
      ]),
      [
        ["acme-restore-database-1", ""],
        ["acme-restore-database-1-replica-1", "acme-restore-database-1"],
      ],
    );
    assert.deepEqual(done(await up(["--refresh"])), []);
  });
});
