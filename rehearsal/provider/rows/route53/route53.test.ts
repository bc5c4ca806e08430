import assert from "node:assert/strict";
import { unknown } from "../../row.ts";
import { assertCase, type Made, type RuleCase, testFacts, testWorld } from "../test-world.ts";
import { queryLog } from "./query-log.ts";
import { record } from "./record.ts";
import { zone } from "./zone.ts";

const theZone: Made = ["aws:route53/zone:Zone", "Z1", { name: "acme.example" }];

describe("Route 53 zone", () => {
  const cases: readonly RuleCase[] = [
    { title: "a domain", inputs: { name: "acme.example" } },
    { title: "a domain with a final dot", inputs: { name: "acme.example." } },
    { title: "an empty label", inputs: { name: "acme..example" }, refused: /each part between dots/ },
    { title: "a label of 64 characters", inputs: { name: `${"a".repeat(64)}.example` }, refused: /1 to 63 characters/ },
    { title: "a URL", inputs: { name: "https://acme.example" }, refused: /without spaces, slashes/ },
    {
      title: "a VPC that is not there",
      inputs: { name: "a.example", vpcs: [{ vpcId: "vpc-1" }] },
      refused: /VPCs vpc-1 of the zone a.example do not exist/,
    },
  ];
  for (const item of cases) it(`${item.refused ? "refuses" : "accepts"} ${item.title}`, () => assertCase(zone, item));

  it("adds ten tags in a call", () => {
    const tags = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`k${index}`, "v"]));
    const calls = zone.afterCreate?.("Z1", {}, {}, testFacts({ tags })) ?? [];
    assert.deepEqual(
      calls.map((call) => call.parameters.AddTags.length),
      [10, 2],
    );
  });
});

describe("Route 53 record", () => {
  const a = { zoneId: "Z1", name: "www.acme.example", type: "A", ttl: 300, records: ["192.0.2.1"] };
  const cases: readonly RuleCase[] = [
    { title: "an address", inputs: a },
    { title: "the zone's own name", inputs: { ...a, name: "acme.example" } },
    { title: "values that are not known yet", inputs: { ...a, records: unknown } },
    {
      title: "an alias",
      inputs: {
        zoneId: "Z1",
        name: "acme.example",
        type: "A",
        aliases: [{ name: "x.example", zoneId: "Z2", evaluateTargetHealth: true }],
      },
    },
    { title: "weights", inputs: { ...a, setIdentifier: "one", weightedRoutingPolicies: [{ weight: 1 }] } },
    { title: "values without a ttl", inputs: { ...a, ttl: undefined }, refused: /has no ttl/ },
    { title: "no values", inputs: { ...a, records: [] }, refused: /has no values/ },
    {
      title: "a name as address",
      inputs: { ...a, records: ["x.example"] },
      refused: /must be IPv4 addresses, got x.example/,
    },
    { title: "an IPv4 address in AAAA", inputs: { ...a, type: "AAAA" }, refused: /must be IPv6 addresses/ },
    {
      title: "a mail server without priority",
      inputs: { ...a, type: "MX", records: ["mail.example"] },
      refused: /priority and mail server/,
    },
    {
      title: "two CNAMEs",
      inputs: { ...a, type: "CNAME", records: ["a.example", "b.example"] },
      refused: /2 values, allowed is one/,
    },
    {
      title: "a CNAME of the zone itself",
      inputs: { ...a, name: "acme.example", type: "CNAME", records: ["b.example"] },
      refused: /zone's own name; use an alias/,
    },
    {
      title: "a name of another zone",
      inputs: { ...a, name: "www.other.example" },
      refused: /not in the zone acme.example/,
    },
    { title: "a short name", inputs: { ...a, name: "www" }, refused: /write www.acme.example/ },
    { title: "a zone that is not there", inputs: { ...a, zoneId: "Z2" }, refused: /zone Z2 does not exist/ },
    {
      title: "weights without an identifier",
      inputs: { ...a, weightedRoutingPolicies: [{ weight: 1 }] },
      refused: /needs setIdentifier/,
    },
    {
      title: "an identifier without a policy",
      inputs: { ...a, setIdentifier: "one" },
      refused: /needs a routing policy/,
    },
    {
      title: "routing by CIDR",
      inputs: { ...a, setIdentifier: "one", cidrRoutingPolicy: {} },
      refused: /the rehearsal does not know cidrRoutingPolicy/,
    },
  ];
  for (const item of cases) {
    it(`${item.refused ? "refuses" : "accepts"} ${item.title}`, () =>
      assertCase(record, { world: testWorld(theZone), ...item }));
  }

  it("puts texts in quotation marks once", () => {
    const value = (text: string) =>
      record.create.call({ ...a, type: "TXT", records: [text] }, testFacts()).parameters.ChangeBatch.Changes[0]
        .ResourceRecordSet.ResourceRecords[0].Value;
    assert.equal(value("v=spf1 -all"), '"v=spf1 -all"');
    assert.equal(value('"v=spf1 -all"'), '"v=spf1 -all"');
  });

  it("is another record with another type", () => {
    const actions = (previous: object) =>
      record
        .update?.("id", a, { ...a, ...previous }, testFacts())[0]
        ?.parameters.ChangeBatch.Changes.map((change: { Action: string }) => change.Action);
    assert.deepEqual(actions({ ttl: 60 }), ["UPSERT"]);
    assert.deepEqual(actions({ type: "TXT" }), ["DELETE", "CREATE"]);
  });
});

