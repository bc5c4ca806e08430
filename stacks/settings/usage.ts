import { z } from "zod";
import { setting } from "./setting.ts";

/** An amount of a month. */
function amount(what: string, defaultAmount: number) {
  return setting(z.number().min(0), `${what}, 0 or more. Default: ${defaultAmount.toLocaleString("en")}.`).default(
    defaultAmount,
  );
}

/** The settings of `platform:usage`. */
export const usageSettings = setting(
  z.strictObject({
    hours: setting(
      z.number().min(1).max(744),
      "Hours of the month in which the environment is there, 1 to 744. Default: 730, an average month.",
    ).default(730),
    webServers: setting(
      z.number().min(0).max(1000),
      "Web servers that run on average, 0 to 1000. Default: as many as the Auto Scaling group starts with.",
    ).optional(),
    requests: amount("Requests of visitors a month", 1_000_000),
    transferOutGb: amount("GB that visitors are sent a month", 100),
    cacheHitPercent: setting(
      z.number().min(0).max(100),
      "Share of the requests that the CDN answers itself, in per cent, 0 to 100. Default: 80.",
    ).default(80),
    natGb: amount("GB a month that go through the NAT gateways, both ways", 50),
    interfaceEndpointGb: amount("GB a month that go through the interface endpoints", 20),
    objectsGb: amount("GB that the buckets hold, old versions included", 50),
    objectWrites: amount("Writes and listings of objects a month", 100_000),
    filesGb: amount("GB that the file system holds", 20),
    filesReadGb: amount("GB read from the file system a month", 20),
    filesWrittenGb: amount("GB written to the file system a month", 10),
    backupGb: amount("GB that the backup vaults hold, all recovery points together", 100),
    logsGb: amount("GB of logs that CloudWatch takes in a month", 10),
    logsStoredGb: amount("GB of logs that CloudWatch keeps, compressed", 20),
    mails: amount("Mails that are sent a month", 10_000),
    notifications: amount("Alerts and events a month that go through the topics, queues and functions", 2_000),
    keyRequests: amount("Calls of KMS a month", 200_000),
    secretReads: amount("Calls of Secrets Manager a month", 50_000),
  }),
  "How much an environment is used: what `npm run cost` takes for it. Nothing is deployed from it.",
);

/** The settings of `platform:usage`, complete but for what has no default. */
export type UsageSettings = z.infer<typeof usageSettings>;
