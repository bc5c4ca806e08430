/** Which alarms there are for what foundation and services made. */
import type * as pulumi from "@pulumi/pulumi";
import { Alarms } from "../../components/alerting/alarms.ts";
import type { AlertPath } from "../../components/alerting/alert-path.ts";
import type { BackupReport } from "../../components/alerting/backup-report.ts";
import {
  type AlarmDefinition,
  autoScalingAlarms,
  certificateAlarms,
  dailyFunctionAlarms,
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
import { isPasswordManaged } from "../../components/database/dials.ts";
import type { Certificates } from "../../components/edge/certificate.ts";
import type { Edge } from "../../components/edge/edge.ts";
import type { Mail } from "../../components/mail/mail.ts";
import { natGatewayZones } from "../../components/network/nat-gateways.ts";
import type { Fleet } from "../../components/web/fleet.ts";
import type { LoadBalancer } from "../../components/web/load-balancer.ts";
import { globalRegion } from "../alert-regions.ts";
import { type Base, runbookBaseUrl } from "./alerting.ts";

/** What the services made that is watched. */
export interface Watched {
  readonly backupReport: BackupReport;
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
  const { backupReport, certificates, fleet, loadBalancer, mail, site } = watched;
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
    ...dailyFunctionAlarms<Later>({ subject: "backup-report", functionName: backupReport.functionName }),
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
