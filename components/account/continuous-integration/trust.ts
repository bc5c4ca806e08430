import { policyJson } from "../../shared/policy-document.ts";

/** Host of GitHub's OIDC provider. Source: https://docs.github.com/actions/concepts/security/openid-connect */
export const githubHost = "token.actions.githubusercontent.com";

/** Audience of the tokens that GitHub's official AWS action asks for. */
export const awsAudience = "sts.amazonaws.com";

/** Numbers that GitHub gave a repository and its owner. It gives none twice. */
export interface RepositoryIds {
  readonly owner: number;
  readonly repository: number;
}

/**
 * How the subject of GitHub's tokens names a repository: by names, or by names with numbers.
 * Source: https://docs.github.com/en/actions/reference/security/oidc#immutable-subject-claims
 *
 * @param repository organisation/repository, as GitHub spells it
 * @param ids numbers of the repository; undefined when GitHub names it without them
 */
export function subjectName(repository: string, ids: RepositoryIds | undefined): string {
  if (ids === undefined) return repository;
  const [owner, name] = repository.split("/");
  return `${owner}@${ids.owner}/${name}@${ids.repository}`;
}

/**
 * Writes the trust of a role: jobs of some GitHub environments of one repository, and nothing else. Who may run such a job is
 * decided by the protection rules of the GitHub environment.
 *
 * @param providerArn ARN of GitHub's OIDC provider in the account
 * @param repository as GitHub names it in subjects: `subjectName`
 * @param githubEnvironments names of the GitHub environments, at least one
 */
export function githubTrust(
  providerArn: string,
  repository: string,
  githubEnvironments: readonly [string, ...string[]],
): string {
  const subjects = githubEnvironments.map((environment) => `repo:${repository}:environment:${environment}`);
  return policyJson([
    {
      Sid: "GithubEnvironmentAssumes",
      Effect: "Allow",
      Principal: { Federated: providerArn },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: {
        StringEquals: {
          [`${githubHost}:aud`]: awsAudience,
          // One is a text and no list, as AWS tells it when it is asked.
          [`${githubHost}:sub`]: subjects.length === 1 ? subjects.join() : subjects,
        },
      },
    },
  ]);
}
