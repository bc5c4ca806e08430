import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as pulumi from "@pulumi/pulumi";
import { readSettings } from "../../ops-lambdas/backup-report/settings.ts";
import { testIdentity } from "../../test/identity.ts";
import { collect } from "../../test/pulumi-mocks.ts";
import { createContext } from "../shared/context.ts";
import { lambdaBundle } from "../shared/lambda-bundle.ts";
import { BackupReport, type BackupReportArgs, reportSchedule } from "./backup-report.ts";

const context = createContext(testIdentity);
const key = (digit: string) => `arn:aws:kms:af-south-1:111122223333:key/${digit.repeat(8)}-2222-4333-8444-555555555555`;
const [messages, logs] = [key("1"), key("2")];
const topic = (severity: string) => `arn:aws:sns:af-south-1:111122223333:acme-dev-alerts-${severity}-1234567`;
const queue = "acme-dev-alerts-undelivered-1234567";
const queueArn = `arn:aws:sqs:af-south-1:111122223333:${queue}`;
const boundary = "arn:aws:iam::111122223333:policy/acme-dev-boundary";
const [critical, warning, info] = [topic("critical"), topic("warning"), topic("info")];

const backups = {
  schedule: "cron(0 5 * * ? *)",
  timezone: "Africa/Johannesburg",
  restoreTestSchedule: "cron(0 4 ? * SUN *)",
  copyToRegion: "eu-west-1",
  emails: ["operations@example.com", "lead@example.com"],
};

const args: BackupReportArgs = {
  context,
  vaultName: "acme-dev-backup-1234567",
  backups,
  topicArns: {
    critical: pulumi.output(critical),
    warning: pulumi.output(warning),
    info: pulumi.output(info),
  },
  messageKeyArn: messages,
  logsKeyArn: logs,
  undelivered: {
    region: "af-south-1",
    arn: pulumi.output(queueArn),
    url: pulumi.output(`https://sqs.af-south-1.amazonaws.com/111122223333/${queue}`),
    name: pulumi.output(queue),
    policy: undefined as never,
  },
  permissionsBoundaryArn: boundary,
};

const build = (change: Partial<BackupReportArgs> = {}) =>
  collect(() => new BackupReport("acme-dev-backup-report", { ...args, ...change }));

const functionType = "aws:lambda/function:Function";
const policyType = "aws:iam/rolePolicy:RolePolicy";
const keyActions = ["kms:Decrypt", "kms:GenerateDataKey"];

