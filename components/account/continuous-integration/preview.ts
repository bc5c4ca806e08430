import type { Statement } from "../../shared/policy-document.ts";
import { readStateStatements, type StateBackend, stateObjects } from "./state-access.ts";

/**
 * What a preview may read, by service: descriptions of resources, never what they hold. AWS's own ReadOnlyAccess is no choice:
 * it reads objects, items, messages and parameters.
 *
 * Action names: https://docs.aws.amazon.com/service-authorization/latest/reference/, one page for each service.
 */
const describeActions: Readonly<Record<string, string>> = {
  acm: "DescribeCertificate ListCertificates ListTagsForCertificate",
  "application-autoscaling": "Describe* ListTagsForResource",
  autoscaling: "Describe*",
  backup:
    "Describe* GetBackupPlan GetBackupSelection GetBackupVaultAccessPolicy GetBackupVaultNotifications " +
    "GetRestoreTesting* List*",
  budgets: "ListTagsForResource ViewBudget",
  ce: "GetAnomalyMonitors GetAnomalySubscriptions ListTagsForResource",
  cloudfront: "Describe* Get* List*",
  cloudtrail: "DescribeTrails GetEventSelectors GetInsightSelectors GetTrail GetTrailStatus ListTags",
  cloudwatch: "Describe* GetAlarmMuteRule GetDashboard ListDashboards ListTagsForResource",
  codebuild: "BatchGetProjects ListProjects",
  codepipeline: "GetPipeline ListPipelines ListTagsForResource",
  config: "Describe* ListTagsForResource",
  dms: "Describe* ListTagsForResource",
  dynamodb: "DescribeContinuousBackups DescribeTable DescribeTimeToLive ListTables ListTagsOfResource",
  ec2:
    "Describe* GetEbsDefaultKmsKeyId GetEbsEncryptionByDefault GetImageBlockPublicAccessState " +
    "GetManagedPrefixListEntries GetSnapshotBlockPublicAccessState",
  ecr: "DescribeImages DescribeRepositories GetLifecyclePolicy GetRepositoryPolicy ListTagsForResource",
  ecs: "Describe* List*",
  elasticfilesystem: "Describe* ListTagsForResource",
  elasticloadbalancing: "Describe*",
  events: "Describe* List*",
  guardduty: "GetDetector ListDetectors ListTagsForResource",
  iam:
    "GetInstanceProfile GetOpenIDConnectProvider GetPolicy GetPolicyVersion GetRole GetRolePolicy " +
    "ListAttachedRolePolicies ListEntitiesForPolicy ListInstanceProfileTags ListInstanceProfilesForRole " +
    "ListPolicyTags ListPolicyVersions ListRolePolicies ListRoleTags",
  kms: "DescribeKey GetKeyPolicy GetKeyRotationStatus ListAliases ListKeys ListResourceTags",
  lambda:
    "GetEventSourceMapping GetFunctionCodeSigningConfig GetFunctionConcurrency GetFunctionConfiguration " +
    "GetFunctionEventInvokeConfig GetFunctionRecursionConfig GetPolicy ListFunctions ListTags ListVersionsByFunction",
  logs:
    "DescribeLogGroups DescribeMetricFilters DescribeResourcePolicies DescribeSubscriptionFilters GetDelivery " +
    "GetDeliveryDestination GetDeliverySource ListTagsForResource",
  mq: "DescribeBroker DescribeConfiguration DescribeUser ListBrokers ListTags",
  rds: "Describe* ListTagsForResource",
  route53: "GetChange GetHealthCheck GetHostedZone GetQueryLoggingConfig List*",
  s3:
    "GetAccelerateConfiguration GetAccountPublicAccessBlock GetBucket* GetEncryptionConfiguration " +
    "GetLifecycleConfiguration GetReplicationConfiguration ListAllMyBuckets",
  scheduler: "GetSchedule GetScheduleGroup ListTagsForResource",
  secretsmanager: "DescribeSecret GetResourcePolicy ListSecretVersionIds ListSecrets",
  ses:
    "DescribeActiveReceiptRuleSet DescribeConfigurationSet GetAccount GetConfigurationSet " +
    "GetConfigurationSetEventDestinations GetEmailIdentity ListConfigurationSets ListEmailIdentities ListTagsForResource",
  sns: "GetSubscriptionAttributes GetTopicAttributes ListSubscriptionsByTopic ListTagsForResource",
  sqs: "GetQueueAttributes GetQueueUrl ListQueueTags ListQueues",
  ssm: "DescribeDocument DescribeDocumentPermission DescribeParameters GetDocument ListTagsForResource",
  sts: "GetCallerIdentity",
  tag: "GetResources",
  wafv2: "GetLoggingConfiguration GetWebACL GetWebACLForResource List*",
};

