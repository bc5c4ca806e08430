/** What SQS and the real provider refuse of a queue. */
import { type Facts, isUnknown, type Properties, type Rule, type World } from "../../row.ts";
import { number, text, texts } from "../known.ts";
import { findQueue, queueArnParts, queuePolicyProblem } from "./shared.ts";

/** Numbers of a queue: smallest, largest, and what they count. SQS API, CreateQueue: Attributes. */
const ranges: Readonly<Record<string, readonly [least: number, most: number, unit: string]>> = {
  delaySeconds: [0, 900, "seconds"],
  kmsDataKeyReusePeriodSeconds: [60, 86_400, "seconds"],
  maxMessageSize: [1024, 1_048_576, "bytes"],
  messageRetentionSeconds: [60, 1_209_600, "seconds"],
  receiveWaitTimeSeconds: [0, 20, "seconds"],
  visibilityTimeoutSeconds: [0, 43_200, "seconds"],
};

function rangeProblem(inputs: Properties): string | undefined {
  for (const [property, [least, most, unit]] of Object.entries(ranges)) {
    const value = number(inputs[property]);
    if (value === undefined || (value >= least && value <= most && Number.isInteger(value))) continue;
    return `${property} is ${value}: allowed are ${least} to ${most} ${unit}`;
  }
  return undefined;
}

function nameProblem({ name, fifoQueue }: Properties): string | undefined {
  if (typeof name !== "string" || isUnknown(fifoQueue)) return undefined;
  if (fifoQueue === true) {
    if (/^[\w-]{1,75}\.fifo$/.test(name)) return undefined;
    return `the FIFO queue's name is ${name}: allowed are 1 to 75 letters, digits, "-" and "_", and .fifo at the end`;
  }
  if (name.endsWith(".fifo")) return `the queue ${name} ends with .fifo, but fifoQueue is not true: set it to true`;
  if (/^[\w-]{1,80}$/.test(name)) return undefined;
  return `the queue's name is ${name}: allowed are 1 to 80 letters, digits, "-" and "_"`;
}

/** Values that settings of FIFO queues may have. */
const fifoValues: Readonly<Record<string, readonly string[]>> = {
  deduplicationScope: ["messageGroup", "queue"],
  fifoThroughputLimit: ["perMessageGroupId", "perQueue"],
};

function fifoProblem(inputs: Properties): string | undefined {
  for (const [property, values] of Object.entries(fifoValues)) {
    const value = text(inputs[property]);
    if (value === undefined) continue;
    if (!values.includes(value)) return `${property} is ${value}: allowed are ${values.join(" and ")}`;
    if (inputs.fifoQueue !== true) return `${property} is given, and only FIFO queues have it: set fifoQueue to true`;
  }
  if (inputs.contentBasedDeduplication === true && inputs.fifoQueue !== true) {
    return "contentBasedDeduplication is true, and only FIFO queues have it: set fifoQueue to true";
  }
  const { fifoThroughputLimit, deduplicationScope } = inputs;
  if (fifoThroughputLimit !== "perMessageGroupId" || isUnknown(deduplicationScope)) return undefined;
  if (deduplicationScope === "messageGroup") return undefined;
  return "fifoThroughputLimit is perMessageGroupId, which needs the deduplicationScope messageGroup: give both";
}

/** The JSON object of a property; undefined when it is not given or not known yet. @throws Error when it is none. */
function jsonObject(inputs: Properties, property: string): Properties | undefined {
  const value = text(inputs[property]);
  if (value === undefined || value === "") return undefined;
  let found: unknown;
  try {
    found = JSON.parse(value);
  } catch {
    throw new Error(`${property} is not valid JSON: ${value.slice(0, 60)}`);
  }
  if (found !== null && typeof found === "object" && !Array.isArray(found)) return found as Properties;
  throw new Error(`${property} must be a JSON object, got ${value.slice(0, 60)}`);
}

/** The sentence of an error that the check throws. */
function problemOf(check: () => string | undefined): string | undefined {
  try {
    return check();
  } catch (error) {
    return (error as Error).message;
  }
}

