/** Puts a secret where it must never be, in one form at each place: so that a search can show that it looks there. */
import { spawn } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import {
  CloudWatchLogsClient,
  CreateLogStreamCommand,
  DescribeLogGroupsCommand,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { DeleteItemCommand, DynamoDBClient, ListTablesCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  ListFunctionsCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { DeleteObjectCommand, ListBucketsCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { EmulatorAccess } from "./secret-places.ts";

/** A planted secret. */
export interface Plant {
  /** The beginnings of the places' names that a search must tell. */
  readonly places: readonly string[];
  /** Takes it out again. */
  readonly remove: () => Promise<void> | void;
}

/** In a packed file, and in a process's command line and environment. */
export function plantHere(secret: string, file: string, folder: string): Plant[] {
  writeFileSync(file, gzipSync(`a line with ${secret}`));
  const waits = "setTimeout(() => {}, 600000)";
  const child = spawn(process.execPath, ["-e", waits, folder, Buffer.from(secret).toString("hex")], {
    env: { PLANTED: `${folder} ${Buffer.from(secret).toString("base64")}` },
    stdio: "ignore",
  });
  return [
    { places: [`file ${file}`], remove: () => rmSync(file) },
    {
      places: [`command line of ${process.execPath} -e`, `environment of ${process.execPath} -e`],
      remove: () => void child.kill(),
    },
  ];
}

/**
 * In the log, the functions, the tables, the objects and the queues of an emulator's region.
 *
 * @param queueUrl a queue that nobody reads
 */
export async function plantInEmulator(
  secret: string,
  access: EmulatorAccess & { readonly region: string },
  queueUrl: string,
): Promise<Plant[]> {
  const { region } = access;
  return [
    await inLog(secret, new CloudWatchLogsClient(access), region),
    await inFunction(Buffer.from(secret).toString("base64url"), new LambdaClient(access), region),
    await inTable(encodeURIComponent(`https://planted/${secret}`), new DynamoDBClient(access), region),
    await inBucket(gzipSync(secret), new S3Client({ ...access, forcePathStyle: true })),
    await inQueue(JSON.stringify({ planted: [...secret].reverse().join("") }), new SQSClient(access), queueUrl),
  ];
}

async function inLog(message: string, client: CloudWatchLogsClient, region: string): Promise<Plant> {
  const { logGroups = [] } = await client.send(new DescribeLogGroupsCommand({}));
  const names = { logGroupName: logGroups[0]?.logGroupName, logStreamName: `planted-${Date.now()}` };
  await client.send(new CreateLogStreamCommand(names));
  await client.send(new PutLogEventsCommand({ ...names, logEvents: [{ timestamp: Date.now(), message }] }));
  return { places: [`${region}: log ${names.logGroupName}`], remove: () => client.destroy() };
}

/** A plain one of the functions, so that no other function starts anew. */
async function inFunction(value: string, client: LambdaClient, region: string): Promise<Plant> {
  const { Functions = [] } = await client.send(new ListFunctionsCommand({}));
  const FunctionName = Functions.map(({ FunctionName = "" }) => FunctionName).find((name) => !name.includes("alerts"));
  const { Environment } = await client.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const set = (Variables: Record<string, string>) =>
    client.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
  const before = Environment?.Variables ?? {};
  await set({ ...before, PLANTED: value });
  return { places: [`${region}: function ${FunctionName}`], remove: async () => void (await set(before)) };
}

async function inTable(value: string, client: DynamoDBClient, region: string): Promise<Plant> {
  const { TableNames = [] } = await client.send(new ListTablesCommand({}));
  const TableName = TableNames[0];
  const Key = { pk: { S: "planted" }, sk: { S: "planted" } };
  await client.send(new PutItemCommand({ TableName, Item: { ...Key, value: { S: value } } }));
  return {
    places: [`${region}: table ${TableName}`],
    remove: async () => void (await client.send(new DeleteItemCommand({ TableName, Key }))),
  };
}

async function inBucket(Body: Buffer, client: S3Client): Promise<Plant> {
  const { Buckets = [] } = await client.send(new ListBucketsCommand({}));
  const [place] = Buckets.map(({ Name: Bucket }) => ({ Bucket, Key: "planted.gz" }));
  if (!place) throw new Error("the emulator has no bucket to plant a secret in");
  const { VersionId } = await client.send(new PutObjectCommand({ ...place, Body }));
  return {
    places: [`object ${place.Bucket}/${place.Key}`],
    // Buckets are versioned: without the version only a mark of deletion would be put over it.
    remove: async () => void (await client.send(new DeleteObjectCommand({ ...place, VersionId }))),
  };
}

async function inQueue(MessageBody: string, client: SQSClient, QueueUrl: string): Promise<Plant> {
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  return {
    places: ["messages of queues"],
    remove: async () => {
      const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
      for (const { Body, ReceiptHandle } of Messages) {
        if (Body === MessageBody) await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
    },
  };
}
