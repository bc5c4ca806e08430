/** Settings of a report with everything in it, for tests. */
import type { ReportSettings } from "./settings.ts";

const topic = (name: string) => `arn:aws:sns:af-south-1:111122223333:acme-prod-${name}`;

/** All members, the optional ones included. */
export const settings: ReportSettings = {
  project: "acme",
  environment: "prod",
  region: "af-south-1",
  accountId: "111122223333",
  vaultName: "acme-prod-backup",
  schedule: "cron(0 5 * * ? *)",
  timeZone: "Etc/UTC",
  windowMinutes: 840,
  restoreTest: { schedule: "cron(0 4 ? * SUN *)", types: ["EFS", "RDS"] },
  copyToRegion: "eu-west-1",
  topicArns: {
    critical: topic("alerts-critical"),
    warning: topic("alerts-warning"),
    info: topic("alerts-info"),
  },
  emailTopicArn: topic("backup-report-emails"),
};
