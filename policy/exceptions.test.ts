import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { judge, law, madeByShape, subject, subjectsOf } from "../test/guard-rails.ts";
import type { Properties } from "./control.ts";
import { demanded } from "./demanded.ts";
import type { Exception } from "./exception.ts";
import { exceptions } from "./exceptions.ts";
import { describeFinding } from "./judge.ts";
import { controls, stackControls } from "./rails.ts";
import { unusedMutations } from "./unused-services.ts";

const everyKey = {
  policy: JSON.stringify({ Statement: [{ Effect: "Allow", Action: "kms:Decrypt", Resource: "*" }] }),
};
const document = readFileSync(join(import.meta.dirname, "..", "docs", "security.md"), "utf8");

/** The rows of a table in docs/security.md. */
function rows(heading: string): string[] {
  const section = document.split(`## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  return section.split("\n").filter((line) => /^\| [A-Za-z0-9]+\.[a-z0-9-]+ \|/.test(line));
}

/** Controls that no resource's inputs show, as docs/guard-rails.md lists them. */
const unseen = [
  ...readFileSync(join(import.meta.dirname, "..", "docs", "guard-rails.md"), "utf8").matchAll(
    /^\| ([A-Z][A-Za-z0-9]+\.\d+) \| .+ \|$/gm,
  ),
].map(([, control]) => control ?? "");

describe("the exceptions", () => {
  before(async function () {
    this.timeout(180_000);
    await madeByShape();
  });

  it("have a reason, an owner, and an end that is to come, or none", () => {
    for (const { control, reason, owner, until } of exceptions) {
      assert.ok(reason.length > 10 && owner.length > 3, control);
      assert.match(until, /^(permanent|\d{4}-\d{2}-\d{2})$/, control);
      assert.ok(until === "permanent" || until >= law.today, `the exception of ${control} ended on ${until}`);
    }
  });

  it("have no scope only where no guard rail can find anything", () => {
    const found = new Set([...controls, ...stackControls].map(({ control }) => control));
    const blind = exceptions.filter(({ scopes }) => scopes.length === 0).map(({ control }) => control);
    // All have a guard rail, and what is waived makes nothing for it: there is no listener, log group or broker to look at.
    assert.ok(blind.every((control) => found.has(control)));
    assert.deepEqual(blind, ["CloudWatch.16", "ELB.17", "MQ.2"]);
  });

  it("are needed: without it each is broken by what the stacks make", async () => {
    const shapes = await Promise.all([...(await madeByShape()).keys()].map(subjectsOf));
    const findings = shapes.flatMap((subjects) => judge(subjects));
    const used = new Set(findings.flatMap(({ exception }) => exception?.control ?? []));
    const scoped = exceptions.filter(({ scopes }) => scopes.length > 0).map(({ control }) => control);
    // Subnets are made by the component of a plugin, which mocks do not run; brokers are made by no stack yet.
    assert.deepEqual(
      scoped.filter((control) => !used.has(control)),
      ["EC2.15", "MQ.6"],
    );
  });

  it("let pass in their scope only", () => {
    const table = (environment: string) =>
      subject(
        environment,
        "aws:dynamodb/table:Table",
        "acme-table",
        { deletionProtectionEnabled: false },
        { protect: true },
      );
    const open = (environment: string) =>
      judge([table(environment)]).filter(({ rail }) => rail.control === "DynamoDB.6")[0]?.exception?.where;
    assert.equal(open("dev"), "dev, pr-N");
    assert.equal(open("pr-17"), "dev, pr-N");
    for (const environment of ["staging", "prod", "pr-17-eu", "devel"])
      assert.equal(open(environment), undefined, environment);
  });

  const outside: readonly (readonly [control: string, type: string, name: string, inside: string, also: Properties])[] =
    [
      ["AutoScaling.6", "autoscaling/group:Group", "customer-bastion", "platform:access:Bastion", {}],
      ["EC2.9", "ec2/launchTemplate:LaunchTemplate", "customer-bastion", "platform:access:Bastion", {}],
      ["EC2.25", "ec2/launchTemplate:LaunchTemplate", "customer-bastion", "platform:access:Bastion", {}],
      ["EC2.15", "ec2/subnet:Subnet", "customer-public-1", "platform:network:Network", { mapPublicIpOnLaunch: true }],
      ["KMS.1", "iam/policy:Policy", "x-ci-boundary-prod-policy", "platform:account:ContinuousIntegration", everyKey],
      ["Lambda.3", "lambda/function:Function", "customer-report", "platform:operations:OpsFunction", {}],
      ["S3.9", "s3/bucket:Bucket", "customer-logs", "platform:objects:Buckets", {}],
      ["S3.17", "s3/bucket:Bucket", "customer-access-logs", "platform:account:AuditStore", {}],
      ["SecretsManager.1", "secretsmanager/secret:Secret", "customer-mail-smtp", "platform:mail:Mail", {}],
      ["SecretsManager.4", "secretsmanager/secret:Secret", "x-slack-all", "platform:alerting:WebhookSecrets", {}],
    ];
  for (const [control, type, name, component, inputs] of outside) {
    it(`let a resource called ${name} pass ${control} in ${component} only`, () => {
      const excepted = (...inside: string[]) =>
        judge([subject("prod", `aws:${type}`, name, inputs, {}, {}, inside)])
          .filter(({ rail }) => rail.control === control)
          .map(({ exception }) => exception?.control);
      assert.deepEqual(excepted(component), [control]);
      assert.deepEqual(excepted(component, "platform:shared:Anything"), [control]);
      assert.deepEqual(excepted(), [undefined]);
      assert.deepEqual(excepted(`${component}s`), [undefined]);
    });
  }

  describe("with an end", () => {
    const exception: Exception = {
      control: "SQS.1",
      where: "old queue",
      scopes: [{ name: /^old$/ }],
      reason: "It goes with the next release.",
      owner: "Ada",
      until: "2030-05-31",
    };
    const judged = (day: string) =>
      judge([subject("prod", "aws:sqs/queue:Queue", "old", {})], { exceptions: [exception], today: day });

    it("hold on their last day", () => {
      assert.deepEqual(
        judged("2030-05-31").map((finding) => finding.exception),
        [exception],
      );
    });

    it("are broken on the day after, and the finding says whose they were", () => {
      const [finding, ...others] = judged("2030-06-01");
      assert.ok(finding !== undefined && others.length === 0);
      assert.equal(finding.exception, undefined);
      assert.equal(
        describeFinding(finding),
        "SQS.1: there is no customer key. Set kmsMasterKeyId to the key's ARN. The exception for old queue (Ada) ended on " +
          "2030-05-31: end what it was for, or renew it in policy/exceptions.ts.",
      );
    });
  });
});

describe("the controls that the platform answers for", () => {
  const named = (heading: string) => rows(heading).map((row) => row.split(" ")[1] ?? "");
  const rails = [...controls, ...stackControls].map(({ control }) => control);

  it("have a guard rail each, and no other control has one; but those that no inputs show", () => {
    const wanted = demanded.filter((control) => !unseen.includes(control));
    assert.deepEqual(rails.filter((control) => !control.startsWith("platform.")).sort(), wanted.sort());
    assert.ok(unseen.length > 0 && unseen.every((control) => demanded.includes(control)));
  });

  it("hold or are waived, as docs/security.md says; or a resource is made up for them, because no stack makes one", () => {
    const told = [...named("Controls that hold"), ...named("Waivers"), ...Object.keys(unusedMutations)];
    assert.deepEqual(
      [...new Set(told.filter((control) => !control.startsWith("platform.")))].sort(),
      [...demanded].sort(),
    );
  });
});
