/** The row of listeners' rules. Of conditions it knows hosts, paths and headers. */
import { isDeepStrictEqual } from "node:util";
import { isUnknown, type Properties, type Row, type Rule, unknown } from "../../row.ts";
import { asWanted } from "../drift.ts";
import { number, text, texts } from "../known.ts";
import { actionList, actionRules, liveActions } from "./actions.ts";
import { describeTags, lb, liveTags, tagCalls, tagsOf, types } from "./shared.ts";
import { liveTransforms, transformList, transformRules } from "./transforms.ts";

const notFound = ["RuleNotFound", "RuleNotFoundException", "ListenerNotFound"];

/** Conditions with values only: Pulumi's name, AWS's field and configuration. */
const plainConditions: readonly (readonly [name: string, field: string, configuration: string])[] = [
  ["hostHeader", "host-header", "HostHeaderConfig"],
  ["pathPattern", "path-pattern", "PathPatternConfig"],
];

function conditionList(conditions: unknown): unknown {
  if (!Array.isArray(conditions)) return conditions;
  return conditions.map((condition: Properties) => {
    if (isUnknown(condition)) return unknown;
    const { httpHeader } = condition;
    if (httpHeader !== undefined) {
      const HttpHeaderConfig = { HttpHeaderName: httpHeader.httpHeaderName, Values: httpHeader.values };
      return { Field: "http-header", HttpHeaderConfig };
    }
    const [name, field, configuration] = plainConditions.find(([known]) => condition[known] !== undefined) ?? [];
    return name === undefined || configuration === undefined
      ? unknown
      : { Field: field, [configuration]: { Values: condition[name].values } };
  });
}

function liveConditions(live: readonly Properties[] | undefined, wanted: unknown): unknown {
  const conditions = (live ?? []).map(({ Field, HttpHeaderConfig, ...more }) => {
    if (Field === "http-header") {
      return { httpHeader: { httpHeaderName: HttpHeaderConfig?.HttpHeaderName, values: HttpHeaderConfig?.Values } };
    }
    const [name, , configuration] = plainConditions.find(([, field]) => field === Field) ?? [];
    return name === undefined || configuration === undefined
      ? { field: Field }
      : { [name]: { values: more[configuration]?.Values ?? more.Values } };
  });
  return asWanted(conditions, wanted);
}

/** The most values in all conditions of a rule, and the longest of them (ELB User Guide, Quotas: rules; Condition types). */
const [mostValues, longestValue] = [5, 128];

function valuesOf(condition: Properties): unknown {
  return (condition.httpHeader ?? condition.hostHeader ?? condition.pathPattern)?.values;
}

function conditionsProblem({ conditions }: Properties): string | undefined {
  if (!Array.isArray(conditions)) return undefined;
  if (conditions.length === 0) return "the listener rule has no condition: give one";
  for (const condition of conditions) {
    if (isUnknown(condition)) continue;
    const kinds = Object.keys(condition).filter((kind) => condition[kind] !== undefined);
    if (kinds.length !== 1)
      return `a condition of the listener rule has ${kinds.join(", ") || "nothing"}: give exactly one`;
    if (!["httpHeader", "hostHeader", "pathPattern"].includes(kinds[0] as string)) {
      return `the rehearsal does not know the condition ${kinds[0]} yet: extend rehearsal/provider/rows/lb/listener-rule.ts`;
    }
  }
  const values = conditions.flatMap((condition) => texts(valuesOf(condition)));
  if (values.length > mostValues) {
    return `the listener rule compares ${values.length} values: AWS takes ${mostValues} in a rule`;
  }
  // The value may be a secret, so it is not told.
  const wrong = values.find((value) => value.length < 1 || value.length > longestValue);
  return wrong === undefined
    ? undefined
    : `a value of the listener rule has ${wrong.length} characters: AWS takes 1 to ${longestValue}`;
}

