/** One Pulumi project of the platform. */
export interface StackProject {
  /** The Pulumi project's name. */
  readonly project: string;
  /** Folder of its `Pulumi.yaml`, from the repository's root. */
  readonly directory: string;
  /** Projects whose outputs it reads: they must be deployed before it. */
  readonly reads: readonly string[];
  /** true: one stack for each environment, called like it. false: one for each AWS account and region. */
  readonly perEnvironment: boolean;
}

/** All projects in the order of deployment. */
export const stacks: readonly StackProject[] = [
  { project: "account", directory: "stacks/account", reads: [], perEnvironment: false },
  { project: "foundation", directory: "stacks/foundation", reads: ["account"], perEnvironment: true },
  { project: "platform", directory: ".", reads: ["account", "foundation"], perEnvironment: true },
];

/** What may be done with an environment's stacks. */
export type Action = "up" | "destroy";

/**
 * The projects that an action goes through.
 *
 * @param action destroy goes in reverse: what reads goes before what is read
 * @param perEnvironment true for an environment, false for an account stack
 * @param projects all projects in the order of deployment; default: the platform's
 */
export function projectsFor(
  action: Action,
  perEnvironment: boolean,
  projects: readonly StackProject[] = stacks,
): readonly StackProject[] {
  const chosen = projects.filter((project) => project.perEnvironment === perEnvironment);
  return action === "destroy" ? chosen.toReversed() : chosen;
}
