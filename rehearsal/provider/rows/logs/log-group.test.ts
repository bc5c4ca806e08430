import assert from "node:assert/strict";
import { unknown } from "../../row.ts";
import { describeRules } from "../test-cases.ts";
import { testFacts, testWorld } from "../test-world.ts";
import { logGroup, logResourcePolicy } from "./log-group.ts";

describeRules(logGroup, { name: "/platform/flows", retentionInDays: 30 }, [
  ["for ever", { retentionInDays: 0 }, undefined],
  ["the longest retention", { retentionInDays: 3653 }, undefined],
  ["days that AWS does not take", { retentionInDays: 31 }, /retentionInDays is 31: AWS takes 0, 1, 3, 5, 7/],
  ["days that are not known yet", { retentionInDays: unknown }, undefined],
  ["a name of AWS's own", { name: "aws/flows" }, /begins with aws\//],
  [
    "a group that exists",
    {},
    /\/platform\/flows exists already/,
    testWorld([logGroup.type, "/platform/flows", { region: "eu-west-1" }]),
  ],
  [
    "a group of that name in another region",
    {},
    undefined,
    testWorld([logGroup.type, "/platform/flows", { region: "us-east-1" }]),
  ],
]);

const document = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { Service: "route53.amazonaws.com" }, Action: "logs:PutLogEvents", Resource: "*" },
  ],
});
const policies = (count: number) =>
  testWorld(
    ...Array.from(
      { length: count },
      (_, index) => [logResourcePolicy.type, `p${index}`, { policyName: `p${index}` }] as const,
    ),
  );

describeRules(logResourcePolicy, { policyName: "dns", policyDocument: document }, [
  ["what is no JSON", { policyDocument: "{" }, /log resource policy: the policy is not valid JSON/],
  ["a document that is not known yet", { policyDocument: unknown }, undefined],
  ["the tenth policy", {}, undefined, policies(9)],
  ["the eleventh policy", {}, /has 10 log resource policies already: AWS takes 10/, policies(10)],
]);

describe("log group", () => {
  const operations = (inputs: object, previous: object) =>
    logGroup.update?.("g", inputs, { tagsAll: {}, ...previous }, testFacts()).map((call) => call.operation);

  it("is found among groups whose names begin alike", () => {
    const answer = {
      logGroups: [
        { logGroupName: "g-other", retentionInDays: 1 },
        { logGroupName: "g", retentionInDays: 7 },
      ],
    };
    assert.equal(logGroup.read?.properties(answer, "g", {}, testFacts())?.retentionInDays, 7);
    assert.equal(
      logGroup.read?.properties({ logGroups: [{ logGroupName: "g-other" }] }, "g", {}, testFacts()),
      undefined,
    );
  });

  it("changes only what differs", () => {
    assert.deepEqual(operations({ retentionInDays: 7 }, { retentionInDays: 7 }), []);
    assert.deepEqual(operations({ retentionInDays: 0 }, { retentionInDays: 7 }), ["DeleteRetentionPolicy"]);
    assert.deepEqual(operations({ kmsKeyId: "k" }, {}), ["AssociateKmsKey"]);
    assert.deepEqual(operations({}, { kmsKeyId: "k" }), ["DisassociateKmsKey"]);
  });

  it("stays when it is not to be destroyed", () => {
    assert.deepEqual(logGroup.delete("g", { skipDestroy: true }, testFacts()), []);
  });
});
