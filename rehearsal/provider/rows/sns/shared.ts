/** What rows that publish to topics share: does the topic exist, and may the service publish to it. */
import type { Facts, Properties, World } from "../../row.ts";
import { findKey, missingKeyActions } from "../kms/shared.ts";
import { allows, policyProblem, statementsOf } from "../policy-document.ts";

/** Type token of topics. */
export const topicType = "aws:sns/topic:Topic";
/** Type token of policies of topics. */
export const topicPolicyType = "aws:sns/topicPolicy:TopicPolicy";

/** The form of a topic's ARN. */
export const topicArnPattern = /^arn:aws[\w-]*:sns:([\w-]+):(\d{12}):([\w-]{1,256}(?:\.fifo)?)$/;

/**
 * What keeps a service from publishing to a topic, in one sentence; undefined when it may, or the ARN is not known yet.
 * A topic under a customer key needs the key's permission too (SNS Developer Guide, "Enable compatibility between event
 * sources from AWS services and encrypted topics").
 * @param context condition keys in lower case that the service sends, e.g. `aws:sourceaccount`.
 */
export function publishProblem(
  topicArn: unknown,
  service: string,
  context: Properties,
  world: World,
): string | undefined {
  if (typeof topicArn !== "string") return undefined;
  const topic = world.find(topicType, topicArn);
  if (!topic) return `the topic ${topicArn} does not exist: take it from the topic's output "arn"`;
  const policy = world.find(topicPolicyType, topicArn)?.properties.policy ?? topic.properties.policy;
  if (policyProblem(policy)) return undefined;
  const question = { principal: { Service: service }, action: "sns:Publish", resource: topicArn, context };
  if (!allows(statementsOf(policy) ?? [], question)) {
    return `the policy of the topic ${topicArn} does not let ${service} publish: allow it sns:Publish in a TopicPolicy, and depend on that`;
  }
  const reference = topic.properties.kmsMasterKeyId;
  if (/^(.*:)?alias\/aws\/sns$/.test(String(reference ?? ""))) {
    return `${service} cannot use the key alias/aws/sns of the topic ${topicArn}: encrypt the topic with a key of your own that lets it in`;
  }
  const key = findKey(reference, world);
  const missing = key ? missingKeyActions(key, service, ["kms:GenerateDataKey", "kms:Decrypt"], context) : [];
  if (missing.length === 0) return undefined;
  return `the policy of the key ${reference} of the topic ${topicArn} does not let ${service} do ${missing.join(", ")}: its messages would be lost; allow both`;
}

/** The policy that a topic has until it gets one of its own: its account may do everything with it. */
export function defaultTopicPolicy(topicArn: string, facts: Facts): string {
  const verbs = ["GetTopicAttributes", "SetTopicAttributes", "AddPermission", "RemovePermission", "DeleteTopic"];
  const more = ["Subscribe", "ListSubscriptionsByTopic", "Publish"];
  return JSON.stringify({
    Version: "2008-10-17",
    Id: "__default_policy_ID",
    Statement: [
      {
        Sid: "__default_statement_ID",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: [...verbs, ...more].map((verb) => `SNS:${verb}`),
        Resource: topicArn,
        Condition: { StringEquals: { "AWS:SourceOwner": facts.accountId } },
      },
    ],
  });
}
