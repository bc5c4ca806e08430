import assert from "node:assert/strict";
import { collect } from "../../test/pulumi-mocks.ts";
import { planHttps } from "../web/https-plan.ts";
import { Certificates, type CertificatesArgs } from "./certificate.ts";

const hostedZoneId = "Z0123456789ABCDEFGHIJ";
const plan = planHttps({ domain: { name: "shop.example.com", alternativeNames: ["www.shop.example.com"] }, cdn: true });

const certificateType = "aws:acm/certificate:Certificate";
const validationType = "aws:acm/certificateValidation:CertificateValidation";
const recordType = "aws:route53/record:Record";

const build = (change: Partial<CertificatesArgs> = {}) =>
  collect(
    () =>
      new Certificates("acme-dev", {
        hostedZoneId,
        loadBalancerNames: plan.loadBalancerCertificateNames,
        cloudFrontNames: plan.cloudFrontCertificateNames,
        ...change,
      }),
  );

const byName = <T extends { readonly name: string }>(list: readonly T[]) =>
  [...list].sort((one, other) => (one.name < other.name ? -1 : 1));

describe("Certificates", () => {
  it("ACM.1, ACM.2: requests one in each region, which AWS renews by DNS, with RSA keys of 2048 bits", async () => {
    const { ofType } = await build();
    assert.deepEqual(
      byName(ofType(certificateType)).map(({ inputs }) => inputs),
      [
        {
          domainName: "shop.example.com",
          subjectAlternativeNames: ["www.shop.example.com"],
          validationMethod: "DNS",
          keyAlgorithm: "RSA_2048",
          region: "us-east-1",
          tags: { Name: "acme-dev-cloudfront" },
        },
        {
          domainName: "origin.shop.example.com",
          subjectAlternativeNames: ["shop.example.com", "www.shop.example.com"],
          validationMethod: "DNS",
          keyAlgorithm: "RSA_2048",
          tags: { Name: "acme-dev-load-balancer" },
        },
      ],
    );
  });

  it("makes the record of a name once for both certificates", async () => {
    const { ofType } = await build();
    const records = byName(ofType(recordType));
    assert.deepEqual(
      records.map(({ name, inputs }) => ({
        child: name,
        ...inputs,
        name: inputs.name.replace(/^_[0-9a-f]{32}/, "_token"),
      })),
      ["origin.shop.example.com", "shop.example.com", "www.shop.example.com"].map((name, index) => ({
        child: `acme-dev-validation-${name}`,
        name: `_token.${name}.`,
        zoneId: hostedZoneId,
        type: "CNAME",
        records: records[index]?.inputs.records,
        ttl: 300,
        allowOverwrite: true,
      })),
    );
    for (const { inputs } of records) assert.match(inputs.records.join(), /^_[0-9a-f]{32}\.acm-validations\.aws\.$/);
  });

  it("waits for the validation of each, in its region", async () => {
    const { ofType, outputs } = await build();
    const [cloudFront, loadBalancer] = byName(ofType(validationType)).map(({ inputs }) => inputs);
    assert.equal(cloudFront?.region, "us-east-1");
    assert.equal(loadBalancer?.region, undefined);
    assert.equal(cloudFront?.validationRecordFqdns.length, 2);
    assert.equal(loadBalancer?.validationRecordFqdns.length, 3);
    assert.equal(outputs.cloudFrontCertificateArn, cloudFront?.certificateArn);
    assert.equal(outputs.loadBalancerCertificateArn, loadBalancer?.certificateArn);
    assert.notEqual(outputs.cloudFrontCertificateArn, outputs.loadBalancerCertificateArn);
  });

  it("makes only what has names", async () => {
    const { ofType, outputs } = await build({ cloudFrontNames: [] });
    assert.equal(ofType(certificateType).length, 1);
    assert.equal(ofType(recordType).length, 3);
    assert.equal(outputs.cloudFrontCertificateArn, undefined);
    assert.equal((await build({ cloudFrontNames: [], loadBalancerNames: [] })).resources.length, 1);
  });

  it("validates a wildcard by the record of the name below it", async () => {
    const names = ["shop.example.com", "*.shop.example.com"];
    const { ofType, only } = await build({ cloudFrontNames: [], loadBalancerNames: names });
    assert.equal(ofType(recordType).length, 1);
    assert.equal(only(validationType).inputs.validationRecordFqdns.length, 1);
  });

  it("names the same children in a preview, where the records' names are not known yet", async () => {
    const args = { hostedZoneId, loadBalancerNames: ["a.example"], cloudFrontNames: [] };
    const { resources } = await collect(() => new Certificates("acme-dev", args), { preview: true });
    assert.deepEqual(resources.map(({ type }) => type).sort(), [
      certificateType,
      validationType,
      recordType,
      "platform:edge:Certificates",
    ]);
  });

  it("refuses more names than AWS takes", async () => {
    const names = Array.from({ length: 11 }, (_, index) => `n${index}.example.com`);
    await assert.rejects(build({ cloudFrontNames: names }), {
      message:
        "The certificates' arguments are refused:\n" +
        "- cloudFrontNames: got 11 names, allowed are 10. Name fewer, or cover some by a wildcard.",
    });
  });
});
