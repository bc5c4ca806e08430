import assert from "node:assert/strict";
import { unknown } from "../../row.ts";
import { describeRules } from "../test-cases.ts";
import { type Made, testFacts, testWorld } from "../test-world.ts";
import { certificate } from "./certificate.ts";
import { certificateProblem } from "./shared.ts";
import { certificateValidation } from "./validation.ts";

const arn = "arn:aws:acm:eu-west-1:123456789012:certificate/11111111-2222-4333-8444-555555555555";
const domainName = "shop.example.com";

describeRules(certificate, { domainName, validationMethod: "DNS" }, [
  ["further names", { subjectAlternativeNames: ["*.shop.example.com", "a.b.example.com"] }, undefined],
  ["names that are not known yet", { domainName: unknown, subjectAlternativeNames: unknown }, undefined],
  ["no way to validate", { validationMethod: undefined }, /neither validationMethod nor certificateAuthorityArn/],
  ["a final period", { domainName: "shop.example.com." }, /shop.example.com. \(it ends with a period\)/],
  ["a long further name", { subjectAlternativeNames: [`${"a".repeat(60)}.example.com`] }, undefined],
  ["a long main name", { domainName: `${"a".repeat(60)}.example.com` }, /has 72 characters, allowed are 64/],
  ["a star inside", { subjectAlternativeNames: ["a.*.example.com"] }, /only the first may be \*/],
  ["a name of one part", { subjectAlternativeNames: ["localhost"] }, /at least two parts/],
  [
    "eleven names",
    { subjectAlternativeNames: Array.from({ length: 10 }, (_, index) => `n${index}.example.com`) },
    /has 11 names: AWS takes 10/,
  ],
  ["a key of ACM's public certificates", { keyAlgorithm: "EC_prime256v1" }, undefined],
  ["a key that only imported certificates have", { keyAlgorithm: "RSA_1024" }, /keyAlgorithm is RSA_1024/],
]);

const option = {
  domainName,
  resourceRecordName: "_token.shop.example.com.",
  resourceRecordType: "CNAME",
  resourceRecordValue: "_value.acm-validations.aws.",
};
const made = (region = "eu-west-1"): Made => [certificate.type, arn, { region, domainValidationOptions: [option] }];
const record = (change: object = {}): Made => [
  "aws:route53/record:Record",
  "r",
  { name: "_token.shop.example.com", type: "CNAME", records: ["_value.acm-validations.aws"], ...change },
];

describeRules(
  certificateValidation,
  { certificateArn: arn, validationRecordFqdns: ["_token.shop.example.com"] },
  [
    ["what is not known yet", { certificateArn: unknown, validationRecordFqdns: unknown }, undefined],
    ["no list of records", { validationRecordFqdns: undefined }, undefined],
    ["a certificate that is not there", {}, /does not exist/, testWorld(record())],
    [
      "a certificate of another region",
      {},
      /is in us-east-1, its validation in eu-west-1/,
      testWorld(made("us-east-1"), record()),
    ],
    [
      "a list without a name's record",
      { validationRecordFqdns: ["other.example.com"] },
      /lacks the records of shop.example.com/,
    ],
    ["a certificate without its record", {}, /would stay pending: there is no record _token/, testWorld(made())],
    [
      "a record with another value",
      {},
      /_token.shop.example.com. CNAME _value.acm-validations.aws./,
      testWorld(made(), record({ records: ["_other.acm-validations.aws"] })),
    ],
  ],
  testWorld(made(), record()),
);

describe("a certificate that is used", () => {
  const validated: Made = [certificateValidation.type, arn, { certificateArn: arn }];
  const problem = (...world: Made[]) => certificateProblem(arn, "eu-west-1", "the listener", testWorld(...world));

  it("is there, of the same region, and issued", () => {
    assert.equal(problem(made(), validated), undefined);
    assert.match(problem(validated) ?? "", /does not exist/);
    assert.match(problem(made("us-east-1"), validated) ?? "", /needs a certificate of eu-west-1, got .* of us-east-1/);
    assert.match(problem(made()) ?? "", /is not issued yet: take the ARN from a CertificateValidation/);
    assert.equal(certificateProblem(unknown, "eu-west-1", "the listener", testWorld()), undefined);
  });

  it("keeps the order of names that the program gives, with or without the main one", () => {
    const read = (subjectAlternativeNames: string[]) =>
      certificate.read?.properties(
        { Certificate: { DomainName: "a.x", SubjectAlternativeNames: ["a.x", "b.x", "c.x"] } },
        arn,
        { domainName: "a.x", subjectAlternativeNames },
        testFacts(),
      )?.subjectAlternativeNames;
    assert.deepEqual(read(["c.x", "b.x"]), ["c.x", "b.x"]);
    assert.deepEqual(read(["c.x", "b.x", "a.x"]), ["c.x", "b.x", "a.x"]);
    assert.deepEqual(read(["c.x"]), ["b.x", "c.x"]);
  });
});
