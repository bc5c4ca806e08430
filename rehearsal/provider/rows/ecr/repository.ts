/** The row of image repositories. */
import type { Call, Facts, Properties, Row } from "../../row.ts";
import { asWanted } from "../drift.ts";
import { tagChanges, tagList, tagRecord } from "../helpers.ts";

/** Type token of image repositories. */
export const repositoryType = "aws:ecr/repository:Repository";

const ecr = (operation: string, parameters: Properties): Call => ({ service: "ecr", operation, parameters });

/** ECR API, CreateRepository: repositoryName. */
const namePattern = /^(?:[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*\/)*[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;

function mutability(inputs: Properties): Properties {
  return {
    imageTagMutability: inputs.imageTagMutability,
    imageTagMutabilityExclusionFilters: inputs.imageTagMutabilityExclusionFilters,
  };
}

function tagCalls(id: string, previous: Properties, facts: Facts): Call[] {
  const { set, removed } = tagChanges(facts.tags, previous.tagsAll);
  const resourceArn = facts.arn("ecr", `repository/${id}`);
  return [
    ...(removed.length > 0 ? [ecr("UntagResource", { resourceArn, tagKeys: removed })] : []),
    ...(Object.keys(set).length > 0 ? [ecr("TagResource", { resourceArn, tags: tagList(set) })] : []),
  ];
}

const gone = ["RepositoryNotFoundException"];

/**
 * An image repository, made in the emulator; its id is its name. Deleting removes its images too only with
 * `forceDelete`. The rules, from the ECR API, check the name, the tag mutability and the encryption.
 */
export const repository: Row = {
  type: repositoryType,
  taggable: true,
  autoName: { property: "name", maxLength: 256 },
  required: [],
  replaceOn: ["name", "encryptionConfigurations"],
  defaults: { imageTagMutability: "MUTABLE" },
  identify: (inputs) => String(inputs.name),
  attributes: (_inputs, id, facts) => ({
    arn: facts.arn("ecr", `repository/${id}`),
    registryId: facts.accountId,
    repositoryUrl: `${facts.accountId}.dkr.ecr.${facts.region}.amazonaws.com/${id}`,
  }),
  create: {
    call: (inputs, facts) =>
      ecr("CreateRepository", {
        repositoryName: inputs.name,
        ...mutability(inputs),
        imageScanningConfiguration: inputs.imageScanningConfiguration,
        encryptionConfiguration: inputs.encryptionConfigurations?.[0],
        ...(Object.keys(facts.tags).length > 0 && { tags: tagList(facts.tags) }),
      }),
    id: (answer) => answer.repository.repositoryName,
  },
  read: {
    call: (id) => ecr("DescribeRepositories", { repositoryNames: [id] }),
    also: (id, _state, facts) => [ecr("ListTagsForResource", { resourceArn: facts.arn("ecr", `repository/${id}`) })],
    properties: (answer, _id, state) => {
      const found = answer.repositories?.[0];
      if (!found) return undefined;
      const encryption = found.encryptionConfiguration ? [found.encryptionConfiguration] : undefined;
      return {
        imageTagMutability: found.imageTagMutability,
        imageScanningConfiguration: found.imageScanningConfiguration,
        encryptionConfigurations: asWanted(encryption, state.encryptionConfigurations),
        tagsAll: tagRecord(answer.tags),
      };
    },
    gone,
  },
  update: (id, inputs, previous, facts) => [
    ...(JSON.stringify(mutability(inputs)) === JSON.stringify(mutability(previous))
      ? []
      : [ecr("PutImageTagMutability", { repositoryName: id, ...mutability(inputs) })]),
    ...(inputs.imageScanningConfiguration?.scanOnPush === previous.imageScanningConfiguration?.scanOnPush
      ? []
      : [
          ecr("PutImageScanningConfiguration", {
            repositoryName: id,
            imageScanningConfiguration: inputs.imageScanningConfiguration ?? { scanOnPush: false },
          }),
        ]),
    ...tagCalls(id, previous, facts),
  ],
  delete: (id, state) => [
    { ...ecr("DeleteRepository", { repositoryName: id, force: state.forceDelete === true }), ignore: gone },
  ],
  rules: [
    {
      source: "ECR API, CreateRepository: repositoryName",
      check: ({ name }) => {
        if (typeof name !== "string" || (namePattern.test(name) && name.length >= 2 && name.length <= 256))
          return undefined;
        return `ECR refuses the repository name ${name}: allowed are 2 to 256 lower-case letters and digits, with single ".", "_", "/" or hyphens between them`;
      },
    },
    {
      source: "ECR API, CreateRepository: imageTagMutability, imageTagMutabilityExclusionFilters",
      check: ({ imageTagMutability, imageTagMutabilityExclusionFilters: filters }) => {
        if (typeof imageTagMutability !== "string") return undefined;
        const excludes = imageTagMutability.endsWith("_WITH_EXCLUSION");
        if (excludes && filters === undefined) return `${imageTagMutability} needs imageTagMutabilityExclusionFilters`;
        if (excludes || filters === undefined) return undefined;
        return `imageTagMutabilityExclusionFilters need imageTagMutability ${imageTagMutability}_WITH_EXCLUSION, got ${imageTagMutability}`;
      },
    },
    {
      source: "ECR API, EncryptionConfiguration: kmsKey is for KMS and KMS_DSSE",
      check: ({ encryptionConfigurations }) => {
        const { encryptionType = "AES256", kmsKey } = encryptionConfigurations?.[0] ?? {};
        if (encryptionType !== "AES256" || kmsKey === undefined) return undefined;
        return "encryptionConfigurations has a kmsKey, but the encryptionType AES256: use KMS, or leave the key out";
      },
    },
  ],
};
