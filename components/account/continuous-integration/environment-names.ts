/** The entry of the account's settings that stands for the environments of all pull requests: pr-1, pr-2 … */
export const pullRequests = "pr";

/**
 * The names of the environments that an entry of the account's settings is about, as IAM's patterns.
 *
 * @param environment an entry, for example "dev"; "pr" stands for every pr-N beside itself
 */
export function environmentPatterns(environment: string): readonly string[] {
  return environment === pullRequests ? [pullRequests, `${pullRequests}-*`] : [environment];
}

/**
 * The entry of the account's settings that an environment belongs to.
 *
 * @param environment the environment's own name, for example "dev" or "pr-12"
 * @param entries the entries that there are
 * @returns the entry of the same name, else "pr" for pr-N; undefined when there is neither
 */
export function environmentEntry(environment: string, entries: readonly string[]): string | undefined {
  const names = /^pr-\d+$/.test(environment) ? [environment, pullRequests] : [environment];
  return names.find((name) => entries.includes(name));
}

/**
 * Names that the roles, policies and profiles of an environment begin with, as IAM's pattern. Those of pr-N begin with "pr-",
 * too.
 *
 * @param project short name of the company or product
 * @param environment an entry of the account's settings
 */
export function ownNames(project: string, environment: string): string {
  return `${project}-${environment}-*`;
}
