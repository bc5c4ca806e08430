/** The services stack: what an environment serves, and what can be made anew. `outputs.ts` says what it promises to others. */
import * as pulumi from "@pulumi/pulumi";
import { messageKeyArn, type TopicsBySeverity } from "../../components/alerting/alert-path-args.ts";
import { Certificates } from "../../components/edge/certificate.ts";
import { Edge } from "../../components/edge/edge.ts";
import { OriginHeader } from "../../components/edge/origin-header.ts";
import { Mail } from "../../components/mail/mail.ts";
import { smtpPort } from "../../components/mail/regions.ts";
import { createProvider } from "../../components/shared/provider.ts";
import { Fleet } from "../../components/web/fleet.ts";
import { planHttps } from "../../components/web/https-plan.ts";
import { LoadBalancer } from "../../components/web/load-balancer.ts";
import { WebSecurityGroups } from "../../components/web/security-groups.ts";
import { readAccount, readBoundary } from "../account/outputs.ts";
import { readFoundation } from "../foundation/outputs.ts";
import { refusePublicAddresses } from "../public-address-guard.ts";
import { webAccessPoint } from "../settings/files-checks.ts";
import { defaultMailDomain } from "../settings/mail-checks.ts";
import { contextOf, loadEnvironment } from "../settings.ts";
import { applyUnlocks } from "../unlock.ts";
import { createAlarms } from "./alarms.ts";
import { createAlertPath, createBackupReport, createDashboard, describeRoutes } from "./alerting.ts";
import { distributionDials, fleetDials } from "./dials.ts";
import { cloudFrontPrefixListId, demandHostedZone, webImageId } from "./lookups.ts";

const settings = loadEnvironment();
const context = contextOf(settings, pulumi.getStack());
const provider = createProvider(context);
const providers = [provider];
const account = readAccount(`${pulumi.getOrganization()}/account/${settings.accountStack}`);
const permissionsBoundaryArn = readBoundary(account, context.environment);
const foundation = readFoundation(`${pulumi.getOrganization()}/foundation/${context.environment}`);
refusePublicAddresses();
const unlocks = await applyUnlocks(settings.unlock);

const { domain, edge, mail, web } = settings;
const hostedZoneId = domain && demandHostedZone(account, domain.hostedZone);
const plan = planHttps({ domain, cdn: edge.enabled });

const certificates =
  hostedZoneId &&
  new Certificates(
    context.name("site"),
    {
      hostedZoneId,
      loadBalancerNames: plan.loadBalancerCertificateNames,
      cloudFrontNames: plan.cloudFrontCertificateNames,
    },
    { providers },
  );
const originHeader =
  plan.origin &&
  new OriginHeader(context.name("origin-header"), { generation: edge.originHeaderGeneration }, { providers });

const sending =
  domain && hostedZoneId && mail.enabled
    ? new Mail(
        context.name("mail"),
        {
          context,
          domainName: mail.domainName ?? defaultMailDomain(domain.name),
          hostedZoneId,
          region: mail.region,
          messagesKeyArn: messageKeyArn(foundation, mail.region ?? context.region),
          secretsKeyArn: foundation.keyArns.secrets,
          dmarcPolicy: mail.dmarcPolicy,
          dmarcReportAddress: mail.dmarcReportAddress,
        },
        { providers },
      )
    : undefined;

const base = { settings, context, account, foundation, permissionsBoundaryArn, providers };
const alertPath = createAlertPath(base, sending);
const alertTopics = alertPath.topicArns[context.region] as TopicsBySeverity;

const groups = new WebSecurityGroups(
  context.name("web"),
  {
    vpcId: foundation.vpcId,
    listeners: plan.listeners,
    webPort: web.loadBalancer.webPort,
    prefixListId: plan.origin && cloudFrontPrefixListId(provider),
    smtpPort: sending && smtpPort,
  },
  { providers },
);
const loadBalancer = new LoadBalancer(
  context.name("web"),
  {
    vpcId: foundation.vpcId,
    subnetIds: foundation.publicSubnetIds.apply((subnets) => Object.values(subnets)),
    securityGroupId: groups.loadBalancerSecurityGroupId,
    plan,
    certificateArn: certificates?.loadBalancerCertificateArn,
    originProtection: originHeader && {
      headerName: originHeader.headerName,
      headerValues: originHeader.acceptedValues,
      rootObject: edge.defaultRootObject,
    },
    logsBucketName: foundation.buckets.logs.name,
    dials: web.loadBalancer,
  },
  { providers },
);

