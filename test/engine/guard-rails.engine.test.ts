import assert from "node:assert/strict";
import { guarded } from "../../cli/plan.ts";
import { EngineError } from "../../rehearsal/rehearsal.ts";
import { changeSettings, fixturePlan, repository, startRehearsal, type TestRehearsal } from "../rehearsals.ts";

/** What the engine tells of a guard rail that is broken. */
interface PolicyEvent {
  readonly policyName: string;
  readonly resourceUrn: string;
  readonly enforcementLevel: string;
  readonly severity: string;
  readonly message: string;
}

describe("the guard rails, run by the engine", () => {
  let test: TestRehearsal;

  before(async () => {
    test = await startRehearsal("guard-rails", guarded(repository, fixturePlan("guard-rails")), true);
  });
  after(() => test?.close());

  /** Runs a command with the pack, and gives its exit code and what the guard rails found. */
  async function run(mistake: string, ...command: string[]) {
    const stack = test.stack("guard-rails");
    changeSettings(test, stack, (config) => {
      config["guard-rails:case"] = mistake;
    });
    const { code, events, output } = await test.rehearsal.pulumi(stack, command);
    const found = events.flatMap((event) => (event as { policyEvent?: PolicyEvent }).policyEvent ?? []);
    return { code, output, found };
  }

  const breaks: Readonly<Record<string, readonly [rail: string, resource: string, severity: string, says: RegExp]>> = {
    window: [
      "KMS.3",
      "key",
      "critical",
      /a deleted key is gone in less than 30 days\. Set deletionWindowInDays to 30\./,
    ],
    plain: ["SQS.1", "queue", "medium", /there is no customer key/],
    unprotected: ["platform.protected", "key", "high", /it is not protected/],
    mute: ["platform.subscriptions", "subscription", "high", /the queue's policy does not let the topic send/],
  };

  for (const [mistake, [rail, resource, severity, says]] of Object.entries(breaks)) {
    it(`stop a preview of what breaks ${rail} before anything is known, with id, severity and remedy`, async () => {
      const { code, found, output } = await run(mistake, "preview");
      assert.notEqual(code, 0, output);
      assert.deepEqual(
        found.map((one) => [one.policyName, one.resourceUrn.split("::").at(-1), one.severity, one.enforcementLevel]),
        [[rail, resource, severity, "mandatory"]],
      );
      assert.match(found[0]?.message ?? "", says);
    });
  }

  it("let a preview, an update and the preview after it pass that break nothing", async () => {
    for (const command of [["preview"], ["up", "--yes", "--skip-preview"], ["preview", "--refresh"]]) {
      const { code, found, output } = await run("none", ...command);
      assert.deepEqual([code, found], [0, []], output);
    }
  });

  it("stop a rehearsal whose plan has them, with control, resource and remedy", async () => {
    const stack = test.stack("guard-rails");
    changeSettings(test, stack, (config) => {
      config["guard-rails:case"] = "plain";
    });
    await assert.rejects(test.rehearsal.up(stack), {
      constructor: EngineError,
      message:
        /\nSQS\.1: queue \(aws:sqs\/queue:Queue\): there is no customer key\. Set kmsMasterKeyId to the key's ARN\.\n/,
    });
  });

  it("stop an update before it makes what breaks one", async () => {
    const { code, found } = await run("plain", "up", "--yes", "--skip-preview");
    assert.notEqual(code, 0);
    assert.deepEqual(
      found.map(({ policyName }) => policyName),
      ["SQS.1"],
    );
    const queue = (await test.rehearsal.state(test.stack("guard-rails")))?.deployment.resources?.find(
      ({ type }) => type === "aws:sqs/queue:Queue",
    );
    assert.ok(queue?.inputs?.kmsMasterKeyId !== undefined);
  });
});
