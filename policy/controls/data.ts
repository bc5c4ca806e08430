/** Guard rails of files, tables, images, backups and the account's buckets. */
import { type Control, isKey, must } from "../control.ts";

const fileSystem = ["aws:efs/fileSystem:FileSystem"];
const accessPoint = ["aws:efs/accessPoint:AccessPoint"];
const table = ["aws:dynamodb/table:Table"];
const repository = ["aws:ecr/repository:Repository"];
const dailyBackup = must(({ tags }) => tags?.backup === "daily", 'the tag backup = "daily" is missing');
const ways = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"] as const;

/** Files, tables, images, backup vaults, and what holds for all buckets of the account. */
export const data: readonly Control[] = [
  {
    control: "Backup.1",
    severity: "medium",
    title: "Backup vaults are encrypted by a customer key.",
    remedy: "Set kmsKeyArn; it replaces the vault.",
    types: ["aws:backup/vault:Vault"],
    check: must(({ kmsKeyArn }) => isKey(kmsKeyArn), "the vault has no customer key"),
  },
  {
    control: "DynamoDB.1",
    severity: "medium",
    title: "Tables scale with their load.",
    remedy: "Set billingMode to PAY_PER_REQUEST.",
    types: table,
    check: must(({ billingMode }) => billingMode === "PAY_PER_REQUEST", "the capacity is fixed"),
  },
  {
    control: "DynamoDB.2",
    severity: "medium",
    title: "Tables can be restored to any second.",
    remedy: "Enable pointInTimeRecovery.",
    types: table,
    check: must(({ pointInTimeRecovery }) => pointInTimeRecovery?.enabled === true, "point-in-time recovery is off"),
  },
  {
    control: "DynamoDB.4",
    severity: "medium",
    title: "The daily backup takes tables.",
    remedy: 'Tag the table backup = "daily".',
    types: table,
    check: dailyBackup,
  },
  {
    control: "DynamoDB.6",
    severity: "medium",
    title: "DynamoDB refuses to delete tables.",
    remedy: "Set deletionProtectionEnabled.",
    types: table,
    check: must((props) => props.deletionProtectionEnabled === true, "deletionProtectionEnabled is off"),
  },
  {
    control: "ECR.1",
    severity: "high",
    title: "Images are scanned when they come.",
    remedy: "Set imageScanningConfiguration.scanOnPush.",
    types: repository,
    check: must((props) => props.imageScanningConfiguration?.scanOnPush === true, "scanOnPush is off"),
  },
  {
    control: "ECR.2",
    severity: "medium",
    title: "Tags of images never move.",
    remedy: "Set imageTagMutability to IMMUTABLE.",
    types: repository,
    check: must((props) => props.imageTagMutability === "IMMUTABLE", "tags can move"),
  },
  {
    control: "EFS.1",
    severity: "medium",
    title: "File systems are encrypted by a customer key.",
    remedy: "Set encrypted and kmsKeyId; it replaces the file system.",
    types: fileSystem,
    check: must((props) => props.encrypted === true && isKey(props.kmsKeyId), "there is no customer key"),
  },
  {
    control: "EFS.8",
    severity: "medium",
    title: "File systems are encrypted.",
    remedy: "Set encrypted; it replaces the file system.",
    types: fileSystem,
    check: must(({ encrypted }) => encrypted === true, "encrypted is off"),
  },
  {
    control: "EFS.2",
    severity: "medium",
    title: "The daily backup takes file systems.",
    remedy: 'Tag the file system backup = "daily".',
    types: fileSystem,
    check: dailyBackup,
  },
  {
    control: "EFS.3",
    severity: "medium",
    title: "Access points open a directory below the root.",
    remedy: "Set rootDirectory.path.",
    types: accessPoint,
    check: must(({ rootDirectory }) => /^\/.+/.test(rootDirectory?.path ?? ""), "the access point opens the root"),
  },
  {
    control: "EFS.4",
    severity: "medium",
    title: "Access points make every client one user, never root.",
    remedy: "Set posixUser with a uid other than 0.",
    types: accessPoint,
    check: must(
      ({ posixUser }) => posixUser !== undefined && posixUser.uid !== 0,
      "clients choose their user, or are root",
    ),
  },
  {
    control: "S3.1",
    severity: "medium",
    title: "No bucket of the account can be public.",
    remedy: "Set all four ways of the account's public access block.",
    types: ["aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock"],
    check: must((props) => ways.every((way) => props[way] === true), "a way to be public is open"),
  },
  {
    control: "S3.2",
    severity: "critical",
    title: "Buckets cannot be read by the public.",
    remedy: "Set ignorePublicAcls and restrictPublicBuckets.",
    types: ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"],
    check: must(
      (props) => props.ignorePublicAcls === true && props.restrictPublicBuckets === true,
      "the public may read",
    ),
  },
  {
    control: "S3.3",
    severity: "critical",
    title: "Buckets cannot be opened for the public to write.",
    remedy: "Set blockPublicAcls and blockPublicPolicy.",
    types: ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"],
    check: must(
      (props) => props.blockPublicAcls === true && props.blockPublicPolicy === true,
      "the public may be let in",
    ),
  },
];
