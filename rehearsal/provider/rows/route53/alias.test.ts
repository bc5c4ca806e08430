import { unknown } from "../../row.ts";
import { describeRules } from "../test-cases.ts";
import { testWorld } from "../test-world.ts";
import { healthCheck } from "./health-check.ts";
import { record } from "./record.ts";

const alias = (name: string, zoneId: string, evaluateTargetHealth = false) => ({
  aliases: [{ name, zoneId, evaluateTargetHealth }],
});
const cloudFrontZone = "Z2FDTNDATAQYW2";
const world = testWorld(
  ["aws:route53/zone:Zone", "Z1", { name: "acme.example" }],
  ["aws:cloudfront/distribution:Distribution", "E1", { domainName: "d1.cloudfront.net", aliases: ["acme.example"] }],
  [
    "aws:lb/loadBalancer:LoadBalancer",
    "lb",
    { dnsName: "web-1.af-south-1.elb.amazonaws.com", zoneId: "Z268VQBMOI5EKX" },
  ],
);

describeRules(
  record,
  { zoneId: "Z1", name: "acme.example", type: "A", ...alias("d1.cloudfront.net", cloudFrontZone) },
  [
    ["what is not known yet", { aliases: unknown }, undefined],
    ["a load balancer", alias("web-1.af-south-1.elb.amazonaws.com", "Z268VQBMOI5EKX", true), undefined],
    ["its name for both families", alias("dualstack.web-1.af-south-1.elb.amazonaws.com", "Z268VQBMOI5EKX"), undefined],
    [
      "a distribution's health",
      alias("d1.cloudfront.net", cloudFrontZone, true),
      /evaluates the health of a distribution/,
    ],
    ["a distribution in another zone", alias("d1.cloudfront.net", "Z1"), /is Z2FDTNDATAQYW2/],
    [
      "a distribution that is not there",
      alias("d2.cloudfront.net", cloudFrontZone),
      /d2\.cloudfront\.net, to which .* does not exist/,
    ],
    [
      "a name that the distribution does not serve",
      { name: "www.acme.example" },
      /does not have www\.acme\.example among its aliases/,
    ],
    ["a text record", { type: "TXT" }, /allowed are A, AAAA and HTTPS/],
    [
      "a load balancer that is not there",
      alias("x.elb.amazonaws.com", "Z268VQBMOI5EKX"),
      /load balancer x\.elb\.amazonaws\.com.* does not exist/,
    ],
    [
      "a load balancer in another zone",
      alias("web-1.af-south-1.elb.amazonaws.com", "Z9"),
      /is in the zone Z268VQBMOI5EKX/,
    ],
    ["two aliases", { aliases: [{ name: "d1.cloudfront.net" }, { name: "d1.cloudfront.net" }] }, /has 2 aliases/],
  ],
  world,
);

describeRules(healthCheck, { type: "HTTPS", fqdn: "acme.example", port: 443 }, [
  ["no endpoint", { fqdn: undefined }, /give fqdn or ipAddress/],
  ["a text to look for without its type", { searchString: "ok" }, /takes no searchString/],
  ["no text to look for", { type: "HTTPS_STR_MATCH" }, /needs searchString/],
  ["a path over TCP", { type: "TCP", resourcePath: "/" }, /takes no resourcePath/],
  ["another interval", { requestInterval: 60 }, /10 or 30 seconds/],
  ["eleven failures", { failureThreshold: 11 }, /1 to 10/],
  ["two regions", { regions: ["us-east-1", "us-west-1"] }, /at least 3/],
  ["a calculated one", { type: "CALCULATED" }, /not CALCULATED: extend/],
]);
