/** The row of secrets. */
import type { Call, Facts, Properties, Row } from "../../row.ts";
import { tagChanges, tagList, tagRecord } from "../helpers.ts";
import { number } from "../known.ts";
import { policyAsWanted, policyProblem, policyText } from "../policy-document.ts";
import { gone, secretsManager, secretType } from "./shared.ts";

function tagCalls(id: string, previous: Properties, facts: Facts): Call[] {
  const { set, removed } = tagChanges(facts.tags, previous.tagsAll);
  return [
    ...(removed.length > 0 ? [secretsManager("UntagResource", { SecretId: id, TagKeys: removed })] : []),
    ...(Object.keys(set).length > 0 ? [secretsManager("TagResource", { SecretId: id, Tags: tagList(set) })] : []),
  ];
}

const hasPolicy = (policy: unknown) => policy !== undefined && policy !== "" && policy !== "{}";

/**
 * The emulator gives a new secret a current version without a value; AWS gives it none, and refuses to read it. Taking the label
 * from that version makes the emulator answer as AWS does: ResourceNotFoundException, until somebody puts a value.
 */
function withoutValue(id: string): Call[] {
  return [
    secretsManager("ListSecretVersionIds", { SecretId: id }),
    {
      ...secretsManager("UpdateSecretVersionStage", { SecretId: id, VersionStage: "AWSCURRENT" }),
      follow: ({ Versions }) => ({ RemoveFromVersionId: Versions?.[0]?.VersionId }),
    },
  ];
}

/**
 * A secret without its value, made in the emulator. A deleted one waits in its recovery window, and its name stays taken: the
 * rehearsal deletes at once, so that it leaves nothing.
 */
export const secret: Row = {
  type: secretType,
  taggable: true,
  autoName: { property: "name", maxLength: 512 },
  required: [],
  replaceOn: ["name", "namePrefix"],
  defaults: { forceOverwriteReplicaSecret: false, recoveryWindowInDays: 30 },
  conflicts: [["name", "namePrefix"]],
  identify: (inputs, facts) => facts.arn("secretsmanager", `secret:${inputs.name}-${facts.hex(6)}`),
  attributes: (_inputs, id) => ({ arn: id }),
  create: {
    call: (inputs, facts) =>
      secretsManager("CreateSecret", {
        Name: inputs.name,
        Description: inputs.description,
        KmsKeyId: inputs.kmsKeyId,
        ...(inputs.replicas && {
          AddReplicaRegions: (inputs.replicas as Properties[]).map(({ region, kmsKeyId }) => ({
            Region: region,
            KmsKeyId: kmsKeyId,
          })),
          ForceOverwriteReplicaSecret: inputs.forceOverwriteReplicaSecret,
        }),
        ...(Object.keys(facts.tags).length > 0 && { Tags: tagList(facts.tags) }),
      }),
    id: (answer) => answer.ARN,
  },
  afterCreate: (id, inputs) => [
    ...withoutValue(id),
    ...(hasPolicy(inputs.policy)
      ? [secretsManager("PutResourcePolicy", { SecretId: id, ResourcePolicy: policyText(inputs.policy) })]
      : []),
  ],
  read: {
    call: (id) => secretsManager("DescribeSecret", { SecretId: id }),
    also: (id) => [secretsManager("GetResourcePolicy", { SecretId: id })],
    properties: (answer, _id, state) =>
      answer.DeletedDate === undefined
        ? {
            name: answer.Name,
            ...(state.description !== undefined && { description: answer.Description }),
            ...(answer.KmsKeyId !== undefined && { kmsKeyId: answer.KmsKeyId }),
            policy: answer.ResourcePolicy ? policyAsWanted(answer.ResourcePolicy, state.policy) : "",
            tagsAll: tagRecord(answer.Tags),
          }
        : undefined,
    gone,
  },
  update: (id, inputs, previous, facts) => [
    ...(inputs.description !== previous.description || inputs.kmsKeyId !== previous.kmsKeyId
      ? [
          secretsManager("UpdateSecret", {
            SecretId: id,
            Description: inputs.description ?? "",
            KmsKeyId: inputs.kmsKeyId,
          }),
        ]
      : []),
    ...(hasPolicy(inputs.policy)
      ? [secretsManager("PutResourcePolicy", { SecretId: id, ResourcePolicy: policyText(inputs.policy) })]
      : hasPolicy(previous.policy)
        ? [secretsManager("DeleteResourcePolicy", { SecretId: id })]
        : []),
    ...tagCalls(id, previous, facts),
  ],
  // Whatever the window: what waits in it would be left, and would keep the name from the next rehearsal.
  delete: (id) => [
    {
      ...secretsManager("DeleteSecret", { SecretId: id, ForceDeleteWithoutRecovery: true }),
      ignore: gone,
    },
  ],
  rules: [
    {
      source: "aws.secretsmanager.Secret: recoveryWindowInDays",
      check: ({ recoveryWindowInDays }) => {
        const days = number(recoveryWindowInDays);
        if (days === undefined || days === 0 || (days >= 7 && days <= 30)) return undefined;
        return `recoveryWindowInDays is ${days}: allowed are 7 to 30 days, or 0 to delete at once`;
      },
    },
    {
      source: "Secrets Manager API, CreateSecret: Name",
      check: ({ name }) => {
        if (typeof name !== "string") return undefined;
        if (/^[A-Za-z0-9/_+=.@-]{1,512}$/.test(name)) return undefined;
        return `the secret's name is ${name}: allowed are 1 to 512 letters, digits and / _ + = . @ -`;
      },
    },
    {
      source: "Secrets Manager API, PutResourcePolicy: ResourcePolicy",
      check: ({ policy }) => {
        const problem = hasPolicy(policy) ? policyProblem(policy) : undefined;
        return problem && `Secrets Manager refuses the secret's policy: ${problem}`;
      },
    },
  ],
};
