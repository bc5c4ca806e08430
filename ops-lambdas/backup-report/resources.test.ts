import assert from "node:assert/strict";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EFSClient } from "@aws-sdk/client-efs";
import { RDSClient } from "@aws-sdk/client-rds";
import { ResourceGroupsTaggingAPIClient } from "@aws-sdk/client-resource-groups-tagging-api";
import { backupTag } from "../../components/shared/backup-tag.ts";
import { backupTagOfPlan, taggedResources } from "./resources.ts";
import { type Asked, credentials, serve } from "./test-server.ts";

const region = "af-south-1";
const arn = (service: string, rest: string) => `arn:aws:${service}:${region}:111122223333:${rest}`;
const [database, replica, gone] = ["database-1", "aurora-1", "gone"].map((name) => arn("rds", `db:acme-prod-${name}`));
const [aurora, multi] = ["aurora", "multi"].map((name) => arn("rds", `cluster:acme-prod-${name}`));
const [files, lostFiles] = ["0aa", "0bb"].map((id) => arn("elasticfilesystem", `file-system/fs-${id}`));
const [table, lostTable] = ["incidents", "lost"].map((name) => arn("dynamodb", `table/acme-prod-${name}`));
const [volume, lostVolume] = ["0aa", "0bb"].map((id) => arn("ec2", `volume/vol-${id}`));
const machine = arn("ec2", "instance/i-0aa");
const tested = arn("elasticfilesystem", "file-system/fs-0cc");
const tags = [
  { Key: "backup", Value: "daily" },
  { Key: "environment", Value: "prod" },
];
const mapping = (ResourceARN: string | undefined, more: object[] = []) => ({ ResourceARN, Tags: [...tags, ...more] });
const tagPages = [
  {
    PaginationToken: "two",
    ResourceTagMappingList: [database, replica, gone, aurora, multi, files, lostFiles].map((each) => mapping(each)),
  },
  {
    PaginationToken: "",
    ResourceTagMappingList: [
      ...[table, lostTable, volume, lostVolume, machine].map((each) => mapping(each)),
      mapping(tested, [{ Key: "awsbackup-restore-test", Value: "restore-test-1" }]),
    ],
  },
];
const rdsAnswer = (action: string, body: string) =>
  `<${action}Response xmlns="http://rds.amazonaws.com/doc/2014-10-31/"><${action}Result>${body}</${action}Result></${action}Response>`;
const made = "2026-01-02T10:00:00.000Z";
const seconds = Date.parse(made) / 1000;

/** AWS's answers, in the shapes of its documentation, each service in its own way. */
function answer({ url, headers, body }: Asked): { status?: number; body: string } {
  const target = String(headers["x-amz-target"] ?? "");
  const action = url.searchParams.get("Action") ?? new URLSearchParams(body).get("Action");
  if (target.endsWith("GetResources")) {
    return { body: JSON.stringify(tagPages[JSON.parse(body).PaginationToken === "two" ? 1 : 0]) };
  }
  if (target.endsWith("DescribeTable")) {
    const isThere = JSON.parse(body).TableName === "acme-prod-incidents";
    if (isThere) return { body: JSON.stringify({ Table: { CreationDateTime: seconds } }) };
    return { status: 400, body: '{"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException"}' };
  }
  if (url.pathname.endsWith("/file-systems")) {
    const isThere = url.searchParams.get("FileSystemId") === "fs-0aa";
    if (isThere) return { body: JSON.stringify({ FileSystems: [{ FileSystemId: "fs-0aa", CreationTime: seconds }] }) };
    return { status: 404, body: '{"ErrorCode":"FileSystemNotFound","__type":"FileSystemNotFound"}' };
  }
  if (action === "DescribeDBInstances") {
    const one = (of: string | undefined, more: string) =>
      `<DBInstance><DBInstanceArn>${of}</DBInstanceArn><InstanceCreateTime>${made}</InstanceCreateTime>${more}</DBInstance>`;
    const inCluster = "<DBClusterIdentifier>acme-prod-aurora</DBClusterIdentifier>";
    return { body: rdsAnswer(action, `<DBInstances>${one(database, "")}${one(replica, inCluster)}</DBInstances>`) };
  }
  if (action === "DescribeDBClusters") {
    const one = (of: string | undefined, engine: string) =>
      `<DBCluster><DBClusterArn>${of}</DBClusterArn><Engine>${engine}</Engine><ClusterCreateTime>${made}</ClusterCreateTime></DBCluster>`;
    const both = `${one(aurora, "aurora-postgresql")}${one(multi, "mysql")}`;
    return { body: rdsAnswer(action, `<DBClusters>${both}</DBClusters>`) };
  }
  if (action === "DescribeVolumes") {
    return { body: `<volumeSet><item><volumeId>vol-0aa</volumeId><createTime>${made}</createTime></item></volumeSet>` };
  }
  const instance = `<item><instanceId>i-0aa</instanceId><launchTime>${made}</launchTime></item>`;
  return { body: `<reservationSet><item><instancesSet>${instance}</instancesSet></item></reservationSet>` };
}

