import assert from "node:assert/strict";
import { collect, type Properties } from "../../test/pulumi-mocks.ts";
import { Files, type FilesArgs } from "./files.ts";

const keyArn = "arn:aws:kms:af-south-1:111122223333:key/11111111-2222-4333-8444-555555555555";
const web = { name: "web", path: "/web", uid: 1000, gid: 1000, permissions: "0750" };

const types = {
  fileSystem: "aws:efs/fileSystem:FileSystem",
  policy: "aws:efs/fileSystemPolicy:FileSystemPolicy",
  backups: "aws:efs/backupPolicy:BackupPolicy",
  mountTarget: "aws:efs/mountTarget:MountTarget",
  accessPoint: "aws:efs/accessPoint:AccessPoint",
  securityGroup: "aws:ec2/securityGroup:SecurityGroup",
  ingress: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  egress: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
} as const;

/** Files with these changes to the smallest set of arguments. */
const build = (change: Partial<FilesArgs> = {}) =>
  collect(
    () =>
      new Files("acme-dev-files", {
        vpcId: "vpc-0123456789abcdef0",
        zones: ["af-south-1a", "af-south-1b"],
        subnetIds: { "af-south-1a": "subnet-0123456789abcdef0", "af-south-1b": "subnet-0123456789abcdef1" },
        keyArn,
        accessPoints: [web],
        ...change,
      }),
  );

const restored = { generation: 2, fileSystemId: "fs-0123456789abcdef0", directory: "/aws-backup-restore_1" };

