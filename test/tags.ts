/** The tags of resources, asked of AWS's API and not of Pulumi's state. */
import type { Clients } from "../rehearsal/provider/clients.ts";
import type { Properties, Service } from "../rehearsal/provider/row.ts";
import type { StateResource } from "../rehearsal/state.ts";

/** Which call tells a type's tags: its parameters from the resource, and the tags in its answer as pairs. */
interface TagReader {
  readonly service: Service;
  readonly operation: string;
  readonly parameters: (id: string, outputs: Properties) => Properties;
  /** The answer's tags. Default: its `Tags`. */
  readonly tags?: (answer: Properties) => Properties[];
}

const byEc2: TagReader = {
  service: "ec2",
  operation: "DescribeTags",
  parameters: (id) => ({ Filters: [{ Name: "resource-id", Values: [id] }] }),
};

const readers: Readonly<Record<string, TagReader>> = {
  "aws:ec2/vpc:Vpc": byEc2,
  "aws:ec2/subnet:Subnet": byEc2,
  "aws:ec2/securityGroup:SecurityGroup": byEc2,
  "aws:iam/role:Role": { service: "iam", operation: "ListRoleTags", parameters: (id) => ({ RoleName: id }) },
  "aws:cloudwatch/logGroup:LogGroup": {
    service: "logs",
    operation: "ListTagsForResource",
    parameters: (_id, outputs) => ({ resourceArn: outputs.arn }),
    tags: ({ tags }) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
  },
  // Only what its instances get too.
  "aws:autoscaling/group:Group": {
    service: "autoscaling",
    operation: "DescribeAutoScalingGroups",
    parameters: (id) => ({ AutoScalingGroupNames: [id] }),
    tags: ({ AutoScalingGroups }) =>
      AutoScalingGroups[0].Tags.filter(({ PropagateAtLaunch }: Properties) => PropagateAtLaunch),
  },
  "aws:s3/bucket:Bucket": {
    service: "s3",
    operation: "GetBucketTagging",
    parameters: (id) => ({ Bucket: id }),
    tags: ({ TagSet }) => TagSet,
  },
  "aws:sns/topic:Topic": {
    service: "sns",
    operation: "ListTagsForResource",
    parameters: (id) => ({ ResourceArn: id }),
  },
  "aws:kms/key:Key": {
    service: "kms",
    operation: "ListResourceTags",
    parameters: (id) => ({ KeyId: id }),
    tags: ({ Tags }) => Tags.map(({ TagKey, TagValue }: Properties) => ({ Key: TagKey, Value: TagValue })),
  },
};

/** Pulumi's type tokens that `tagsOnAws` can be asked about. */
export const typesWithTags: readonly string[] = Object.keys(readers);

/**
 * The tags of a resource by AWS's word; of an Auto Scaling group those that its instances get.
 * @param clients the SDK's clients of the account.
 * @param resource one of `typesWithTags`, as a state has it.
 * @param region the region of the stack; a resource whose ARN names another one is asked there.
 */
export async function tagsOnAws(
  clients: Clients,
  resource: StateResource,
  region: string,
): Promise<Record<string, string>> {
  const { service, operation, parameters, tags } = readers[resource.type] as TagReader;
  const outputs: Properties = resource.outputs ?? {};
  const at = String(outputs.arn ?? "").split(":")[3] || region;
  const call = { service, operation, parameters: parameters(resource.id as string, outputs) };
  const answer = await clients.send(call, at);
  const pairs: Properties[] = tags?.(answer) ?? answer.Tags ?? [];
  return Object.fromEntries(pairs.map(({ Key, Value }) => [Key, Value]));
}
