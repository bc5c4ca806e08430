/** Lists through the AWS SDK what an emulator holds, so that "nothing is left" is AWS's word and not Pulumi's. */
import { Clients } from "./provider/clients.ts";
import type { Properties, Service } from "./provider/row.ts";

type Send = (operation: string, parameters?: Properties) => Promise<Properties>;

/** One kind of resource: how to list it, as names that a reader recognises. */
interface Listing {
  readonly kind: string;
  readonly service: Service;
  readonly list: (send: Send) => Promise<string[]>;
}

/** A listing by one call: the list in the answer, and the member that names an item. */
function byCall(
  kind: string,
  service: Service,
  operation: string,
  list: string,
  name: string,
  parameters: Properties = {},
): Listing {
  const items = (answer: Properties): Properties[] => answer[list] ?? [];
  return {
    kind,
    service,
    list: async (send) =>
      items(await send(operation, parameters))
        .filter(isLeft)
        .map((item) => String(item[name] ?? item)),
  };
}

/** What AWS still lists for a while after it was deleted is not left. */
function isLeft(item: Properties): boolean {
  return !["deleted", "deleting", "terminated"].includes(String(item.State?.Name ?? item.State ?? "").toLowerCase());
}

/** Keys cannot be deleted at once: those that wait for their deletion are not left. */
async function listKeys(send: Send): Promise<string[]> {
  const { Keys } = await send("ListKeys");
  const found = await Promise.all((Keys ?? []).map((key: Properties) => send("DescribeKey", { KeyId: key.KeyId })));
  return found
    .filter(({ KeyMetadata }) => KeyMetadata.KeyState !== "PendingDeletion")
    .map(({ KeyMetadata }) => KeyMetadata.Arn);
}

const listings: readonly Listing[] = [
  byCall("Auto Scaling group", "autoscaling", "DescribeAutoScalingGroups", "AutoScalingGroups", "AutoScalingGroupName"),
  byCall("trail", "cloudtrail", "DescribeTrails", "trailList", "TrailARN"),
  byCall("configuration recorder", "config", "DescribeConfigurationRecorders", "ConfigurationRecorders", "name"),
  byCall("delivery channel", "config", "DescribeDeliveryChannels", "DeliveryChannels", "name"),
  byCall("VPC", "ec2", "DescribeVpcs", "Vpcs", "VpcId"),
  byCall("subnet", "ec2", "DescribeSubnets", "Subnets", "SubnetId"),
  byCall("internet gateway", "ec2", "DescribeInternetGateways", "InternetGateways", "InternetGatewayId"),
  byCall("NAT gateway", "ec2", "DescribeNatGateways", "NatGateways", "NatGatewayId"),
  byCall("Elastic IP address", "ec2", "DescribeAddresses", "Addresses", "AllocationId"),
  byCall("route table", "ec2", "DescribeRouteTables", "RouteTables", "RouteTableId"),
  byCall("VPC endpoint", "ec2", "DescribeVpcEndpoints", "VpcEndpoints", "VpcEndpointId"),
  byCall("security group", "ec2", "DescribeSecurityGroups", "SecurityGroups", "GroupId"),
  byCall("network ACL", "ec2", "DescribeNetworkAcls", "NetworkAcls", "NetworkAclId"),
  byCall("flow log", "ec2", "DescribeFlowLogs", "FlowLogs", "FlowLogId"),
  byCall("launch template", "ec2", "DescribeLaunchTemplates", "LaunchTemplates", "LaunchTemplateId"),
  byCall("image repository", "ecr", "DescribeRepositories", "repositories", "repositoryArn"),
  byCall("role", "iam", "ListRoles", "Roles", "RoleName"),
  byCall("policy", "iam", "ListPolicies", "Policies", "Arn", { Scope: "Local" }),
  byCall("instance profile", "iam", "ListInstanceProfiles", "InstanceProfiles", "InstanceProfileName"),
  byCall("OIDC provider", "iam", "ListOpenIDConnectProviders", "OpenIDConnectProviderList", "Arn"),
  { kind: "key", service: "kms", list: listKeys },
  byCall("log group", "logs", "DescribeLogGroups", "logGroups", "logGroupName"),
  byCall("log resource policy", "logs", "DescribeResourcePolicies", "resourcePolicies", "policyName"),
  byCall("hosted zone", "route53", "ListHostedZones", "HostedZones", "Id"),
  byCall("bucket", "s3", "ListBuckets", "Buckets", "Name"),
  byCall("topic", "sns", "ListTopics", "Topics", "TopicArn"),
  byCall("subscription", "sns", "ListSubscriptions", "Subscriptions", "SubscriptionArn"),
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
      const names = await list((operation, parameters = {}) => clients.send({ service, operation, parameters }, at));
      for (const name of names) lines.add(`${kind} ${name} (${at})`);
    }
  }
  return [...lines].sort();
}
