import { originName } from "../../components/web/https-plan.ts";
import type { PartlyWellFormed } from "./between.ts";
import { type Problem, show } from "./problems.ts";

const path = "platform:domain";

/** The site's names with the setting that each comes from. */
function named({ name, alternativeNames }: NonNullable<PartlyWellFormed["domain"]>) {
  return [
    ...(name === undefined ? [] : [{ path: `${path}.name`, name }]),
    ...(alternativeNames ?? []).map((alternative, position) => ({
      path: `${path}.alternativeNames[${position}]`,
      name: alternative,
    })),
  ];
}

/**
 * Says what is wrong between the settings of `platform:domain`: names outside the zone, names twice, and the name that
 * CloudFront keeps for the load balancer.
 *
 * @param settings the environment's settings that are well-formed by themselves
 * @param _environment the environment's name
 * @returns every problem; empty when there is none
 */
export function domainProblems(settings: PartlyWellFormed, _environment: string): Problem[] {
  const { domain } = settings;
  if (domain === undefined) return [];
  const { hostedZone, name: main } = domain;
  const names = named(domain);
  const problems: Problem[] = [];
  for (const [position, { path: where, name }] of names.entries()) {
    const got = show(name);
    if (hostedZone !== undefined && name !== hostedZone && !name.endsWith(`.${hostedZone}`)) {
      problems.push({
        path: where,
        problem: "The name is outside the hosted zone, so neither a record nor a certificate could be made.",
        got,
        allowed: `${hostedZone} or a name that ends with .${hostedZone}`,
        todo: `Write a name inside ${hostedZone}, or set platform:domain.hostedZone to the zone that holds it.`,
      });
    }
    if (names.findIndex((other) => other.name === name) < position) {
      problems.push({
        path: where,
        problem: "The name is listed twice.",
        got,
        allowed: "each name once",
        todo: "Remove it here.",
      });
    }
    if (main !== undefined && name === originName(main)) {
      problems.push({
        path: where,
        problem: "CloudFront reaches the load balancer by this name.",
        got,
        allowed: `any name but ${originName(main)}`,
        todo: "Choose another name.",
      });
    }
  }
  return problems;
}
