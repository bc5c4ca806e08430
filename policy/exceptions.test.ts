import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { judge, law, madeByShape, subject, subjectsOf } from "../test/guard-rails.ts";
import { type Exception, exceptions } from "./exceptions.ts";
import { describeFinding } from "./judge.ts";
import { controls, stackControls } from "./rails.ts";

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
    // Others have a guard rail, and what is waived makes nothing for it: there is no listener or log group to look at.
    assert.deepEqual(
      blind.filter((control) => found.has(control)),
      ["CloudWatch.16", "ELB.17"],
    );
  });

  it("are needed: without it each is broken by what the stacks make", async () => {
    const shapes = await Promise.all([...(await madeByShape()).keys()].map(subjectsOf));
    const findings = shapes.flatMap((subjects) => judge(subjects));
    const used = new Set(findings.flatMap(({ exception }) => exception?.control ?? []));
    const scoped = exceptions.filter(({ scopes }) => scopes.length > 0).map(({ control }) => control);
    // Subnets are made by the component of a plugin, which mocks do not run.
    assert.deepEqual(
      scoped.filter((control) => !used.has(control)),
      ["EC2.15"],
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

describe("the guard rails and docs/security.md", () => {
  const named = (heading: string) => rows(heading).map((row) => row.split(" ")[1] ?? "");
  const rails = new Set([...controls, ...stackControls].map(({ control }) => control));

  it("have a guard rail for each control that holds, but those that no inputs show", () => {
    const missing = named("Controls that hold").filter((control) => !rails.has(control));
    assert.deepEqual(missing.sort(), [...unseen].sort());
  });

  it("have no guard rail for a control that is not written there", () => {
    const written = new Set([...named("Controls that hold"), ...named("Waivers")]);
    assert.deepEqual(
      [...rails].filter((control) => !control.startsWith("platform.") && !written.has(control)),
      [],
    );
  });
});
