/** What intake and sender wrote about a drill, in their logs: the way of an alert between its cause and Slack. */
import { type CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  GetFunctionConfigurationCommand,
  type LambdaClient,
  ListEventSourceMappingsCommand,
} from "@aws-sdk/client-lambda";

/** A line of one of the functions. */
export interface PathLine {
  /** Milliseconds since 1970. */
  readonly time: number;
  /** "intake" or "sender". */
  readonly service: string;
  /** What became of it: "post", "count", "posted", "delayed", "refused". */
  readonly outcome: string;
  /** Key of the incident, in lines of the intake. */
  readonly incident?: string | undefined;
  /** Key of the transition, in lines of the intake. */
  readonly transition?: string | undefined;
  /** Key of the message, in lines of the sender. */
  readonly messageKey?: string | undefined;
  readonly route?: string | undefined;
}

/** Reads the logs. */
export interface PathLog {
  /** The lines of both functions since then, in the order of their time. */
  since(time: number): Promise<readonly PathLine[]>;
}

/**
 * A line of a log; undefined for what the functions do not write of a message.
 *
 * @param text JSON as the functions write it
 */
export function readLine(text: string): PathLine | undefined {
  let line: Readonly<Record<string, unknown>>;
  try {
    line = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { timestamp, service, outcome } = line ?? {};
  const time = Date.parse(String(timestamp));
  if (typeof service !== "string" || typeof outcome !== "string" || Number.isNaN(time)) return undefined;
  const textOf = (name: string) => (typeof line[name] === "string" ? String(line[name]) : undefined);
  return {
    time,
    service,
    outcome,
    incident: textOf("incident"),
    transition: textOf("transition"),
    messageKey: textOf("messageKey"),
    route: textOf("route"),
  };
}

/**
 * The logs of the functions that read the queues.
 *
 * @param queueArns of the alerts queue and of the outbox
 */
export function pathLog(lambda: LambdaClient, logs: CloudWatchLogsClient, queueArns: readonly string[]): PathLog {
  let groups: Promise<readonly string[]> | undefined;
  return {
    since: async (time) => {
      groups ??= Promise.all(queueArns.map((arn) => logGroupOf(lambda, arn)));
      const lines = await Promise.all((await groups).map((group) => read(logs, group, time)));
      return lines.flat().sort((one, other) => one.time - other.time);
    },
  };
}

async function logGroupOf(lambda: LambdaClient, EventSourceArn: string): Promise<string> {
  const { EventSourceMappings = [] } = await lambda.send(new ListEventSourceMappingsCommand({ EventSourceArn }));
  const FunctionName = EventSourceMappings[0]?.FunctionArn;
  if (FunctionName === undefined)
    throw new Error(`No function reads ${EventSourceArn}: bring the environment up again.`);
  const { LoggingConfig, FunctionName: name } = await lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName }),
  );
  return LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`;
}

async function read(logs: CloudWatchLogsClient, logGroupName: string, startTime: number): Promise<PathLine[]> {
  const lines: PathLine[] = [];
  let nextToken: string | undefined;
  do {
    const page = await logs.send(new FilterLogEventsCommand({ logGroupName, startTime, nextToken }));
    for (const { message = "" } of page.events ?? []) {
      const line = readLine(message);
      // The log's own time may be that of the end of the call.
      if (line !== undefined && line.time >= startTime) lines.push(line);
    }
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return lines;
}