const { buckets, database, files, keyArns } = foundation;
const fleet = new Fleet(
  context.name("web"),
  {
    ...fleetDials(web),
    context,
    privateSubnetIds: foundation.privateSubnetIds.apply((subnets) => Object.values(subnets)),
    webSecurityGroupId: groups.webSecurityGroupId,
    clientSecurityGroupIds: [database.clientSecurityGroupId, files.clientSecurityGroupId],
    imageId: web.image?.id ?? webImageId(web.instanceTypes, provider),
    userData: web.userData,
    loadBalancer: {
      arnSuffix: loadBalancer.arnSuffix,
      targetGroupArn: loadBalancer.targetGroupArn,
      targetGroupArnSuffix: loadBalancer.targetGroupArnSuffix,
      webPort: web.loadBalancer.webPort,
      healthCheckPath: web.loadBalancer.healthCheck.path,
    },
    database: {
      secretArn: database.secretArn,
      endpointAddress: database.endpointAddress,
      readerEndpointAddresses: database.readerEndpointAddresses.apply((addresses) => [...addresses]),
      port: database.port,
      databaseName: database.databaseName,
    },
    files: {
      fileSystemId: files.fileSystemId,
      fileSystemArn: files.fileSystemArn,
      accessPointId: files.accessPointIds.apply((ids) => ids[webAccessPoint] ?? ""),
      mountPath: web.filesPath,
    },
    assets: { bucketName: buckets.assets.name, bucketArn: buckets.assets.arn, keyArn: keyArns.objects },
    mail: sending && {
      smtpSecretArn: sending.smtpSecretArn,
      smtpHost: sending.smtpHost,
      smtpPort,
      maxSendRatePerSecond: mail.maxSendRatePerSecond,
    },
    volumesKeyArn: keyArns.volumes,
    secretsKeyArn: keyArns.secrets,
    logsKeyArn: keyArns.logs,
    serviceLinkedRoleArn: foundation.autoScalingServiceRoleArn,
    sessionLogGroupArn: account.sessionLogGroupArn,
    sessionKeyArn: account.sessionKeyArn,
    alarmTopicArn: alertTopics.warning,
    permissionsBoundaryArn,
  },
  { providers },
);

const site = new Edge(
  context.name("site"),
  {
    plan,
    hostedZoneId,
    loadBalancer,
    cdn: originHeader && {
      certificateArn: certificates?.cloudFrontCertificateArn,
      originHeader: { name: originHeader.headerName, value: originHeader.currentValue },
      originAccepts: [loadBalancer],
      assetsDomainName: buckets.assets.regionalDomainName,
      logsBucketArn: buckets.logs.arn,
      dials: distributionDials(edge, context.region),
    },
    waf: edge.waf,
    healthCheckPath: edge.healthCheckPath,
  },
  { providers },
);

const backupReport = createBackupReport(base, alertPath);
const watched = { backupReport, certificates, fleet, loadBalancer, mail: sending, site };
const alarms = createAlarms(base, alertPath, watched);
const dashboard = createDashboard(base, alertPath, watched);

export const alarmNames = alarms.alarmNames;
export const alertDeadLetterUrls = alertPath.deadLetterUrls;
export const alertRoutes = describeRoutes(base, alertPath, provider);
export const alertEmailsToConfirm = alertPath.unconfirmedEmails;
export const alertTopicArns = alertTopics;
export const alertsQueueUrl = alertPath.alertsQueueUrl;
export const autoScalingGroupName = fleet.autoScalingGroupName;
export const configurationSetName = sending?.configurationSetName ?? null;
export const dashboardName = dashboard.dashboardName;
export const distributionId = site.distribution?.distributionId ?? null;
export const healthCheckId = site.healthCheckId ?? null;
export const identityArn = sending?.identityArn ?? null;
export const launchTemplateId = fleet.launchTemplateId;
export const loadBalancerArn = loadBalancer.arn;
export const loadBalancerSecurityGroupId = groups.loadBalancerSecurityGroupId;
export const releaseAlarmNames = fleet.releaseAlarmNames;
export const smtpSecretArn = sending?.smtpSecretArn ?? null;
export const targetGroupArn = loadBalancer.targetGroupArn;
export const unlocked = unlocks.deployed();
export const url = site.url;
export const webAclArn = site.webAcl.arn;
export const webSecurityGroupId = groups.webSecurityGroupId;
export const webhookSecretArns = alertPath.secretArns;