/** Clients that ask this machine. */
const clientsAt = (endpoint: string) => {
  const options = { region, endpoint, credentials, maxAttempts: 1 };
  return {
    tagging: new ResourceGroupsTaggingAPIClient(options),
    rds: new RDSClient(options),
    efs: new EFSClient(options),
    dynamodb: new DynamoDBClient(options),
    ec2: { region, endpoint, credentials: async () => credentials },
  };
};
const place = { project: "acme", environment: "prod" };

describe("taggedResources", () => {
  it("looks for the tag by which components are backed up", () => assert.deepEqual(backupTagOfPlan, backupTag));

  it("finds all that carries the tags and exists, with the time of its making", async () => {
    const aws = await serve(answer);
    const found = await taggedResources(place, clientsAt(aws.endpoint));
    aws.close();
    const createdAt = Date.parse(made);
    assert.deepEqual(found, [
      { arn: table, type: "DynamoDB", createdAt },
      { arn: machine, type: "EC2", createdAt },
      { arn: volume, type: "EBS", createdAt },
      { arn: files, type: "EFS", createdAt },
      { arn: aurora, type: "Aurora", createdAt },
      { arn: multi, type: "RDS", createdAt },
      { arn: database, type: "RDS", createdAt },
    ]);
    const asked = JSON.parse(aws.asked[0]?.body ?? "");
    assert.deepEqual(asked.TagFilters, [
      { Key: "backup", Values: ["daily"] },
      { Key: "project", Values: ["acme"] },
      { Key: "environment", Values: ["prod"] },
    ]);
    assert.deepEqual(asked.ResourceTypeFilters, [
      "dynamodb:table",
      "ec2:instance",
      "ec2:volume",
      "elasticfilesystem:file-system",
      "rds:cluster",
      "rds:db",
    ]);
    // What a restore test made is not even looked at.
    assert.ok(!aws.asked.some(({ url }) => url.searchParams.get("FileSystemId") === "fs-0cc"));
  });

  it("asks no service about types that there are none of", async () => {
    const aws = await serve(() => ({ body: JSON.stringify({ ResourceTagMappingList: [], PaginationToken: "" }) }));
    assert.deepEqual(await taggedResources(place, clientsAt(aws.endpoint)), []);
    aws.close();
    assert.equal(aws.asked.length, 1);
  });

  it("throws what AWS refuses, and takes nothing for gone then", async () => {
    const denied = { status: 400, body: '{"__type":"AccessDeniedException","message":"no"}' };
    const aws = await serve((asked) =>
      String(asked.headers["x-amz-target"]).endsWith("DescribeTable") ? denied : answer(asked),
    );
    await assert.rejects(taggedResources(place, clientsAt(aws.endpoint)), { name: "AccessDeniedException" });
    aws.close();
  });
});
