/** Everything that a rehearsal writes, holds or shows: where a secret could have got to. Linux only. */
import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import {
  CloudWatchLogsClient,
  paginateDescribeLogGroups,
  paginateFilterLogEvents,
} from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDBClient, paginateListTables, paginateScan } from "@aws-sdk/client-dynamodb";
import { GetFunctionConfigurationCommand, LambdaClient, paginateListFunctions } from "@aws-sdk/client-lambda";
import { GetObjectCommand, ListBucketsCommand, paginateListObjectsV2, S3Client } from "@aws-sdk/client-s3";

/** A place, and what is there. */
export interface Place {
  readonly name: string;
  readonly content: Buffer | string;
}

/** How the emulator is reached. */
export interface EmulatorAccess {
  readonly endpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** The files under a folder; none when it is not there. */
export function filePlaces(folder: string, isLeftOut: (file: string) => boolean = () => false): Place[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !isLeftOut(file))
    .flatMap((file) => readable(file).map((content) => ({ name: `file ${file}`, content })));
}

/** A file that its process removes meanwhile is none any more. */
function readable(file: string): Buffer[] {
  try {
    return [readFileSync(file)];
  } catch {
    return [];
  }
}

/** A process that belongs to a folder. */
interface OwnProcess {
  readonly command: Buffer;
  readonly environment: Buffer;
}

/** The processes that have the folder in their command line or environment, or work in it; each reads what others may see of it. */
function ownProcesses(folder: string): OwnProcess[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => ({
      command: Buffer.concat(readable(join("/proc", pid, "cmdline"))),
      environment: Buffer.concat(readable(join("/proc", pid, "environ"))),
      directory: workingDirectory(pid),
    }))
    .filter((found) => Object.values(found).some((text) => text.includes(folder)));
}

/** Command line and environment of each process that belongs to the folder: names it in them, or works in it. */
export function processPlaces(folder: string): Place[] {
  return ownProcesses(folder).flatMap(({ command, environment }) => {
    const about = command.toString().split("\0").slice(0, 2).join(" ");
    return [
      { name: `command line of ${about}`, content: command },
      { name: `environment of ${about}`, content: environment },
    ];
  });
}

/** The files of the emulator's functions that run for the folder. */
export function functionFilePlaces(folder: string): Place[] {
  return ownProcesses(folder).flatMap(({ environment }) => {
    const [, task] = /(?:^|\0)LAMBDA_TASK_ROOT=([^\0]+)/.exec(environment.toString()) ?? [];
    return task === undefined ? [] : filePlaces(join(task, ".."));
  });
}

function workingDirectory(pid: string): string {
  try {
    return readlinkSync(join("/proc", pid, "cwd"));
  } catch {
    return "";
  }
}

/** What the emulator holds in a region and shows without being asked for a secret: logs, functions, tables. */
export async function regionPlaces(access: EmulatorAccess, region: string): Promise<Place[]> {
  const aws = { ...access, region };
  return [...(await logs(aws)), ...(await functions(aws)), ...(await items(aws))].map(({ name, content }) => ({
    name: `${region}: ${name}`,
    content,
  }));
}

/** What the emulator holds once for all regions: objects, and the messages that wait in queues, in flight or not. */
export async function globalPlaces(access: EmulatorAccess, region: string): Promise<Place[]> {
  const messages = await fetch(`${access.endpoint}/_ministack/sqs/messages?account=${access.credentials.accessKeyId}`);
  if (!messages.ok) throw new Error(`the emulator's queues cannot be read: ${messages.status}`);
  const mails = await fetch(`${access.endpoint}/_ministack/ses/messages`);
  return [
    { name: "messages of queues", content: await messages.text() },
    { name: "mails", content: await mails.text() },
    ...(await objects({ ...access, region, forcePathStyle: true })),
  ];
}

type Configuration = EmulatorAccess & { readonly region: string };

async function logs(aws: Configuration): Promise<Place[]> {
  const client = new CloudWatchLogsClient(aws);
  const found: Place[] = [];
  for await (const { logGroups = [] } of paginateDescribeLogGroups({ client }, {})) {
    for (const { logGroupName } of logGroups) {
      for await (const { events = [] } of paginateFilterLogEvents({ client }, { logGroupName })) {
        const content = events.map(({ message }) => message).join("\n");
        if (content !== "") found.push({ name: `log ${logGroupName}`, content });
      }
    }
  }
  client.destroy();
  return found;
}

async function functions(aws: Configuration): Promise<Place[]> {
  const client = new LambdaClient(aws);
  const found: Place[] = [];
  for await (const { Functions = [] } of paginateListFunctions({ client }, {})) {
    for (const { FunctionName } of Functions) {
      const configuration = await client.send(new GetFunctionConfigurationCommand({ FunctionName }));
      found.push({ name: `function ${FunctionName}`, content: JSON.stringify(configuration) });
    }
  }
  client.destroy();
  return found;
}

async function items(aws: Configuration): Promise<Place[]> {
  const client = new DynamoDBClient(aws);
  const found: Place[] = [];
  for await (const { TableNames = [] } of paginateListTables({ client }, {})) {
    for (const TableName of TableNames) {
      for await (const { Items = [] } of paginateScan({ client }, { TableName })) {
        found.push({ name: `table ${TableName}`, content: JSON.stringify(Items) });
      }
    }
  }
  client.destroy();
  return found;
}

async function objects(aws: Configuration & { readonly forcePathStyle: boolean }): Promise<Place[]> {
  const client = new S3Client(aws);
  const found: Place[] = [];
  const { Buckets = [] } = await client.send(new ListBucketsCommand({}));
  for (const { Name: Bucket } of Buckets) {
    for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket })) {
      for (const { Key } of Contents) {
        const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
        found.push({
          name: `object ${Bucket}/${Key}`,
          content: Buffer.from((await Body?.transformToByteArray()) ?? []),
        });
      }
    }
  }
  client.destroy();
  return found;
}
