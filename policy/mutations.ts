/** For each guard rail a change of an environment that breaks it, and what else the change breaks. For tests. */
import {
  account,
  addressed,
  agentOff,
  disksOpen,
  drop,
  everybody,
  everyKey,
  everywhere,
  feature,
  type Mutation,
  off,
  open,
  origins,
  part,
  postgres,
  publicSubnets,
  set,
  strangers,
  web,
} from "./mutation.ts";

const ingress = { type: "vpc/securityGroupIngressRule:SecurityGroupIngressRule" };
const instance = { type: "rds/instance:Instance" };
const balancer = { type: "lb/loadBalancer:LoadBalancer" };
const distribution = { type: "cloudfront/distribution:Distribution" };
const template = { type: "ec2/launchTemplate:LaunchTemplate", name: web };
const group = { type: "autoscaling/group:Group", name: web };
const table = { type: "dynamodb/table:Table" };
const files = { type: "efs/fileSystem:FileSystem" };
const access = { type: "efs/accessPoint:AccessPoint" };
const images = { shape: account, type: "ecr/repository:Repository" };
const key = { type: "kms/key:Key" };
const lambda = { type: "lambda/function:Function" };
const trail = { shape: account, type: "cloudtrail/trail:Trail" };
const alarm = { type: "cloudwatch/metricAlarm:MetricAlarm" };
const snapshots = { shape: account, type: "ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess" };
const oldMetadata = set({ metadataOptions: { httpTokens: "optional" } });

