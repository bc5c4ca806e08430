/** Examples of EFS. */
import type { Example } from "../example.ts";

const policy = (arn: string, action: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "DenyWithoutTls",
        Effect: "Deny",
        Principal: "*",
        Action: action,
        Resource: arn,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  });

/** The examples. */
export const examples: readonly Example[] = [
  {
    name: "efs-file-system",
    type: "aws:efs/fileSystem:FileSystem",
    needs: ["kms-key"],
    inputs: (made) => ({
      encrypted: true,
      kmsKeyId: made("kms-key").arn,
      performanceMode: "generalPurpose",
      throughputMode: "elastic",
      lifecyclePolicies: [{ transitionToIa: "AFTER_30_DAYS" }, { transitionToArchive: "AFTER_90_DAYS" }],
      protection: { replicationOverwrite: "ENABLED" },
      tags: { Name: "example", one: "1", two: "2" },
    }),
    change: () => ({
      throughputMode: "provisioned",
      provisionedThroughputInMibps: 16,
      lifecyclePolicies: [{ transitionToIa: "AFTER_7_DAYS" }],
      protection: { replicationOverwrite: "DISABLED" },
      tags: { Name: "changed" },
    }),
  },
  {
    name: "efs-file-system-policy",
    type: "aws:efs/fileSystemPolicy:FileSystemPolicy",
    needs: ["efs-file-system"],
    inputs: (made) => ({
      fileSystemId: made("efs-file-system").id,
      policy: policy(made("efs-file-system").arn, "elasticfilesystem:ClientMount"),
    }),
    change: (made) => ({ policy: policy(made("efs-file-system").arn, "*") }),
  },
  {
    name: "efs-backup-policy",
    type: "aws:efs/backupPolicy:BackupPolicy",
    stays: "every file system says whether it has automatic backups",
    needs: ["efs-file-system"],
    inputs: (made) => ({ fileSystemId: made("efs-file-system").id, backupPolicy: { status: "ENABLED" } }),
    change: () => ({ backupPolicy: { status: "DISABLED" } }),
  },
  {
    name: "efs-mount-target",
    type: "aws:efs/mountTarget:MountTarget",
    needs: ["efs-file-system", "ec2-subnet-a", "ec2-security-group", "ec2-security-group-inline"],
    inputs: (made) => ({
      fileSystemId: made("efs-file-system").id,
      subnetId: made("ec2-subnet-a").id,
      securityGroups: [made("ec2-security-group").id],
    }),
    change: (made) => ({ securityGroups: [made("ec2-security-group-inline").id, made("ec2-security-group").id] }),
  },
  {
    name: "efs-access-point",
    type: "aws:efs/accessPoint:AccessPoint",
    needs: ["efs-file-system"],
    inputs: (made) => ({
      fileSystemId: made("efs-file-system").id,
      posixUser: { uid: 1000, gid: 1000 },
      rootDirectory: { path: "/web", creationInfo: { ownerUid: 1000, ownerGid: 1000, permissions: "0750" } },
      tags: { Name: "example", one: "1", two: "2" },
    }),
    change: () => ({ tags: { Name: "changed" } }),
  },
];