describe("Files", () => {
  it("EFS.1, EFS.2, EFS.8: one file system, encrypted by its key, elastic, protected, in the daily plan", async () => {
    const { only } = await build();
    const { inputs, options } = only(types.fileSystem, "acme-dev-files");
    assert.deepEqual(inputs, {
      encrypted: true,
      kmsKeyId: keyArn,
      performanceMode: "generalPurpose",
      throughputMode: "elastic",
      lifecyclePolicies: [
        { transitionToIa: "AFTER_30_DAYS" },
        { transitionToArchive: "AFTER_90_DAYS" },
        { transitionToPrimaryStorageClass: "AFTER_1_ACCESS" },
      ],
      protection: { replicationOverwrite: "ENABLED" },
      tags: { Name: "acme-dev-files", backup: "daily" },
    });
    assert.deepEqual(options, { protect: true, retainOnDelete: false, deleteBeforeReplace: true });
  });

  it("EFS.7: has automatic backups", async () => {
    const { only, outputs } = await build();
    assert.deepEqual(only(types.backups).inputs, {
      fileSystemId: outputs.fileSystemId,
      backupPolicy: { status: "ENABLED" },
    });
  });

  it("lets nobody in without TLS, past a mount target or without a name", async () => {
    const { only, outputs } = await build();
    const { inputs } = only(types.policy);
    assert.equal(inputs.fileSystemId, outputs.fileSystemId);
    const { Statement } = JSON.parse(inputs.policy);
    assert.deepEqual(Statement, [
      {
        Sid: "DenyWithoutTls",
        Effect: "Deny",
        Principal: "*",
        Action: "*",
        Resource: outputs.fileSystemArn,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
      {
        Sid: "DenyPastMountTargets",
        Effect: "Deny",
        Principal: "*",
        Action: [
          "elasticfilesystem:ClientMount",
          "elasticfilesystem:ClientRootAccess",
          "elasticfilesystem:ClientWrite",
        ],
        Resource: outputs.fileSystemArn,
        Condition: { Bool: { "elasticfilesystem:AccessedViaMountTarget": "false" } },
      },
    ]);
    // Who has no name gets in only where a policy allows everybody, and this one allows nobody.
    assert.ok(Statement.every(({ Effect }: Properties) => Effect === "Deny"));
  });

  it("EFS.6: has a mount target in each zone's private subnet, made after the policy", async () => {
    const { ofType, outputs } = await build();
    assert.deepEqual(
      ofType(types.mountTarget).map(({ name, inputs }) => [name, inputs]),
      [
        ["acme-dev-files-af-south-1a", "subnet-0123456789abcdef0"],
        ["acme-dev-files-af-south-1b", "subnet-0123456789abcdef1"],
      ].map(([name, subnetId]) => [
        name,
        { fileSystemId: outputs.fileSystemId, subnetId, securityGroups: [outputs.securityGroupId] },
      ]),
    );
    for (const { options } of ofType(types.mountTarget)) {
      assert.ok(options.dependsOn?.includes("acme-dev-files-policy"));
    }
  });

  it("EFS.3, EFS.4: access points have a directory and a user of their own", async () => {
    const { only, outputs } = await build();
    assert.deepEqual(only(types.accessPoint, "acme-dev-files-web").inputs, {
      fileSystemId: outputs.fileSystemId,
      posixUser: { uid: 1000, gid: 1000 },
      rootDirectory: { path: "/web", creationInfo: { ownerUid: 1000, ownerGid: 1000, permissions: "0750" } },
      tags: { Name: "acme-dev-files-web" },
    });
    assert.deepEqual(Object.keys(outputs.accessPointIds), ["web"]);
    assert.match(outputs.accessPointArns.web, /^arn:aws:/);
  });

  it("mount targets and clients know only each other, on port 2049", async () => {
    const { ofType, outputs } = await build();
    const nfs = { ipProtocol: "tcp", fromPort: 2049, toPort: 2049 };
    assert.deepEqual(
      ofType(types.ingress).map(({ inputs }) => inputs),
      [
        {
          securityGroupId: outputs.securityGroupId,
          referencedSecurityGroupId: outputs.clientSecurityGroupId,
          description: "NFS from the clients of the files",
          ...nfs,
          tags: { Name: "acme-dev-files-from-clients" },
        },
      ],
    );
    assert.deepEqual(
      ofType(types.egress).map(({ inputs }) => inputs),
      [
        {
          securityGroupId: outputs.clientSecurityGroupId,
          referencedSecurityGroupId: outputs.securityGroupId,
          description: "NFS to the mount targets of the files",
          ...nfs,
          tags: { Name: "acme-dev-files-clients-to-files" },
        },
      ],
    );
    assert.deepEqual(
      ofType(types.securityGroup).map(({ inputs }) => inputs),
      [
        ["acme-dev-files", "Mount targets of the files"],
        ["acme-dev-files-clients", "May mount the files"],
      ].map(([Name, description]) => ({ vpcId: "vpc-0123456789abcdef0", description, tags: { Name } })),
    );
  });

  it("leaves files where they are when told so", async () => {
    const { only } = await build({ infrequentAccessAfterDays: "never", archiveAfterDays: "never" });
    assert.deepEqual(only(types.fileSystem).inputs.lifecyclePolicies, []);
    const kept = await build({ infrequentAccessAfterDays: 1, archiveAfterDays: 7, backOnAccess: false });
    assert.deepEqual(kept.only(types.fileSystem).inputs.lifecyclePolicies, [
      { transitionToIa: "AFTER_1_DAY" },
      { transitionToArchive: "AFTER_7_DAYS" },
    ]);
  });

  describe("after a restore", () => {
    it("adopts the restored file system beside the first, which stays as it was", async () => {
      const [before, after] = [await build(), await build({ restorations: [restored] })];
      const namesOf = ({ resources }: typeof before) => resources.map(({ type, name }) => `${type} ${name}`);
      assert.deepEqual(
        namesOf(before).filter((name) => !namesOf(after).includes(name)),
        [],
      );
      const first = after.only(types.fileSystem, "acme-dev-files");
      assert.equal(first.options.import, undefined);
      assert.equal(first.options.protect, true);
      const { inputs, options } = after.only(types.fileSystem, "acme-dev-files-2");
      assert.equal(options.import, restored.fileSystemId);
      assert.equal(options.protect, true);
      assert.equal(inputs.kmsKeyId, keyArn);
      assert.equal(inputs.creationToken, undefined, "the restore job chose the token");
      assert.equal(after.ofType(types.mountTarget).length, 4);
      assert.equal(after.ofType(types.policy).length, 2);
    });

    it("tells the restored one, whose access points begin in the directory of the restore", async () => {
      const { outputs, only } = await build({ restorations: [restored] });
      const accessPoint = only(types.accessPoint, "acme-dev-files-2-web");
      assert.equal(outputs.fileSystemId, restored.fileSystemId);
      assert.equal(accessPoint.inputs.fileSystemId, restored.fileSystemId);
      assert.equal(accessPoint.inputs.rootDirectory.path, "/aws-backup-restore_1/web");
    });

    it("lets the first go only when told so", async () => {
      const { ofType } = await build({ restorations: [restored], oldestGeneration: 2 });
      assert.deepEqual(
        ofType(types.fileSystem).map(({ name }) => name),
        ["acme-dev-files-2"],
      );
    });
  });

  it("refuses wrong arguments, all at once, before anything is made", async () => {
    const wrong = {
      zones: [],
      accessPoints: [web, web],
      archiveAfterDays: 14,
      restorations: [{ ...restored, generation: 3, directory: "/a/b/c/d" }],
      oldestGeneration: 4,
    } as const;
    await assert.rejects(build(wrong), (error: Error) => {
      for (const problem of [
        /zones: got none/,
        /Two access points are named web/,
        /Two access points open \/web/,
        /archiveAfterDays: got 14/,
        /restorations\.0\.generation: .* Got 3\. Allowed is 2\./,
        /oldestGeneration: .* Got 4\./,
      ]) {
        assert.match(error.message, problem);
      }
      return true;
    });
    await assert.rejects(build({ accessPoints: [] }), /accessPoints: got none/);
    await assert.rejects(build({ accessPoints: [{ ...web, path: "/a/b/c/d/e" }] }), /Allowed is 4 levels/);
    await assert.rejects(build({ zones: ["af-south-1c"] }), /subnetIds: got none in af-south-1c/);
  });
});
