/**
 * The properties whose values a preview may show, by type; of all others it tells the path alone. On the list is what a reviewer
 * decides by and what never carries a secret: sizes, ranges, classes, versions, names, switches. Not on it: whatever takes free
 * text, environments of functions, user data, headers, passwords, and documents.
 */
import type * as aws from "@pulumi/aws";
import { formatPath, type Step } from "./paths.ts";

/** A path within arguments `A`: a property of theirs, and below it anything; `[*]` stands for every position. */
type PathIn<A> = `${keyof A & string}` | `${keyof A & string}${"." | "["}${string}`;

const of = <A>(...paths: readonly PathIn<A>[]): readonly string[] => paths;

/** The paths, by type. */
export const plainProperties: Readonly<Record<string, readonly string[]>> = {
  "aws:acm/certificate:Certificate": of<aws.acm.CertificateArgs>("domainName", "keyAlgorithm", "validationMethod"),
  "aws:autoscaling/group:Group": of<aws.autoscaling.GroupArgs>(
    "name",
    "minSize",
    "maxSize",
    "desiredCapacity",
    "healthCheckType",
    "healthCheckGracePeriod",
    "mixedInstancesPolicy.launchTemplate.overrides[*].instanceType",
    "vpcZoneIdentifiers",
  ),
  "aws:autoscaling/schedule:Schedule": of<aws.autoscaling.ScheduleArgs>(
    "minSize",
    "maxSize",
    "desiredCapacity",
    "recurrence",
    "timeZone",
  ),
  "aws:backup/plan:Plan": of<aws.backup.PlanArgs>(
    "name",
    "rules[*].schedule",
    "rules[*].lifecycle.deleteAfter",
    "rules[*].lifecycle.coldStorageAfter",
  ),
  "aws:backup/vault:Vault": of<aws.backup.VaultArgs>("name", "forceDestroy"),
  "aws:budgets/budget:Budget": of<aws.budgets.BudgetArgs>("budgetType", "limitAmount", "limitUnit", "timeUnit"),
  "aws:cloudfront/distribution:Distribution": of<aws.cloudfront.DistributionArgs>(
    "aliases",
    "enabled",
    "httpVersion",
    "priceClass",
    "viewerCertificate.minimumProtocolVersion",
  ),
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": of<aws.cloudwatch.CompositeAlarmArgs>("alarmName", "alarmRule"),
  "aws:cloudwatch/eventRule:EventRule": of<aws.cloudwatch.EventRuleArgs>("name", "scheduleExpression", "state"),
  "aws:cloudwatch/logGroup:LogGroup": of<aws.cloudwatch.LogGroupArgs>("name", "retentionInDays", "logGroupClass"),
  "aws:cloudwatch/metricAlarm:MetricAlarm": of<aws.cloudwatch.MetricAlarmArgs>(
    "name",
    "comparisonOperator",
    "datapointsToAlarm",
    "evaluationPeriods",
    "metricName",
    "namespace",
    "period",
    "statistic",
    "threshold",
    "treatMissingData",
  ),
  "aws:dynamodb/table:Table": of<aws.dynamodb.TableArgs>(
    "name",
    "billingMode",
    "hashKey",
    "rangeKey",
    "deletionProtectionEnabled",
    "pointInTimeRecovery.enabled",
  ),
  "aws:ec2/eip:Eip": of<aws.ec2.EipArgs>("domain"),
  "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl": of<aws.ec2.DefaultNetworkAclArgs>(
    ...(["ingress", "egress"] as const).flatMap(
      (list) =>
        [
          `${list}[*].action`,
          `${list}[*].cidrBlock`,
          `${list}[*].fromPort`,
          `${list}[*].protocol`,
          `${list}[*].ruleNo`,
          `${list}[*].toPort`,
        ] as const,
    ),
  ),
  "aws:ec2/launchTemplate:LaunchTemplate": of<aws.ec2.LaunchTemplateArgs>(
    "name",
    "imageId",
    "instanceType",
    "metadataOptions.httpTokens",
    "blockDeviceMappings[*].ebs.volumeSize",
    "blockDeviceMappings[*].ebs.volumeType",
  ),
  "aws:ec2/natGateway:NatGateway": of<aws.ec2.NatGatewayArgs>("connectivityType", "subnetId"),
  "aws:ec2/route:Route": of<aws.ec2.RouteArgs>("destinationCidrBlock", "destinationIpv6CidrBlock"),
  "aws:ec2/securityGroup:SecurityGroup": of<aws.ec2.SecurityGroupArgs>(
    "name",
    "ingress[*].cidrBlocks",
    "ingress[*].fromPort",
    "ingress[*].protocol",
    "ingress[*].toPort",
    "egress[*].cidrBlocks",
    "egress[*].fromPort",
    "egress[*].protocol",
    "egress[*].toPort",
  ),
  "aws:ec2/subnet:Subnet": of<aws.ec2.SubnetArgs>(
    "availabilityZone",
    "cidrBlock",
    "ipv6CidrBlock",
    "mapPublicIpOnLaunch",
  ),
  "aws:ec2/vpc:Vpc": of<aws.ec2.VpcArgs>("cidrBlock", "enableDnsHostnames", "enableDnsSupport", "instanceTenancy"),
  "aws:ec2/vpcEndpoint:VpcEndpoint": of<aws.ec2.VpcEndpointArgs>("serviceName", "vpcEndpointType"),
  "aws:ecr/repository:Repository": of<aws.ecr.RepositoryArgs>("name", "forceDelete", "imageTagMutability"),
  "aws:efs/fileSystem:FileSystem": of<aws.efs.FileSystemArgs>("encrypted", "performanceMode", "throughputMode"),
  "aws:iam/policy:Policy": of<aws.iam.PolicyArgs>("name", "path"),
  "aws:iam/role:Role": of<aws.iam.RoleArgs>("name", "path", "maxSessionDuration", "permissionsBoundary"),
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": of<aws.iam.RolePolicyAttachmentArgs>("policyArn", "role"),
  "aws:kms/alias:Alias": of<aws.kms.AliasArgs>("name"),
  "aws:kms/key:Key": of<aws.kms.KeyArgs>(
    "deletionWindowInDays",
    "enableKeyRotation",
    "isEnabled",
    "keyUsage",
    "multiRegion",
    "rotationPeriodInDays",
  ),
  "aws:lambda/eventSourceMapping:EventSourceMapping": of<aws.lambda.EventSourceMappingArgs>("batchSize", "enabled"),
  "aws:lambda/function:Function": of<aws.lambda.FunctionArgs>(
    "name",
    "architectures",
    "memorySize",
    "reservedConcurrentExecutions",
    "runtime",
    "timeout",
  ),
  "aws:lambda/permission:Permission": of<aws.lambda.PermissionArgs>("action", "principal", "sourceArn"),
  "aws:lb/listener:Listener": of<aws.lb.ListenerArgs>("port", "protocol", "sslPolicy"),
  "aws:lb/listenerRule:ListenerRule": of<aws.lb.ListenerRuleArgs>("priority"),
  "aws:lb/loadBalancer:LoadBalancer": of<aws.lb.LoadBalancerArgs>(
    "name",
    "enableDeletionProtection",
    "idleTimeout",
    "internal",
    "loadBalancerType",
  ),
  "aws:lb/targetGroup:TargetGroup": of<aws.lb.TargetGroupArgs>(
    "name",
    "deregistrationDelay",
    "port",
    "protocol",
    "targetType",
  ),
  "aws:mq/broker:Broker": of<aws.mq.BrokerArgs>(
    "brokerName",
    "deploymentMode",
    "engineType",
    "engineVersion",
    "hostInstanceType",
    "publiclyAccessible",
  ),
  "aws:rds/instance:Instance": of<aws.rds.InstanceArgs>(
    "allocatedStorage",
    "allowMajorVersionUpgrade",
    "applyImmediately",
    "backupRetentionPeriod",
    "dbName",
    "deleteAutomatedBackups",
    "deletionProtection",
    "enabledCloudwatchLogsExports",
    "engine",
    "engineVersion",
    "finalSnapshotIdentifier",
    "identifier",
    "instanceClass",
    "iops",
    "maxAllocatedStorage",
    "multiAz",
    "parameterGroupName",
    "port",
    "publiclyAccessible",
    "skipFinalSnapshot",
    "storageEncrypted",
    "storageType",
  ),
  "aws:rds/parameterGroup:ParameterGroup": of<aws.rds.ParameterGroupArgs>("family", "name"),
  "aws:rds/subnetGroup:SubnetGroup": of<aws.rds.SubnetGroupArgs>("name", "subnetIds"),
  "aws:route53/record:Record": of<aws.route53.RecordArgs>("name", "ttl", "type"),
  "aws:route53/zone:Zone": of<aws.route53.ZoneArgs>("name", "forceDestroy"),
  "aws:s3/bucket:Bucket": of<aws.s3.BucketArgs>("bucket", "forceDestroy", "objectLockEnabled"),
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": of<aws.s3.BucketLifecycleConfigurationArgs>(
    "rules[*].expiration.days",
    "rules[*].id",
    "rules[*].noncurrentVersionExpiration.noncurrentDays",
    "rules[*].status",
    "rules[*].transitions[*].days",
    "rules[*].transitions[*].storageClass",
  ),
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": of<aws.s3.BucketPublicAccessBlockArgs>(
    "blockPublicAcls",
    "blockPublicPolicy",
    "ignorePublicAcls",
    "restrictPublicBuckets",
  ),
  "aws:s3/bucketVersioning:BucketVersioning": of<aws.s3.BucketVersioningArgs>("versioningConfiguration.status"),
  "aws:scheduler/schedule:Schedule": of<aws.scheduler.ScheduleArgs>(
    "name",
    "scheduleExpression",
    "scheduleExpressionTimezone",
    "state",
  ),
  "aws:secretsmanager/secret:Secret": of<aws.secretsmanager.SecretArgs>("name", "recoveryWindowInDays"),
  "aws:sns/topic:Topic": of<aws.sns.TopicArgs>("fifoTopic", "name"),
  "aws:sns/topicSubscription:TopicSubscription": of<aws.sns.TopicSubscriptionArgs>("protocol", "rawMessageDelivery"),
  "aws:sqs/queue:Queue": of<aws.sqs.QueueArgs>(
    "fifoQueue",
    "messageRetentionSeconds",
    "name",
    "visibilityTimeoutSeconds",
  ),
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": of<aws.vpc.SecurityGroupEgressRuleArgs>(
    "cidrIpv4",
    "cidrIpv6",
    "fromPort",
    "ipProtocol",
    "toPort",
  ),
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": of<aws.vpc.SecurityGroupIngressRuleArgs>(
    "cidrIpv4",
    "cidrIpv6",
    "fromPort",
    "ipProtocol",
    "toPort",
  ),
};

/**
 * Whether the value at a path may be shown.
 *
 * @param type Pulumi's type token
 * @param steps the path; below a property of the list only the positions of a list of plain values
 */
export function isPlain(type: string, steps: readonly Step[]): boolean {
  const own = Object.hasOwn(plainProperties, type) ? plainProperties[type] : undefined;
  const pattern = formatPath(steps).replace(/\[\d+\]/g, "[*]");
  return own?.some((path) => pattern === path || pattern === `${path}[*]`) === true;
}
