import assert from "node:assert/strict";
import { problemsOf, valid } from "../../test/settings.ts";
import { mailSettings } from "./mail.ts";
import { mailProblems } from "./mail-checks.ts";

const domain = { hostedZone: "acme.example", name: "dev.acme.example", alternativeNames: [] };
const mail = { ...mailSettings.parse({}), enabled: true, region: "eu-west-1" };

describe("the mail's settings", () => {
  it("are off by default, and send one message a second from a quarantining domain", () => {
    assert.deepEqual(mailSettings.parse({}), { enabled: false, maxSendRatePerSecond: 1, dmarcPolicy: "quarantine" });
    assert.deepEqual(mailProblems({ region: "af-south-1", mail: mailSettings.parse({}) }, "prod"), []);
  });

  it("take a mail domain inside the hosted zone, and the default one", () => {
    for (const domainName of [undefined, "mail.acme.example", "acme.example", "news.dev.acme.example"]) {
      assert.deepEqual(mailProblems({ region: "af-south-1", domain, mail: { ...mail, domainName } }, "prod"), []);
    }
  });

  it("refuse mail without a domain", () => {
    const [problem, ...others] = mailProblems({ region: "af-south-1", mail }, "prod");
    assert.deepEqual(others, []);
    assert.equal(problem?.path, "platform:mail.enabled");
    assert.match(problem?.problem ?? "", /Mail needs a domain/);
  });

  for (const domainName of ["mail.other.example", "notacme.example"]) {
    it(`refuse ${domainName}, which is outside the hosted zone`, () => {
      const [problem, ...others] = mailProblems({ domain, mail: { ...mail, domainName } }, "prod");
      assert.deepEqual(others, []);
      assert.equal(problem?.path, "platform:mail.domainName");
      assert.equal(problem?.allowed, "a name that ends with .acme.example");
    });
  }

  it("refuse what is no domain name", () => {
    const [problem] = mailProblems({ domain, mail: { ...mail, domainName: "mail_1.acme.example" } }, "prod");
    assert.equal(problem?.problem, "The mail domain is no domain name.");
  });

  it("refuse a region without SMTP that is nobody's choice, and take one that is written", () => {
    const [problem, ...others] = mailProblems(
      { region: "af-south-1", domain, mail: { ...mail, region: undefined } },
      "dev",
    );
    assert.deepEqual(others, []);
    assert.equal(problem?.path, "platform:mail.region");
    assert.match(problem?.todo ?? "", /for example eu-west-1/);
    assert.deepEqual(mailProblems({ region: "eu-west-1", domain, mail: { ...mail, region: undefined } }, "dev"), []);
    assert.deepEqual(
      mailProblems({ region: "af-south-1", domain, mail: { ...mail, region: "af-south-1" } }, "dev"),
      [],
    );
  });

  it("refuse a region from which bounces would not reach the environment's: both are opt-in regions, and differ", () => {
    const problems = (region: string, from: string) =>
      mailProblems({ region, domain, mail: { ...mail, region: from } }, "dev");
    const [problem, ...others] = problems("af-south-1", "eu-south-1");
    assert.deepEqual(others, []);
    assert.deepEqual([problem?.path, problem?.got], ["platform:mail.region", '"eu-south-1"']);
    assert.match(problem?.problem ?? "", /SNS delivers nothing from eu-south-1 to af-south-1/);
    for (const [region, from] of [
      ["eu-south-1", "eu-south-1"],
      ["af-south-1", "eu-west-1"],
      ["eu-west-1", "me-south-1"],
    ] as const)
      assert.deepEqual(problems(region, from), [], `${from} to ${region}`);
  });

  for (const [key, value] of [
    ["maxSendRatePerSecond", 0],
    ["maxSendRatePerSecond", 1001],
    ["maxSendRatePerSecond", 1.5],
    ["dmarcPolicy", "ignore"],
    ["dmarcReportAddress", "nobody"],
    ["region", "Ireland"],
  ] as const) {
    it(`refuse ${value} as ${key}`, () => {
      const problems = problemsOf({ ...valid, "platform:mail": { [key]: value } });
      assert.deepEqual(
        problems.map(({ path }) => path),
        [`platform:mail.${key}`],
      );
    });
  }
});
