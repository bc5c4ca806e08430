import { checkNetwork } from "../../components/network/check-network.ts";
import { formatPath } from "./issues.ts";
import type { InterfaceEndpointService, NetworkSettings } from "./network.ts";
import { type Problem, show } from "./problems.ts";

/** Settings of which only the well-formed ones are there. */
export type WellFormed<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** The endpoints that controls demand, with the control. */
const neededByControls: ReadonlyMap<InterfaceEndpointService, string> = new Map([
  ["ec2", "EC2.10"],
  ["ecr.api", "EC2.55"],
  ["ecr.dkr", "EC2.56"],
  ["ssm", "EC2.57"],
]);

/**
 * Says whether an environment is for development: dev and pr-N. Only these may use weak dials, to save their price.
 *
 * @param environment the environment's name
 */
export function isForDevelopment(environment: string): boolean {
  return environment === "dev" || /^pr-\d+$/.test(environment);
}

/** What the network's own rules say about the settings that are well-formed; the others are problems already. */
function planProblems(
  network: WellFormed<NetworkSettings>,
  region: string | undefined,
  sshCidrBlocks: readonly string[],
): Problem[] {
  const { cidrBlock, zones, tiers, natGateways, interfaceEndpoints, connectedNetworks } = network;
  return checkNetwork({
    cidrBlock: cidrBlock ?? "10.0.0.0/16",
    zones: zones ?? [],
    tiers: tiers ?? [],
    natGateways: natGateways ?? "perZone",
    interfaceEndpoints: interfaceEndpoints ?? [],
    connectedNetworks: cidrBlock === undefined ? [] : connectedNetworks,
    region,
    sshCidrBlocks,
  })
    .filter(({ path }) => network[path[0] as keyof NetworkSettings] !== undefined)
    .map((problem) => ({ ...problem, path: formatPath(["platform:network", ...problem.path]) }));
}

function endpointProblems(endpoints: readonly InterfaceEndpointService[], environment: string): Problem[] {
  const path = "platform:network.interfaceEndpoints";
  const problems: Problem[] = [];
  const twice = endpoints.filter((service, position) => endpoints.indexOf(service) < position);
  if (twice.length > 0) {
    const todo = "Remove the second one.";
    problems.push({
      path,
      problem: `${twice.join(", ")}: listed twice.`,
      got: show(endpoints),
      allowed: "each service once",
      todo,
    });
  }
  const missing = [...neededByControls].filter(([service]) => !endpoints.includes(service));
  if (!isForDevelopment(environment) && missing.length > 0) {
    problems.push({
      path,
      problem: `Security controls demand endpoints in ${environment}; only dev and pr-N may go without, to save their price.`,
      got: show(endpoints),
      allowed: `a list with ${[...neededByControls.keys()].join(", ")}`,
      todo: `Add ${missing.map(([service, control]) => `${service} (control ${control})`).join(", ")}.`,
    });
  }
  return problems;
}

/**
 * Says what is wrong between the network's settings.
 *
 * @param network the settings that are well-formed by themselves
 * @param region the environment's region, when it is well-formed
 * @param environment the environment's name
 * @param sshCidrBlocks ranges that may reach the bastions: they share the network ACL's entries with connected networks
 * @returns every problem; empty when there is none
 */
export function networkProblems(
  network: WellFormed<NetworkSettings>,
  region: string | undefined,
  environment: string,
  sshCidrBlocks: readonly string[],
): Problem[] {
  const endpoints = network.interfaceEndpoints;
  return [
    ...planProblems(network, region, sshCidrBlocks),
    ...(endpoints === undefined ? [] : endpointProblems(endpoints, environment)),
  ];
}
