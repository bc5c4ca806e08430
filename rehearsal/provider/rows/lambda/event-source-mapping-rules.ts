/** What Lambda refuses of a mapping from a queue to a function. */
import { isUnknown, type Properties, type Rule, type World } from "../../row.ts";
import { findKey } from "../kms/shared.ts";
import { number, text, texts } from "../known.ts";
import { allows, policyProblem, statementsOf } from "../policy-document.ts";
import { missingRoleActions } from "../roles.ts";
import { findQueue, queueArnParts } from "../sqs/shared.ts";
import { findFunction } from "./async-target.ts";

/** Pulumi's type of mappings. */
export const mappingType = "aws:lambda/eventSourceMapping:EventSourceMapping";

const queuePage = "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html";

/** Settings of streams, Kafka, message brokers and document databases, which mappings of queues do not take. */
const ofOthers = [
  "amazonManagedKafkaEventSourceConfig",
  "bisectBatchOnFunctionError",
  "destinationConfig",
  "documentDbEventSourceConfig",
  "maximumRecordAgeInSeconds",
  "maximumRetryAttempts",
  "parallelizationFactor",
  "queues",
  "selfManagedEventSource",
  "selfManagedKafkaEventSourceConfig",
  "sourceAccessConfigurations",
  "startingPosition",
  "startingPositionTimestamp",
  "topics",
  "tumblingWindowInSeconds",
];

function sourceProblem(inputs: Properties): string | undefined {
  const { eventSourceArn } = inputs;
  if (eventSourceArn === undefined) return "eventSourceArn is not given: the rehearsal maps queues only";
  if (typeof eventSourceArn === "string" && !queueArnParts(eventSourceArn)) {
    return `eventSourceArn is ${eventSourceArn}: the rehearsal maps queues only, so it must be a queue's ARN`;
  }
  const strange = ofOthers.filter((name) => inputs[name] !== undefined);
  return strange.length === 0 ? undefined : `a mapping of a queue takes no ${strange.join(", ")}: leave it out`;
}

function batchProblem(inputs: Properties): string | undefined {
  const [size, window] = [number(inputs.batchSize), number(inputs.maximumBatchingWindowInSeconds)];
  const isFifo = queueArnParts(inputs.eventSourceArn)?.fifo === true;
  const most = isFifo ? 10 : 10_000;
  if (size !== undefined && (size < 1 || size > most)) {
    return `batchSize is ${size}: allowed are 1 to ${most} messages of a ${isFifo ? "FIFO" : "standard"} queue`;
  }
  if (window !== undefined && (window < 0 || window > 300)) {
    return `maximumBatchingWindowInSeconds is ${window}: allowed are 0 to 300 seconds`;
  }
  if (isFifo && window !== undefined && window > 0) {
    return `maximumBatchingWindowInSeconds is ${window}, and a FIFO queue has no batching window: leave it out`;
  }
  if (size === undefined || size <= 10 || isUnknown(inputs.maximumBatchingWindowInSeconds) || (window ?? 0) >= 1) {
    return undefined;
  }
  return `batchSize is ${size}, and more than 10 need a maximumBatchingWindowInSeconds of at least 1: give one`;
}

function settingsProblem({ scalingConfig, functionResponseTypes }: Properties): string | undefined {
  const most = number(scalingConfig?.maximumConcurrency);
  if (most !== undefined && (most < 2 || most > 1000)) {
    return `scalingConfig.maximumConcurrency is ${most}: allowed are 2 to 1000; for less, give the function a reserved concurrency`;
  }
  const strange = texts(functionResponseTypes).filter((type) => type !== "ReportBatchItemFailures");
  if (strange.length === 0) return undefined;
  return `functionResponseTypes has ${strange.join(", ")}: allowed is ReportBatchItemFailures`;
}

/** The queue and the function of a mapping, as far as they are known. */
function ends(inputs: Properties, world: World) {
  const queue = findQueue(inputs.eventSourceArn, world);
  const found = findFunction(inputs.functionName, world);
  return { queue, found, role: text(found?.properties.role) };
}

