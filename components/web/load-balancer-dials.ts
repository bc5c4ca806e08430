/** What may be chosen about a load balancer. Settings and component share these lists. */

/**
 * Security policies that the HTTPS listener may have: TLS 1.3 and 1.2, or 1.3 only, with forward secrecy. The first is the
 * default, which AWS recommends. Source:
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
 */
export const tlsPolicies = [
  "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
  "ELBSecurityPolicy-TLS13-1-3-PQ-2025-09",
  "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
  "ELBSecurityPolicy-TLS13-1-2-2021-06",
  "ELBSecurityPolicy-TLS13-1-3-2021-06",
] as const;

/** Name of a security policy that the HTTPS listener may have. */
export type TlsPolicy = (typeof tlsPolicies)[number];

/** How requests are treated that proxies may understand differently; AWS's third mode, monitor, only counts them (ELB.12). */
export const desyncModes = ["defensive", "strictest"] as const;

/** A mode of desync mitigation. */
export type DesyncMode = (typeof desyncModes)[number];

/** How a server is chosen for a request. */
export const algorithms = ["round_robin", "least_outstanding_requests"] as const;

/** A way to choose a server. */
export type Algorithm = (typeof algorithms)[number];

/** How the load balancer finds out whether a web server is well. */
export interface HealthCheckDials {
  /** Path that is asked for. */
  readonly path: string;
  /** HTTP status codes of a healthy server, for example "200-399". */
  readonly successCodes: string;
  /** Seconds between two checks. */
  readonly intervalSeconds: number;
  /** Seconds without an answer after which a check has failed; less than the interval. */
  readonly timeoutSeconds: number;
  /** Good checks until a server serves. */
  readonly healthyThreshold: number;
  /** Failed checks until a server serves no more. */
  readonly unhealthyThreshold: number;
}

/** All that may be chosen about a load balancer; the settings of `platform:web.loadBalancer` fit as they are. */
export interface LoadBalancerDials {
  /** TCP port on which web servers take HTTP. Changing it replaces the target group. */
  readonly webPort: number;
  readonly healthCheck: HealthCheckDials;
  /** Seconds that running requests have to end when a server leaves. */
  readonly deregistrationDelaySeconds: number;
  readonly algorithm: Algorithm;
  /** Seconds in which a new server's share grows to a full one; 0: at once. */
  readonly slowStartSeconds: number;
  /** Seconds that a visitor stays on one server. Default: none, any server answers. */
  readonly stickinessSeconds?: number | undefined;
  /** Seconds after which a silent connection is closed. */
  readonly idleTimeoutSeconds: number;
  readonly desyncMitigation: DesyncMode;
  readonly tlsPolicy: TlsPolicy;
  /** Whether AWS refuses to delete the load balancer (ELB.6). */
  readonly deletionProtection: boolean;
}
