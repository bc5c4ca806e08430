import type { PartlyWellFormed } from "./between.ts";
import { isForDevelopment } from "./network-checks.ts";
import { type Problem, show } from "./problems.ts";

/**
 * The least days that S3 bills an object for in Glacier Flexible Retrieval and in Deep Archive: moving or deleting it earlier costs the rest.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
 */
const billedDays = { glacier: 90, deep: 180 };

/** Logs must last until somebody asks what happened: the least that environments other than dev and pr-N keep. */
const leastLogDays = 90;

/**
 * Says what is wrong between the settings of `platform:objects` and others.
 *
 * @param settings the environment's settings that are well-formed by themselves
 * @param environment the environment's name
 * @returns every problem; empty when there is none
 */
export function objectsProblems(settings: PartlyWellFormed, environment: string): Problem[] {
  const { archiveGlacierDays, archiveDeepDays, archiveRetentionDays, logRetentionDays } = settings.objects ?? {};
  const problems: Problem[] = [];
  const least = (key: string, days: number | undefined, minimum: number, problem: string) => {
    if (days === undefined || days >= minimum) return;
    const path = `platform:objects.${key}`;
    problems.push({ path, problem, got: show(days), allowed: `${minimum} and more`, todo: "Write more days." });
  };
  if (archiveGlacierDays !== undefined) {
    const problem = `Archives would leave Glacier Flexible Retrieval before the ${billedDays.glacier} days that it bills.`;
    least("archiveDeepDays", archiveDeepDays, archiveGlacierDays + billedDays.glacier, problem);
  }
  if (archiveDeepDays !== undefined) {
    const problem = `Archives would go before the ${billedDays.deep} days that Deep Archive bills.`;
    least("archiveRetentionDays", archiveRetentionDays, archiveDeepDays + billedDays.deep, problem);
  }
  if (!isForDevelopment(environment)) {
    const problem = `Logs would be gone too soon in ${environment}; only dev and pr-N may keep them shorter.`;
    least("logRetentionDays", logRetentionDays, leastLogDays, problem);
  }
  return problems;
}
