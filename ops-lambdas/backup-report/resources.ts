/** What should be backed up: what the plan's selection takes, as the resource groups tagging API knows it, and as it exists. */
import { DescribeTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DescribeFileSystemsCommand, type EFSClient } from "@aws-sdk/client-efs";
import { paginateDescribeDBClusters, paginateDescribeDBInstances, type RDSClient } from "@aws-sdk/client-rds";
import { paginateGetResources, type ResourceGroupsTaggingAPIClient } from "@aws-sdk/client-resource-groups-tagging-api";
import { type Ec2Place, madeAt } from "./ec2.ts";
import type { Resource } from "./facts.ts";

/** Clients of the environment's region. */
export interface ResourceClients {
  readonly tagging: ResourceGroupsTaggingAPIClient;
  readonly rds: RDSClient;
  readonly efs: EFSClient;
  readonly dynamodb: DynamoDBClient;
  readonly ec2: Ec2Place;
}

/** Tag of what is backed up every day: the same as `backupTag` of the components. */
export const backupTagOfPlan = { backup: "daily" } as const;

/**
 * Types that are looked for, as the tagging API names them. Recovery points are left out: AWS Backup gives them the tags of what they
 * are of. Source: https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/supported-services.html
 */
const resourceTypes = [
  "dynamodb:table",
  "ec2:instance",
  "ec2:volume",
  "elasticfilesystem:file-system",
  "rds:cluster",
  "rds:db",
];

/** Tag of what a restore test made. Source: https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html */
const restoreTestTag = "awsbackup-restore-test";

/** Finds when some resources were made; what does not exist any more, or is backed up with another one, is left out. */
type Finder = (arns: readonly string[], clients: ResourceClients) => Promise<readonly Resource[]>;

const finders: readonly (readonly [pattern: RegExp, find: Finder])[] = [
  [/:dynamodb:.*:table\//, tables],
  [/:ec2:.*:instance\//, (arns, { ec2 }) => machines("instance", "EC2", arns, ec2)],
  [/:ec2:.*:volume\//, (arns, { ec2 }) => machines("volume", "EBS", arns, ec2)],
  [/:elasticfilesystem:.*:file-system\//, fileSystems],
  [/:rds:.*:cluster:/, clusters],
  [/:rds:.*:db:/, databases],
];

/**
 * Finds what should be backed up.
 *
 * @param place project and environment: values of the tags
 * @param clients of the environment's region
 * @throws Error when AWS does not answer: no report is better than one of half of them
 */
export async function taggedResources(
  place: { readonly project: string; readonly environment: string },
  clients: ResourceClients,
): Promise<readonly Resource[]> {
  const tags = { ...backupTagOfPlan, project: place.project, environment: place.environment };
  const TagFilters = Object.entries(tags).map(([Key, value]) => ({ Key, Values: [value] }));
  const arns: string[] = [];
  const input = { TagFilters, ResourceTypeFilters: resourceTypes, ResourcesPerPage: 100 };
  for await (const page of paginateGetResources({ client: clients.tagging }, input)) {
    for (const { ResourceARN, Tags } of page.ResourceTagMappingList ?? []) {
      if (ResourceARN !== undefined && !Tags?.some(({ Key }) => Key === restoreTestTag)) arns.push(ResourceARN);
    }
  }
  const found: Resource[] = [];
  for (const [pattern, find] of finders) {
    const own = arns.filter((arn) => pattern.test(arn));
    if (own.length > 0) found.push(...(await find(own, clients)));
  }
  return found;
}

/** Whether AWS says that there is no such thing: the tagging API forgets what was deleted after a while only. */
function isGone(error: unknown): boolean {
  return error instanceof Error && ["ResourceNotFoundException", "FileSystemNotFound"].includes(error.name);
}

/** Asks for one after the other, and leaves out what is gone. */
async function each(
  arns: readonly string[],
  type: string,
  ask: (id: string) => Promise<Date | undefined>,
): Promise<readonly Resource[]> {
  const found: Resource[] = [];
  for (const arn of arns) {
    try {
      const created = await ask(arn.slice(arn.indexOf("/") + 1));
      if (created !== undefined) found.push({ arn, type, createdAt: created.getTime() });
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
  return found;
}

function tables(arns: readonly string[], { dynamodb }: ResourceClients): Promise<readonly Resource[]> {
  return each(
    arns,
    "DynamoDB",
    async (TableName) => (await dynamodb.send(new DescribeTableCommand({ TableName }))).Table?.CreationDateTime,
  );
}

function fileSystems(arns: readonly string[], { efs }: ResourceClients): Promise<readonly Resource[]> {
  return each(arns, "EFS", async (FileSystemId) => {
    const { FileSystems } = await efs.send(new DescribeFileSystemsCommand({ FileSystemId }));
    return FileSystems?.[0]?.CreationTime;
  });
}

async function machines(
  kind: "volume" | "instance",
  type: string,
  arns: readonly string[],
  ec2: Ec2Place,
): Promise<readonly Resource[]> {
  const byId = new Map(arns.map((arn) => [arn.slice(arn.indexOf("/") + 1), arn]));
  const found = await madeAt(kind, [...byId.keys()], ec2);
  return [...found].flatMap(([id, createdAt]) => {
    const arn = byId.get(id);
    return arn === undefined ? [] : [{ arn, type, createdAt }];
  });
}

/** Databases; what belongs to a cluster is backed up with that. */
async function databases(arns: readonly string[], { rds }: ResourceClients): Promise<readonly Resource[]> {
  const found: Resource[] = [];
  const Filters = [{ Name: "db-instance-id", Values: [...arns] }];
  for await (const { DBInstances } of paginateDescribeDBInstances({ client: rds }, { Filters })) {
    for (const { DBInstanceArn: arn, DBClusterIdentifier, InstanceCreateTime } of DBInstances ?? []) {
      if (arn === undefined || !arns.includes(arn) || DBClusterIdentifier !== undefined) continue;
      // A database that is being made has no time yet: it is as new as can be.
      found.push({ arn, type: "RDS", createdAt: InstanceCreateTime?.getTime() ?? Date.now() });
    }
  }
  return found;
}

async function clusters(arns: readonly string[], { rds }: ResourceClients): Promise<readonly Resource[]> {
  const found: Resource[] = [];
  const Filters = [{ Name: "db-cluster-id", Values: [...arns] }];
  for await (const { DBClusters } of paginateDescribeDBClusters({ client: rds }, { Filters })) {
    for (const { DBClusterArn: arn, Engine, ClusterCreateTime } of DBClusters ?? []) {
      if (arn === undefined || !arns.includes(arn)) continue;
      const type = Engine?.startsWith("aurora") ? "Aurora" : "RDS";
      found.push({ arn, type, createdAt: ClusterCreateTime?.getTime() ?? Date.now() });
    }
  }
  return found;
}
