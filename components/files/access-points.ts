/** A way into the file system: one directory, as one user. */
export interface AccessPoint {
  /** Name, in lower case with hyphens. Another name makes another access point. */
  readonly name: string;
  /** Directory that it opens, from "/" on, never the root itself (control EFS.3). It is made when it is first mounted. */
  readonly path: string;
  /** POSIX user that every client becomes, and that owns the directory when it is made. Never 0, root. */
  readonly uid: number;
  /** POSIX group, as `uid`. */
  readonly gid: number;
  /** Permissions of the directory when it is made, octal, for example "0750". */
  readonly permissions: string;
}

/** Levels of directories in an access point's path, at most. Source: https://docs.aws.amazon.com/efs/latest/ug/API_RootDirectory.html */
export const mostPathLevels = 4;

/** Characters in an access point's path, at most. Source: as for `mostPathLevels`. */
export const longestPath = 100;

/** What is wrong with access points. */
export interface AccessPointProblem {
  /** What is wrong, as a sentence. */
  readonly problem: string;
  /** What may be given. */
  readonly allowed: string;
  /** What to do, as a sentence. */
  readonly todo: string;
}

/**
 * Says what is wrong between access points and with where they stand.
 *
 * @param accessPoints all of them
 * @param directories where each generation's paths begin; "" for the root
 * @returns every problem; empty when there is none
 */
export function accessPointProblems(
  accessPoints: readonly AccessPoint[],
  directories: readonly string[],
): AccessPointProblem[] {
  const twice = (values: readonly string[]) => [
    ...new Set(values.filter((value, position) => values.indexOf(value) < position)),
  ];
  const problems: AccessPointProblem[] = [
    ...twice(accessPoints.map(({ name }) => name)).map((name) => ({
      problem: `Two access points are named ${name}.`,
      allowed: "each name once",
      todo: "Rename one.",
    })),
    ...twice(accessPoints.map(({ path }) => path)).map((path) => ({
      problem: `Two access points open ${path}.`,
      allowed: "each directory once",
      todo: "Give each its own.",
    })),
  ];
  for (const { name, path } of accessPoints) {
    for (const directory of directories) {
      const whole = directory + path;
      const levels = whole.split("/").length - 1;
      if (levels > mostPathLevels || whole.length > longestPath) {
        problems.push({
          problem: `The access point ${name} opens ${whole}, which is too long.`,
          allowed: `${mostPathLevels} levels and ${longestPath} characters, with the directory of a restore`,
          todo: "Choose a shorter path.",
        });
      }
    }
  }
  return problems;
}
