/** The row of lifecycle policies of repositories. */
import type { Call, Properties, Row } from "../../row.ts";
import { policyAsWanted, policyText } from "../policy-document.ts";
import { lifecyclePolicyProblems } from "./lifecycle-rules.ts";
import { repositoryType } from "./repository.ts";

function put(inputs: Properties): Call {
  const parameters = { repositoryName: inputs.repository, lifecyclePolicyText: policyText(inputs.policy) };
  return { service: "ecr", operation: "PutLifecyclePolicy", parameters };
}

const gone = ["RepositoryNotFoundException", "LifecyclePolicyNotFoundException"];

/**
 * A repository's lifecycle policy, made in the emulator. The rules check the document as the Amazon ECR User Guide
 * describes it (`lifecycle-rules.ts`), and that the repository exists.
 */
export const lifecyclePolicy: Row = {
  type: "aws:ecr/lifecyclePolicy:LifecyclePolicy",
  required: ["policy", "repository"],
  // A new document replaces the resource, deleting first (terraform-provider-aws: ForceNew; pulumi-aws: DeleteBeforeReplace).
  replaceOn: ["policy", "repository"],
  deleteBeforeReplace: true,
  identify: (inputs) => String(inputs.repository),
  attributes: (_inputs, _id, facts) => ({ registryId: facts.accountId }),
  create: { call: put },
  read: {
    call: (id) => ({ service: "ecr", operation: "GetLifecyclePolicy", parameters: { repositoryName: id } }),
    properties: (answer, _id, state) => ({ policy: policyAsWanted(answer.lifecyclePolicyText, state.policy) }),
    gone,
  },
  delete: (id) => [
    { service: "ecr", operation: "DeleteLifecyclePolicy", parameters: { repositoryName: id }, ignore: gone },
  ],
  rules: [
    {
      source: "Amazon ECR User Guide, Lifecycle policy properties; Evaluation rules",
      check: ({ policy }) => {
        const text = policyText(policy);
        if (typeof text !== "string") return undefined;
        const problems = lifecyclePolicyProblems(text);
        return problems.length === 0 ? undefined : `ECR refuses the lifecycle policy: ${problems.join("; ")}`;
      },
    },
    {
      source: "ECR API, PutLifecyclePolicy: RepositoryNotFoundException",
      when: "creation",
      check: ({ repository }, world) => {
        if (typeof repository !== "string" || world.find(repositoryType, repository)) return undefined;
        return `the repository ${repository} does not exist: take the name from the repository's output "name"`;
      },
    },
  ],
};
