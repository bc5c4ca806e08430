/** The row of keys. */
import { type Call, type Facts, isUnknown, type Properties, type Row, type Rule } from "../../row.ts";
import { camel, tagChanges } from "../helpers.ts";
import { policyAsWanted, policyProblem, policyText, statementsOf } from "../policy-document.ts";
import { keyType } from "./shared.ts";

const kms = (operation: string, parameters: Properties): Call => ({ service: "kms", operation, parameters });

function tagCalls(id: string, previous: Properties, facts: Facts): Call[] {
  const { set, removed } = tagChanges(facts.tags, previous.tagsAll);
  const Tags = Object.entries(set).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
  return [
    ...(removed.length > 0 ? [kms("UntagResource", { KeyId: id, TagKeys: removed })] : []),
    ...(Tags.length > 0 ? [kms("TagResource", { KeyId: id, Tags })] : []),
  ];
}

function rotationCall(id: string, inputs: Properties): Call {
  if (inputs.enableKeyRotation !== true) return kms("DisableKeyRotation", { KeyId: id });
  const period = inputs.rotationPeriodInDays;
  return kms("EnableKeyRotation", { KeyId: id, ...(period !== undefined && { RotationPeriodInDays: period }) });
}

/** Enabled before, disabled after everything else: a disabled key cannot be changed (terraform-provider-aws, aws_kms_key). */
function changeCalls(id: string, inputs: Properties, previous: Properties, facts: Facts): Call[] {
  const changed = (name: string) => inputs[name] !== previous[name];
  const calls: Call[] = [];
  if (changed("isEnabled") && inputs.isEnabled !== false) calls.push(kms("EnableKey", { KeyId: id }));
  if (changed("enableKeyRotation") || (inputs.enableKeyRotation && changed("rotationPeriodInDays"))) {
    calls.push(rotationCall(id, inputs));
  }
  if (inputs.description !== undefined && changed("description")) {
    calls.push(kms("UpdateKeyDescription", { KeyId: id, Description: inputs.description }));
  }
  if (inputs.policy !== undefined && changed("policy")) {
    const BypassPolicyLockoutSafetyCheck = inputs.bypassPolicyLockoutSafetyCheck === true;
    const parameters = { KeyId: id, PolicyName: "default", Policy: policyText(inputs.policy) };
    calls.push(kms("PutKeyPolicy", { ...parameters, BypassPolicyLockoutSafetyCheck }));
  }
  calls.push(...tagCalls(id, previous, facts));
  if (changed("isEnabled") && inputs.isEnabled === false) calls.push(kms("DisableKey", { KeyId: id }));
  return calls;
}

const policyRule: Rule = {
  source: "AWS KMS Developer Guide, Key policies: key policy lockout safety check",
  check: ({ policy, bypassPolicyLockoutSafetyCheck }, _world, facts) => {
    const problem = policyProblem(policy);
    if (problem) return `KMS refuses the key policy: ${problem}`;
    const statements = statementsOf(policy);
    if (!statements || bypassPolicyLockoutSafetyCheck === true) return undefined;
    const administers = statements.some((statement) => {
      const principals = statement.principals.AWS ?? [];
      const own = principals.some((name) => name === "*" || name.includes(facts.accountId));
      const acts = statement.actions.some((action) => /^(\*|kms:(\*|Put\*|PutKey\*|PutKeyPolicy))$/i.test(action));
      return statement.effect === "Allow" && own && acts;
    });
    if (administers) return undefined;
    const root = `arn:aws:iam::${facts.accountId}:root`;
    return `KMS refuses the key policy: nobody of the account ${facts.accountId} could change it again (kms:PutKeyPolicy); allow kms:* to ${root}`;
  },
};

/** Principals that exist are the account's root, services, and the roles that the workspace made. Those of other accounts are not looked at. */
const principalsExist: Rule = {
  source: "KMS API, CreateKey and PutKeyPolicy, Policy: the principals must exist and be visible to KMS",
  when: "creation",
  check: ({ policy }, world, facts) => {
    if (policyProblem(policy)) return undefined;
    const principals = (statementsOf(policy) ?? []).flatMap((statement) => statement.principals.AWS ?? []);
    const own = principals.filter((name) => name.startsWith(`arn:aws:iam::${facts.accountId}:role/`));
    const roles = ["aws:iam/role:Role", "aws:iam/serviceLinkedRole:ServiceLinkedRole"];
    const made = roles.flatMap((type) => world.all(type).map(({ properties }) => properties.arn));
    const missing = own.find((name) => !made.includes(name));
    if (missing === undefined) return undefined;
    return `KMS refuses the key policy: it names the role ${missing}, which does not exist; take it from the role's output "arn", so that it is made first`;
  },
};

