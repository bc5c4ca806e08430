import type { Problem } from "./check-network.ts";

/** The places of the address plan that are given away, in order. An output of the foundation, which its next run reads. */
export interface PlanPlaces {
  /** Names of the zones, retired ones too, by index. */
  readonly zones: readonly string[];
  /** Names of the tiers. */
  readonly tiers: readonly string[];
}

/**
 * Finds zones and tiers that were deployed and now stand elsewhere, or nowhere: their subnets would be replaced.
 *
 * @param deployed what the last deployment gave away; undefined before the first
 * @param wanted what the settings ask for
 * @returns a problem for each list that is not the deployed one with additions at its end
 */
export function checkPlanHistory(deployed: PlanPlaces | undefined, wanted: PlanPlaces): readonly Problem[] {
  if (deployed === undefined) return [];
  return (["zones", "tiers"] as const).flatMap((list) => {
    const kept = deployed[list].every((name, place) => wanted[list][place] === name);
    if (kept) return [];
    const noun = list === "zones" ? "Zones" : "Tiers";
    const retire = list === "zones" ? ", and retire a zone with retired: true instead of removing it" : "";
    return [
      {
        path: [list],
        problem: `${noun} that are deployed were reordered or removed: their subnets would be replaced, with everything in them.`,
        got: wanted[list].join(", "),
        allowed: `${deployed[list].join(", ")}, in this order, and others after them`,
        todo: `Put the deployed ${list} back to where they were${retire}.`,
      },
    ];
  });
}
