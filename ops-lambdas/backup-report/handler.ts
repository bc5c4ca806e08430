/** Lambda's entry: wires the backup report to AWS, and logs what it found. */
import { Logger } from "@aws-lambda-powertools/logger";
import { BackupClient } from "@aws-sdk/client-backup";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EFSClient } from "@aws-sdk/client-efs";
import { RDSClient } from "@aws-sdk/client-rds";
import { ResourceGroupsTaggingAPIClient } from "@aws-sdk/client-resource-groups-tagging-api";
import { SNSClient } from "@aws-sdk/client-sns";
import { errorFacts } from "../slack-alerts/observer.ts";
import { isBad } from "./core.ts";
import { backupFacts } from "./jobs.ts";
import { report } from "./report.ts";
import { taggedResources } from "./resources.ts";
import { readSettings } from "./settings.ts";

const settings = readSettings(process.env.BACKUP_REPORT);
const { project, environment, region } = settings;
const logger = new Logger({
  serviceName: "backup-report",
  persistentKeys: { environment: `${project}-${environment}` },
});
const backup = new BackupClient({ region });
const clients = {
  tagging: new ResourceGroupsTaggingAPIClient({ region }),
  rds: new RDSClient({ region }),
  efs: new EFSClient({ region }),
  dynamodb: new DynamoDBClient({ region }),
  ec2: { region, credentials: () => backup.config.credentials() },
};
const sns = new SNSClient({ region });

/**
 * Answers one call of the schedule; what it is called with says nothing.
 *
 * @throws Error when there is no report, or it was not told everywhere
 */
export async function handler(_event: unknown, context: { readonly awsRequestId: string }): Promise<void> {
  const started = performance.now();
  const about = () => ({
    requestId: context.awsRequestId,
    milliseconds: Math.round(performance.now() - started),
  });
  try {
    const { rows, severity, status } = await report({
      settings,
      facts: async (rules) => ({
        resources: await taggedResources(settings, clients),
        ...(await backupFacts(backup, settings, rules)),
      }),
      sns,
      now: Date.now,
    });
    logger.info("reported", { ...about(), severity, status, expected: rows.length, bad: rows.filter(isBad).length });
  } catch (error) {
    const all = error instanceof AggregateError ? error.errors : [error];
    logger.error("failed", { ...about(), errors: all.map(errorFacts) });
    throw error;
  }
}