const limits: Rule = {
  source: "KMS API, ScheduleKeyDeletion (PendingWindowInDays), EnableKeyRotation (RotationPeriodInDays)",
  check: ({ deletionWindowInDays, rotationPeriodInDays, enableKeyRotation }) => {
    const outside = (days: unknown, least: number, most: number) =>
      typeof days === "number" && (days < least || days > most);
    if (outside(deletionWindowInDays, 7, 30))
      return `deletionWindowInDays is ${deletionWindowInDays}: allowed are 7 to 30`;
    if (outside(rotationPeriodInDays, 90, 2560)) {
      return `rotationPeriodInDays is ${rotationPeriodInDays}: allowed are 90 to 2560`;
    }
    if (rotationPeriodInDays === undefined || isUnknown(enableKeyRotation) || enableKeyRotation) return undefined;
    return "rotationPeriodInDays is given, but enableKeyRotation is not true: enable the rotation, or leave the period out";
  },
};

const symmetric: Rule = {
  source: "AWS KMS Developer Guide, Rotating AWS KMS keys: automatic rotation is for symmetric encryption keys only",
  check: ({ enableKeyRotation, customerMasterKeySpec }) => {
    const spec = customerMasterKeySpec ?? "SYMMETRIC_DEFAULT";
    if (enableKeyRotation !== true || isUnknown(spec) || spec === "SYMMETRIC_DEFAULT") return undefined;
    return `a key of the kind ${spec} cannot be rotated automatically: set enableKeyRotation to false`;
  },
};

/** A key's id: a UUID, or `mrk-` and 32 hexadecimal characters for multi-region keys. */
function identify(inputs: Properties, facts: Facts): string {
  const hex = facts.hex(32);
  if (inputs.multiRegion === true) return `mrk-${hex}`;
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/**
 * A customer key, made in the emulator. Rotation and being disabled are set after creation; a key that waits for its
 * deletion counts as gone. The rules refuse a policy that locks its account out or names a missing role, and rotations and waiting periods
 * that AWS does not take.
 */
export const key: Row = {
  type: keyType,
  taggable: true,
  required: [],
  replaceOn: ["customKeyStoreId", "customerMasterKeySpec", "keyUsage", "multiRegion", "xksKeyId"],
  defaults: {
    bypassPolicyLockoutSafetyCheck: false,
    customerMasterKeySpec: "SYMMETRIC_DEFAULT",
    enableKeyRotation: false,
    isEnabled: true,
    keyUsage: "ENCRYPT_DECRYPT",
  },
  identify,
  attributes: (_inputs, id, facts) => ({ arn: facts.arn("kms", `key/${id}`), keyId: id }),
  create: {
    call: (inputs, facts) =>
      kms("CreateKey", {
        KeySpec: inputs.customerMasterKeySpec,
        KeyUsage: inputs.keyUsage,
        BypassPolicyLockoutSafetyCheck: inputs.bypassPolicyLockoutSafetyCheck,
        Description: inputs.description,
        MultiRegion: inputs.multiRegion,
        Policy: policyText(inputs.policy),
        Tags: Object.entries(facts.tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue })),
      }),
    id: (answer) => answer.KeyMetadata.KeyId,
  },
  afterCreate: (id, inputs, _live, facts) => {
    const made = { ...inputs, enableKeyRotation: false, rotationPeriodInDays: undefined, isEnabled: true };
    return changeCalls(id, inputs, { ...made, tagsAll: facts.tags }, facts);
  },
  read: {
    call: (id) => kms("DescribeKey", { KeyId: id }),
    also: (id) => [
      kms("GetKeyPolicy", { KeyId: id, PolicyName: "default" }),
      { ...kms("GetKeyRotationStatus", { KeyId: id }), ignore: ["UnsupportedOperationException"] },
      kms("ListResourceTags", { KeyId: id }),
    ],
    properties: (answer, _id, state) => {
      const found = answer.KeyMetadata;
      if (!found || /^Pending(Replica)?Deletion$/.test(found.KeyState)) return undefined;
      const tags = (answer.Tags ?? []).map(({ TagKey, TagValue }: Properties) => [TagKey, TagValue]);
      return {
        ...camel(found, "Description", "KeyUsage", "MultiRegion"),
        ...(answer.KeyRotationEnabled !== undefined && { enableKeyRotation: answer.KeyRotationEnabled }),
        ...(answer.KeyRotationEnabled && camel(answer, "RotationPeriodInDays")),
        isEnabled: found.KeyState !== "Disabled",
        policy: policyAsWanted(answer.Policy, state.policy),
        tagsAll: Object.fromEntries(tags),
      };
    },
    gone: ["NotFoundException"],
  },
  update: changeCalls,
  delete: (id, state) => [
    {
      ...kms("ScheduleKeyDeletion", { KeyId: id, PendingWindowInDays: state.deletionWindowInDays }),
      ignore: ["NotFoundException", "KMSInvalidStateException"],
    },
  ],
  rules: [policyRule, principalsExist, limits, symmetric],
};
