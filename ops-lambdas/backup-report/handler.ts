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
import type { Facts, Rules } from "./facts.ts";
import { backupFacts } from "./jobs.ts";
import { report } from "./report.ts";
import { taggedResources } from "./resources.ts";
import { readSettings } from "./settings.ts";

/** All that a call needs, made by the first one. */
let wired: ReturnType<typeof wire> | undefined;

function wire() {
  const settings = readSettings(process.env.BACKUP_REPORT);
  const { project, environment, region } = settings;
  const backup = new BackupClient({ region });
  const clients = {
    tagging: new ResourceGroupsTaggingAPIClient({ region }),
    rds: new RDSClient({ region }),
    efs: new EFSClient({ region }),
    dynamodb: new DynamoDBClient({ region }),
    ec2: { region, credentials: () => backup.config.credentials() },
  };
  const facts = async (rules: Rules): Promise<Facts> => ({
    resources: await taggedResources(settings, clients),
    ...(await backupFacts(backup, settings, rules)),
  });
  const persistentKeys = { environment: `${project}-${environment}` };
  return {
    logger: new Logger({ serviceName: "backup-report", persistentKeys }),
    parts: { settings, facts, sns: new SNSClient({ region }), now: Date.now },
  };
}

/**
 * Answers one call of the schedule; what it is called with says nothing.
 *
 * @throws Error when it is not set up rightly, there is no report, or it was not told everywhere
 */
export async function handler(_event: unknown, context: { readonly awsRequestId: string }): Promise<void> {
  wired ??= wire();
  const { logger, parts } = wired;
  const started = performance.now();
  const about = () => ({
    requestId: context.awsRequestId,
    milliseconds: Math.round(performance.now() - started),
  });
  try {
    const { rows, severity, status } = await report(parts);
    logger.info("reported", { ...about(), severity, status, expected: rows.length, bad: rows.filter(isBad).length });
  } catch (error) {
    const all = error instanceof AggregateError ? error.errors : [error];
    logger.error("failed", { ...about(), errors: all.map(errorFacts) });
    throw error;
  }
}
