import assert from "node:assert/strict";
import { type Group, problemsOf, valid } from "../../test/settings.ts";
import { parseEnvironment } from "./parse.ts";

const found = (edge: Group, region = "af-south-1") =>
  problemsOf({
    ...valid,
    "platform:region": region,
    "platform:network": {
      cidrBlock: "10.10.0.0/16",
      zones: [
        { index: 0, name: `${region}a` },
        { index: 1, name: `${region}b` },
      ],
    },
    "platform:edge": edge,
  });

describe("the edge's settings", () => {
  it("are safe when nothing is written", () => {
    const { edge } = parseEnvironment(valid, "Pulumi.dev.yaml");
    assert.deepEqual(edge, {
      enabled: true,
      originHeaderGeneration: 1,
      assetsPaths: ["/assets/*"],
      defaultRootObject: "index.html",
      healthCheckPath: "/",
      geoRestriction: { mode: "none", countries: [] },
      waf: {
        managedRuleGroups: ["ipReputation", "common", "knownBadInputs"],
        rateLimitPer5Minutes: 2000,
        countOnly: false,
        logRetentionDays: 365,
      },
    });
  });

  for (const [what, edge, region] of [
    ["the class with Johannesburg", { priceClass: "PriceClass_200" }, "af-south-1"],
    ["the cheapest class in Europe", { priceClass: "PriceClass_100" }, "eu-west-1"],
    ["a dearer class than needed", { priceClass: "PriceClass_All" }, "af-south-1"],
    ["countries to allow", { geoRestriction: { mode: "allow", countries: ["ZA", "NA"] } }, "af-south-1"],
    ["a page among the assets", { errorPagePath: "/assets/unavailable.html" }, "af-south-1"],
  ] as const) {
    it(`take ${what}`, () => assert.deepEqual(found(edge, region), []));
  }

  it("refuse a price class without the region, with the reason", () => {
    const problems = found({ priceClass: "PriceClass_100" });
    assert.equal(problems.length, 1, JSON.stringify(problems));
    assert.deepEqual(problems[0], {
      path: "platform:edge.priceClass",
      problem:
        "PriceClass_100 has no edge location near af-south-1: its visitors would be served from another continent.",
      got: '"PriceClass_100"',
      allowed: "PriceClass_200 or PriceClass_All",
      todo: "Remove the setting, and PriceClass_200 serves; or write one of these.",
    });
  });

  for (const [what, edge, path, message] of [
    ["countries for nothing", { geoRestriction: { countries: ["ZA"] } }, "geoRestriction.countries", /nothing is done/],
    [
      "no countries to block",
      { geoRestriction: { mode: "block" } },
      "geoRestriction.countries",
      /block needs countries/,
    ],
    [
      "a country twice",
      { geoRestriction: { mode: "allow", countries: ["ZA", "ZA"] } },
      "geoRestriction.countries",
      /ZA: listed twice/,
    ],
    [
      "rule groups above the capacity that the price includes",
      {
        waf: {
          managedRuleGroups: ["ipReputation", "common", "knownBadInputs", "sqlDatabase", "linux", "posix", "php"],
        },
      },
      "waf.managedRuleGroups",
      /need 1527 capacity units \(ipReputation 25, common 700, .*more than 1500/,
    ],
    [
      "a rule group twice",
      { waf: { managedRuleGroups: ["common", "common"] } },
      "waf.managedRuleGroups",
      /common: listed twice/,
    ],
    [
      "a page that the application would have to serve",
      { errorPagePath: "/unavailable.html" },
      "errorPagePath",
      /asked of the application, which is down/,
    ],
    ["the same path twice", { assetsPaths: ["/a/*", "/a/*"] }, "assetsPaths", /listed twice/],
  ] as const) {
    it(`refuse ${what}`, () => {
      const problems = found(edge);
      assert.equal(problems.length, 1, JSON.stringify(problems));
      assert.equal(problems[0]?.path, `platform:edge.${path}`);
      assert.match(problems[0]?.problem ?? "", message);
    });
  }

  it("refuse no rule group at all (control WAF.10)", () => {
    assert.match(found({ waf: { managedRuleGroups: [] } })[0]?.path ?? "", /waf\.managedRuleGroups$/);
  });

  for (const edge of [
    { assetsPaths: ["assets/*"] },
    { assetsPaths: ["/*"] },
    { defaultRootObject: "/index.html" },
    { healthCheckPath: "health" },
    { geoRestriction: { mode: "allow", countries: ["South Africa"] } },
    { originHeaderGeneration: 0 },
    { priceClass: "PriceClass_300" },
  ]) {
    it(`refuse ${JSON.stringify(edge)}`, () => assert.equal(found(edge).length, 1));
  }
});
