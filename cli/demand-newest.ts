/** Ends with 1 when the commit of this run is older than what an environment has: node cli/demand-newest.ts <environment>. For workflows. */
import { makeClient } from "../previews/post/client.ts";
import { PostError } from "../previews/post/problem.ts";
import { newerDeployment } from "./newer-deployment.ts";

const {
  GITHUB_TOKEN: token,
  GITHUB_API_URL: baseUrl,
  GITHUB_REPOSITORY: name = "",
  GITHUB_SHA: commit = "",
} = process.env;
const [environment] = process.argv.slice(2);
const [owner, repo] = name.split("/");

if (!token || !owner || !repo || !environment || !/^[0-9a-f]{40}$/.test(commit)) {
  console.error(
    "Usage: node cli/demand-newest.ts <environment>, with GITHUB_TOKEN (deployments: read), GITHUB_REPOSITORY and GITHUB_SHA as Actions sets them.",
  );
  process.exit(2);
}
try {
  const client = makeClient({
    token,
    ...(baseUrl ? { baseUrl } : {}),
    onProgress: console.error,
    remedies: { 403: "The token may not do this. It needs the permissions contents: read and deployments: read." },
  });
  const newer = await newerDeployment(client, { owner, repo }, environment, commit);
  if (newer === undefined) console.log(`Nothing newer than ${commit} is deployed to ${environment}.`);
  else {
    console.error(
      `${environment} has ${newer} already, which is newer than this run's ${commit}: it would be taken back. Deploy by the newest run; ` +
        "to go back, revert on the main branch.",
    );
    process.exitCode = 1;
  }
} catch (error) {
  if (!(error instanceof PostError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
