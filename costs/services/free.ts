/** Types that cost nothing by themselves, and those whose cost cannot be said, each with the reason. */

const settingOf = (what: string) => `a setting of ${what}, which is charged there`;
const iam = "IAM is free: https://aws.amazon.com/iam/";
const vpc =
  "the VPC and its parts are free; what goes through gateways is charged there: https://aws.amazon.com/vpc/pricing/";
const autoScaling =
  "EC2 Auto Scaling is free; instances and alarms are charged there: https://aws.amazon.com/ec2/autoscaling/pricing/";
const events = "events of AWS services are free: https://aws.amazon.com/eventbridge/pricing/";
const backup = settingOf("AWS Backup; recovery points are charged at the vault");
const certificate = "public certificates are free: https://aws.amazon.com/certificate-manager/pricing/";
const bucket = settingOf("the bucket");
const group = "security groups are free: https://aws.amazon.com/vpc/pricing/";
const dns =
  "records are free; queries are charged to the hosted zone, in the account stack: https://aws.amazon.com/route53/pricing/";
const cdn = settingOf("the CDN");
const lock = "a lock of the account or region, which is free";
const config = settingOf("AWS Config; what it records is charged at the recorder");
const costAlerts =
  "budgets and anomalies that only tell are free: https://aws.amazon.com/aws-cost-management/aws-budgets/pricing/";

/** Why a type costs nothing by itself. */
export const freeTypes: Readonly<Record<string, string>> = {
  "aws:acm/certificate:Certificate": certificate,
  "aws:acm/certificateValidation:CertificateValidation": certificate,
  "aws:autoscaling/policy:Policy": autoScaling,
  "aws:autoscaling/schedule:Schedule": autoScaling,
  "aws:backup/plan:Plan": backup,
  "aws:backup/regionSettings:RegionSettings": backup,
  "aws:backup/selection:Selection": backup,
  "aws:backup/vaultNotifications:VaultNotifications": backup,
  "aws:backup/vaultPolicy:VaultPolicy": backup,
  "aws:budgets/budget:Budget": costAlerts,
  "aws:cfg/deliveryChannel:DeliveryChannel": config,
  "aws:cfg/recorderStatus:RecorderStatus": config,
  "aws:cloudfront/originAccessControl:OriginAccessControl": cdn,
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": cdn,
  "aws:cloudtrail/trail:Trail":
    "the first copy of management events is free; its files and logs are charged there: https://aws.amazon.com/cloudtrail/pricing/",
  "aws:cloudwatch/eventRule:EventRule": events,
  "aws:cloudwatch/eventTarget:EventTarget": events,
  "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination": settingOf("the log delivery"),
  "aws:cloudwatch/logDeliverySource:LogDeliverySource": settingOf("the log delivery"),
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": settingOf("log groups"),
  "aws:costexplorer/anomalyMonitor:AnomalyMonitor": costAlerts,
  "aws:costexplorer/anomalySubscription:AnomalySubscription": costAlerts,
  "aws:ebs/encryptionByDefault:EncryptionByDefault": lock,
  "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess": lock,
  "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl": vpc,
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": group,
  "aws:ec2/flowLog:FlowLog": settingOf("its log group"),
  "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess": lock,
  "aws:ec2/internetGateway:InternetGateway": vpc,
  "aws:ec2/launchTemplate:LaunchTemplate": "the instances are charged at their Auto Scaling group",
  "aws:ec2/route:Route": vpc,
  "aws:ec2/routeTable:RouteTable": vpc,
  "aws:ec2/routeTableAssociation:RouteTableAssociation": vpc,
  "aws:ec2/securityGroup:SecurityGroup": group,
  "aws:ec2/subnet:Subnet": vpc,
  "aws:ec2/vpc:Vpc": vpc,
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": settingOf("the image repository"),
  "aws:efs/accessPoint:AccessPoint": settingOf("the file system"),
  "aws:efs/backupPolicy:BackupPolicy": settingOf("the file system"),
  "aws:efs/fileSystemPolicy:FileSystemPolicy": settingOf("the file system"),
  "aws:efs/mountTarget:MountTarget": settingOf("the file system"),
  "aws:iam/instanceProfile:InstanceProfile": iam,
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": iam,
  "aws:iam/policy:Policy": iam,
  "aws:iam/role:Role": iam,
  "aws:iam/rolePolicy:RolePolicy": iam,
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": iam,
  "aws:iam/serviceLinkedRole:ServiceLinkedRole": iam,
  "aws:kms/alias:Alias": "a name of the key, which is charged there: https://aws.amazon.com/kms/pricing/",
  "aws:lambda/functionRecursionConfig:FunctionRecursionConfig": settingOf("the function"),
  "aws:lambda/invocation:Invocation": "one run at a deployment",
  "aws:lambda/permission:Permission": settingOf("the function"),
  "aws:lb/listener:Listener": settingOf("the load balancer"),
  "aws:lb/listenerRule:ListenerRule": settingOf("the load balancer"),
  "aws:lb/targetGroup:TargetGroup": settingOf("the load balancer"),
  "aws:rds/eventSubscription:EventSubscription": settingOf("its topic"),
  "aws:rds/parameterGroup:ParameterGroup": settingOf("the database"),
  "aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup": settingOf("the proxy"),
  "aws:rds/proxyTarget:ProxyTarget": settingOf("the proxy"),
  "aws:rds/subnetGroup:SubnetGroup": settingOf("the database"),
  "aws:route53/queryLog:QueryLog": settingOf("the hosted zone; its logs are charged to their log group"),
  "aws:route53/record:Record": dns,
  "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock": lock,
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": bucket,
  "aws:s3/bucketLogging:BucketLogging": bucket,
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": bucket,
  "aws:s3/bucketPolicy:BucketPolicy": bucket,
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": bucket,
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": bucket,
  "aws:s3/bucketVersioning:BucketVersioning": bucket,
  "aws:secretsmanager/secretPolicy:SecretPolicy": settingOf("the secret"),
  "aws:secretsmanager/secretRotation:SecretRotation": "the function that rotates is charged there",
  "aws:secretsmanager/secretVersion:SecretVersion": settingOf("the secret"),
  "aws:sesv2/accountSuppressionAttributes:AccountSuppressionAttributes": settingOf("mail"),
  "aws:sesv2/configurationSet:ConfigurationSet": settingOf("the mail identity"),
  "aws:sesv2/configurationSetEventDestination:ConfigurationSetEventDestination": settingOf("the mail identity"),
  "aws:sesv2/emailIdentityMailFromAttributes:EmailIdentityMailFromAttributes": settingOf("the mail identity"),
  "aws:sns/topicPolicy:TopicPolicy": settingOf("the topic"),
  "aws:sqs/queuePolicy:QueuePolicy": settingOf("the queue"),
  "aws:ssm/document:Document": "Session Manager is free: https://aws.amazon.com/systems-manager/pricing/",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": group,
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": group,
  "aws:wafv2/webAclAssociation:WebAclAssociation": settingOf("the firewall"),
  "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": settingOf(
    "the firewall; its logs are charged to their log group",
  ),
};

