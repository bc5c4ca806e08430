/**
 * The file systems that an environment has had: the first, and one for each restore. A restore adds a generation beside the others
 * and takes none away, so that a wrong recovery point costs nothing.
 */

/** A file system that AWS Backup restored, and that the platform adopts as the next generation. */
export interface Restoration {
  /** Number of the generation, from 2, one above the one before it. */
  readonly generation: number;
  /** Id of the restored file system, for example "fs-0123456789abcdef0". Another id would adopt another one; never change it. */
  readonly fileSystemId: string;
  /**
   * Directory that AWS Backup restored into, for example "/aws-backup-restore_2026-11-21T02-10-00-000Z": access points begin there.
   * Default: the root. A change replaces the access points of this generation.
   */
  readonly directory?: string | undefined;
}

/** One file system of an environment. */
export interface Generation {
  /** 1 for the first. */
  readonly generation: number;
  /** Added to the names of its resources; empty for the first, so that it keeps them. */
  readonly suffix: string;
  /** The restored file system that is adopted; missing for one that is made empty. */
  readonly importId?: string;
  /** Put before the paths of access points; empty for the root. */
  readonly directory: string;
}

/**
 * The generations that stand, the oldest first. The last one is in use.
 *
 * @param oldest number of the oldest that still stands
 * @param restorations all restores so far, ascending
 */
export function generations(oldest: number, restorations: readonly Restoration[]): readonly Generation[] {
  const first: readonly Generation[] = [{ generation: 1, suffix: "", directory: "" }];
  const restored = restorations.map(({ generation, fileSystemId, directory }) => ({
    generation,
    suffix: `-${generation}`,
    importId: fileSystemId,
    directory: directory ?? "",
  }));
  return [...first, ...restored].filter(({ generation }) => generation >= oldest);
}

/** A problem of generations, with the part of the settings or arguments where it stands. */
export interface GenerationProblem {
  /** Names and positions, for example `["restorations", 0, "generation"]`. */
  readonly path: readonly (string | number)[];
  /** What is wrong. */
  readonly problem: string;
  /** What was given. */
  readonly got: string;
  /** What may be given. */
  readonly allowed: string;
  /** What to do. */
  readonly todo: string;
}

/**
 * Says what is wrong with generations.
 *
 * @param oldest number of the oldest that still stands
 * @param restorations all restores so far
 * @returns every problem; empty when there is none
 */
export function generationProblems(oldest: number, restorations: readonly Restoration[]): GenerationProblem[] {
  const problems: GenerationProblem[] = [];
  restorations.forEach(({ generation, fileSystemId }, position) => {
    if (generation !== position + 2) {
      problems.push({
        path: ["restorations", position, "generation"],
        problem: "Generations count up from 2 without a gap, in the order of the restores.",
        got: String(generation),
        allowed: String(position + 2),
        todo: "Add new restores at the end, and leave the others as they are.",
      });
    }
    if (restorations.findIndex((other) => other.fileSystemId === fileSystemId) < position) {
      problems.push({
        path: ["restorations", position, "fileSystemId"],
        problem: "Two generations are the same file system.",
        got: fileSystemId,
        allowed: "an id of its own for each restore",
        todo: "Write the id that the restore job tells (CreatedResourceArn).",
      });
    }
  });
  const newest = restorations.length + 1;
  if (!Number.isInteger(oldest) || oldest < 1 || oldest > newest) {
    problems.push({
      path: ["oldestGeneration"],
      problem: "The oldest generation that stands must be one of them.",
      got: String(oldest),
      allowed: newest === 1 ? "1, because there was no restore" : `a whole number from 1 to ${newest}`,
      todo: "Raise it only when nothing mounts the older file systems any more.",
    });
  }
  return problems;
}
