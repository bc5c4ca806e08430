import { autoNameLimit, limitName } from "./names.ts";
import { tagProblems } from "./tags.ts";

/** Who owns a deployment and where it goes: what every name and tag is made of. */
export interface Identity {
  /** Short name of the company or product, for example "acme". */
  readonly project: string;
  /** Name of the environment: "dev", "staging", "prod", "pr-12"; "account" in the account stack. */
  readonly environment: string;
  /** AWS region, for example "af-south-1". */
  readonly region: string;
  /** Twelve digits of the AWS account that the deployment must go to. */
  readonly accountId: string;
  /** Team or person who answers for the deployment. */
  readonly owner: string;
  /** Where the costs are booked. */
  readonly costCenter: string;
  /** Repository that the deployment is made from, as organisation/repository. */
  readonly repository: string;
}

/** What a component knows about where it stands: the names it gives and the tags it passes on. */
export interface Context {
  /** Short name of the company or product, for example "acme". */
  readonly project: string;
  /** Name of the environment: "dev", "staging", "prod", "pr-12"; "account" in the account stack. */
  readonly environment: string;
  /** AWS region, for example "af-south-1". */
  readonly region: string;
  /** Twelve digits of the AWS account that the deployment must go to. */
  readonly accountId: string;
  /** Tags of every taggable resource: project, environment, owner, cost-center, managed-by, repository. */
  readonly tags: Readonly<Record<string, string>>;
  /**
   * Gives a name, for example `acme-dev-network` for the part "network".
   *
   * @param part what is named, in lower case with hyphens
   * @param maxLength limit in characters; a longer name is cut and hashed. Default: what an IAM role's name has left
   *   when Pulumi adds its suffix (56). Other limits are in `nameLimits`.
   */
  name(part: string, maxLength?: number): string;
}

/**
 * Makes the context of a deployment.
 *
 * @param identity who owns the deployment and where it goes
 * @throws Error with every tag that AWS would refuse
 */
export function createContext(identity: Identity): Context {
  const tags = {
    project: identity.project,
    environment: identity.environment,
    owner: identity.owner,
    "cost-center": identity.costCenter,
    "managed-by": "pulumi",
    repository: identity.repository,
  };
  const problems = tagProblems(tags);
  if (problems.length > 0) {
    throw new Error(
      `The tags of ${identity.project}-${identity.environment} are refused by AWS:\n${problems.join("\n")}`,
    );
  }
  return {
    project: identity.project,
    environment: identity.environment,
    region: identity.region,
    accountId: identity.accountId,
    tags,
    name: (part, maxLength = autoNameLimit("iamRole")) =>
      limitName(`${identity.project}-${identity.environment}-${part}`, maxLength),
  };
}
