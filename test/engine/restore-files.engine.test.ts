import assert from "node:assert/strict";
import {
  CreateFileSystemCommand,
  DescribeAccessPointsCommand,
  DescribeBackupPolicyCommand,
  DescribeFileSystemPolicyCommand,
  DescribeFileSystemsCommand,
  DescribeLifecycleConfigurationCommand,
  DescribeMountTargetsCommand,
  EFSClient,
} from "@aws-sdk/client-efs";
import type { EngineResult } from "../../rehearsal/engine.ts";
import { outputsOf } from "../../rehearsal/state.ts";
import { changeSettings, fixturePlan, startRehearsal, type TestRehearsal } from "../rehearsals.ts";

/** What an update did, in order, as `op name`; without what stayed and the stack itself. */
function done(result: EngineResult): string[] {
  const steps = result.events.flatMap((event) => (event.resOutputsEvent ? [event.resOutputsEvent.metadata] : []));
  return steps
    .filter(({ op, type }) => !["same", "refresh"].includes(op) && type !== "pulumi:pulumi:Stack")
    .map(({ op, urn }) => `${op} ${urn.split("::").at(-1)}`);
}

describe("restoring files into the running stack", () => {
  let test: TestRehearsal;
  let efs: EFSClient;
  let outputs: Readonly<Record<string, unknown>>;
  let first: Readonly<Record<string, unknown>>;

  /** `pulumi up` with these restores in the settings. */
  async function run(restorations: readonly object[], args: readonly string[] = []): Promise<EngineResult> {
    const stack = test.stack("restore-files");
    changeSettings(test, stack, (config) => {
      config["restore-files:restorations"] = restorations;
    });
    return test.rehearsal.pulumi(stack, ["up", "--yes", "--skip-preview", ...args]);
  }

  async function up(restorations: readonly object[], args: readonly string[] = []): Promise<EngineResult> {
    const result = await run(restorations, args);
    assert.equal(result.code, 0, result.output);
    outputs = outputsOf((await test.rehearsal.state(test.stack("restore-files"))) ?? { version: 3, deployment: {} });
    return result;
  }

  /**
   * What a restore job of AWS Backup leaves: a new file system with a token, tags and modes of its own. The emulator's backup jobs make no
   * recovery points, so that the job itself cannot be rehearsed.
   */
  async function restoreJob(token: string, KmsKeyId: string): Promise<string> {
    const made = await efs.send(
      new CreateFileSystemCommand({
        CreationToken: token,
        Encrypted: true,
        KmsKeyId,
        PerformanceMode: "generalPurpose",
        ThroughputMode: "bursting",
        Tags: [{ Key: "restored", Value: "by AWS Backup" }],
      }),
    );
    assert.ok(made.FileSystemId);
    return made.FileSystemId;
  }

  const zonesOf = async (FileSystemId: string) => {
    const { MountTargets = [] } = await efs.send(new DescribeMountTargetsCommand({ FileSystemId }));
    return MountTargets.map(({ AvailabilityZoneName }) => AvailabilityZoneName).sort();
  };

  before(async () => {
    test = await startRehearsal("restore-files", fixturePlan("restore-files"));
    const { endpoint, plan } = test.rehearsal;
    const credentials = { accessKeyId: plan.accountId, secretAccessKey: "test" };
    efs = new EFSClient({ region: "af-south-1", endpoint: String(endpoint), credentials });
    await up([]);
    first = outputs;
  });
  after(async () => {
    efs?.destroy();
    await test?.close();
  });

  describe("adopts the restored file system", () => {
    let restored: string;
    let restorations: readonly object[];
    let result: EngineResult;

    before(async () => {
      restored = await restoreJob("aws-backup-restore-1", String(first.keyArn));
      restorations = [{ generation: 2, fileSystemId: restored, directory: "/aws-backup-restore_1" }];
      result = await up(restorations);
    });

    it("in one up, which adds and deletes nothing", () => {
      assert.deepEqual(done(result).sort(), [
        "create files-2-af-south-1a",
        "create files-2-af-south-1b",
        "create files-2-backups",
        "create files-2-policy",
        "create files-2-web",
        "import files-2",
        "update files-2",
      ]);
      assert.equal(outputs.fileSystemId, restored);
      assert.notDeepEqual(outputs.accessPointIds, first.accessPointIds);
      assert.equal(outputs.clientSecurityGroupId, first.clientSecurityGroupId, "clients keep their group");
    });

    it("with the tags, modes and protection of the first", async () => {
      const { FileSystems = [] } = await efs.send(new DescribeFileSystemsCommand({ FileSystemId: restored }));
      const [fileSystem] = FileSystems;
      assert.equal(fileSystem?.ThroughputMode, "elastic");
      assert.deepEqual(Object.fromEntries((fileSystem?.Tags ?? []).map(({ Key, Value }) => [Key, Value])), {
        Name: "files-2",
        backup: "daily",
        project: "acme",
        environment: "restore",
      });
      const lifecycle = await efs.send(new DescribeLifecycleConfigurationCommand({ FileSystemId: restored }));
      assert.equal(lifecycle.LifecyclePolicies?.length, 3);
      const backups = await efs.send(new DescribeBackupPolicyCommand({ FileSystemId: restored }));
      assert.equal(backups.BackupPolicy?.Status, "ENABLED");
      const policy = await efs.send(new DescribeFileSystemPolicyCommand({ FileSystemId: restored }));
      assert.match(policy.Policy ?? "", /aws:SecureTransport/);
    });

    it("with mount targets in both zones and access points that begin where the restore put the files", async () => {
      assert.deepEqual(await zonesOf(restored), ["af-south-1a", "af-south-1b"]);
      const { AccessPoints = [] } = await efs.send(new DescribeAccessPointsCommand({ FileSystemId: restored }));
      assert.deepEqual(
        AccessPoints.map(({ RootDirectory }) => RootDirectory?.Path),
        ["/aws-backup-restore_1/web"],
      );
    });

    it("and leaves the first as it was, mounted by whoever mounts it", async () => {
      assert.deepEqual(await zonesOf(String(first.fileSystemId)), ["af-south-1a", "af-south-1b"]);
    });

    it("and refuses one that is encrypted by another key; once that is forgotten, an up with a refresh changes nothing", async () => {
      const strange = await restoreJob("aws-backup-restore-2", "arn:aws:kms:af-south-1:111122223333:key/another");
      const refused = await run([...restorations, { generation: 3, fileSystemId: strange }]);
      assert.notEqual(refused.code, 0);
      const [, urn] = /unable to replace resource "(.*files-3)"/.exec(refused.output) ?? [];
      assert.ok(urn, refused.output);
      const { FileSystems = [] } = await efs.send(new DescribeFileSystemsCommand({}));
      assert.equal(FileSystems.length, 3);
      // The engine has taken it into the state before it compared: docs/restoring.md tells the way out.
      const forget = ["state", "delete", "--yes", "--force", urn];
      const forgotten = await test.rehearsal.pulumi(test.stack("restore-files"), forget);
      assert.equal(forgotten.code, 0, forgotten.output);
      assert.deepEqual(done(await up(restorations, ["--refresh"])), []);
    });
  });
});