function missingProblem(inputs: Properties, world: World, region: string): string | undefined {
  const { queue, found } = ends(inputs, world);
  const { eventSourceArn, functionName } = inputs;
  if (text(functionName) !== undefined && !found) {
    return `functionName is ${functionName}, which is no function of this workspace: take its name or ARN`;
  }
  const parts = queueArnParts(eventSourceArn);
  if (!parts) return undefined;
  if (parts.region !== region) {
    return `the queue ${eventSourceArn} is in ${parts.region} and the function in ${region}: both must be in one region`;
  }
  return queue ? undefined : `the queue ${eventSourceArn} does not exist: take it from the queue's output "arn"`;
}

function timeoutProblem(inputs: Properties, world: World): string | undefined {
  const { queue, found } = ends(inputs, world);
  const visibility = number(queue?.properties.visibilityTimeoutSeconds);
  const timeout = number(found?.properties.timeout);
  if (visibility === undefined || timeout === undefined || timeout <= visibility) return undefined;
  return `the function's timeout is ${timeout} s and the queue's visibility timeout ${visibility} s: messages would come back while they are worked on; let the queue have at least six times the function's`;
}

const actions = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];

function roleProblem(inputs: Properties, world: World): string | undefined {
  const { queue, role } = ends(inputs, world);
  if (!queue || role === undefined) return undefined;
  const missing = missingRoleActions(role, actions, String(queue.properties.arn), world);
  if (missing.length === 0) return undefined;
  return `the function's role ${role} may not ${missing.join(", ")} on ${queue.properties.arn}: allow them, and depend on the policy`;
}

/** The key's policy may name the role itself; then the role needs no policy of its own. */
function keyProblem(inputs: Properties, world: World): string | undefined {
  const { queue, role } = ends(inputs, world);
  const key = findKey(queue?.properties.kmsMasterKeyId, world);
  if (!key || role === undefined) return undefined;
  const [resource, action] = [String(key.properties.arn ?? key.id), "kms:Decrypt"];
  const { policy } = key.properties;
  const named = policyProblem(policy) ? [] : (statementsOf(policy) ?? []);
  if (allows(named, { principal: { AWS: role }, action, resource })) return undefined;
  if (missingRoleActions(role, [action], resource, world).length === 0) return undefined;
  return `the function's role ${role} may not kms:Decrypt with ${resource}, the queue's key: it would get no message; allow it, and depend on the policy`;
}

/** All rules of mappings. */
export const mappingRules: readonly Rule[] = [
  { source: "Lambda API, CreateEventSourceMapping: parameters of Amazon SQS", check: sourceProblem },
  { source: "Lambda API, CreateEventSourceMapping: BatchSize, MaximumBatchingWindowInSeconds", check: batchProblem },
  { source: "Lambda API, ScalingConfig and FunctionResponseTypes", check: settingsProblem },
  {
    source: `${queuePage}: same Region; ResourceNotFoundException, InvalidParameterValueException`,
    when: "creation",
    check: (inputs, world, facts) => missingProblem(inputs, world, facts.region),
  },
  { source: `${queuePage}: the function's timeout`, when: "creation", check: timeoutProblem },
  { source: `${queuePage}: execution role permissions`, when: "creation", check: roleProblem },
  {
    source:
      "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-lambda-function-trigger.html: encrypted queues",
    when: "creation",
    check: keyProblem,
  },
  {
    source: "Lambda API, CreateEventSourceMapping: ResourceConflictException",
    when: "creation",
    check: (inputs, world) => {
      const { found } = ends(inputs, world);
      const twin = world
        .all(mappingType)
        .find(
          ({ properties }) =>
            properties.eventSourceArn === inputs.eventSourceArn &&
            found !== undefined &&
            findFunction(properties.functionName, world)?.id === found.id,
        );
      return twin && `the queue ${inputs.eventSourceArn} is mapped to this function already (${twin.urn}): keep one`;
    },
  },
];
