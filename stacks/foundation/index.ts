/** The foundation stack: what an environment stands on, and what must outlive its services. `outputs.ts` says what it promises to others. */
import * as pulumi from "@pulumi/pulumi";
import { Bastion } from "../../components/access/bastion.ts";
import { amazonLinuxImage } from "../../components/access/machine-image.ts";
import { IncidentTable } from "../../components/alerting/incident-table.ts";
import { Backups, failedJobsFilter } from "../../components/backup/backups.ts";
import { Database } from "../../components/database/database.ts";
import { Files } from "../../components/files/files.ts";
import { AutoScalingServiceRole } from "../../components/keys/auto-scaling-service-role.ts";
import { DataKeys } from "../../components/keys/data-keys.ts";
import { RegionalMessageKeys } from "../../components/keys/regional-message-keys.ts";
import { Network } from "../../components/network/network.ts";
import { Buckets } from "../../components/objects/buckets.ts";
import { NotificationTopic } from "../../components/shared/notification-topic.ts";
import { createProvider } from "../../components/shared/provider.ts";
import { readAccount, readBoundary } from "../account/outputs.ts";
import { otherAlertRegions } from "../alert-regions.ts";
import { refusePublicAddresses } from "../public-address-guard.ts";
import { contextOf, loadEnvironment } from "../settings.ts";
import { applyUnlocks } from "../unlock.ts";
import { keepAddressPlan } from "./plan-history.ts";

const settings = loadEnvironment();
const context = contextOf(settings, pulumi.getStack());
const providers = [createProvider(context)];
const account = readAccount(`${pulumi.getOrganization()}/account/${settings.accountStack}`);
const permissionsBoundaryArn = readBoundary(account, context.environment);
refusePublicAddresses();
const unlocks = await applyUnlocks(settings.unlock);

const autoScalingRole = new AutoScalingServiceRole(context.name("auto-scaling"), { context }, { providers });
const { arns: keys } = new DataKeys(
  context.name("keys"),
  { context, autoScalingServiceRoleArn: autoScalingRole.arn, topicRegions: otherAlertRegions(settings) },
  { providers },
);
const otherMessageKeys = new RegionalMessageKeys(
  context.name("messages"),
  { context, regions: otherAlertRegions(settings) },
  { providers },
);

export const addressPlan = await keepAddressPlan(settings.network);
const network = new Network(
  context.name("network"),
  { ...settings.network, context, sshCidrBlocks: settings.bastion.sshCidrBlocks, permissionsBoundaryArn },
  { providers },
);
export const publicSubnetIds = network.subnetIds.apply((subnets) => subnets.public ?? {});
export const privateSubnetIds = network.subnetIds.apply((subnets) => subnets.private ?? {});
const privateSubnets = privateSubnetIds.apply((subnets) => Object.values(subnets));

const bastion = new Bastion(
  context.name("bastion"),
  {
    ...settings.bastion,
    context,
    vpcId: network.vpcId,
    cidrBlock: network.cidrBlock,
    subnetIds: publicSubnetIds.apply((subnets) => Object.values(subnets)),
    instances: settings.bastion.instances ?? network.zones.length,
    imageId: amazonLinuxImage(settings.bastion.instanceType),
    sessionLogGroupArn: account.sessionLogGroupArn,
    sessionKeyArn: account.sessionKeyArn,
    permissionsBoundaryArn,
  },
  { providers },
);

const objects = new Buckets(
  context.name("objects"),
  { ...settings.objects, context, keyArn: keys.objects },
  { providers },
);

const databaseEvents = new NotificationTopic(
  context.name("database-events"),
  { context, keyArn: keys.messages, publishers: [{ service: "events.rds.amazonaws.com" }] },
  { providers },
);
const database = new Database(
  context.name("database"),
  {
    ...settings.database,
    context,
    vpcId: network.vpcId,
    subnetIds: privateSubnets,
    bastionSecurityGroupId: bastion.securityGroupId,
    keyArn: keys.database,
    secretsKeyArn: keys.secrets,
    logsKeyArn: keys.logs,
    eventTopicArn: databaseEvents.arn,
    permissionsBoundaryArn,
  },
  { providers },
);

