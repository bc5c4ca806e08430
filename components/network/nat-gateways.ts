import { activeZones, type Zone } from "./address-plan.ts";

/** How private subnets reach the internet. */
export type NatGatewayMode = "none" | "single" | "perZone";

/**
 * The zones whose NAT gateway carries traffic, in the order of the settings: one that `single` makes stands in the first zone; that
 * of a retired zone is there and carries nothing.
 *
 * @param mode how private subnets reach the internet
 * @param zones of the settings, retired ones too
 */
export function natGatewayZones(mode: NatGatewayMode, zones: readonly Zone[]): readonly Zone[] {
  if (mode === "none") return [];
  return mode === "single" ? zones.slice(0, 1) : activeZones(zones);
}