const restoreTest =
  "what a restore test costs depends on what it finds to restore and how long that lives: https://aws.amazon.com/backup/pricing/";

const guardDuty =
  "GuardDuty is charged by the events and logs that it looks at: https://aws.amazon.com/guardduty/pricing/";

/** Why a type's cost cannot be said, though it costs something. */
export const unpricedTypes: Readonly<Record<string, string>> = {
  "aws:backup/restoreTestingPlan:RestoreTestingPlan": restoreTest,
  "aws:backup/restoreTestingSelection:RestoreTestingSelection": restoreTest,
  "aws:cfg/recorder:Recorder":
    "AWS Config is charged by the recorded change, and how many there are depends on what is done: https://aws.amazon.com/config/pricing/",
  "aws:cloudwatch/logDelivery:LogDelivery":
    "delivered access logs are charged by the GB, and how long a line of them is depends on the visitors' requests: https://aws.amazon.com/cloudwatch/pricing/",
  "aws:ecr/repository:Repository":
    "images are charged by the GB, and nobody says how large they are: https://aws.amazon.com/ecr/pricing/",
  "aws:guardduty/detector:Detector": guardDuty,
  "aws:guardduty/detectorFeature:DetectorFeature": guardDuty,
  "aws:route53/zone:Zone":
    "a zone is charged by the month and by its queries, of which the settings say nothing: https://aws.amazon.com/route53/pricing/",
};
