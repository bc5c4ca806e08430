/** What brings alerts to people, what reports, and the dashboard. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { AlertPath } from "../../components/alerting/alert-path.ts";
import { type AlertSource, messageKeyArn, type TopicsBySeverity } from "../../components/alerting/alert-path-args.ts";
import { BackupReport } from "../../components/alerting/backup-report.ts";
import { Dashboard, dashboardUrl } from "../../components/alerting/dashboard/dashboard.ts";
import { eventRules } from "../../components/alerting/event-patterns.ts";
import type { AlertQueue } from "../../components/alerting/queues.ts";
import { connectionText } from "../../components/alerting/webhook-secrets.ts";
import type { Mail } from "../../components/mail/mail.ts";
import type { Context } from "../../components/shared/context.ts";
import type { AccountReference } from "../account/outputs.ts";
import { globalRegion, otherAlertRegions } from "../alert-regions.ts";
import type { FoundationReference } from "../foundation/outputs.ts";
import type { EnvironmentSettings } from "../settings.ts";
import type { Watched } from "./alarms.ts";

/** Where alerts stand, and what they are about. */
export interface Base {
  readonly settings: EnvironmentSettings;
  readonly context: Context;
  readonly account: AccountReference;
  readonly foundation: FoundationReference;
  readonly permissionsBoundaryArn: pulumi.Input<string>;
  readonly providers: pulumi.ProviderResource[];
}

/** Name of the environment's dashboard. */
const dashboardName = ({ project, environment }: Context) => `${project}-${environment}`;

/** Topics of other stacks and components whose messages are alerts. */
function sourcesOf({ settings, context, account, foundation }: Base, mail: Mail | undefined): readonly AlertSource[] {
  const { region } = context;
  return [
    { name: "backup", topicArn: foundation.backupEventsTopicArn, region },
    { name: "database", topicArn: foundation.databaseEventsTopicArn, region },
    ...(mail === undefined ? [] : [{ name: "mail", topicArn: mail.eventsTopicArn, region: mail.region }]),
    ...(settings.alerting.accountEvents
      ? [{ name: "budgets", topicArn: account.budgetTopicArn, region: globalRegion }]
      : []),
  ];
}

/**
 * Makes the way of alerts to people.
 *
 * @param mail undefined when the environment sends none
 */
export function createAlertPath(base: Base, mail: Mail | undefined): AlertPath {
  const { settings, context, foundation, permissionsBoundaryArn, providers } = base;
  const { alerting } = settings;
  return new AlertPath(
    context.name("alerts"),
    {
      context,
      otherRegions: otherAlertRegions(settings),
      messageKeyArns: foundation.messageKeyArns,
      pathKeyArn: foundation.alertPathKeyArn,
      secretsKeyArn: foundation.keyArns.secrets,
      logsKeyArn: foundation.keyArns.logs,
      table: foundation.incidentTable,
      dials: {
        ...alerting,
        // Those that name alarms are CloudWatch's: the alarms tell nobody then.
        mutes: alerting.mutes.filter(({ alarms }) => alarms === undefined),
        runbookBaseUrl: runbookBaseUrl(settings),
      },
      emails: alerting.emails,
      pageEmails: alerting.pageEmails,
      heartbeatSchedule: alerting.heartbeatSchedule,
      sources: sourcesOf(base, mail),
      eventRules: eventRules(context).filter(({ scope }) => scope === "environment" || alerting.accountEvents),
      graphs: alerting.graphs
        ? { bucketName: foundation.buckets.logs.name, bucketArn: foundation.buckets.logs.arn }
        : undefined,
      dashboardUrl: dashboardUrl(dashboardName(context), context.region),
      permissionsBoundaryArn,
    },
    { providers },
  );
}

/** Where runbooks are read: by default in the repository. */
export function runbookBaseUrl({ alerting, repository }: EnvironmentSettings): string {
  return alerting.runbookBaseUrl ?? `https://github.com/${repository}/blob/main/docs/runbooks`;
}

/** Makes what reports every day which backups should have run, and which did. */
export function createBackupReport(base: Base, path: AlertPath): BackupReport {
  const { settings, context, foundation, permissionsBoundaryArn, providers } = base;
  const { alerting, backup } = settings;
  return new BackupReport(
    context.name("backup-report"),
    {
      context,
      vaultName: foundation.backupVaultName,
      // Whoever hears of failed jobs gets the report; where nobody is named, whoever hears what Slack cannot be told.
      backups: { ...backup, emails: backup.emails.length > 0 ? backup.emails : alerting.emails },
      topicArns: path.topicArns[context.region] as TopicsBySeverity,
      messageKeyArn: messageKeyArn(foundation, context.region),
      logsKeyArn: foundation.keyArns.logs,
      undelivered: path.queues.undelivered[context.region] as AlertQueue,
      permissionsBoundaryArn,
    },
    { providers },
  );
}

/** Makes the environment's dashboard. */
export function createDashboard(
  { context, foundation, providers }: Base,
  path: AlertPath,
  watched: Watched,
): Dashboard {
  const { fleet, loadBalancer, mail, site } = watched;
  const { database, files } = foundation;
  const { alerts, outbox, deadLetters } = path.queues;
  const names = dashboardName(context);
  return new Dashboard(
    names,
    {
      subjects: pulumi.output({
        environment: names,
        region: context.region,
        loadBalancer: { arnSuffix: loadBalancer.arnSuffix, targetGroupArnSuffix: loadBalancer.targetGroupArnSuffix },
        distributionId: site.distribution?.distributionId,
        autoScalingGroupName: fleet.autoScalingGroupName,
        agentNamespace: fleet.metricNamespace,
        databaseIdentifiers: pulumi
          .all([database.instanceIdentifier, database.replicaIdentifiers])
          .apply(([instance, replicas]) => [instance, ...replicas]),
        fileSystemId: files.fileSystemId,
        mailRegion: mail?.region,
        backupVaultName: foundation.backupVaultName,
        queueNames: [alerts.name, outbox.name],
        deadLetterQueues: deadLetters.map(({ name, region }) => ({ name, region })),
      }),
    },
    { providers },
  );
}

/**
 * Says of each route whether it reaches Slack: a secret without a version has never got a webhook's address.
 *
 * @returns by route: "connected", or what to run
 */
export function describeRoutes({ settings, context }: Base, path: AlertPath, provider: aws.Provider) {
  return Object.fromEntries(
    Object.entries(path.secretArns).map(([route, secretId]) => [
      route,
      aws.secretsmanager
        .getSecretVersionsOutput({ secretId }, { provider })
        .apply(({ versions }) =>
          connectionText(context.environment, route, versions, settings.alerting.emails.length > 0),
        ),
    ]),
  );
}
