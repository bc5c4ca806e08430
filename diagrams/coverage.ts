/** What a diagram leaves out on purpose, and a check that nothing else is missing from it. */
import type { Built } from "./build.ts";
import type { Resource } from "./resources.ts";

const setting = "a property of what is drawn";
const right = "who may do what: too much for a picture; see docs/security.md";
const arrow = "drawn as an arrow";

/** Types that have no card, each with the reason. Without `aws:`. */
export const notDrawn: Readonly<Record<string, string>> = {
  "acm/certificateValidation:CertificateValidation": "a wait, nothing that stays",
  "autoscaling/policy:Policy": setting,
  "autoscaling/schedule:Schedule": setting,
  "backup/regionSettings:RegionSettings": "a setting of the account",
  "backup/restoreTestingSelection:RestoreTestingSelection": setting,
  "backup/selection:Selection": arrow,
  "backup/vaultPolicy:VaultPolicy": right,
  "cfg/deliveryChannel:DeliveryChannel": setting,
  "cfg/recorderStatus:RecorderStatus": setting,
  "cloudfront/originAccessControl:OriginAccessControl": setting,
  "cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": setting,
  "cloudwatch/eventRule:EventRule": "counted by its targets",
  "cloudwatch/logDelivery:LogDelivery": setting,
  "cloudwatch/logDeliveryDestination:LogDeliveryDestination": setting,
  "cloudwatch/logDeliverySource:LogDeliverySource": setting,
  "cloudwatch/logResourcePolicy:LogResourcePolicy": right,
  "ebs/encryptionByDefault:EncryptionByDefault": "a setting of the account",
  "ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess": "a setting of the account",
  "ec2/defaultNetworkAcl:DefaultNetworkAcl": setting,
  "ec2/defaultSecurityGroup:DefaultSecurityGroup": "lets nothing through",
  "ec2/imageBlockPublicAccess:ImageBlockPublicAccess": "a setting of the account",
  "ec2/launchTemplate:LaunchTemplate": setting,
  "ec2/route:Route": setting,
  "ec2/routeTable:RouteTable": setting,
  "ec2/routeTableAssociation:RouteTableAssociation": setting,
  "ec2/securityGroup:SecurityGroup": arrow,
  "ecr/lifecyclePolicy:LifecyclePolicy": setting,
  "efs/accessPoint:AccessPoint": setting,
  "efs/backupPolicy:BackupPolicy": setting,
  "efs/fileSystemPolicy:FileSystemPolicy": right,
  "guardduty/detectorFeature:DetectorFeature": setting,
  "iam/instanceProfile:InstanceProfile": right,
  "iam/policy:Policy": right,
  "iam/role:Role": right,
  "iam/rolePolicy:RolePolicy": right,
  "iam/rolePolicyAttachment:RolePolicyAttachment": right,
  "iam/serviceLinkedRole:ServiceLinkedRole": right,
  "kms/alias:Alias": "another name of a key",
  "lambda/eventSourceMapping:EventSourceMapping": arrow,
  "lambda/functionRecursionConfig:FunctionRecursionConfig": setting,
  "lambda/invocation:Invocation": "a call at deployment, nothing that stays",
  "lb/listener:Listener": arrow,
  "lb/listenerRule:ListenerRule": arrow,
  "lb/targetGroup:TargetGroup": arrow,
  "rds/parameterGroup:ParameterGroup": setting,
  "rds/subnetGroup:SubnetGroup": "the subnets in which the database is drawn",
  "route53/queryLog:QueryLog": setting,
  "s3/accountPublicAccessBlock:AccountPublicAccessBlock": "a setting of the account",
  "s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": setting,
  "s3/bucketLogging:BucketLogging": setting,
  "s3/bucketOwnershipControls:BucketOwnershipControls": setting,
  "s3/bucketPolicy:BucketPolicy": right,
  "s3/bucketPublicAccessBlock:BucketPublicAccessBlock": setting,
  "s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": setting,
  "s3/bucketVersioning:BucketVersioning": setting,
  "sesv2/accountSuppressionAttributes:AccountSuppressionAttributes": "a setting of the account",
  "sesv2/configurationSet:ConfigurationSet": setting,
  "sesv2/emailIdentityMailFromAttributes:EmailIdentityMailFromAttributes": setting,
  "sns/topicPolicy:TopicPolicy": right,
  "sns/topicSubscription:TopicSubscription": arrow,
  "sqs/queuePolicy:QueuePolicy": right,
  "vpc/securityGroupEgressRule:SecurityGroupEgressRule": "the other half of an ingress rule's arrow",
  "vpc/securityGroupIngressRule:SecurityGroupIngressRule": arrow,
  "wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": setting,
};

/**
 * The resources that a diagram neither shows nor leaves out on purpose.
 *
 * @param resources all that the diagram was built from
 * @returns one line for each, sorted; empty when the diagram is whole
 */
export function missing(resources: readonly Resource[], { shows }: Built): string[] {
  return resources
    .filter((resource) => resource.type.startsWith("aws:") && !shows(resource) && !(resource.type.slice(4) in notDrawn))
    .map(({ type, name }) => `${type} ${name}`)
    .sort();
}
