import * as pulumi from "@pulumi/pulumi";
import { checkPlanHistory, type PlanPlaces } from "../../components/network/plan-history.ts";
import { formatPath } from "../settings/issues.ts";
import type { NetworkSettings } from "../settings/network.ts";
import { SettingsError } from "../settings/problems.ts";

/**
 * Refuses settings that move a deployed zone or tier, before anything is made: the settings alone do not know what was
 * deployed, so the stack asks its own last deployment.
 *
 * @param network the settings' zones and tiers
 * @returns the places that this deployment gives away, to be the stack's output
 * @throws RunError with the deployed order and what to do
 */
export async function keepAddressPlan({ zones, tiers }: Pick<NetworkSettings, "zones" | "tiers">): Promise<PlanPlaces> {
  const wanted = { zones: zones.map((zone) => zone.name), tiers };
  const own = new pulumi.StackReference(`${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`);
  const { value } = await own.getOutputDetails("addressPlan");
  const problems = checkPlanHistory(value as PlanPlaces | undefined, wanted);
  if (problems.length === 0) return wanted;
  const named = problems.map((problem) => ({ ...problem, path: formatPath(["platform:network", ...problem.path]) }));
  throw new pulumi.RunError(new SettingsError(`Pulumi.${pulumi.getStack()}.yaml`, named).message);
}