function redriveProblem(inputs: Properties, facts: Facts): string | undefined {
  const policy = jsonObject(inputs, "redrivePolicy");
  if (policy === undefined) return undefined;
  const { deadLetterTargetArn, maxReceiveCount } = policy;
  const target = queueArnParts(deadLetterTargetArn);
  if (!target) return `redrivePolicy.deadLetterTargetArn is ${deadLetterTargetArn}: it must be a queue's ARN`;
  if (!Number.isInteger(maxReceiveCount) || maxReceiveCount < 1 || maxReceiveCount > 1000) {
    return `redrivePolicy.maxReceiveCount is ${JSON.stringify(maxReceiveCount)}: allowed are the whole numbers 1 to 1000`;
  }
  if (target.region !== facts.region || target.account !== facts.accountId) {
    return `the dead-letter queue ${deadLetterTargetArn} must be in the queue's own region and account (${facts.region}, ${facts.accountId})`;
  }
  if (isUnknown(inputs.fifoQueue) || target.fifo === (inputs.fifoQueue === true)) return undefined;
  const kind = target.fifo ? "a FIFO queue, and the queue is none" : "no FIFO queue, and the queue is one";
  return `the dead-letter queue ${deadLetterTargetArn} is ${kind}: both must be of one kind`;
}

function permissionProblem(inputs: Properties): string | undefined {
  const policy = jsonObject(inputs, "redriveAllowPolicy");
  if (policy === undefined) return undefined;
  const { redrivePermission, sourceQueueArns } = policy;
  if (!["allowAll", "byQueue", "denyAll"].includes(redrivePermission)) {
    return `redriveAllowPolicy.redrivePermission is ${redrivePermission}: allowed are allowAll, byQueue and denyAll`;
  }
  const count = texts(sourceQueueArns).length;
  if (redrivePermission !== "byQueue") {
    return sourceQueueArns === undefined
      ? undefined
      : `redriveAllowPolicy.sourceQueueArns goes with byQueue only, got ${redrivePermission}: leave the ARNs out`;
  }
  if (count >= 1 && count <= 10) return undefined;
  return `redriveAllowPolicy.sourceQueueArns has ${count} ARNs: byQueue takes 1 to 10`;
}

/** The dead-letter queue is there, and lets this queue name it. */
function targetProblem(inputs: Properties, world: World, facts: Facts): string | undefined {
  if (problemOf(() => redriveProblem(inputs, facts)) !== undefined) return undefined;
  const arn = jsonObject(inputs, "redrivePolicy")?.deadLetterTargetArn;
  if (arn === undefined) return undefined;
  const target = findQueue(arn, world);
  if (!target) return `the dead-letter queue ${arn} does not exist: take it from the queue's output "arn"`;
  const allowed = jsonObject(target.properties, "redriveAllowPolicy");
  const own = facts.arn("sqs", String(inputs.name));
  const permission = allowed?.redrivePermission ?? "allowAll";
  if (permission === "allowAll" || (permission === "byQueue" && texts(allowed?.sourceQueueArns).includes(own))) {
    return undefined;
  }
  return `the dead-letter queue ${arn} does not let ${own} name it (redriveAllowPolicy: ${permission}): let it in there`;
}

function keyProblem({ kmsMasterKeyId }: Properties, facts: Facts): string | undefined {
  const region = /^arn:aws[\w-]*:kms:([\w-]+):/.exec(text(kmsMasterKeyId) ?? "")?.[1];
  if (region === undefined || region === facts.region) return undefined;
  return `the queue is in ${facts.region} and its key ${kmsMasterKeyId} in ${region}: take a key of the queue's region`;
}

/** All rules of queues. */
export const queueRules: readonly Rule[] = [
  { source: "SQS API, CreateQueue: QueueName; aws.sqs.Queue: name", check: nameProblem },
  { source: "SQS API, CreateQueue: Attributes", check: rangeProblem },
  {
    source: "SQS API, CreateQueue: FIFO queues, high throughput (DeduplicationScope, FifoThroughputLimit)",
    check: fifoProblem,
  },
  {
    source:
      "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html: same account and region, FIFO for FIFO",
    check: (inputs, _world, facts) => problemOf(() => redriveProblem(inputs, facts)),
  },
  { source: "SQS API, CreateQueue: RedriveAllowPolicy", check: (inputs) => problemOf(() => permissionProblem(inputs)) },
  {
    source: "SQS API, CreateQueue: RedrivePolicy and the target's RedriveAllowPolicy",
    when: "creation",
    check: (inputs, world, facts) => problemOf(() => targetProblem(inputs, world, facts)),
  },
  { source: "SQS API, CreateQueue: Policy; InvalidAttributeValue", check: ({ policy }) => queuePolicyProblem(policy) },
  {
    source: "https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html: a key works in its own region only",
    check: (inputs, _world, facts) => keyProblem(inputs, facts),
  },
];
