/** Lists through the AWS SDK what an emulator holds, so that "nothing is left" is AWS's word and not Pulumi's. */
import { Clients } from "./provider/clients.ts";
import type { Properties, Service } from "./provider/row.ts";

/** Sends one call of a listing's service. */
export type Send = (operation: string, parameters?: Properties) => Promise<Properties>;

/** One kind of resource: how to list it, as names that a reader recognises. */
export interface Listing {
  /** What a person calls it: `route table`. */
  readonly kind: string;
  /** Pulumi's type tokens of what the listing shows. */
  readonly types: readonly string[];
  /** Who is asked. */
  readonly service: Service;
  /** The names of what is there, in the account and region that `send` asks. */
  readonly list: (send: Send, accountId: string) => Promise<string[]>;
}

/** The parameters that ask for the next page, in the words of the service; undefined after the last one. */
function nextPage(answer: Properties): Properties | undefined {
  if (answer.NextToken) return { NextToken: answer.NextToken };
  if (answer.nextToken) return { nextToken: answer.nextToken };
  if (answer.ContinuationToken) return { ContinuationToken: answer.ContinuationToken };
  // Route 53 says the marker of this page in Marker, IAM and KMS that of the next one.
  if (answer.NextMarker) return { Marker: answer.NextMarker };
  return (answer.IsTruncated || answer.Truncated) && answer.Marker ? { Marker: answer.Marker } : undefined;
}

/**
 * All items of a listing, over all its pages.
 * @param list the member of an answer that holds a page's items.
 */
export async function listAll(
  send: Send,
  operation: string,
  list: string,
  parameters: Properties = {},
): Promise<Properties[]> {
  const items: Properties[] = [];
  for (let page: Properties | undefined = {}; page !== undefined; ) {
    const answer: Properties = await send(operation, { ...parameters, ...page });
    items.push(...(answer[list] ?? []));
    page = nextPage(answer);
  }
  return items;
}

/** A listing by one operation: the list in its answer, and the member that names an item. */
function byCall(
  kind: string,
  type: string,
  service: Service,
  operation: string,
  list: string,
  name: string,
  parameters: Properties = {},
): Listing {
  return {
    kind,
    types: [`aws:${type}`],
    service,
    list: async (send) =>
      (await listAll(send, operation, list, parameters)).filter(isLeft).map((item) => String(item[name] ?? item)),
  };
}

/** What AWS still lists for a while after it was deleted is not left. */
function isLeft(item: Properties): boolean {
  return !["deleted", "deleting", "terminated"].includes(String(item.State?.Name ?? item.State ?? "").toLowerCase());
}

/** Keys cannot be deleted at once: those that wait for their deletion are not left. */
async function listKeys(send: Send): Promise<string[]> {
  const keys = await listAll(send, "ListKeys", "Keys");
  const found = await Promise.all(keys.map((key) => send("DescribeKey", { KeyId: key.KeyId })));
  return found
    .filter(({ KeyMetadata }) => KeyMetadata.KeyState !== "PendingDeletion")
    .map(({ KeyMetadata }) => KeyMetadata.Arn);
}

/** The aliases of AWS's own keys are nobody's to delete. */
async function listAliases(send: Send): Promise<string[]> {
  const aliases = await listAll(send, "ListAliases", "Aliases");
  return aliases.map(({ AliasName }) => String(AliasName)).filter((name) => !name.startsWith("alias/aws/"));
}

async function listBudgets(send: Send, accountId: string): Promise<string[]> {
  const budgets = await listAll(send, "DescribeBudgets", "Budgets", { AccountId: accountId });
  return budgets.map(({ BudgetName }) => String(BudgetName));
}

/** A listing of CloudFront's, whose answers hold their list one level deeper. */
function byCloudFront(
  kind: string,
  type: string,
  list: string,
  id: (item: Properties) => unknown,
  parameters: Properties = {},
): Listing {
  const operation = `List${list.replace(/yList$/, "ies").replace(/List$/, "s")}`;
  return {
    kind,
    types: [`aws:cloudfront/${type}`],
    service: "cloudfront",
    list: async (send) =>
      ((await send(operation, parameters))[list].Items ?? []).map((item: Properties) => String(id(item))),
  };
}

/** Web ACLs of the region, and those of CloudFront, which every region of the emulator tells. */
async function listWebAcls(send: Send): Promise<string[]> {
  const found = await Promise.all(
    ["REGIONAL", "CLOUDFRONT"].map((Scope) => listAll(send, "ListWebACLs", "WebACLs", { Scope })),
  );
  return found.flat().map(({ ARN }) => String(ARN));
}

