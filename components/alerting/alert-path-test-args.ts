/** An alert path with everything in it, as the unit tests make it. */
import { testIdentity } from "../../test/identity.ts";
import { type Collected, collect } from "../../test/pulumi-mocks.ts";
import { createContext } from "../shared/context.ts";
import { AlertPath, type AlertPathArgs } from "./alert-path.ts";

const key = (region: string, digit: string) =>
  `arn:aws:kms:${region}:111122223333:key/${digit.repeat(8)}-2222-4333-8444-555555555555`;

/** ARNs of the keys of messages, by region. */
export const messageKeyArns = {
  "af-south-1": key("af-south-1", "1"),
  "us-east-1": key("us-east-1", "2"),
  "eu-west-1": key("eu-west-1", "3"),
};

/** ARNs of the other keys. */
export const otherKeyArns = {
  secrets: key("af-south-1", "4"),
  logs: key("af-south-1", "5"),
  path: key("af-south-1", "7"),
};

/** Topics of others: one in each region. */
export const sources = [
  { name: "backup", topicArn: "arn:aws:sns:af-south-1:111122223333:acme-dev-backup-events", region: "af-south-1" },
  { name: "budgets", topicArn: "arn:aws:sns:us-east-1:111122223333:acme-account-costs", region: "us-east-1" },
  { name: "mail", topicArn: "arn:aws:sns:eu-west-1:111122223333:acme-dev-mail-events", region: "eu-west-1" },
] as const;

/** Two rules, in two regions. */
export const eventRules = [
  {
    id: "backup-job-failed",
    description: "A backup failed",
    region: "home",
    scope: "environment",
    severity: "critical",
    pattern: { source: ["aws.backup"], "detail-type": ["Backup Job State Change"], detail: { state: ["FAILED"] } },
  },
  {
    id: "health-global",
    description: "AWS tells of trouble",
    region: "us-east-1",
    scope: "account",
    severity: "warning",
    pattern: { source: ["aws.health"] },
  },
] as const;

/** The table of incidents. */
export const table = {
  name: "acme-dev-incidents-1234567",
  arn: "arn:aws:dynamodb:af-south-1:111122223333:table/acme-dev-incidents-1234567",
};

/** The permissions boundary. */
export const boundary = "arn:aws:iam::111122223333:policy/acme-dev-boundary";

/** Arguments of a path with everything in it. */
export const alertPathArgs: AlertPathArgs = {
  context: createContext(testIdentity),
  otherRegions: ["us-east-1", "eu-west-1"],
  messageKeyArns,
  pathKeyArn: otherKeyArns.path,
  secretsKeyArn: otherKeyArns.secrets,
  logsKeyArn: otherKeyArns.logs,
  graphs: { bucketName: "acme-dev-objects-logs-1234567", bucketArn: "arn:aws:s3:::acme-dev-objects-logs-1234567" },
  table,
  permissionsBoundaryArn: boundary,
  dials: {
    routes: [
      { name: "critical", severities: ["critical"], mention: "here" },
      { name: "notices", severities: ["critical", "warning", "info"] },
    ],
    mutes: [],
    limits: { postsPerMinute: 5, digestSeconds: 30 },
    runbookBaseUrl: "https://github.com/acme/platform/blob/main/docs/runbooks",
  },
  emails: ["on-call@example.com"],
  pageEmails: ["on-call@example.com", "lead@example.com"],
  sources,
  eventRules,
};

/**
 * Makes an alert path.
 *
 * @param change what differs from `alertPathArgs`
 */
export function buildAlertPath(change: Partial<AlertPathArgs> = {}): Promise<Collected> {
  return collect(() => {
    const { queues, ...path } = new AlertPath("acme-dev-alerts", { ...alertPathArgs, ...change });
    return { ...path, deadLetters: queues.deadLetters.map(({ name, region }) => ({ name, region })) };
  });
}
