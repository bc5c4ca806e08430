import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Collected } from "../../test/pulumi-mocks.ts";
import type { Statement } from "../shared/policy-document.ts";
import { buildAlertPath, messageKeyArns, otherKeyArns, table } from "./alert-path-test-args.ts";

/** Actions that AWS gives no resources, each with the page that says so. */
const withoutResources: Readonly<Record<string, string>> = {
  "xray:PutTelemetryRecords": "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html",
  "xray:PutTraceSegments": "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html",
  "cloudwatch:GetMetricWidgetImage":
    "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html",
};

const list = (value: unknown): string[] => (Array.isArray(value) ? value : value === undefined ? [] : [String(value)]);
const publishing = ["kms:Decrypt", "kms:GenerateDataKey"];
const reading = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"];

describe("the rights of the alert path's roles", function () {
  // The first run bundles the functions.
  this.timeout(60_000);
  let path: Collected;
  before(async () => {
    path = await buildAlertPath();
  });

  const rights = (by: string): Statement[] =>
    JSON.parse(path.only("aws:iam/rolePolicy:RolePolicy", `acme-dev-alerts-${by}-rights`).inputs.policy).Statement;
  const queueArn = (name: string) =>
    JSON.parse(path.only("aws:sqs/queuePolicy:QueuePolicy", `acme-dev-alerts-${name}-policy`).inputs.policy)
      .Statement[0].Resource;

  it("KMS.2, Lambda.1: the intake reads its queue, fills the outbox and remembers, and nothing else", () => {
    const [log, traces, ...own] = rights("intake");
    assert.deepEqual([log?.Sid, traces?.Sid], ["WritesItsLog", "SendsItsTraces"]);
    assert.deepEqual(own, [
      {
        Sid: "ReadsAlertsAndSetsTimers",
        Effect: "Allow",
        Action: [...reading, "sqs:SendMessage"],
        Resource: queueArn("queue"),
      },
      { Sid: "FillsTheOutbox", Effect: "Allow", Action: "sqs:SendMessage", Resource: queueArn("outbox") },
      {
        Sid: "RemembersIncidents",
        Effect: "Allow",
        Action: ["ConditionCheckItem", "DeleteItem", "GetItem", "PutItem", "Query", "UpdateItem"].map(
          (action) => `dynamodb:${action}`,
        ),
        Resource: table.arn,
      },
      { Sid: "UsesTheKeyOfMessages", Effect: "Allow", Action: publishing, Resource: messageKeyArns["af-south-1"] },
    ]);
    assert.equal(path.ofType("aws:lambda/permission:Permission").length, 0);
  });

  it("KMS.2, Lambda.1: the sender reads the outbox and the webhooks' secrets, posts, mails and draws, and nothing else", () => {
    const { fallbackTopicArns, secretArns } = path.outputs;
    const [log, traces, ...own] = rights("sender");
    assert.deepEqual([log?.Sid, traces?.Sid], ["WritesItsLog", "SendsItsTraces"]);
    assert.deepEqual(own, [
      {
        Sid: "ReadsTheOutbox",
        Effect: "Allow",
        Action: ["sqs:ChangeMessageVisibility", ...reading],
        Resource: queueArn("outbox"),
      },
      {
        Sid: "PutsAsideWhatSlackRefuses",
        Effect: "Allow",
        Action: "sqs:SendMessage",
        Resource: queueArn("outbox-dead"),
      },
      { Sid: "RemembersPosts", Effect: "Allow", Action: ["dynamodb:GetItem", "dynamodb:PutItem"], Resource: table.arn },
      { Sid: "Mails", Effect: "Allow", Action: "sns:Publish", Resource: fallbackTopicArns["af-south-1"] },
      {
        Sid: "UsesTheKeysOfMessages",
        Effect: "Allow",
        Action: publishing,
        Resource: [messageKeyArns["af-south-1"], otherKeyArns.path],
      },
      {
        Sid: "ReadsWebhooks",
        Effect: "Allow",
        Action: "secretsmanager:GetSecretValue",
        Resource: [secretArns.critical, secretArns.notices],
      },
      { Sid: "UsesTheKeyOfSecrets", Effect: "Allow", Action: "kms:Decrypt", Resource: otherKeyArns.secrets },
      { Sid: "DrawsGraphs", Effect: "Allow", Action: "cloudwatch:GetMetricWidgetImage", Resource: "*" },
      {
        Sid: "KeepsGraphs",
        Effect: "Allow",
        Action: ["s3:GetObject", "s3:PutObject"],
        Resource: "arn:aws:s3:::acme-dev-objects-logs-1234567/alert-graphs/*",
      },
    ]);
  });

  it("the sender draws nothing without pictures", async () => {
    const { only } = await buildAlertPath({ graphs: undefined });
    const { policy } = only("aws:iam/rolePolicy:RolePolicy", "acme-dev-alerts-sender-rights").inputs;
    assert.doesNotMatch(policy, /s3:|GetMetricWidgetImage/);
  });

  it("Resource * stands only with actions that AWS gives no resources", () => {
    const policies = path.ofType("aws:iam/rolePolicy:RolePolicy");
    assert.equal(policies.length, 3);
    for (const { name, inputs } of policies) {
      for (const { Effect, Action, NotAction, NotResource, Resource } of JSON.parse(inputs.policy).Statement) {
        assert.equal(Effect, "Allow");
        assert.deepEqual([NotAction, NotResource], [undefined, undefined], name);
        for (const action of list(Action)) {
          assert.doesNotMatch(action, /\*/, name);
          if (list(Resource).includes("*")) assert.ok(withoutResources[action], `${name}: ${action} on *`);
        }
      }
    }
  });

  /** What the program of a function asks of AWS, by the SDK's commands in its files. */
  const asked = (...files: readonly string[]) => {
    const root = join(import.meta.dirname, "..", "..", "ops-lambdas", "slack-alerts");
    const text = globSync([...files], { cwd: root })
      .filter((file) => !file.endsWith(".test.ts"))
      .map((file) => readFileSync(join(root, file), "utf8"))
      .join("\n");
    return new Set([...text.matchAll(/new (\w+)Command\(/g)].map(([, command]) => command));
  };

  it("cover the commands that the programs send, which the emulator does not check", () => {
    const transaction = ["dynamodb:ConditionCheckItem", "dynamodb:DeleteItem", "dynamodb:PutItem"];
    const needs: Readonly<Record<string, readonly string[]>> = {
      ChangeMessageVisibility: ["sqs:ChangeMessageVisibility"],
      DeleteItem: ["dynamodb:DeleteItem"],
      GetItem: ["dynamodb:GetItem"],
      GetMetricWidgetImage: ["cloudwatch:GetMetricWidgetImage"],
      GetObject: ["s3:GetObject"],
      GetSecretValue: ["secretsmanager:GetSecretValue"],
      Publish: ["sns:Publish"],
      PutItem: ["dynamodb:PutItem"],
      PutObject: ["s3:PutObject"],
      Query: ["dynamodb:Query"],
      SendMessage: ["sqs:SendMessage"],
      TransactWriteItems: transaction,
      UpdateItem: ["dynamodb:UpdateItem"],
    };
    const allowed = (by: string) => new Set(rights(by).flatMap(({ Action }) => list(Action)));
    const missing = (by: string, ...files: string[]) =>
      [...asked(...files)]
        .flatMap((command) => needs[command ?? ""] ?? [`${command}, which this test does not know`])
        .filter((action) => !allowed(by).has(action));
    assert.ok(asked("sender/*.ts").size >= 5);
    assert.deepEqual(missing("intake", "intake/*.ts", "incidents/*.ts"), []);
    assert.deepEqual(missing("sender", "sender/*.ts"), []);
  });

  it("of the sender in the table are enough for what it does there: it gets items, and puts one at a time", () => {
    const root = join(import.meta.dirname, "..", "..", "ops-lambdas", "slack-alerts", "sender");
    const text = globSync("*.ts", { cwd: root })
      .filter((file) => !file.endsWith(".test.ts"))
      .map((file) => readFileSync(join(root, file), "utf8"))
      .join("\n");
    const used = [...text.matchAll(/table\.(\w+)\(/g)].map(([, method]) => method);
    assert.deepEqual([...new Set(used)].sort(), ["get", "write"]);
    assert.doesNotMatch(text, /\bremove:|if: "present"/);
  });
});
