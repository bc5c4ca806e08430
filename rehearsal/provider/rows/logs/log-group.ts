/** Rows of CloudWatch Logs: log groups and resource policies. Pulumi's tokens are in the module `cloudwatch`. */
import { hasUnknown } from "../../codec.ts";
import { type Call, type Properties, type Row, type Rule, unknown } from "../../row.ts";
import { tagChanges } from "../helpers.ts";
import { number, text } from "../known.ts";
import { policyAsWanted, policyProblem, policyText } from "../policy-document.ts";

function logs(operation: string, parameters: Properties, ignore: readonly string[] = []): Call {
  return { service: "logs", operation, parameters, ...(ignore.length > 0 ? { ignore } : {}) };
}

/** The code of what is gone. */
const notFound = "ResourceNotFoundException";

/** The emulator's answer to the operations that it lacks: AssociateKmsKey, DisassociateKmsKey, PutLogGroupDeletionProtection. */
const lacking = ["InvalidOperationException"];

/** Days that AWS takes; 0 is for ever (CloudWatch Logs API, PutRetentionPolicy). */
const retentionDays = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const groupRules: readonly Rule[] = [
  {
    source: "CloudWatch Logs API, PutRetentionPolicy, retentionInDays",
    check: ({ retentionInDays }) => {
      const days = number(retentionInDays);
      return days !== undefined && !retentionDays.includes(days)
        ? `the log group's retentionInDays is ${days}: AWS takes ${retentionDays.join(", ")} (0: for ever)`
        : undefined;
    },
  },
  {
    source: "CloudWatch Logs API, CreateLogGroup, logGroupName",
    check: ({ name }) => {
      const given = text(name);
      return given?.startsWith("aws/")
        ? `the log group's name ${given} begins with aws/, which AWS keeps for itself: choose another name`
        : undefined;
    },
  },
  {
    source: "CloudWatch Logs API error ResourceAlreadyExistsException",
    when: "creation",
    check: ({ name, region }, world, facts) => {
      const twin = world
        .all(logGroupType)
        .find((other) => other.id === name && other.properties.region === (region ?? facts.region));
      return twin ? `the log group ${name} exists already: choose another name` : undefined;
    },
  },
];

const logGroupType = "aws:cloudwatch/logGroup:LogGroup";

function retentionCalls(id: string, inputs: Properties, previous: Properties): Call[] {
  const [wanted, before] = [inputs.retentionInDays ?? 0, previous.retentionInDays ?? 0];
  if (wanted === before) return [];
  return wanted === 0
    ? [logs("DeleteRetentionPolicy", { logGroupName: id }, [notFound])]
    : [logs("PutRetentionPolicy", { logGroupName: id, retentionInDays: wanted })];
}

function keyCalls(id: string, inputs: Properties, previous: Properties): Call[] {
  if (inputs.kmsKeyId === previous.kmsKeyId) return [];
  return inputs.kmsKeyId === undefined
    ? [logs("DisassociateKmsKey", { logGroupName: id }, lacking)]
    : [logs("AssociateKmsKey", { logGroupName: id, kmsKeyId: inputs.kmsKeyId }, lacking)];
}

function protectionCalls(id: string, inputs: Properties, previous: Properties): Call[] {
  const wanted = inputs.deletionProtectionEnabled ?? false;
  return wanted === (previous.deletionProtectionEnabled ?? false)
    ? []
    : [logs("PutLogGroupDeletionProtection", { logGroupIdentifier: id, deletionProtectionEnabled: wanted }, lacking)];
}

/** Type `aws:cloudwatch/logGroup:LogGroup`. Its id is its name. */
export const logGroup: Row = {
  type: logGroupType,
  taggable: true,
  autoName: { property: "name", maxLength: 512 },
  required: [],
  replaceOn: ["name", "namePrefix", "logGroupClass"],
  defaults: { retentionInDays: 0, skipDestroy: false },
  conflicts: [["name", "namePrefix"]],
  identify: (inputs, facts) => String(inputs.name ?? `${inputs.namePrefix}${facts.hex(8)}`),
  attributes: (_inputs, id, facts) => ({ arn: facts.arn("logs", `log-group:${id}`), logGroupClass: "STANDARD" }),
  create: {
    call: (inputs, facts) =>
      logs("CreateLogGroup", {
        logGroupName: inputs.name ?? `${inputs.namePrefix}${facts.hex(8)}`,
        ...(inputs.kmsKeyId === undefined ? {} : { kmsKeyId: inputs.kmsKeyId }),
        ...(inputs.logGroupClass === undefined ? {} : { logGroupClass: inputs.logGroupClass }),
        ...(Object.keys(facts.tags).length > 0 ? { tags: facts.tags } : {}),
      }),
  },
  afterCreate: (id, inputs) => [...retentionCalls(id, inputs, {}), ...protectionCalls(id, inputs, {})],
  read: {
    call: (id) => logs("DescribeLogGroups", { logGroupNamePrefix: id }),
    also: (id, _state, facts, answer) =>
      groupOf(answer, id)
        ? [logs("ListTagsForResource", { resourceArn: facts.arn("logs", `log-group:${id}`) }, [notFound])]
        : [],
    // The key is not read back: the emulator keeps the one of creation.
    properties: (answer, id, _state, facts) => {
      const group = groupOf(answer, id);
      return (
        group && {
          name: id,
          arn: facts.arn("logs", `log-group:${id}`),
          logGroupClass: group.logGroupClass,
          retentionInDays: group.retentionInDays ?? 0,
          tagsAll: answer.tags ?? {},
        }
      );
    },
    gone: [notFound],
  },
  update: (id, inputs, previous, facts) => {
    const { set, removed } = tagChanges(facts.tags, previous.tagsAll);
    const resourceArn = facts.arn("logs", `log-group:${id}`);
    return [
      ...retentionCalls(id, inputs, previous),
      ...keyCalls(id, inputs, previous),
      ...protectionCalls(id, inputs, previous),
      ...(removed.length > 0 ? [logs("UntagResource", { resourceArn, tagKeys: removed })] : []),
      ...(Object.keys(set).length > 0 ? [logs("TagResource", { resourceArn, tags: set })] : []),
    ];
  },
  delete: (id, state) => (state.skipDestroy === true ? [] : [logs("DeleteLogGroup", { logGroupName: id }, [notFound])]),
  rules: groupRules,
};

