import { policyJson } from "../../shared/policy-document.ts";

/** Host of GitHub's OIDC provider. Source: https://docs.github.com/actions/concepts/security/openid-connect */
export const githubHost = "token.actions.githubusercontent.com";

/** Audience of the tokens that GitHub's official AWS action asks for. */
export const awsAudience = "sts.amazonaws.com";

/**
 * Writes the trust of a role: jobs of one GitHub environment of one repository, and nothing else. Who may run such a job is
 * decided by the protection rules of the GitHub environment.
 *
 * @param providerArn ARN of GitHub's OIDC provider in the account
 * @param repository organisation/repository, as GitHub spells it
 * @param githubEnvironment name of the GitHub environment
 */
export function githubTrust(providerArn: string, repository: string, githubEnvironment: string): string {
  return policyJson([
    {
      Sid: "GithubEnvironmentAssumes",
      Effect: "Allow",
      Principal: { Federated: providerArn },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: {
        StringEquals: {
          [`${githubHost}:aud`]: awsAudience,
          [`${githubHost}:sub`]: `repo:${repository}:environment:${githubEnvironment}`,
        },
      },
    },
  ]);
}
