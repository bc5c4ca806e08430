/** What watches an environment: the way of alerts to people, the alarms, and the dashboard. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Alarms } from "../../components/alerting/alarms.ts";
import { AlertPath } from "../../components/alerting/alert-path.ts";
import type { AlertSource } from "../../components/alerting/alert-path-args.ts";
import {
  type AlarmDefinition,
  autoScalingAlarms,
  certificateAlarms,
  databaseAlarms,
  distributionAlarms,
  filesAlarms,
  functionAlarms,
  healthCheckAlarms,
  loadBalancerAlarms,
  mailAlarms,
  natGatewayAlarms,
  siteComposites,
  tableAlarms,
} from "../../components/alerting/catalogue/index.ts";
import { Dashboard, dashboardUrl } from "../../components/alerting/dashboard/dashboard.ts";
import { eventRules } from "../../components/alerting/event-patterns.ts";
import { connectionText } from "../../components/alerting/webhook-secrets.ts";
import { isPasswordManaged } from "../../components/database/dials.ts";
import type { Certificates } from "../../components/edge/certificate.ts";
import type { Edge } from "../../components/edge/edge.ts";
import type { Mail } from "../../components/mail/mail.ts";
import { natGatewayZones } from "../../components/network/nat-gateways.ts";
import type { Context } from "../../components/shared/context.ts";
import type { Fleet } from "../../components/web/fleet.ts";
import type { LoadBalancer } from "../../components/web/load-balancer.ts";
import type { AccountReference } from "../account/outputs.ts";
import { globalRegion, otherAlertRegions } from "../alert-regions.ts";
import type { FoundationReference } from "../foundation/outputs.ts";
import type { EnvironmentSettings } from "../settings.ts";

/** Where alerts stand, and what they are about. */
interface Base {
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

function runbookBaseUrl({ alerting, repository }: EnvironmentSettings): string {
  return alerting.runbookBaseUrl ?? `https://github.com/${repository}/blob/main/docs/runbooks`;
}

/** What the services made that is watched. */
export interface Watched {
  readonly certificates: Certificates | undefined;
  readonly fleet: Fleet;
  readonly loadBalancer: LoadBalancer;
  readonly mail: Mail | undefined;
  readonly site: Edge;
}

/** Text that AWS tells later. */
type Later = pulumi.Input<string>;

/** The alarms of what the foundation holds. */
function foundationAlarms({ settings, foundation }: Base): readonly AlarmDefinition<Later>[] {
  const { database: dials, network, bastion } = settings;
  const { database } = foundation;
  return [
    ...natGatewayZones(network.natGateways, network.zones).flatMap(({ name }) =>
      natGatewayAlarms<Later>({
        subject: name,
        natGatewayId: foundation.natGatewayIds.apply((ids) => ids[name] ?? ""),
      }),
    ),
    ...autoScalingAlarms<Later>({
      subject: "bastion",
      groupName: foundation.bastionAutoScalingGroupName,
      instanceTypes: [bastion.instanceType],
    }),
    ...databaseAlarms<Later>({
      ...dials,
      identifier: database.instanceIdentifier,
      storageType: "gp3",
      hasInsights: dials.insights !== "off",
      replicaIdentifiers: Array.from({ length: dials.replicas }, (_, position) =>
        database.replicaIdentifiers.apply((identifiers) => identifiers[position] ?? ""),
      ),
    }),
    ...(isPasswordManaged(dials)
      ? []
      : functionAlarms<Later>({
          subject: "database-rotation",
          functionName: database.rotationFunctionNames.apply(([name]) => name ?? ""),
          reportsPartialFailures: false,
        })),
    ...filesAlarms<Later>({
      fileSystemId: foundation.files.fileSystemId,
      throughputMode: "elastic",
      performanceMode: "generalPurpose",
    }),
    ...tableAlarms<Later>({
      subject: "incidents",
      tableName: foundation.incidentTable.name,
      operations: ["DeleteItem", "GetItem", "PutItem", "Query", "TransactWriteItems", "UpdateItem"],
    }),
  ];
}

/** The alarms of what the services serve. */
function serviceAlarms({ settings, context }: Base, watched: Watched): readonly AlarmDefinition<Later>[] {
  const { certificates, fleet, loadBalancer, mail, site } = watched;
  const { loadBalancerCertificateArn, cloudFrontCertificateArn } = certificates ?? {};
  const { web } = settings;
  return [
    ...loadBalancerAlarms<Later>({
      arnSuffix: loadBalancer.arnSuffix,
      targetGroupArnSuffix: loadBalancer.targetGroupArnSuffix,
      // A night without servers is no outage.
      minTargets: Math.min(web.minInstances, ...web.scaling.schedule.map(({ minInstances }) => minInstances)),
    }),
    ...autoScalingAlarms<Later>({
      subject: "web",
      groupName: fleet.autoScalingGroupName,
      instanceTypes: web.instanceTypes,
      agentNamespace: fleet.metricNamespace,
    }),
    ...functionAlarms<Later>({
      subject: "web-refresh",
      functionName: fleet.refreshFunctionName,
      reportsPartialFailures: false,
    }),
    ...(site.distribution ? distributionAlarms<Later>({ distributionId: site.distribution.distributionId }) : []),
    ...(site.healthCheckId ? healthCheckAlarms<Later>({ healthCheckId: site.healthCheckId }) : []),
    ...(loadBalancerCertificateArn
      ? certificateAlarms<Later>({
          subject: "load-balancer",
          certificateArn: loadBalancerCertificateArn,
          region: "home",
        })
      : []),
    ...(cloudFrontCertificateArn
      ? certificateAlarms<Later>({
          subject: "cloudfront",
          certificateArn: cloudFrontCertificateArn,
          region: globalRegion,
        })
      : []),
    // SES's reputation is the account's: one environment of it watches.
    ...(mail && settings.alerting.accountEvents
      ? mailAlarms<Later>({ region: mail.region === context.region ? "home" : mail.region })
      : []),
  ];
}

/** Makes the alarms of the environment, the foundation's and those of the way of alerts included. */
export function createAlarms(base: Base, path: AlertPath, watched: Watched): Alarms {
  const { settings, context, providers } = base;
  const { alarms: overrides, mutes } = settings.alerting;
  return new Alarms(
    context.name("alarms"),
    {
      context,
      definitions: [...serviceAlarms(base, watched), ...foundationAlarms(base), ...path.alarms],
      composites: siteComposites,
      overrides,
      mutes,
      runbookBaseUrl: runbookBaseUrl(settings),
      topicArns: path.topicArns,
      pathTopicArns: path.fallbackTopicArns,
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
  const { alerts, outbox, alertsDead, outboxDead } = path.queues;
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
        deadLetterQueueNames: [alertsDead.name, outboxDead.name],
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
export function describeRoutes(path: AlertPath, environment: string, provider: aws.Provider) {
  return Object.fromEntries(
    Object.entries(path.secretArns).map(([route, secretId]) => [
      route,
      aws.secretsmanager
        .getSecretVersionsOutput({ secretId }, { provider })
        .apply(({ versions }) => connectionText(environment, route, versions)),
    ]),
  );
}
