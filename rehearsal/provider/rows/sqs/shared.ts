/** What rows about queues share: does a queue exist, and may a service send to it. */
import type { Call, Known, Properties, World } from "../../row.ts";
import { findKey, missingKeyActions } from "../kms/shared.ts";
import { text } from "../known.ts";
import { allows, policyProblem, statementsOf } from "../policy-document.ts";

/** Type token of queues. */
export const queueType = "aws:sqs/queue:Queue";
/** Type token of policies of queues. */
export const queuePolicyType = "aws:sqs/queuePolicy:QueuePolicy";

/** Error codes that say that a queue is gone. */
export const gone = ["QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"] as const;

/** One call of SQS. */
export function sqs(operation: string, parameters: Properties): Call {
  return { service: "sqs", operation, parameters };
}

/** The parts of a queue's ARN. */
export interface QueueArn {
  /** Region of the queue. */
  readonly region: string;
  /** Its account, twelve digits. */
  readonly account: string;
  /** Its name, with `.fifo` when it is a FIFO queue. */
  readonly name: string;
  /** Whether it is a FIFO queue. */
  readonly fifo: boolean;
}

/** The parts of a queue's ARN; undefined when it is none or not known yet. */
export function queueArnParts(arn: unknown): QueueArn | undefined {
  const parts = /^arn:aws[\w-]*:sqs:([\w-]+):(\d{12}):([\w-]{1,80}(?:\.fifo)?)$/.exec(text(arn) ?? "");
  if (!parts) return undefined;
  const [, region = "", account = "", name = ""] = parts;
  return { region, account, name, fifo: name.endsWith(".fifo") };
}

/** The queue of an ARN; undefined when the workspace did not make it. */
export function findQueue(arn: unknown, world: World): Known | undefined {
  return world.all(queueType).find(({ properties }) => properties.arn === arn);
}

/** The problem of a queue's policy in one sentence; undefined when it can be set, or is not known yet. */
export function queuePolicyProblem(policy: unknown): string | undefined {
  const problem = policyProblem(policy);
  if (problem) return `SQS refuses the queue's policy: ${problem}`;
  for (const [index, statement] of (statementsOf(policy) ?? []).entries()) {
    const strange = [...statement.actions, ...statement.notActions].filter((action) => !/^(sqs:|\*$)/i.test(action));
    if (strange.length > 0) {
      return `SQS refuses the queue's policy: its actions must be of SQS (sqs:…), got ${strange.join(", ")}`;
    }
    if (Object.keys(statement.principals).length === 0) {
      return `SQS refuses the queue's policy: statement ${index + 1} names no Principal: say who it is about`;
    }
  }
  return undefined;
}

/**
 * What keeps a service from sending to a queue, in one sentence; undefined when it may, or the ARN is not known yet.
 * A queue under a customer key needs the key's permission too (SQS Developer Guide, "Key management": configure KMS
 * permissions for AWS services).
 * @param service the service's principal, e.g. `sns.amazonaws.com`.
 * @param context condition keys in lower case that the service sends, e.g. `aws:sourcearn`.
 */
export function sendProblem(queueArn: unknown, service: string, context: Properties, world: World): string | undefined {
  if (typeof queueArn !== "string") return undefined;
  const queue = findQueue(queueArn, world);
  if (!queue) return `the queue ${queueArn} does not exist: take it from the queue's output "arn"`;
  const policy = world.find(queuePolicyType, queue.id)?.properties.policy ?? queue.properties.policy;
  if (policyProblem(policy)) return undefined;
  const question = { principal: { Service: service }, action: "sqs:SendMessage", resource: queueArn, context };
  if (!allows(statementsOf(policy) ?? [], question)) {
    const source = context["aws:sourcearn"] === undefined ? "" : ` for ${context["aws:sourcearn"]}`;
    return `the policy of the queue ${queueArn} does not let ${service} send to it${source}: allow it sqs:SendMessage in a QueuePolicy, and depend on that`;
  }
  const reference = queue.properties.kmsMasterKeyId;
  if (/^(.*:)?alias\/aws\/sqs$/.test(String(reference ?? ""))) {
    return `${service} cannot use the key alias/aws/sqs of the queue ${queueArn}: encrypt the queue with a key of your own that lets it in`;
  }
  const key = findKey(reference, world);
  const missing = key ? missingKeyActions(key, service, ["kms:GenerateDataKey", "kms:Decrypt"], context) : [];
  if (missing.length === 0) return undefined;
  return `the policy of the key ${reference} of the queue ${queueArn} does not let ${service} do ${missing.join(", ")}: its messages would be lost; allow both`;
}
