/** The row of targets of EventBridge's rules. */
import type { Facts, Properties, Row } from "../../row.ts";
import { asWanted } from "../drift.ts";
import { lowerFirst, pascal, renameKeys } from "../helpers.ts";
import { busName, events, gone, targetType } from "./shared.ts";
import { targetRules } from "./target-rules.ts";

/** The target's own id; the real provider makes one up where the program gives none. */
function targetIdOf(inputs: Properties, facts: Facts): string {
  return String(inputs.targetId ?? `terraform-${facts.hex(26)}`);
}

/** Bus and rule before a target's id in Pulumi's id; the default bus is left out. */
function prefix({ rule, eventBusName }: Properties): string {
  const bus = eventBusName === undefined || eventBusName === "default" ? "" : `${eventBusName}-`;
  return `${bus}${rule}-`;
}

/** An import's id is `rule/target` or `bus/rule/target`; later the state tells the parts. */
function ofTarget(id: string, state: Properties): { Rule: string; EventBusName: string; targetId: string } {
  const [targetId = "", rule = "", bus = "default"] = id.split("/").reverse();
  if (state.rule === undefined) return { Rule: rule, EventBusName: bus, targetId };
  const known = state.targetId ?? id.slice(prefix(state).length);
  return { Rule: state.rule, EventBusName: busName(state.eventBusName), targetId: known };
}

function put(inputs: Properties, targetId: string) {
  const { inputTransformer: transformer, sqsTarget } = inputs;
  const target = {
    Id: targetId,
    ...pascal(inputs, "arn", "roleArn", "input", "inputPath", "deadLetterConfig", "retryPolicy"),
    ...(transformer && {
      InputTransformer: { InputPathsMap: transformer.inputPaths, InputTemplate: transformer.inputTemplate },
    }),
    ...(sqsTarget && { SqsParameters: { MessageGroupId: sqsTarget.messageGroupId } }),
  };
  return events("PutTargets", { Rule: inputs.rule, EventBusName: inputs.eventBusName, Targets: [target] });
}

/** The live target, as far as the program gives it; all of it at an import, which knows nothing. */
function liveTarget(live: Properties, state: Properties): Properties {
  const transformer = live.InputTransformer;
  const found: Properties = {
    arn: live.Arn,
    roleArn: live.RoleArn,
    input: live.Input,
    inputPath: live.InputPath,
    deadLetterConfig: live.DeadLetterConfig && renameKeys(live.DeadLetterConfig, lowerFirst),
    retryPolicy: live.RetryPolicy && renameKeys(live.RetryPolicy, lowerFirst),
    inputTransformer: transformer && {
      // Names of paths are the program's own, and stay as they are.
      inputPaths: transformer.InputPathsMap ?? {},
      inputTemplate: transformer.InputTemplate,
    },
    sqsTarget: live.SqsParameters && renameKeys(live.SqsParameters, lowerFirst),
  };
  const names = Object.keys(found).filter((name) => found[name] !== undefined || state[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, asWanted(found[name], state[name])]));
}

/**
 * A target, made in the emulator, which really delivers to topics, queues and functions of the rule's own region. It keeps the
 * dead-letter queue and the retries, and uses neither. Targets of other kinds than these three are refused by a rule.
 */
export const eventTarget: Row = {
  type: targetType,
  required: ["rule", "arn"],
  replaceOn: ["rule", "eventBusName", "targetId"],
  defaults: { eventBusName: "default", forceDestroy: false },
  conflicts: [["input", "inputPath", "inputTransformer"]],
  importedInputs: [
    "rule",
    "eventBusName",
    "targetId",
    "arn",
    "roleArn",
    "input",
    "inputPath",
    "deadLetterConfig",
    "retryPolicy",
    "inputTransformer",
    "sqsTarget",
  ],
  identify: (inputs, facts) => `${prefix(inputs)}${targetIdOf(inputs, facts)}`,
  attributes: (inputs, id) => ({ targetId: ofTarget(id, inputs).targetId }),
  create: { call: (inputs, facts) => put(inputs, targetIdOf(inputs, facts)) },
  read: {
    call: (id, state) => {
      const { Rule, EventBusName } = ofTarget(id, state);
      return events("ListTargetsByRule", { Rule, EventBusName });
    },
    properties: (answer, id, state) => {
      const { Rule, EventBusName, targetId } = ofTarget(id, state);
      const live = ((answer.Targets ?? []) as Properties[]).find(({ Id }) => Id === targetId);
      return live && { rule: Rule, eventBusName: EventBusName, targetId, ...liveTarget(live, state) };
    },
    gone,
  },
  update: (id, inputs, previous) => [put(inputs, ofTarget(id, previous).targetId)],
  delete: (id, state) => {
    const { Rule, EventBusName, targetId } = ofTarget(id, state);
    return [{ ...events("RemoveTargets", { Rule, EventBusName, Ids: [targetId] }), ignore: gone }];
  },
  rules: targetRules,
};
