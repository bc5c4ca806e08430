/** Changes as developers make them, of which the goldens show the comment. */
import type { Config, Tree } from "./tree.ts";

/** The environment of all changes. */
export const environment = "dev";

/** One change of programs or settings. */
export interface Change {
  /** Projects of the stacks that are previewed, in the order of deployment: those that the change touches, and those that read them. */
  readonly projects: readonly ("account" | "foundation" | "platform")[];
  /** Makes the change. */
  readonly apply: (tree: Tree) => void;
}

/** What the base is beside the shipped settings of dev: a domain, and a database with something to lose. */
export function makeBase(tree: Tree): void {
  tree.settings(environment, (config) => {
    config["platform:domain"] = { hostedZone: "acme.example", name: "dev.acme.example" };
    Object.assign(config["platform:database"], {
      engine: "postgres",
      engineVersion: "16",
      backupRetentionDays: 14,
      deletionProtection: true,
      finalSnapshot: true,
    });
  });
}

/** A change of the environment's settings. */
export const settings = (projects: Change["projects"], change: (config: Config) => void): Change => ({
  projects,
  apply: (tree) => tree.settings(environment, change),
});

/** A change of one place of a program. */
export const edit = (projects: Change["projects"], file: string, before: string, after: string): Change => ({
  projects,
  apply: (tree) => tree.edit(file, before, after),
});
