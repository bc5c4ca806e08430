import { z } from "zod";
import { algorithms, desyncModes, tlsPolicies } from "../../components/web/load-balancer-dials.ts";
import { setting } from "./setting.ts";

const healthCheck = setting(
  z.strictObject({
    path: setting(
      z
        .string()
        .regex(/^\/[\x21-\x7e]*$/)
        .max(1024),
      "Path that the load balancer asks for, at most 1024 characters. Default: /.",
      { allowed: "a path that begins with / and has no spaces", todo: "Write the path, for example /health." },
    ).default("/"),
    successCodes: setting(
      z.string().regex(/^[234]\d\d([-,][234]\d\d)*$/),
      "HTTP status codes of a healthy server, between 200 and 499. Default: 200-399.",
      {
        allowed: "codes or ranges such as 200,204 or 200-399",
        todo: "Write the codes in quotes, for example 200-399.",
      },
    ).default("200-399"),
    intervalSeconds: setting(z.int().min(5).max(300), "Seconds between two checks, 5 to 300. Default: 15.").default(15),
    timeoutSeconds: setting(
      z.int().min(2).max(120),
      "Seconds without an answer after which a check has failed, 2 to 120, less than the interval. Default: 5.",
    ).default(5),
    healthyThreshold: setting(
      z.int().min(2).max(10),
      "Good checks until a server serves, 2 to 10. Default: 2.",
    ).default(2),
    unhealthyThreshold: setting(
      z.int().min(2).max(10),
      "Failed checks until a server serves no more, 2 to 10. Default: 3.",
    ).default(3),
  }),
  "How the load balancer finds out whether a web server is well.",
);

/** The settings of `platform:web.loadBalancer`. */
export const loadBalancerSettings = setting(
  z.strictObject({
    webPort: setting(
      z.int().min(1).max(65535),
      "TCP port on which web servers take HTTP from the load balancer, 1 to 65535. Changing it replaces the target group. Default: 80.",
    ).default(80),
    healthCheck: healthCheck.prefault({}),
    deregistrationDelaySeconds: setting(
      z.int().min(0).max(3600),
      "Seconds that running requests have to end when a server leaves, 0 to 3600. Default: 60.",
    ).default(60),
    algorithm: setting(
      z.enum(algorithms),
      "How a server is chosen for a request: round_robin takes turns, least_outstanding_requests takes the least busy. " +
        "Default: round_robin.",
    ).default("round_robin"),
    slowStartSeconds: setting(
      z.int().refine((seconds) => seconds === 0 || (seconds >= 30 && seconds <= 900)),
      "Seconds in which a new server's share of requests grows to a full one: 30 to 900, or 0 for at once. Not with " +
        "least_outstanding_requests. Default: 0.",
      { allowed: "0, or 30 to 900", todo: "Write 0 to give a new server its full share at once." },
    ).default(0),
    stickinessSeconds: setting(
      z.int().min(1).max(604_800),
      "Seconds that a visitor stays on one server, 1 to 604800, by a cookie of the load balancer. Only for applications " +
        "that keep sessions on the server. Default: none, any server answers.",
    ).optional(),
    idleTimeoutSeconds: setting(
      z.int().min(1).max(4000),
      "Seconds after which a silent connection is closed, 1 to 4000. Keep the web server's own keep-alive longer. Default: 60.",
    ).default(60),
    desyncMitigation: setting(
      z.enum(desyncModes),
      "How requests are treated that proxies may understand differently (HTTP desync): defensive or strictest. " +
        "Default: defensive.",
    ).default("defensive"),
    tlsPolicy: setting(
      z.enum(tlsPolicies),
      "TLS versions and ciphers of the HTTPS listener, as a security policy of Elastic Load Balancing. Default: " +
        `${tlsPolicies[0]}, TLS 1.3 and 1.2 with forward secrecy and post-quantum key exchange.`,
    ).default(tlsPolicies[0]),
    deletionProtection: setting(
      z.boolean(),
      "Whether AWS refuses to delete the load balancer. Only dev and pr-N may turn it off. Default: true.",
    ).default(true),
  }),
  "The load balancer in front of the web servers.",
);

/** The settings of `platform:web.loadBalancer`, complete. */
export type LoadBalancerSettings = z.infer<typeof loadBalancerSettings>;
