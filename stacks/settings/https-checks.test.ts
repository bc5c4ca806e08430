import assert from "node:assert/strict";
import { type HttpsSettings, httpsProblems } from "./https-checks.ts";

const paths = (settings: HttpsSettings, environment = "prod") =>
  httpsProblems(settings, environment).map(({ path }) => path);

describe("the settings about HTTPS", () => {
  const domain = { name: "shop.example.com" };

  for (const environment of ["staging", "prod", "demo"]) {
    it(`refuse ${environment} to serve plain HTTP to visitors`, () => {
      assert.deepEqual(paths({ edge: { enabled: false } }, environment), ["platform:domain"]);
      assert.deepEqual(paths({ edge: { enabled: true } }, environment), []);
      assert.deepEqual(paths({ domain, edge: { enabled: false } }, environment), []);
    });
  }

  for (const environment of ["dev", "pr-12"]) {
    it(`let ${environment} do without domain, CDN and deletion protection`, () => {
      const web = { loadBalancer: { deletionProtection: false } };
      assert.deepEqual(paths({ edge: { enabled: false }, web }, environment), []);
    });
  }

  it("say what to do", () => {
    const [problem] = httpsProblems({ edge: { enabled: false } }, "prod");
    assert.equal(
      problem?.problem,
      "Without a domain and without CloudFront prod would serve plain HTTP; only dev and pr-N may.",
    );
    assert.match(problem?.todo ?? "", /^Set platform:domain/);
  });

  it("say nothing about what is not well-formed", () => assert.deepEqual(paths({}), []));
});

describe("the load balancer's settings", () => {
  const problems = (loadBalancer: object) => paths({ web: { loadBalancer } });

  it("refuse a slow start with least_outstanding_requests", () => {
    assert.deepEqual(problems({ slowStartSeconds: 30, algorithm: "least_outstanding_requests" }), [
      "platform:web.loadBalancer.slowStartSeconds",
    ]);
    assert.deepEqual(problems({ slowStartSeconds: 30, algorithm: "round_robin" }), []);
  });

  it("refuse a health check that lasts longer than its interval", () => {
    assert.deepEqual(problems({ healthCheck: { intervalSeconds: 5, timeoutSeconds: 5 } }), [
      "platform:web.loadBalancer.healthCheck.timeoutSeconds",
    ]);
    assert.deepEqual(problems({ healthCheck: { intervalSeconds: 6, timeoutSeconds: 5 } }), []);
  });

  it("ELB.6: refuse to go without deletion protection in staging and prod", () => {
    assert.deepEqual(problems({ deletionProtection: false }), ["platform:web.loadBalancer.deletionProtection"]);
    assert.deepEqual(problems({ deletionProtection: true }), []);
  });
});