const rules: readonly Rule[] = [
  {
    source:
      "ELB User Guide for Application Load Balancers, Quotas (condition values for each rule: 5) and Condition types",
    check: conditionsProblem,
  },
  {
    source: "ELB API, HttpHeaderConditionConfig: HttpHeaderName; terraform-provider-aws, aws_lb_listener_rule",
    check: ({ conditions }) => {
      const names = Array.isArray(conditions)
        ? conditions.map((condition) => text(condition.httpHeader?.httpHeaderName))
        : [];
      const wrong = names.find((name) => name !== undefined && !/^[0-9A-Za-z_!#$%&'*+,.^`|~-]{1,40}$/.test(name));
      if (wrong !== undefined) return `the header name ${wrong} is refused: 1 to 40 characters of an HTTP token`;
      return names.some((name) => name?.toLowerCase() === "host")
        ? "the listener rule compares the header host as httpHeader: use hostHeader"
        : undefined;
    },
  },
  {
    source: "terraform-provider-aws, aws_lb_listener_rule: priority 1 to 50000",
    check: ({ priority }) => {
      const given = number(priority);
      return given !== undefined && (given < 1 || given > 50_000)
        ? `the listener rule's priority is ${given}: AWS takes 1 to 50000`
        : undefined;
    },
  },
  {
    source: "ELB API error PriorityInUse",
    when: "creation",
    check: ({ listenerArn, priority }, world) =>
      world
        .all(types.listenerRule)
        .some(({ properties }) => properties.listenerArn === listenerArn && properties.priority === priority)
        ? `the listener ${listenerArn} has a rule of priority ${priority} already: choose another priority`
        : undefined,
  },
  {
    source: "ELB API error ListenerNotFound",
    when: "creation",
    check: ({ listenerArn }, world) =>
      typeof listenerArn !== "string" || world.find(types.listener, listenerArn)
        ? undefined
        : `the rule's listener ${listenerArn} does not exist: take it from the listener's output "arn"`,
  },
  ...actionRules("actions", "the listener rule"),
  ...transformRules,
];

/** What ModifyRule changes. */
const changeable = ({ conditions, actions, transforms }: Properties) => [conditions, actions, transforms ?? []];

/** The transforms of ModifyRule, which takes no empty list: all are taken off by a word of its own. */
function transformsOf(inputs: Properties, previous: Properties): Properties {
  if ((inputs.transforms ?? []).length > 0) return { Transforms: transformList(inputs.transforms) };
  return (previous.transforms ?? []).length > 0 ? { ResetTransforms: true } : {};
}

/** Type `aws:lb/listenerRule:ListenerRule`. Its id is its ARN. The real provider finds a priority by itself; here it must be given. */
export const listenerRule: Row = {
  type: types.listenerRule,
  taggable: true,
  required: ["actions", "conditions", "listenerArn", "priority"],
  replaceOn: ["listenerArn"],
  identify: ({ listenerArn }, facts) =>
    `${String(listenerArn).replace(":listener/", ":listener-rule/")}/${facts.hex(16)}`,
  attributes: (_inputs, id) => ({ arn: id }),
  create: {
    call: (inputs, facts) =>
      lb("CreateRule", {
        ListenerArn: inputs.listenerArn,
        Priority: inputs.priority,
        Conditions: conditionList(inputs.conditions),
        Actions: actionList(inputs.actions),
        ...(inputs.transforms === undefined ? {} : { Transforms: transformList(inputs.transforms) }),
        ...tagsOf(facts),
      }),
    id: (answer) => answer.Rules[0].RuleArn,
  },
  read: {
    call: (id) => lb("DescribeRules", { RuleArns: [id] }),
    also: (id, _state, _facts, answer) => (answer.Rules?.length > 0 ? [describeTags(id)] : []),
    properties: (answer, id, state) => {
      const live = answer.Rules?.[0];
      if (!live) return undefined;
      return {
        arn: id,
        priority: Number(live.Priority),
        conditions: liveConditions(live.Conditions, state.conditions),
        actions: liveActions(live.Actions, state.actions),
        ...liveTransforms(live.Transforms, state.transforms),
        ...liveTags(answer),
      };
    },
    gone: notFound,
  },
  update: (id, inputs, previous, facts) => [
    ...(inputs.priority === previous.priority
      ? []
      : [lb("SetRulePriorities", { RulePriorities: [{ RuleArn: id, Priority: inputs.priority }] })]),
    ...(isDeepStrictEqual(changeable(inputs), changeable(previous))
      ? []
      : [
          lb("ModifyRule", {
            RuleArn: id,
            Conditions: conditionList(inputs.conditions),
            Actions: actionList(inputs.actions),
            ...transformsOf(inputs, previous),
          }),
        ]),
    ...tagCalls(id, previous, facts),
  ],
  delete: (id) => [lb("DeleteRule", { RuleArn: id }, notFound)],
  rules,
};