/**
 * What must never be read with a role that a pull request can start, by service: contents, secrets, logs, code; and the ways to
 * a machine or another role from which they could be read.
 */
const dataActions: Readonly<Record<string, string>> = {
  cloudtrail: "GetQueryResults LookupEvents",
  dynamodb: "BatchGetItem ExportTableToPointInTime GetItem GetRecords PartiQL* Query Scan",
  ebs: "*",
  ec2: "GetConsole* GetPasswordData",
  ecr: "BatchGetImage GetAuthorizationToken GetDownloadUrlForLayer",
  elasticfilesystem: "Client*",
  kinesis: "GetRecords",
  lambda: "GetFunction GetLayerVersion Invoke*",
  logs: "FilterLogEvents GetLogEvents GetLogObject GetLogRecord GetQueryResults StartLiveTail StartQuery Unmask",
  rds: "Download*",
  "rds-data": "*",
  "rds-db": "connect",
  redshift: "GetClusterCredentials*",
  secretsmanager: "BatchGetSecretValue GetSecretValue",
  sqs: "ReceiveMessage",
  ssm: "GetCommandInvocation ListCommandInvocations SendCommand StartSession",
  sts: "AssumeRole*",
};

/** Actions that read objects. */
const objectActions = ["s3:GetObject*", "s3:SelectObjectContent"];

/** Actions that read parameters. */
const parameterActions = ["ssm:GetParameter*"];

/** AWS's own public parameters, such as the ids of the newest machine images. */
const publicParameters = "arn:aws:ssm:*::parameter/aws/service/*";

/** Full names of actions, from lists of names with spaces between them, by service. */
function fullNames(actions: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(actions).flatMap(([service, names]) => names.split(" ").map((name) => `${service}:${name}`));
}

/**
 * What the preview role may do: describe what the platform uses, and read Pulumi's state.
 *
 * @param state where Pulumi's state is; undefined when it is not in this account
 */
export function describeStatements(state: StateBackend | undefined): readonly Statement[] {
  return [
    { Sid: "DescribeResources", Effect: "Allow", Action: fullNames(describeActions), Resource: "*" },
    { Sid: "ReadPublicParameters", Effect: "Allow", Action: parameterActions, Resource: publicParameters },
    ...readStateStatements(state),
  ];
}

/**
 * What the preview role is denied whatever else it is given. A refresh of a Lambda function asks for its code and is refused
 * too: previews compare with the state and need no refresh.
 *
 * @param state the state that stays readable; undefined when it is not in this account
 */
export function dataDenialStatements(state: StateBackend | undefined): readonly Statement[] {
  const except = (resources: string | undefined) =>
    resources === undefined ? { Resource: "*" } : { NotResource: resources };
  return [
    { Sid: "NoData", Effect: "Deny", Action: fullNames(dataActions), Resource: "*" },
    { Sid: "NoParameters", Effect: "Deny", Action: parameterActions, ...except(publicParameters) },
    { Sid: "NoObjects", Effect: "Deny", Action: objectActions, ...except(state && stateObjects(state)) },
    {
      Sid: "NoDecryption",
      Effect: "Deny",
      Action: ["kms:CreateGrant", "kms:Decrypt", "kms:ReEncryptFrom"],
      ...except(state?.keyArn),
    },
  ];
}
