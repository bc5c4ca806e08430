/** What EventBridge and the real provider refuse of targets, and what would lose events. */
import type { Facts, Properties, Rule, World } from "../../row.ts";
import { callProblem, deadLetterFormProblem } from "../deliveries.ts";
import { number, text } from "../known.ts";
import { publishProblem } from "../sns/shared.ts";
import { sendProblem } from "../sqs/shared.ts";
import { busName, eventsPrincipal, ruleArn, ruleType, targetType } from "./shared.ts";

/** EventBridge quotas, "Targets per rule": 5, which AWS does not raise. */
const targetsOfRule = 5;

const served = ["sns", "sqs", "lambda"];

function serviceOf(arn: unknown): string | undefined {
  return text(arn)?.split(":")[2];
}

/** The condition keys that EventBridge sends when a rule delivers. */
function contextOf({ rule, eventBusName }: Properties, facts: Facts): Properties {
  return { "aws:sourcearn": ruleArn(rule, eventBusName, facts), "aws:sourceaccount": facts.accountId };
}

const sameRegion = (properties: Properties, facts: Facts) => (properties.region ?? facts.region) === facts.region;

function formProblem({ arn, roleArn, sqsTarget }: Properties, _world: World, facts: Facts): string | undefined {
  const given = text(arn);
  if (given === undefined) return undefined;
  const service = serviceOf(given) ?? "";
  if (!served.includes(service))
    return `the target's arn is ${given}: the rehearsal knows targets of ${served.join(", ")}`;
  const region = given.split(":")[3];
  if (region !== facts.region) {
    return `the target ${given} is in ${region}, and its rule in ${facts.region}: give a target of the rule's region`;
  }
  if (roleArn !== undefined) {
    return `the target ${given} has a roleArn: let ${eventsPrincipal} in by the policy of the target itself, and give none`;
  }
  const needsGroup = service === "sqs" && given.endsWith(".fifo");
  if (needsGroup === (sqsTarget?.messageGroupId !== undefined)) return undefined;
  return needsGroup
    ? `the target ${given} is a FIFO queue: give sqsTarget.messageGroupId`
    : `the target ${given} is no FIFO queue: give no sqsTarget`;
}

function transformerProblem({ inputTransformer }: Properties): string | undefined {
  const paths = inputTransformer?.inputPaths ?? {};
  const template = text(inputTransformer?.inputTemplate);
  if (inputTransformer === undefined || template === undefined) return undefined;
  if (template.length < 1 || template.length > 8192)
    return `inputTemplate has ${template.length} characters: allowed are 1 to 8192`;
  const names = Object.keys(paths);
  if (names.length > 100) return `inputPaths has ${names.length} members: AWS takes at most 100`;
  const reserved = names.find((name) => /^aws/i.test(name));
  if (reserved !== undefined) return `inputPaths names ${reserved}: names that begin with AWS are AWS's own`;
  const used = [...template.matchAll(/<([^<>\s]+)>/g)].map((match) => match[1] ?? "");
  const unknownName = used.find((name) => !names.includes(name) && !name.startsWith("aws.events."));
  return (
    unknownName &&
    `inputTemplate uses <${unknownName}>, which inputPaths does not name: known are ${names.join(", ") || "none"}`
  );
}

function retryProblem({ retryPolicy }: Properties): string | undefined {
  const age = number(retryPolicy?.maximumEventAgeInSeconds);
  if (age !== undefined && (age < 60 || age > 86_400)) {
    return `maximumEventAgeInSeconds is ${age}: allowed are 60 to 86400 seconds`;
  }
  const attempts = number(retryPolicy?.maximumRetryAttempts);
  if (attempts === undefined || (attempts >= 0 && attempts <= 185)) return undefined;
  return `maximumRetryAttempts is ${attempts}: allowed are 0 to 185`;
}

function ruleProblem({ rule, eventBusName }: Properties, world: World, facts: Facts): string | undefined {
  if (typeof rule !== "string") return undefined;
  const isOurs = ({ properties }: { properties: Properties }) =>
    properties[properties.name === undefined ? "rule" : "name"] === rule &&
    busName(properties.eventBusName) === busName(eventBusName) &&
    sameRegion(properties, facts);
  if (!world.all(ruleType).some(isOurs))
    return `the rule ${rule} does not exist in ${facts.region}: take the rule's output "name"`;
  const others = world.all(targetType).filter(isOurs).length;
  return others < targetsOfRule
    ? undefined
    : `the rule ${rule} has ${others} targets: AWS takes at most ${targetsOfRule}`;
}

function permissionProblem(inputs: Properties, world: World, facts: Facts): string | undefined {
  const context = contextOf(inputs, facts);
  const { arn } = inputs;
  switch (serviceOf(arn)) {
    case "sns":
      return publishProblem(arn, eventsPrincipal, context, world);
    case "sqs":
      return sendProblem(arn, eventsPrincipal, context, world);
    case "lambda":
      return callProblem(arn, eventsPrincipal, context["aws:sourcearn"], world, facts.accountId);
    default:
      return undefined;
  }
}

/** The rules of targets. */
export const targetRules: readonly Rule[] = [
  {
    source:
      "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html: no RoleArn for these targets; Event bus targets, the target's region",
    check: formProblem,
  },
  { source: "EventBridge User Guide, Amazon EventBridge input transformation", check: transformerProblem },
  { source: "EventBridge API, RetryPolicy", check: retryProblem },
  {
    source:
      "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html: standard queues; Considerations, the rule's region",
    check: ({ deadLetterConfig }, _world, facts) => deadLetterFormProblem(deadLetterConfig?.arn, facts.region),
  },
  {
    source: "EventBridge API, PutTargets: TargetId",
    check: ({ targetId }) =>
      typeof targetId !== "string" || /^[.\w-]{1,64}$/.test(targetId)
        ? undefined
        : `targetId is ${targetId}: allowed are 1 to 64 letters, digits and . - _`,
  },
  {
    source: "EventBridge API, PutTargets: ResourceNotFoundException, LimitExceededException",
    when: "creation",
    check: ruleProblem,
  },
  {
    source: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html",
    when: "creation",
    check: permissionProblem,
  },
  {
    source:
      "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html: Granting permissions to the dead-letter queue",
    when: "creation",
    check: (inputs, world, facts) =>
      sendProblem(inputs.deadLetterConfig?.arn, eventsPrincipal, contextOf(inputs, facts), world),
  },
];
