import assert from "node:assert/strict";
import { type Group, problemsOf, valid } from "../../test/settings.ts";

const domain = { hostedZone: "acme.example", name: "shop.acme.example" };
const found = (bent: Group) => problemsOf({ ...valid, "platform:domain": { ...domain, ...bent } });

describe("the domain's settings", () => {
  for (const [what, bent] of [
    ["a name inside the zone", {}],
    ["the zone's own name", { name: "acme.example" }],
    ["further names", { alternativeNames: ["www.acme.example", "acme.example"] }],
  ] as const) {
    it(`take ${what}`, () => assert.deepEqual(found(bent), []));
  }

  it("may be left out", () => assert.deepEqual(problemsOf(valid), []));

  for (const [what, bent, path, message] of [
    ["a name outside the zone", { name: "shop.other.example" }, "name", /outside the hosted zone/],
    ["a name that only ends alike", { name: "shopacme.example" }, "name", /outside the hosted zone/],
    [
      "a further name outside the zone",
      { alternativeNames: ["acme.com"] },
      "alternativeNames[0]",
      /neither a record nor a certificate/,
    ],
    ["a name twice", { alternativeNames: ["shop.acme.example"] }, "alternativeNames[0]", /listed twice/],
    [
      "the name that CloudFront uses for the load balancer",
      { alternativeNames: ["origin.shop.acme.example"] },
      "alternativeNames[0]",
      /CloudFront reaches the load balancer by this name/,
    ],
  ] as const) {
    it(`refuse ${what}`, () => {
      const problems = found(bent);
      assert.equal(problems.length, 1, JSON.stringify(problems));
      assert.equal(problems[0]?.path, `platform:domain.${path}`);
      assert.match(problems[0]?.problem ?? "", message);
    });
  }

  for (const name of ["Shop.acme.example", "https://acme.example", "acme.example.", "*.acme.example"]) {
    it(`refuse ${name}`, () => assert.match(found({ name })[0]?.allowed ?? "", /^a domain name in lower case/));
  }

  it("refuse a name too long for the load balancer's certificate", () => {
    const [problem] = found({ name: `${"a".repeat(45)}.acme.example` });
    assert.match(problem?.allowed ?? "", /at most 57 characters/);
  });
});