describe("Route 53 query log", () => {
  const arn = "arn:aws:logs:us-east-1:123456789012:log-group:/aws/route53/acme.example";
  const group: Made = ["aws:cloudwatch/logGroup:LogGroup", "/aws/route53/acme.example", { arn }];
  const policy = (Resource: string, region = "us-east-1"): Made => [
    "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
    "dns",
    {
      region,
      policyDocument: {
        Statement: { Effect: "Allow", Principal: { Service: "route53.amazonaws.com" }, Action: "logs:*", Resource },
      },
    },
  ];
  const inputs = { zoneId: "Z1", cloudwatchLogGroupArn: arn };
  const cases: readonly RuleCase[] = [
    { title: "a group that Route 53 may write to", inputs, world: testWorld(theZone, group, policy(`${arn}:*`)) },
    {
      title: "a policy for all groups of Route 53",
      inputs,
      world: testWorld(theZone, group, policy("arn:aws:logs:us-east-1:123456789012:log-group:/aws/route53/*")),
    },
    { title: "what is not known yet", inputs: { zoneId: unknown, cloudwatchLogGroupArn: unknown } },
    {
      title: "a policy of another region",
      inputs,
      world: testWorld(theZone, group, policy("*", "eu-west-1")),
      refused: /no log resource policy of us-east-1/,
    },
    {
      title: "a policy for another group",
      inputs,
      world: testWorld(theZone, group, policy(`${arn}2:*`)),
      refused: /do logs:CreateLogStream, logs:PutLogEvents on/,
    },
    {
      title: "a group that is not there",
      inputs,
      world: testWorld(theZone, policy("*")),
      refused: /log group .* does not exist/,
    },
    {
      title: "a zone that is not there",
      inputs,
      world: testWorld(group, policy("*")),
      refused: /hosted zone Z1 does not exist/,
    },
    {
      title: "a private zone",
      inputs,
      world: testWorld(["aws:route53/zone:Zone", "Z1", { vpcs: [{}] }], group, policy("*")),
      refused: /is private/,
    },
    {
      title: "a second log",
      inputs,
      world: testWorld(theZone, group, policy("*"), ["aws:route53/queryLog:QueryLog", "q1", { zoneId: "Z1" }]),
      refused: /logs its queries already \(q1\)/,
    },
  ];
  for (const item of cases)
    it(`${item.refused ? "refuses" : "accepts"} ${item.title}`, () => assertCase(queryLog, item));

  it("refuses a group of another region or account", () => {
    const found = (group: string) =>
      queryLog.rules?.[0]?.check({ cloudwatchLogGroupArn: group }, testWorld(), testFacts());
    assert.match(found(arn.replace("us-east-1", "eu-west-1")) ?? "", /to us-east-1 only/);
    assert.match(found(arn.replace("123456789012", "210987654321")) ?? "", /in the account 210987654321/);
    assert.match(found("/aws/route53/x") ?? "", /must be the ARN of a log group/);
    assert.equal(found(arn), undefined);
  });
});
