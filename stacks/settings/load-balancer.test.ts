import assert from "node:assert/strict";
import type { LoadBalancerDials } from "../../components/web/load-balancer-dials.ts";
import { loadBalancerSettings } from "./load-balancer.ts";

describe("the settings of the load balancer", () => {
  it("are safe when nothing is written, and fit the component as they are", () => {
    const dials: LoadBalancerDials = loadBalancerSettings.parse({});
    assert.deepEqual(dials, {
      webPort: 80,
      healthCheck: {
        path: "/",
        successCodes: "200-399",
        intervalSeconds: 15,
        timeoutSeconds: 5,
        healthyThreshold: 2,
        unhealthyThreshold: 3,
      },
      deregistrationDelaySeconds: 60,
      algorithm: "round_robin",
      slowStartSeconds: 0,
      idleTimeoutSeconds: 60,
      desyncMitigation: "defensive",
      tlsPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
      deletionProtection: true,
    });
  });

  const refused: readonly [string, object][] = [
    ["a desync mode that only counts", { desyncMitigation: "monitor" }],
    ["a policy with TLS 1.0", { tlsPolicy: "ELBSecurityPolicy-2016-08" }],
    ["a slow start of 10 seconds", { slowStartSeconds: 10 }],
    ["a path with a space", { healthCheck: { path: "/a b" } }],
    ["a path without slash", { healthCheck: { path: "health" } }],
    ["codes that are none", { healthCheck: { successCodes: "ok" } }],
    ["stickiness for more than a week", { stickinessSeconds: 604_801 }],
    ["a setting that there is not", { idleTimeout: 60 }],
  ];
  for (const [title, settings] of refused) {
    it(`refuse ${title}`, () => assert.equal(loadBalancerSettings.safeParse(settings).success, false));
  }
});
