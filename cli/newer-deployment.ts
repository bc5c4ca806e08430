/** Whether an environment has a newer commit than the one that is to be deployed: by what GitHub keeps of the jobs that deployed to it. */
import type { Client } from "../previews/post/client.ts";
import type { Repository } from "../previews/post/pull-request.ts";

/** How many of the last deployments are looked at; each waiting or refused run is one, too. */
const mostDeployments = 100;

/** States of a deployment whose job has begun. One that waits for its approval, or was refused it, has changed nothing. */
const begun: readonly string[] = ["in_progress", "success"];

/**
 * Finds a deployment of a commit that comes after another.
 *
 * @param environment the GitHub environment
 * @param commit what is to be deployed, 40 hexadecimal digits
 * @returns the newer commit; undefined when there is none
 * @throws PostError when GitHub refuses
 */
export async function newerDeployment(
  { api }: Client,
  repository: Repository,
  environment: string,
  commit: string,
): Promise<string | undefined> {
  const { data } = await api.repos.listDeployments({ ...repository, environment, per_page: mostDeployments });
  const others = Map.groupBy(
    data.filter(({ sha }) => sha !== commit),
    ({ sha }) => sha,
  );
  for (const [sha, deployments] of others) {
    // "ahead": it has all of our commit's history, and more. A branch of its own, or what was before us, takes nothing back.
    const compared = await api.repos.compareCommitsWithBasehead({
      ...repository,
      basehead: `${commit}...${sha}`,
      per_page: 1,
    });
    if (compared.data.status !== "ahead") continue;
    for (const { id } of deployments) {
      const statuses = await api.repos.listDeploymentStatuses({ ...repository, deployment_id: id, per_page: 100 });
      if (statuses.data.some(({ state }) => begun.includes(state))) return sha;
    }
  }
  return undefined;
}
