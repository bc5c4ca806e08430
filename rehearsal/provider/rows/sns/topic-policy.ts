/** The row of policies of topics. */
import type { Call, Properties, Row } from "../../row.ts";
import { like, policyAsWanted, policyProblem, policyText, statementsOf } from "../policy-document.ts";
import { defaultTopicPolicy, topicArnPattern, topicPolicyType, topicType } from "./shared.ts";

function put(topicArn: unknown, policy: unknown): Call {
  const parameters = { TopicArn: topicArn, AttributeName: "Policy", AttributeValue: policyText(policy) };
  return { service: "sns", operation: "SetTopicAttributes", parameters };
}

const gone = ["NotFound", "NotFoundException"];

/**
 * A topic's policy, made in the emulator. Deleting sets AWS's default policy again. The rules refuse actions of other
 * services and statements that are not about this one topic.
 */
export const topicPolicy: Row = {
  type: topicPolicyType,
  required: ["arn", "policy"],
  replaceOn: ["arn"],
  identify: (inputs) => String(inputs.arn),
  attributes: (_inputs, _id, facts) => ({ owner: facts.accountId }),
  create: { call: (inputs) => put(inputs.arn, inputs.policy) },
  read: {
    call: (id) => ({ service: "sns", operation: "GetTopicAttributes", parameters: { TopicArn: id } }),
    properties: (answer, _id, state: Properties) => ({
      policy: policyAsWanted(answer.Attributes?.Policy, state.policy),
    }),
    gone,
  },
  update: (id, inputs) => [put(id, inputs.policy)],
  // A topic always has a policy: as in the real provider it goes back to AWS's first one.
  delete: (id, _state, facts) => [{ ...put(id, defaultTopicPolicy(id, facts)), ignore: gone }],
  rules: [
    {
      source: "SNS API, SetTopicAttributes: Policy; InvalidParameter",
      check: ({ arn, policy }) => {
        const problem = policyProblem(policy);
        if (problem) return `SNS refuses the topic's policy: ${problem}`;
        for (const statement of statementsOf(policy) ?? []) {
          const strange = statement.actions.filter((action) => !/^(sns:|\*$)/i.test(action));
          if (strange.length > 0) {
            return `SNS refuses the topic's policy: its actions must be of SNS (sns:…), got ${strange.join(", ")}`;
          }
          const [resource, ...others] = statement.resources;
          if (resource === undefined || others.length > 0) {
            return `SNS refuses the topic's policy: each statement needs exactly one "Resource", the topic's ARN; got ${statement.resources.length}`;
          }
          if (typeof arn === "string" && !like(resource, arn)) {
            return `SNS refuses the topic's policy: it is about ${resource}, but belongs to ${arn}; name the topic itself`;
          }
        }
        return undefined;
      },
    },
    {
      source: "SNS API, SetTopicAttributes: NotFound",
      when: "creation",
      check: ({ arn }, world) => {
        if (typeof arn !== "string" || world.find(topicType, arn)) return undefined;
        if (!topicArnPattern.test(arn)) return `arn is ${arn}: it must be a topic's ARN`;
        return `the topic ${arn} does not exist: take it from the topic's output "arn"`;
      },
    },
  ],
};
