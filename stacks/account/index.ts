/** The account stack: what an AWS account and region has once. `outputs.ts` says what it promises to others. */
import { AccountLocks } from "../../components/account/account-locks.ts";
import { AuditStore } from "../../components/account/audit-store.ts";
import { AuditTrail } from "../../components/account/audit-trail.ts";
import { BackupRegion } from "../../components/account/backup-region.ts";
import { ConfigRecorder } from "../../components/account/config-recorder.ts";
import { ContinuousIntegration } from "../../components/account/continuous-integration/roles.ts";
import { CostAlerts, costRegion } from "../../components/account/cost-alerts.ts";
import { HostedZone } from "../../components/account/hosted-zone.ts";
import { ImageRepositories } from "../../components/account/image-repositories.ts";
import { MailSuppression } from "../../components/account/mail-suppression.ts";
import { SessionManager } from "../../components/account/session-manager.ts";
import { ThreatDetection } from "../../components/account/threat-detection.ts";
import { createProvider } from "../../components/shared/provider.ts";
import { contextOf, loadAccount } from "../settings.ts";

const settings = loadAccount();
const context = contextOf(settings, "account");
const options = { providers: [createProvider(context)] };
const { auditTrail, configRecorder, costAnomaly } = settings;

new AccountLocks(context.name("locks"), { context }, options);
new BackupRegion(context.name("backup"), settings.backupRegion, options);

const auditStore = new AuditStore(context.name("audit"), { context, retentionDays: auditTrail.retentionDays }, options);
const trail = new AuditTrail(
  context.name("audit-trail"),
  { context, store: auditStore, logRetentionDays: auditTrail.logRetentionDays },
  options,
);
if (!configRecorder.adopt) {
  new ConfigRecorder(context.name("config"), { ...configRecorder, context, store: auditStore }, options);
}
const detection = new ThreatDetection(context.name("threat-detection"), settings.guardDuty, options);
const costs = new CostAlerts(
  context.name("costs"),
  {
    ...settings.budget,
    context,
    anomalyThresholdUsd: costAnomaly.thresholdUsd,
    adoptMonitorArn: costAnomaly.adoptMonitorArn,
  },
  options,
);

const sessions = new SessionManager(context.name("sessions"), { ...settings.sessionManager, context }, options);
const images = new ImageRepositories(context.name("images"), { repositoryNames: settings.imageRepositories }, options);
if (settings.mailRegions.length > 0) {
  new MailSuppression(context.name("mail-suppression"), { regions: settings.mailRegions }, options);
}
const zone = settings.hostedZone && new HostedZone(context.name("zone"), { ...settings.hostedZone, context }, options);

const roles = new ContinuousIntegration(
  context.name("ci"),
  {
    ...settings.continuousIntegration,
    context,
    globalRegion: costRegion,
    repository: settings.repository,
    guarded: {
      bucketArns: [auditStore.bucket.arn, auditStore.accessLogs.arn],
      keyArns: [auditStore.keyArn, sessions.keyArn, costs.keyArn],
      logGroupArns: [trail.logGroupArn, sessions.logGroupArn],
      topicArn: costs.topicArn,
    },
  },
  options,
);

export const auditBucketName = auditStore.bucket.bucketName;
export const budgetTopicArn = costs.topicArn;
export const deployRoleArns = roles.deployRoleArns;
export const driftRoleArn = roles.driftRoleArn;
export const guardDutyDetectorId = detection.detectorId;
export const hostedZoneId = zone?.zoneId ?? null;
export const hostedZoneName = settings.hostedZone?.domainName ?? null;
export const hostedZoneNameServers = zone?.nameServers ?? [];
export const imageRepositoryUrls = images.urls;
export const permissionsBoundaryArns = roles.permissionsBoundaryArns;
export const previewRoleArn = roles.previewRoleArn;
export const sessionKeyArn = sessions.keyArn;
export const sessionLogGroupArn = sessions.logGroupArn;
export const sessionLogGroupName = sessions.logGroupName;
export const unlockRoleArn = roles.unlockRoleArn;
