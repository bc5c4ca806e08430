/** Which queues of dead letters an environment has, and where each one's messages belong, from what the services stack tells. */

/** A queue of dead letters. */
export interface DeadLetterQueue {
  /** Short name: "alerts", "outbox", "undelivered", "undelivered-us-east-1". */
  readonly name: string;
  readonly url: string;
  /** Region's code: its URL tells it in AWS, and not in an emulator. */
  readonly region: string;
  /** Where its messages are sent again: the queue that the intake reads, or the one that the sender reads. */
  readonly to: "alerts" | "outbox";
}

/** The alert path of an environment. */
export interface RedriveTarget {
  /** Twelve digits of the AWS account. */
  readonly accountId: string;
  /** Region's code of the environment. */
  readonly region: string;
  /** URL of the queue that the intake reads. */
  readonly alertsQueueUrl: string;
  readonly queues: readonly DeadLetterQueue[];
}

/** An environment without alerting, or a queue that it does not have. */
export class RedriveError extends Error {
  override readonly name = "RedriveError";
}

/**
 * Reads the outputs of the services stack.
 *
 * @param outputs by name: `alertDeadLetterUrls`, `alertsQueueUrl`, `alertTopicArns`
 * @param only short name of the one queue that is meant. Default: all of them
 * @throws RedriveError naming every output that is missing, or the queues that there are
 */
export function readRedriveTarget(outputs: Readonly<Record<string, unknown>>, only?: string): RedriveTarget {
  const urls = texts(outputs.alertDeadLetterUrls);
  const topicArns = Object.values(texts(outputs.alertTopicArns));
  const [, region = "", accountId = ""] = /^arn:aws[a-z-]*:sns:([a-z0-9-]+):(\d{12}):/.exec(topicArns[0] ?? "") ?? [];
  const { alertsQueueUrl } = outputs;
  const missing = [
    ...(Object.keys(urls).length > 0 ? [] : ["alertDeadLetterUrls"]),
    ...(region !== "" ? [] : ["alertTopicArns"]),
    ...(typeof alertsQueueUrl === "string" && alertsQueueUrl !== "" ? [] : ["alertsQueueUrl"]),
  ];
  if (missing.length > 0) {
    throw new RedriveError(
      `The stack platform has no usable output ${missing.join(", ")}: the environment has no alerting, or is not up. ` +
        "Bring it up (npm run up), and run this command again. Nothing was sent.",
    );
  }
  const names = Object.keys(urls).sort();
  if (only !== undefined && !names.includes(only)) {
    throw new RedriveError(
      `There is no queue ${JSON.stringify(only)}: there are ${names.join(", ")}. Nothing was sent.`,
    );
  }
  const queues = names
    .filter((name) => only === undefined || name === only)
    .map((name): DeadLetterQueue => {
      const elsewhere = /^undelivered-(.+)$/.exec(name)?.[1];
      return { name, url: urls[name] ?? "", region: elsewhere ?? region, to: name === "outbox" ? "outbox" : "alerts" };
    });
  return { accountId, region, alertsQueueUrl: String(alertsQueueUrl), queues };
}

/** The members that are texts with something in them. */
function texts(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string" && entry[1] !== ""),
  );
}