/** The group of that very name: AWS answers with all groups whose names begin so. */
function groupOf(answer: Properties, id: string): Properties | undefined {
  return (answer.logGroups ?? []).find((group: Properties) => group.logGroupName === id);
}

/** Most resource policies of an account in a region (CloudWatch Logs User Guide, CloudWatch Logs quotas). */
const mostResourcePolicies = 10;
const resourcePolicyType = "aws:cloudwatch/logResourcePolicy:LogResourcePolicy";

function policyParameters(inputs: Properties): Properties {
  return {
    policyDocument: hasUnknown(inputs.policyDocument) ? unknown : policyText(inputs.policyDocument),
    ...(inputs.policyName === undefined ? {} : { policyName: inputs.policyName }),
    ...(inputs.resourceArn === undefined ? {} : { resourceArn: inputs.resourceArn }),
  };
}

function policyOf(answer: Properties, state: Properties): Properties | undefined {
  return (answer.resourcePolicies ?? []).find((policy: Properties) =>
    state.policyName === undefined ? policy.resourceArn === state.resourceArn : policy.policyName === state.policyName,
  );
}

/** Type `aws:cloudwatch/logResourcePolicy:LogResourcePolicy`. Its id is its name, or the ARN of its resource. */
export const logResourcePolicy: Row = {
  type: resourcePolicyType,
  required: ["policyDocument"],
  replaceOn: ["policyName", "resourceArn"],
  exactlyOne: [["policyName", "resourceArn"]],
  identify: ({ policyName, resourceArn }) => String(policyName ?? resourceArn),
  attributes: (inputs) => ({ policyScope: inputs.policyName === undefined ? "RESOURCE" : "ACCOUNT" }),
  create: { call: (inputs) => logs("PutResourcePolicy", policyParameters(inputs)) },
  read: {
    call: (_id, state) => logs("DescribeResourcePolicies", given(state, "resourceArn")),
    properties: (answer, _id, state) => {
      const policy = policyOf(answer, state);
      return (
        policy && {
          policyDocument: policyAsWanted(policy.policyDocument, state.policyDocument),
          revisionId: policy.revisionId,
          policyScope: policy.policyScope,
        }
      );
    },
    gone: [notFound],
  },
  update: (_id, inputs, previous) => [
    logs("PutResourcePolicy", {
      ...policyParameters(inputs),
      ...(inputs.resourceArn !== undefined && text(previous.revisionId) !== undefined
        ? { expectedRevisionId: previous.revisionId }
        : {}),
    }),
  ],
  delete: (_id, state) => [
    logs(
      "DeleteResourcePolicy",
      {
        ...given(state, "policyName", "resourceArn"),
        ...(state.resourceArn !== undefined && text(state.revisionId) !== undefined
          ? { expectedRevisionId: state.revisionId }
          : {}),
      },
      [notFound],
    ),
  ],
  rules: [
    {
      source: "CloudWatch Logs API, PutResourcePolicy, policyDocument",
      check: ({ policyDocument }) => {
        const problem = hasUnknown(policyDocument) ? undefined : policyProblem(policyDocument);
        return problem && `the log resource policy: ${problem}`;
      },
    },
    {
      source: "CloudWatch Logs User Guide, quotas: resource policies",
      when: "creation",
      check: ({ policyName }, world) => {
        const others = world
          .all(resourcePolicyType)
          .filter(({ properties }) => properties.policyName !== undefined && properties.policyName !== policyName);
        return policyName !== undefined && others.length >= mostResourcePolicies
          ? `the region has ${others.length} log resource policies already: AWS takes ${mostResourcePolicies}; merge some`
          : undefined;
      },
    },
  ],
};

/** The named properties that are given; the API of CloudWatch Logs has Pulumi's spelling. */
function given(properties: Properties, ...names: readonly string[]): Properties {
  const present = names.filter((name) => properties[name] !== undefined);
  return Object.fromEntries(present.map((name) => [name, properties[name]]));
}
