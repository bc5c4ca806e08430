import { isForDevelopment } from "./network-checks.ts";
import { type Problem, show } from "./problems.ts";

/** The settings that decide about HTTPS, as far as they are well-formed. */
export interface HttpsSettings {
  /** The domain's settings; undefined: the environment has none. */
  readonly domain?: object | undefined;
  readonly edge?: { readonly enabled?: boolean | undefined } | undefined;
  readonly web?: { readonly loadBalancer?: WellFormedLoadBalancer | undefined } | undefined;
}

/** What is compared of the load balancer's settings. */
interface WellFormedLoadBalancer {
  readonly algorithm?: string | undefined;
  readonly slowStartSeconds?: number | undefined;
  readonly deletionProtection?: boolean | undefined;
  readonly healthCheck?:
    | { readonly intervalSeconds?: number | undefined; readonly timeoutSeconds?: number | undefined }
    | undefined;
}

const path = "platform:web.loadBalancer";

function loadBalancerProblems(settings: WellFormedLoadBalancer, environment: string): Problem[] {
  const { algorithm, slowStartSeconds = 0, deletionProtection, healthCheck } = settings;
  const problems: Problem[] = [];
  if (slowStartSeconds > 0 && algorithm === "least_outstanding_requests") {
    problems.push({
      path: `${path}.slowStartSeconds`,
      problem: "AWS has no slow start with least_outstanding_requests.",
      got: show(slowStartSeconds),
      allowed: "0, or the algorithm round_robin",
      todo: "Remove slowStartSeconds, or set algorithm to round_robin.",
    });
  }
  const { intervalSeconds, timeoutSeconds } = healthCheck ?? {};
  if (intervalSeconds !== undefined && timeoutSeconds !== undefined && timeoutSeconds >= intervalSeconds) {
    problems.push({
      path: `${path}.healthCheck.timeoutSeconds`,
      problem: "A health check would time out after the next one has begun.",
      got: show(timeoutSeconds),
      allowed: `less than intervalSeconds, which is ${intervalSeconds}`,
      todo: "Lower timeoutSeconds or raise intervalSeconds.",
    });
  }
  if (deletionProtection === false && !isForDevelopment(environment)) {
    problems.push({
      path: `${path}.deletionProtection`,
      problem: `Control ELB.6 demands deletion protection in ${environment}; only dev and pr-N may go without.`,
      got: show(deletionProtection),
      allowed: "true",
      todo: "Remove the setting: true is its default.",
    });
  }
  return problems;
}

/**
 * Says what is wrong between the settings that decide who speaks HTTPS with whom, and in those of the load balancer.
 *
 * @param settings the environment's settings that are well-formed by themselves
 * @param environment the environment's name
 * @returns every problem; empty when there is none
 */
export function httpsProblems(settings: HttpsSettings, environment: string): Problem[] {
  const { domain, edge, web } = settings;
  const problems = loadBalancerProblems(web?.loadBalancer ?? {}, environment);
  if (domain === undefined && edge?.enabled === false && !isForDevelopment(environment)) {
    problems.push({
      path: "platform:domain",
      problem: `Without a domain and without CloudFront ${environment} would serve plain HTTP; only dev and pr-N may.`,
      got: undefined,
      allowed: "a domain, or platform:edge.enabled: true",
      todo: "Set platform:domain, so that the load balancer gets a certificate; or turn CloudFront on.",
    });
  }
  return problems;
}