const files = new Files(
  context.name("files"),
  {
    ...settings.files,
    vpcId: network.vpcId,
    zones: network.zones,
    subnetIds: network.subnetIdOutputs.private ?? {},
    keyArn: keys.files,
  },
  { providers },
);

const backupEvents = new NotificationTopic(
  context.name("backup-events"),
  {
    context,
    keyArn: keys.messages,
    publishers: [{ service: "backup.amazonaws.com", saysAccount: false }],
    emails: settings.backup.emails,
    emailFilter: failedJobsFilter,
  },
  { providers },
);
const backups = new Backups(
  context.name("backup"),
  {
    ...settings.backup,
    context,
    keyArn: keys.backup,
    filesKeyArn: keys.files,
    topicArn: backupEvents.arn,
    databaseRestoreTest: {
      subnetGroupName: database.subnetGroupName,
      securityGroupId: network.closedSecurityGroupId,
    },
    unlockRoleArns: [account.unlockRoleArn],
    permissionsBoundaryArn,
  },
  { providers },
);

const incidents = new IncidentTable(
  context.name("incidents"),
  { context, keyArn: keys.messages, deletionProtection: settings.alerting.deletionProtection },
  { providers },
);

export const alertPathKeyArn = otherMessageKeys.alertPathArn;
export const autoScalingServiceRoleArn = autoScalingRole.arn;
export const backupEventsTopicArn = backupEvents.arn;
export const backupRoleArn = backups.roleArn;
export const backupVaultName = backups.vaultName;
export const bastionAutoScalingGroupName = bastion.autoScalingGroupName;
export const bastionSecurityGroupId = bastion.securityGroupId;
export const buckets = {
  archives: { name: objects.archivesBucketName, arn: objects.archivesBucketArn },
  assets: {
    name: objects.assetsBucketName,
    arn: objects.assetsBucketArn,
    regionalDomainName: objects.assetsBucketRegionalDomainName,
  },
  logs: { name: objects.logsBucketName, arn: objects.logsBucketArn },
};
export const cidrBlock = pulumi.output(network.cidrBlock);
export const databaseEventsTopicArn = databaseEvents.arn;
const databaseOutputs = {
  clientSecurityGroupId: database.clientSecurityGroupId,
  databaseName: database.databaseName,
  endpointAddress: database.proxyEndpoint ?? database.endpointAddress,
  instanceIdentifier: database.instanceIdentifier,
  port: database.port,
  readerEndpointAddresses: database.readerEndpointAddresses,
  replicaIdentifiers: database.replicaIdentifiers,
  rotationFunctionNames: database.rotationFunctionNames,
  secretArn: database.secretArn,
  securityGroupId: database.securityGroupId,
};
export const endpointSecurityGroupId = network.endpointSecurityGroupId;
const filesOutputs = {
  accessPointArns: files.accessPointArns,
  accessPointIds: files.accessPointIds,
  clientSecurityGroupId: files.clientSecurityGroupId,
  fileSystemArn: files.fileSystemArn,
  fileSystemId: files.fileSystemId,
  securityGroupId: files.securityGroupId,
};
export const flowLogGroupName = network.flowLogGroupName;
export const incidentTable = { name: incidents.tableName, arn: incidents.arn };
export const keyArns = keys;
export const messageKeyArns = { [context.region]: keys.messages, ...otherMessageKeys.arns };
export const natGatewayIds = network.natGatewayIds;
export const routeTableIds = network.routeTableIds;
export const unlocked = unlocks.deployed();
export const vpcId = network.vpcId;
export const zones = pulumi.output(network.zones);
export { databaseOutputs as database, filesOutputs as files };
