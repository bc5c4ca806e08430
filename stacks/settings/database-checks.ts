import { checkDatabase } from "../../components/database/check-database.ts";
import type { PartlyWellFormed } from "./between.ts";
import type { DatabaseSettings } from "./database.ts";
import { formatPath } from "./issues.ts";
import { isForDevelopment } from "./network-checks.ts";
import type { Problem } from "./problems.ts";

/** What only dev and pr-N may turn off, and why. */
const neededElsewhere = [
  { name: "multiAz", reason: "The loss of a zone would take the database (control RDS.5)." },
  { name: "deletionProtection", reason: "One command could delete the database (control RDS.8)." },
  { name: "finalSnapshot", reason: "A deleted database would leave nothing behind." },
] as const satisfies readonly { readonly name: keyof DatabaseSettings; readonly reason: string }[];

/**
 * Says what is wrong between the settings of `platform:database` and others.
 *
 * @param settings the environment's settings that are well-formed by themselves
 * @param environment the environment's name
 * @returns every problem; empty when there is none
 */
export function databaseProblems({ database }: PartlyWellFormed, environment: string): Problem[] {
  if (database === undefined) return [];
  const own = checkDatabase(database).map((problem) => ({
    ...problem,
    path: formatPath(["platform:database", ...problem.path]),
  }));
  if (isForDevelopment(environment)) return own;
  const weak = neededElsewhere.filter(({ name }) => database[name] === false);
  return [
    ...own,
    ...weak.map(({ name, reason }) => ({
      path: `platform:database.${name}`,
      problem: reason,
      got: "false (true or false without quotes)",
      allowed: `true in ${environment}; only dev and pr-N may do without`,
      todo: "Set it to true, or leave it out: true is the default.",
    })),
  ];
}