describe("BackupReport", function () {
  // The first run bundles the function.
  this.timeout(60_000);

  it("sets up the function by what it needs, which it understands", async () => {
    const { only, outputs } = await build();
    const { inputs } = only(functionType);
    assert.equal(inputs.timeout, 300);
    assert.deepEqual(inputs.deadLetterConfig, { targetArn: queueArn });
    assert.deepEqual(Object.keys(inputs.environment.variables), ["BACKUP_REPORT"]);
    assert.deepEqual(readSettings(inputs.environment.variables.BACKUP_REPORT), {
      project: "acme",
      environment: "dev",
      region: "af-south-1",
      accountId: "111122223333",
      schedule: "cron(0 5 * * ? *)",
      timeZone: "Africa/Johannesburg",
      windowMinutes: 840,
      restoreTest: { schedule: "cron(0 4 ? * SUN *)", types: ["EFS", "RDS"] },
      copyToRegion: "eu-west-1",
      vaultName: "acme-dev-backup-1234567",
      topicArns: { critical, warning, info },
      emailTopicArn: outputs.emailTopicArn,
    });
    assert.match(outputs.functionName, /^acme-dev-backup-report-[0-9a-f]{7}$/);
  });

  it("leaves out what the environment does not do: restore tests, copies, mails", async () => {
    const { only, ofType, outputs } = await build({
      backups: { ...backups, restoreTestSchedule: "never", copyToRegion: undefined, emails: [] },
    });
    const read = readSettings(only(functionType).inputs.environment.variables.BACKUP_REPORT);
    assert.deepEqual([read.restoreTest, read.copyToRegion, read.emailTopicArn], [undefined, undefined, undefined]);
    assert.equal(outputs.emailTopicArn, undefined);
    assert.equal(ofType("aws:sns/topic:Topic").length, 0);
    assert.equal(ofType("aws:sns/topicSubscription:TopicSubscription").length, 0);
    const { Statement } = JSON.parse(only(policyType, "acme-dev-backup-report-rights").inputs.policy);
    const tells = Statement.find(({ Sid }: { Sid: string }) => Sid === "Tells");
    assert.deepEqual(tells.Resource, [info, warning, critical]);
  });

  it("KMS.2, Lambda.1: the function reads what there is, tells it, and nothing else", async () => {
    const { only, ofType, outputs } = await build();
    const [log, traces, ...own] = JSON.parse(only(policyType, "acme-dev-backup-report-rights").inputs.policy).Statement;
    assert.deepEqual([log?.Sid, traces?.Sid], ["WritesItsLog", "SendsItsTraces"]);
    const allow = (Sid: string, Action: string | string[], Resource: string | string[]) => ({
      Sid,
      Effect: "Allow",
      Action,
      Resource,
    });
    assert.deepEqual(own, [
      allow("ListsJobs", ["backup:ListBackupJobs", "backup:ListCopyJobs", "backup:ListRestoreJobs"], "*"),
      allow(
        "ListsRecoveryPoints",
        "backup:ListRecoveryPointsByBackupVault",
        "arn:aws:backup:af-south-1:111122223333:backup-vault:acme-dev-backup-1234567",
      ),
      allow("FindsWhatIsTagged", "tag:GetResources", "*"),
      allow("SeesMachines", ["ec2:DescribeInstances", "ec2:DescribeVolumes"], "*"),
      allow(
        "SeesDatabases",
        ["rds:DescribeDBClusters", "rds:DescribeDBInstances"],
        ["arn:aws:rds:af-south-1:111122223333:cluster:*", "arn:aws:rds:af-south-1:111122223333:db:*"],
      ),
      allow(
        "SeesFileSystems",
        "elasticfilesystem:DescribeFileSystems",
        "arn:aws:elasticfilesystem:af-south-1:111122223333:file-system/*",
      ),
      allow("SeesTables", "dynamodb:DescribeTable", "arn:aws:dynamodb:af-south-1:111122223333:table/*"),
      allow("Tells", "sns:Publish", [info, warning, critical, outputs.emailTopicArn]),
      allow("KeepsWhatFailed", "sqs:SendMessage", queueArn),
      allow("UsesTheKeyOfMessages", keyActions, messages),
    ]);
    for (const { name, inputs } of ofType("aws:iam/role:Role")) {
      assert.equal(inputs.permissionsBoundary, boundary, name);
      assert.match(name, /^acme-dev-backup-report/);
    }
    assert.equal(ofType("aws:lambda/permission:Permission").length, 0);
  });

  it("runs once a day, when the backup's window is over, in its zone", async () => {
    const { only } = await build();
    const { inputs, options } = only("aws:scheduler/schedule:Schedule");
    assert.ok(options.dependsOn?.includes("acme-dev-backup-report-start-rights"));
    const { target, ...rest } = inputs;
    assert.deepEqual(rest, {
      description: "Daily report of backups, when their window is over",
      scheduleExpression: "cron(30 20 * * ? *)",
      scheduleExpressionTimezone: "Africa/Johannesburg",
      flexibleTimeWindow: { mode: "OFF" },
    });
    const { arn, roleArn, ...how } = target;
    assert.match(arn, /:function:acme-dev-backup-report-[0-9a-f]{7}$/);
    assert.match(roleArn, /:role\/acme-dev-backup-report-start-[0-9a-f]{7}$/);
    assert.deepEqual(how, {
      deadLetterConfig: { arn: queueArn },
      retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 185 },
    });
    assert.deepEqual(JSON.parse(only(policyType, "acme-dev-backup-report-start-rights").inputs.policy).Statement, [
      { Sid: "Calls", Effect: "Allow", Action: "lambda:InvokeFunction", Resource: arn },
      { Sid: "KeepsWhatFailed", Effect: "Allow", Action: "sqs:SendMessage", Resource: queueArn },
      { Sid: "Encrypts", Effect: "Allow", Action: keyActions, Resource: messages },
    ]);
    const trust = JSON.parse(only("aws:iam/role:Role", "acme-dev-backup-report-start").inputs.assumeRolePolicy);
    assert.deepEqual(trust.Statement[0].Principal, { Service: "scheduler.amazonaws.com" });
    assert.deepEqual(trust.Statement[0].Condition.StringEquals["aws:SourceAccount"], "111122223333");
  });

  it("SNS.1: mails through an encrypted topic that no service publishes to", async () => {
    const { only, ofType, outputs } = await build();
    assert.deepEqual(only("aws:sns/topic:Topic").inputs, { kmsMasterKeyId: messages });
    const { Statement } = JSON.parse(only("aws:sns/topicPolicy:TopicPolicy").inputs.policy);
    assert.deepEqual(
      Statement.map(({ Sid, Effect }: Record<string, string>) => [Sid, Effect]),
      [["DenyWithoutTls", "Deny"]],
    );
    assert.deepEqual(
      ofType("aws:sns/topicSubscription:TopicSubscription").map(({ inputs }) => inputs),
      backups.emails.map((endpoint) => ({ topic: outputs.emailTopicArn, protocol: "email", endpoint })),
    );
  });

  it("refuses a schedule that it cannot follow, before anything is made", async () => {
    const schedule = "cron(0 5 ? * MON#1 *)";
    await assert.rejects(build({ backups: { ...backups, schedule } }), {
      message: /schedule of backups is cron\(0 5 \? \* MON#1 \*\): give .* without L, W and #/,
    });
  });
});

describe("reportSchedule", () => {
  const cases = [
    ["cron(0 5 * * ? *)", "cron(30 20 * * ? *)"],
    ["cron(45 23 ? * MON-FRI *)", "cron(15 15 * * ? *)"],
    ["cron(0/30 1,3 * * ? *)", "cron(0 19 * * ? *)"],
  ] as const;
  for (const [schedule, expected] of cases) {
    it(`follows ${schedule} with ${expected}`, () => assert.equal(reportSchedule(schedule), expected));
  }
});

describe("the program of the backup report", function () {
  this.timeout(60_000);

  it("is 1 MB at most, and names what it misses when it is set up with nothing", () => {
    const { file, sizeBytes } = lambdaBundle("backup-report");
    assert.ok(sizeBytes <= 1_000_000, `${sizeBytes} bytes`);
    const program =
      "require(process.argv[1]).handler({}, { awsRequestId: 'call' }).catch((error) => process.stdout.write(error.message))";
    const told = (environment: Record<string, string>) =>
      execFileSync(process.execPath, ["-e", program, file], {
        cwd: "/",
        env: { PATH: process.env.PATH ?? "", ...environment },
        encoding: "utf8",
      });
    assert.match(told({ BACKUP_REPORT: "{}" }), /project is missing.*topicArns is missing/);
    assert.match(told({}), /BACKUP_REPORT is no JSON object/);
  });
});
