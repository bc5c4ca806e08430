import { cheapestPriceClass, includesRegion, priceClasses } from "../../components/edge/price-classes.ts";
import { capacityUnits, includedCapacityUnits, managedRuleGroups } from "../../components/edge/web-acl-rules.ts";
import type { PartlyWellFormed } from "./between.ts";
import type { EdgeSettings } from "./edge.ts";
import type { WellFormed } from "./network-checks.ts";
import { type Problem, show } from "./problems.ts";

const path = "platform:edge";

/** The values that stand in a list a second time. */
function twice<T>(values: readonly T[]): T[] {
  return values.filter((value, position) => values.indexOf(value) < position);
}

function listedTwice(where: string, values: readonly string[]): Problem[] {
  const repeated = twice(values);
  if (repeated.length === 0) return [];
  const problem = `${repeated.join(", ")}: listed twice.`;
  return [{ path: where, problem, got: show(values), allowed: "each once", todo: "Remove the second one." }];
}

function priceClassProblems({ priceClass }: WellFormed<EdgeSettings>, region: string | undefined): Problem[] {
  if (priceClass === undefined || region === undefined || includesRegion(priceClass, region)) return [];
  const cheapest = cheapestPriceClass(region);
  return [
    {
      path: `${path}.priceClass`,
      problem: `${priceClass} has no edge location near ${region}: its visitors would be served from another continent.`,
      got: show(priceClass),
      allowed: priceClasses.slice(priceClasses.indexOf(cheapest)).join(" or "),
      todo: `Remove the setting, and ${cheapest} serves; or write one of these.`,
    },
  ];
}

function geoProblems({ mode, countries }: WellFormed<EdgeSettings["geoRestriction"]>): Problem[] {
  if (mode === undefined || countries === undefined) return [];
  const where = `${path}.geoRestriction.countries`;
  const repeated = listedTwice(where, countries);
  if ((mode === "none") === (countries.length === 0)) return repeated;
  return [
    ...repeated,
    {
      path: where,
      problem: mode === "none" ? "Countries are listed, and nothing is done with them." : `${mode} needs countries.`,
      got: show(countries),
      allowed: mode === "none" ? "no countries, or the mode allow or block" : "at least one country",
      todo: mode === "none" ? "Set mode to allow or block, or remove the list." : "List countries, for example ZA.",
    },
  ];
}

function wafProblems({ managedRuleGroups: groups }: WellFormed<EdgeSettings["waf"]>): Problem[] {
  if (groups === undefined) return [];
  const where = `${path}.waf.managedRuleGroups`;
  const units = capacityUnits(groups);
  if (twice(groups).length > 0) return listedTwice(where, groups);
  if (units <= includedCapacityUnits) return [];
  const list = groups.map((group) => `${group} ${managedRuleGroups[group].capacityUnits}`).join(", ");
  return [
    {
      path: where,
      problem: `The rules need ${units} capacity units (${list}, the rate limit the rest), and more than ${includedCapacityUnits} cost extra for every request.`,
      got: show(groups),
      allowed: `rule groups of ${includedCapacityUnits} units together`,
      todo: "Remove the groups for software that the application does not use.",
    },
  ];
}

function errorPageProblems({ errorPagePath, assetsPaths }: WellFormed<EdgeSettings>): Problem[] {
  if (errorPagePath === undefined || assetsPaths === undefined) return [];
  if (assetsPaths.some((pattern) => errorPagePath.startsWith(pattern.slice(0, -1)))) return [];
  return [
    {
      path: `${path}.errorPagePath`,
      problem: "The page would be asked of the application, which is down when the page is needed.",
      got: show(errorPagePath),
      allowed: `a path inside ${assetsPaths.join(", ")}`,
      todo: "Put the page into the assets bucket, and write its path.",
    },
  ];
}

/**
 * Says what is wrong between the settings of `platform:edge` and others.
 *
 * @param settings the environment's settings that are well-formed by themselves
 * @param _environment the environment's name
 * @returns every problem; empty when there is none
 */
export function edgeProblems(settings: PartlyWellFormed, _environment: string): Problem[] {
  const edge = settings.edge ?? {};
  return [
    ...priceClassProblems(edge, settings.region),
    ...listedTwice(`${path}.assetsPaths`, edge.assetsPaths ?? []),
    ...errorPageProblems(edge),
    ...geoProblems(edge.geoRestriction ?? {}),
    ...wafProblems(edge.waf ?? {}),
  ];
}
