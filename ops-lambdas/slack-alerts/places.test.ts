import assert from "node:assert/strict";
import { arn, consoleUrl, partitionOf, regionCode } from "./places.ts";

describe("arn", () => {
  it("takes an ARN apart, colons of the resource included", () => {
    assert.deepEqual(arn("arn:aws-cn:cloudwatch:cn-north-1:123456789012:alarm:a:b"), {
      partition: "aws-cn",
      service: "cloudwatch",
      region: "cn-north-1",
      accountId: "123456789012",
      resource: "alarm:a:b",
    });
    assert.equal(arn("arn:aws:iam::123456789012:role/x")?.region, undefined);
  });

  for (const value of [undefined, null, 5, "", "arn", "arn:aws:sns", "urn:aws:a:b:c:d", "arn:evil.com/:a:b:c:d"]) {
    it(`knows that ${JSON.stringify(value)} is none`, () => assert.equal(arn(value), undefined));
  }

  it("leaves out a region and an account of another form", () => {
    const read = arn("arn:aws:sns:evil.com#:12345:x");
    assert.equal(read?.region, undefined);
    assert.equal(read?.accountId, undefined);
  });
});

describe("regionCode", () => {
  for (const code of ["af-south-1", "us-gov-west-1", "ap-southeast-5", "mx-central-1", "us-iso-east-1"]) {
    it(`takes ${code}`, () => assert.equal(regionCode(code), code));
  }
  for (const name of ["Africa (Cape Town)", "US East (N. Virginia)", "", "af-south-1.evil.com", 1]) {
    it(`refuses ${name}`, () => assert.equal(regionCode(name), undefined));
  }
});

describe("consoleUrl", () => {
  const cases: readonly (readonly [region: string | undefined, url: string])[] = [
    ["af-south-1", "https://af-south-1.console.aws.amazon.com/rds/home?region=af-south-1#x"],
    ["cn-north-1", "https://console.amazonaws.cn/rds/home?region=cn-north-1#x"],
    ["us-gov-west-1", "https://console.amazonaws-us-gov.com/rds/home?region=us-gov-west-1#x"],
    [undefined, "https://console.aws.amazon.com/rds/home#x"],
    ["evil.example/#", "https://console.aws.amazon.com/rds/home#x"],
  ];
  for (const [region, url] of cases) {
    it(`has the host of ${partitionOf(region)} for ${region}`, () =>
      assert.equal(consoleUrl(region, "/rds/home", "x"), url));
  }

  it("adds the region to a query", () =>
    assert.equal(
      consoleUrl("af-south-1", "/a?b=c"),
      "https://af-south-1.console.aws.amazon.com/a?b=c&region=af-south-1",
    ));
});
