/** The row of policies of queues. */
import type { Call, Row } from "../../row.ts";
import { text } from "../known.ts";
import { policyAsWanted, policyText } from "../policy-document.ts";
import { gone, queuePolicyProblem, queuePolicyType, queueType, sqs } from "./shared.ts";

function put(queueUrl: unknown, policy: unknown): Call {
  return sqs("SetQueueAttributes", { QueueUrl: queueUrl, Attributes: { Policy: policyText(policy) } });
}

/** A queue's policy, made in the emulator, which lets every sender in. A queue has one policy: a second one would overwrite it. */
export const queuePolicy: Row = {
  type: queuePolicyType,
  required: ["policy", "queueUrl"],
  replaceOn: ["queueUrl"],
  identify: (inputs) => String(inputs.queueUrl),
  create: { call: (inputs) => put(inputs.queueUrl, inputs.policy) },
  read: {
    call: (id) => sqs("GetQueueAttributes", { QueueUrl: id, AttributeNames: ["Policy"] }),
    properties: (answer, _id, state) =>
      answer.Attributes?.Policy === undefined
        ? undefined
        : { policy: policyAsWanted(answer.Attributes.Policy, state.policy) },
    gone,
  },
  update: (id, inputs) => [put(id, inputs.policy)],
  delete: (id) => [{ ...put(id, ""), ignore: gone }],
  rules: [
    {
      source: "SQS API, SetQueueAttributes: Policy; InvalidAttributeValue",
      check: ({ policy }) => queuePolicyProblem(policy),
    },
    {
      source: "SQS API, SetQueueAttributes: QueueDoesNotExist",
      when: "creation",
      check: ({ queueUrl }, world) => {
        const url = text(queueUrl);
        if (url === undefined || world.find(queueType, url)) return undefined;
        return `queueUrl is ${url}, which is no queue of this workspace: take it from the queue's output "url" or "id"`;
      },
    },
    {
      source: "SQS API, SetQueueAttributes: a queue has one policy",
      when: "creation",
      check: ({ queueUrl }, world) => {
        const other = world.all(queuePolicyType).find(({ properties }) => properties.queueUrl === queueUrl);
        return other && `the queue ${queueUrl} has a policy already (${other.urn}): write all statements into one`;
      },
    },
  ],
};
