import type { PartlyWellFormed } from "./between.ts";
import type { Problem } from "./problems.ts";

/**
 * Says what is wrong between the settings of `platform:web` and others.
 *
 * @param _settings the environment's settings that are well-formed by themselves
 * @param _environment the environment's name
 * @returns every problem; empty when there is none
 */
export function webProblems(_settings: PartlyWellFormed, _environment: string): Problem[] {
  return [];
}
