import { accessPointProblems } from "../../components/files/access-points.ts";
import { generationProblems } from "../../components/files/generations.ts";
import type { PartlyWellFormed } from "./between.ts";
import { formatPath } from "./issues.ts";
import { type Problem, show } from "./problems.ts";

/** Name of the access point that the web servers mount. */
export const webAccessPoint = "web";

/**
 * Says what is wrong between the settings of `platform:files` and others.
 *
 * @param settings the environment's settings that are well-formed by themselves
 * @param _environment the environment's name
 * @returns every problem; empty when there is none
 */
export function filesProblems({ files = {} }: PartlyWellFormed, _environment: string): Problem[] {
  const { accessPoints = [], restorations = [], oldestGeneration = 1 } = files;
  const { infrequentAccessAfterDays: infrequent = 30, archiveAfterDays: archive = 90 } = files;
  const directories = ["", ...restorations.map(({ directory }) => directory ?? "")];
  const problems: Problem[] = accessPointProblems(accessPoints, [...new Set(directories)]).map((problem) => ({
    path: "platform:files.accessPoints",
    got: show(accessPoints.map(({ name, path }) => `${name} ${path}`)),
    ...problem,
  }));
  if (accessPoints.length > 0 && !accessPoints.some(({ name }) => name === webAccessPoint)) {
    problems.push({
      path: "platform:files.accessPoints",
      problem: `The web servers mount the access point called ${webAccessPoint}, and there is none.`,
      got: show(accessPoints.map(({ name }) => name)),
      allowed: `a list in which one is called ${webAccessPoint}`,
      todo: `Name the web servers' access point ${webAccessPoint}, or add one.`,
    });
  }
  if (archive !== "never" && (infrequent === "never" || archive <= infrequent)) {
    problems.push({
      path: "platform:files.archiveAfterDays",
      problem: "EFS moves files to Archive only after Infrequent Access.",
      got: show(archive),
      allowed: infrequent === "never" ? "never" : `more than infrequentAccessAfterDays (${infrequent}), or never`,
      todo: "Give more days than for infrequentAccessAfterDays, or write never.",
    });
  }
  const ofGenerations = generationProblems(oldestGeneration, restorations);
  return [
    ...problems,
    ...ofGenerations.map((problem) => ({ ...problem, path: formatPath(["platform:files", ...problem.path]) })),
  ];
}