/** The mutations by control. */
export const mutations: Readonly<Record<string, Mutation>> = {
  "ACM.2": { type: "acm/certificate:Certificate", change: set({ keyAlgorithm: "RSA_1024" }) },
  "AutoScaling.1": { ...group, change: set({ healthCheckType: "EC2" }) },
  "AutoScaling.2": { ...group, change: set({ vpcZoneIdentifiers: ["subnet-1"] }) },
  "AutoScaling.6": {
    ...group,
    change: (inputs) => {
      inputs.mixedInstancesPolicy.launchTemplate.overrides.length = 1;
    },
  },
  "AutoScaling.9": {
    ...group,
    change: (inputs) => {
      inputs.mixedInstancesPolicy.launchTemplate.launchTemplateSpecification.version = "$Latest";
    },
  },
  "Backup.1": { type: "backup/vault:Vault", change: drop("kmsKeyArn") },
  "CloudFront.1": { ...distribution, change: drop("defaultRootObject") },
  "CloudFront.3": {
    ...distribution,
    change: (inputs) => {
      inputs.defaultCacheBehavior.viewerProtocolPolicy = "allow-all";
    },
  },
  "CloudFront.5": { type: "cloudwatch/logDeliverySource:LogDeliverySource" },
  "CloudFront.6": { ...distribution, change: drop("webAclId") },
  "CloudFront.7": {
    ...distribution,
    change: set({ viewerCertificate: { cloudfrontDefaultCertificate: true, minimumProtocolVersion: "TLSv1.2_2021" } }),
  },
  "CloudFront.8": {
    ...distribution,
    change: (inputs) => {
      inputs.viewerCertificate.sslSupportMethod = "vip";
    },
  },
  "CloudFront.9": {
    ...distribution,
    change: origins((one) => {
      one.customOriginConfig.originProtocolPolicy = "match-viewer";
    }, false),
  },
  "CloudFront.10": {
    ...distribution,
    change: origins((one) => {
      one.customOriginConfig.originSslProtocols = ["TLSv1.2", "TLSv1"];
    }, false),
  },
  "CloudFront.12": {
    ...distribution,
    change: origins((one) => {
      one.domainName = "gone.example";
    }, true),
  },
  "CloudFront.13": {
    ...distribution,
    change: origins((one) => {
      delete one.originAccessControlId;
    }, true),
  },
  "CloudFront.15": {
    ...distribution,
    change: (inputs) => {
      inputs.viewerCertificate.minimumProtocolVersion = "TLSv1";
    },
  },
  "CloudTrail.1": { ...trail, change: set({ isMultiRegionTrail: false }) },
  "CloudTrail.2": { ...trail, change: drop("kmsKeyId") },
  "CloudTrail.4": { ...trail, change: drop("enableLogFileValidation") },
  "CloudTrail.5": { ...trail, change: drop("cloudWatchLogsGroupArn") },
  "CloudWatch.15": { ...alarm, change: set({ alarmActions: [] }), also: ["platform.alarm-region"] },
  "CloudWatch.16": { type: "cloudwatch/logGroup:LogGroup", change: set({ retentionInDays: 30 }) },
  "CloudWatch.17": { ...alarm, change: set({ actionsEnabled: false }) },
  "Config.1": {
    shape: account,
    type: "cfg/recorder:Recorder",
    change: set({ recordingGroup: { allSupported: false } }),
  },
  "DynamoDB.1": { ...table, change: set({ billingMode: "PROVISIONED" }) },
  "DynamoDB.2": { ...table, change: set({ pointInTimeRecovery: { enabled: false } }) },
  "DynamoDB.4": { ...table, change: drop("tags") },
  "DynamoDB.6": { ...table, change: set({ deletionProtectionEnabled: false }) },
  "EC2.1": { ...snapshots, change: set({ state: "unblocked" }), also: ["EC2.182"] },
  "EC2.2": { type: "ec2/defaultSecurityGroup:DefaultSecurityGroup", change: set({ egress: [{ protocol: "-1" }] }) },
  "EC2.3": { ...template, change: disksOpen, also: ["EC2.181"] },
  "EC2.6": { type: "ec2/flowLog:FlowLog", change: set({ trafficType: "REJECT" }) },
  "EC2.7": { shape: account, type: "ebs/encryptionByDefault:EncryptionByDefault", change: set({ enabled: false }) },
  "EC2.8": { ...template, change: oldMetadata, also: ["EC2.170"] },
  "EC2.9": { ...template, change: addressed, also: ["EC2.25"] },
  "EC2.10": { type: "ec2/vpcEndpoint:VpcEndpoint", name: /-ec2$/ },
  "EC2.15": { type: "ec2/subnet:Subnet", add: { mapPublicIpOnLaunch: true } },
  "EC2.16": { type: "ec2/networkAcl:NetworkAcl", add: { subnetIds: [] } },
  "EC2.17": {
    ...template,
    change: (inputs) => {
      inputs.networkInterfaces.push(inputs.networkInterfaces[0]);
    },
  },
  "EC2.18": { ...ingress, change: open(8443, everywhere) },
  "EC2.19": { ...ingress, change: open(5432, everywhere), also: ["EC2.18"] },
  "EC2.21": {
    type: "ec2/defaultNetworkAcl:DefaultNetworkAcl",
    change: (inputs) => {
      for (const entry of inputs.ingress) if (entry.toPort === 21) entry.toPort = 22;
    },
  },
  "EC2.24": { ...template, change: set({ instanceType: "m1.small" }) },
  "EC2.25": { ...template, change: addressed, also: ["EC2.9"] },
  "EC2.28": { ...template, change: drop("tagSpecifications") },
  "EC2.53": { ...ingress, change: open(22, everywhere), also: ["EC2.18", "EC2.19"] },
  "EC2.54": { ...ingress, change: open(3389, { cidrIpv6: "::/0" }), also: ["EC2.18", "EC2.19"] },
  "EC2.55": { type: "ec2/vpcEndpoint:VpcEndpoint", name: /-ecr-?\.?api$/ },
  "EC2.56": { type: "ec2/vpcEndpoint:VpcEndpoint", name: /-ecr-?\.?dkr$/ },
  "EC2.57": { type: "ec2/vpcEndpoint:VpcEndpoint", name: /-ssm$/ },
  "EC2.170": { ...template, change: oldMetadata, also: ["EC2.8"] },
  "EC2.180": { type: "ec2/networkInterface:NetworkInterface", add: { sourceDestCheck: false } },
  "EC2.181": { ...template, change: disksOpen, also: ["EC2.3"] },
  "EC2.182": { ...snapshots, change: set({ state: "block-new-sharing" }) },
  "ECR.1": { ...images, change: set({ imageScanningConfiguration: { scanOnPush: false } }) },
  "ECR.2": { ...images, change: set({ imageTagMutability: "MUTABLE" }) },
  "ECR.3": { shape: account, type: "ecr/lifecyclePolicy:LifecyclePolicy" },
  "EFS.1": { ...files, change: drop("kmsKeyId") },
  "EFS.2": { ...files, change: drop("tags") },
  "EFS.3": { ...access, change: set({ rootDirectory: { path: "/" } }) },
  "EFS.4": { ...access, change: set({ posixUser: { uid: 0, gid: 0 } }) },
  "EFS.6": {
    type: "efs/mountTarget:MountTarget",
    change: (inputs, shape) => {
      inputs.subnetId = publicSubnets(shape)[0];
    },
  },
  "EFS.7": { type: "efs/backupPolicy:BackupPolicy", change: set({ backupPolicy: { status: "DISABLED" } }) },
  "EFS.8": { ...files, change: set({ encrypted: false }), also: ["EFS.1"] },
  "ELB.1": {
    shape: postgres,
    type: "lb/listener:Listener",
    name: /-http$/,
    change: set({ defaultActions: [{ type: "forward" }] }),
  },
  "ELB.4": { ...balancer, change: drop("dropInvalidHeaderFields") },
  "ELB.5": { ...balancer, change: drop("accessLogs") },
  "ELB.6": { ...balancer, change: set({ enableDeletionProtection: false }) },
  "ELB.12": { ...balancer, change: set({ desyncMitigationMode: "monitor" }) },
  "ELB.13": { ...balancer, change: set({ subnets: ["subnet-1"] }) },
  "ELB.16": { shape: postgres, type: "wafv2/webAclAssociation:WebAclAssociation" },
  "ELB.17": { type: "lb/listener:Listener", change: set({ sslPolicy: "ELBSecurityPolicy-2016-08" }) },
  "ELB.18": { type: "lb/listener:Listener" },
  "GuardDuty.1": { shape: account, type: "guardduty/detector:Detector", change: set({ enable: false }) },
  "GuardDuty.6": feature("lambda", off),
  "GuardDuty.8": feature("malware", off),
  "GuardDuty.9": feature("rds", off),
  "GuardDuty.10": feature("s3", off),
  "GuardDuty.11": feature("runtime", off),
  "GuardDuty.12": feature("runtime", agentOff("ECS_FARGATE_AGENT_MANAGEMENT")),
  "GuardDuty.13": feature("runtime", agentOff("EC2_AGENT_MANAGEMENT")),
  "KMS.1": { shape: account, type: "iam/policy:Policy", name: /^(?!.*boundary)/, change: everyKey },
  "KMS.2": { type: "iam/rolePolicy:RolePolicy", change: everyKey },
  "KMS.3": { ...key, change: set({ deletionWindowInDays: 7 }) },
  "KMS.4": { ...key, change: drop("enableKeyRotation") },
  "KMS.5": { ...key, change: everybody },
  "Lambda.1": { shape: postgres, type: "lambda/permission:Permission", change: set({ principal: "*" }) },
  "Lambda.2": { ...lambda, change: set({ runtime: "nodejs18.x" }) },
  "Lambda.3": { ...lambda, shape: postgres, name: /-rotator$/, change: drop("vpcConfig") },
  "Lambda.7": { ...lambda, change: drop("tracingConfig") },
  "RDS.2": { ...instance, change: set({ publiclyAccessible: true }) },
  "RDS.3": { ...instance, change: drop("storageEncrypted") },
  "RDS.5": { ...instance, change: set({ multiAz: false }) },
  "RDS.6": { ...instance, change: set({ monitoringInterval: 0 }) },
  "RDS.8": { ...instance, change: drop("deletionProtection") },
  "RDS.9": { ...instance, change: set({ enabledCloudwatchLogsExports: ["error"] }) },
  "RDS.10": { ...instance, change: drop("iamDatabaseAuthenticationEnabled") },
  "RDS.11": { ...instance, change: set({ backupRetentionPeriod: 1 }) },
  "RDS.13": { ...instance, change: set({ autoMinorVersionUpgrade: false }) },
  "RDS.17": { ...instance, change: drop("copyTagsToSnapshot") },
  "RDS.20": {
    type: "rds/eventSubscription:EventSubscription",
    name: /instances/,
    change: set({ eventCategories: ["failure"] }),
  },
  "RDS.21": { type: "rds/eventSubscription:EventSubscription", name: /parameter/ },
  "RDS.22": { type: "rds/eventSubscription:EventSubscription", name: /security/ },
  "RDS.25": { ...instance, change: set({ username: "admin" }) },
  "RDS.26": { ...instance, change: drop("tags") },
  "RDS.36": {
    ...instance,
    shape: postgres,
    change: set({ enabledCloudwatchLogsExports: ["upgrade"] }),
    also: ["RDS.9"],
  },
  "RDS.38": { shape: postgres, type: "rds/parameterGroup:ParameterGroup", change: set({ parameters: [] }) },
  "RDS.39": { type: "rds/parameterGroup:ParameterGroup", change: set({ parameters: [] }) },
  "RDS.46": {
    type: "rds/subnetGroup:SubnetGroup",
    change: (inputs, shape) => {
      inputs.subnetIds[0] = publicSubnets(shape)[0];
    },
  },
  "Route53.2": { shape: account, type: "route53/queryLog:QueryLog" },
  "S3.1": {
    shape: account,
    type: "s3/accountPublicAccessBlock:AccountPublicAccessBlock",
    change: set({ blockPublicAcls: false }),
  },
  "S3.2": { ...part("PublicAccessBlock"), change: set({ restrictPublicBuckets: false }) },
  "S3.3": { ...part("PublicAccessBlock"), change: set({ blockPublicPolicy: false }) },
  "S3.5": part("Policy"),
  "S3.6": {
    shape: account,
    type: "s3/bucketPolicy:BucketPolicy",
    change: strangers,
    also: ["platform.bucket-accounts"],
  },
  "S3.8": part("PublicAccessBlock"),
  "S3.9": { type: "s3/bucketLogging:BucketLogging" },
  "S3.12": { ...part("OwnershipControls"), change: set({ rule: { objectOwnership: "ObjectWriter" } }) },
  "S3.13": part("LifecycleConfiguration"),
  "S3.14": { ...part("Versioning"), change: set({ versioningConfiguration: { status: "Suspended" } }) },
  "S3.17": part("ServerSideEncryptionConfiguration", /(?<!logs)-encryption$/),
  "SecretsManager.1": {
    shape: postgres,
    type: "secretsmanager/secretRotation:SecretRotation",
    also: ["SecretsManager.4"],
  },
  "SecretsManager.4": {
    shape: postgres,
    type: "secretsmanager/secretRotation:SecretRotation",
    change: set({ rotationRules: { automaticallyAfterDays: 365 } }),
  },
  "SES.3": { type: "sesv2/configurationSet:ConfigurationSet", change: drop("deliveryOptions") },
  "SNS.1": { type: "sns/topic:Topic", change: drop("kmsMasterKeyId") },
  "SNS.4": { type: "sns/topicPolicy:TopicPolicy", change: everybody },
  "SQS.1": { type: "sqs/queue:Queue", change: drop("kmsMasterKeyId") },
  "SQS.3": { type: "sqs/queuePolicy:QueuePolicy", change: everybody },
  "WAF.10": { type: "wafv2/webAcl:WebAcl", change: set({ rules: [] }) },
  "WAF.11": { type: "wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration" },
  "WAF.12": {
    type: "wafv2/webAcl:WebAcl",
    change: (inputs) => {
      inputs.rules[0].visibilityConfig.cloudwatchMetricsEnabled = false;
    },
  },
  "platform.alarm-region": {
    ...alarm,
    change: set({ alarmActions: ["arn:aws:sns:eu-north-1:111122223333:elsewhere"] }),
  },
  "platform.backup-plan": { type: "backup/selection:Selection" },
  "platform.boundary": { type: "iam/role:Role", change: drop("permissionsBoundary") },
  // Such a policy names its own account nowhere.
  "platform.bucket-accounts": { ...part("Policy", /archives/), change: strangers },
  "platform.protected": { ...table, unprotect: true },
  "platform.proxy-tls": { shape: postgres, type: "rds/proxy:Proxy", change: set({ requireTls: false }) },
  "platform.same-account": { type: "pulumi:providers:aws", change: drop("allowedAccountIds") },
  "platform.secret-key": { type: "secretsmanager/secret:Secret", change: set({ recoveryWindowInDays: 7 }) },
  "platform.security-groups": { ...ingress, change: set({ referencedSecurityGroupId: "sg-0123456789abcdef0" }) },
  "platform.subscriptions": { type: "sqs/queuePolicy:QueuePolicy", name: /-alerts-queue-policy$/ },
  "platform.tags": { type: "pulumi:providers:aws", change: drop("defaultTags") },
  "platform.targets": { type: "sns/topicPolicy:TopicPolicy", name: /-alerts-critical-policy$/ },
};