/** Everything that is looked for at the end. */
export const listings: readonly Listing[] = [
  byCall(
    "Auto Scaling group",
    "autoscaling/group:Group",
    "autoscaling",
    "DescribeAutoScalingGroups",
    "AutoScalingGroups",
    "AutoScalingGroupName",
  ),
  byCall("backup plan", "backup/plan:Plan", "backup", "ListBackupPlans", "BackupPlansList", "BackupPlanId"),
  byCall("backup vault", "backup/vault:Vault", "backup", "ListBackupVaults", "BackupVaultList", "BackupVaultName"),
  byCall("alarm", "cloudwatch/metricAlarm:MetricAlarm", "cloudwatch", "DescribeAlarms", "MetricAlarms", "AlarmName"),
  { kind: "budget", types: ["aws:budgets/budget:Budget"], service: "budgets", list: listBudgets },
  byCloudFront("distribution", "distribution:Distribution", "DistributionList", ({ Id }) => Id),
  byCloudFront(
    "origin access control",
    "originAccessControl:OriginAccessControl",
    "OriginAccessControlList",
    ({ Id }) => Id,
  ),
  byCloudFront(
    "response headers policy",
    "responseHeadersPolicy:ResponseHeadersPolicy",
    "ResponseHeadersPolicyList",
    ({ ResponseHeadersPolicy }) => ResponseHeadersPolicy.Id,
    // Those of CloudFront's own are nobody's to delete.
    { Type: "custom" },
  ),
  byCall("trail", "cloudtrail/trail:Trail", "cloudtrail", "DescribeTrails", "trailList", "TrailARN"),
  byCall(
    "configuration recorder",
    "cfg/recorder:Recorder",
    "config",
    "DescribeConfigurationRecorders",
    "ConfigurationRecorders",
    "name",
  ),
  byCall(
    "delivery channel",
    "cfg/deliveryChannel:DeliveryChannel",
    "config",
    "DescribeDeliveryChannels",
    "DeliveryChannels",
    "name",
  ),
  byCall(
    "certificate",
    "acm/certificate:Certificate",
    "acm",
    "ListCertificates",
    "CertificateSummaryList",
    "CertificateArn",
  ),
  byCall(
    "load balancer",
    "lb/loadBalancer:LoadBalancer",
    "elbv2",
    "DescribeLoadBalancers",
    "LoadBalancers",
    "LoadBalancerArn",
  ),
  byCall(
    "target group",
    "lb/targetGroup:TargetGroup",
    "elbv2",
    "DescribeTargetGroups",
    "TargetGroups",
    "TargetGroupArn",
  ),
  byCall("VPC", "ec2/vpc:Vpc", "ec2", "DescribeVpcs", "Vpcs", "VpcId"),
  byCall("subnet", "ec2/subnet:Subnet", "ec2", "DescribeSubnets", "Subnets", "SubnetId"),
  byCall(
    "internet gateway",
    "ec2/internetGateway:InternetGateway",
    "ec2",
    "DescribeInternetGateways",
    "InternetGateways",
    "InternetGatewayId",
  ),
  byCall("NAT gateway", "ec2/natGateway:NatGateway", "ec2", "DescribeNatGateways", "NatGateways", "NatGatewayId"),
  byCall("Elastic IP address", "ec2/eip:Eip", "ec2", "DescribeAddresses", "Addresses", "AllocationId"),
  byCall("route table", "ec2/routeTable:RouteTable", "ec2", "DescribeRouteTables", "RouteTables", "RouteTableId"),
  byCall("VPC endpoint", "ec2/vpcEndpoint:VpcEndpoint", "ec2", "DescribeVpcEndpoints", "VpcEndpoints", "VpcEndpointId"),
  byCall(
    "security group",
    "ec2/securityGroup:SecurityGroup",
    "ec2",
    "DescribeSecurityGroups",
    "SecurityGroups",
    "GroupId",
  ),
  byCall("network ACL", "ec2/networkAcl:NetworkAcl", "ec2", "DescribeNetworkAcls", "NetworkAcls", "NetworkAclId"),
  byCall("flow log", "ec2/flowLog:FlowLog", "ec2", "DescribeFlowLogs", "FlowLogs", "FlowLogId"),
  byCall(
    "launch template",
    "ec2/launchTemplate:LaunchTemplate",
    "ec2",
    "DescribeLaunchTemplates",
    "LaunchTemplates",
    "LaunchTemplateId",
  ),
  byCall("file system", "efs/fileSystem:FileSystem", "efs", "DescribeFileSystems", "FileSystems", "FileSystemId"),
  byCall(
    "image repository",
    "ecr/repository:Repository",
    "ecr",
    "DescribeRepositories",
    "repositories",
    "repositoryArn",
  ),
  byCall("role", "iam/role:Role", "iam", "ListRoles", "Roles", "RoleName"),
  byCall("policy", "iam/policy:Policy", "iam", "ListPolicies", "Policies", "Arn", { Scope: "Local" }),
  byCall(
    "instance profile",
    "iam/instanceProfile:InstanceProfile",
    "iam",
    "ListInstanceProfiles",
    "InstanceProfiles",
    "InstanceProfileName",
  ),
  byCall(
    "OIDC provider",
    "iam/openIdConnectProvider:OpenIdConnectProvider",
    "iam",
    "ListOpenIDConnectProviders",
    "OpenIDConnectProviderList",
    "Arn",
  ),
  { kind: "key", types: ["aws:kms/key:Key"], service: "kms", list: listKeys },
  { kind: "key alias", types: ["aws:kms/alias:Alias"], service: "kms", list: listAliases },
  byCall("function", "lambda/function:Function", "lambda", "ListFunctions", "Functions", "FunctionArn"),
  byCall("log group", "cloudwatch/logGroup:LogGroup", "logs", "DescribeLogGroups", "logGroups", "logGroupName"),
  byCall(
    "log resource policy",
    "cloudwatch/logResourcePolicy:LogResourcePolicy",
    "logs",
    "DescribeResourcePolicies",
    "resourcePolicies",
    "policyName",
  ),
  byCall(
    "database instance",
    "rds/instance:Instance",
    "rds",
    "DescribeDBInstances",
    "DBInstances",
    "DBInstanceIdentifier",
  ),
  byCall(
    "database subnet group",
    "rds/subnetGroup:SubnetGroup",
    "rds",
    "DescribeDBSubnetGroups",
    "DBSubnetGroups",
    "DBSubnetGroupName",
  ),
  byCall(
    "database parameter group",
    "rds/parameterGroup:ParameterGroup",
    "rds",
    "DescribeDBParameterGroups",
    "DBParameterGroups",
    "DBParameterGroupName",
  ),
  byCall("database proxy", "rds/proxy:Proxy", "rds", "DescribeDBProxies", "DBProxies", "DBProxyName"),
  byCall("secret", "secretsmanager/secret:Secret", "secretsmanager", "ListSecrets", "SecretList", "ARN"),
  byCall(
    "log delivery source",
    "cloudwatch/logDeliverySource:LogDeliverySource",
    "logs",
    "DescribeDeliverySources",
    "deliverySources",
    "name",
  ),
  byCall(
    "log delivery destination",
    "cloudwatch/logDeliveryDestination:LogDeliveryDestination",
    "logs",
    "DescribeDeliveryDestinations",
    "deliveryDestinations",
    "name",
  ),
  { kind: "web ACL", types: ["aws:wafv2/webAcl:WebAcl"], service: "wafv2", list: listWebAcls },
  byCall("health check", "route53/healthCheck:HealthCheck", "route53", "ListHealthChecks", "HealthChecks", "Id"),
  byCall("hosted zone", "route53/zone:Zone", "route53", "ListHostedZones", "HostedZones", "Id"),
  byCall("bucket", "s3/bucket:Bucket", "s3", "ListBuckets", "Buckets", "Name"),
  byCall(
    "mail identity",
    "sesv2/emailIdentity:EmailIdentity",
    "sesv2",
    "ListEmailIdentities",
    "EmailIdentities",
    "IdentityName",
  ),
  byCall(
    "configuration set of mail",
    "sesv2/configurationSet:ConfigurationSet",
    "sesv2",
    "ListConfigurationSets",
    "ConfigurationSets",
    "ConfigurationSetName",
  ),
  byCall("topic", "sns/topic:Topic", "sns", "ListTopics", "Topics", "TopicArn"),
  byCall(
    "subscription",
    "sns/topicSubscription:TopicSubscription",
    "sns",
    "ListSubscriptions",
    "Subscriptions",
    "SubscriptionArn",
  ),
];

/** Global services and CloudFront's metrics live there, whatever the region of the environment. */
const globalRegion = "us-east-1";

/**
 * Everything that the emulator holds, as lines `kind name (region)`, sorted.
 * @param endpoint the emulator's.
 * @param region the environment's region; us-east-1 is listed too.
 */
export async function listResources(endpoint: string, accountId: string, region: string): Promise<string[]> {
  const clients = new Clients(endpoint, accountId);
  const lines = new Set<string>();
  for (const at of new Set([region, globalRegion])) {
    for (const { kind, service, list } of listings) {
      const send: Send = (operation, parameters = {}) => clients.send({ service, operation, parameters }, at);
      const names = await list(send, accountId);
      for (const name of names) lines.add(`${kind} ${name} (${at})`);
    }
  }
  return [...lines].sort();
}
