import type { PartlyWellFormed } from "./between.ts";
import type { Problem } from "./problems.ts";

/**
 * Says what is wrong between the settings of `platform:objects` and others.
 *
 * @param _settings the environment's settings that are well-formed by themselves
 * @param _environment the environment's name
 * @returns every problem; empty when there is none
 */
export function objectsProblems(_settings: PartlyWellFormed, _environment: string): Problem[] {
  return [];
}
