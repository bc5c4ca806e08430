import * as pulumi from "@pulumi/pulumi";
import type { DataClass } from "../../components/keys/data-keys.ts";
import type { PlanPlaces } from "../../components/network/plan-history.ts";

/** Ids by the name of the Availability Zone, for example `{ "af-south-1a": "subnet-…" }`; zones in use only. */
export type ByZone = Readonly<Record<string, string>>;

/** A bucket or a table. */
export interface NamedOutputs {
  readonly name: string;
  readonly arn: string;
}

/** The database that serves. */
export interface DatabaseOutputs {
  /** Security group that whoever may reach the database carries. */
  readonly clientSecurityGroupId: string;
  /** The first database. */
  readonly databaseName: string;
  /** Host name of the proxy where there is one, otherwise of the instance. */
  readonly endpointAddress: string;
  /** Identifier of the instance. */
  readonly instanceIdentifier: string;
  /** TCP port. */
  readonly port: number;
  /** Host names of the read replicas. */
  readonly readerEndpointAddresses: readonly string[];
  /** Identifiers of the read replicas. */
  readonly replicaIdentifiers: readonly string[];
  /** Name of the function that rotates the admin's password; empty where RDS does it. */
  readonly rotationFunctionNames: readonly string[];
  /** Secret with the admin's user name and password. */
  readonly secretArn: string;
  /** Security group of the database. */
  readonly securityGroupId: string;
}

/** The shared file system in use. */
export interface FilesOutputs {
  /** ARNs of the access points, by name. */
  readonly accessPointArns: Readonly<Record<string, string>>;
  /** Ids of the access points, by name. */
  readonly accessPointIds: Readonly<Record<string, string>>;
  /** Security group that whoever may mount the files carries. */
  readonly clientSecurityGroupId: string;
  readonly fileSystemArn: string;
  readonly fileSystemId: string;
  /** Security group of the mount targets. */
  readonly securityGroupId: string;
}

/** What an environment's foundation stack promises to the stacks that read it. */
export interface FoundationOutputs {
  /** The places of the address plan that are given away: what the stack's next run must keep. */
  readonly addressPlan: PlanPlaces;
  /** ARN of the key of the topic that tells what is wrong with the alert path itself. */
  readonly alertPathKeyArn: string;
  /** ARN of Auto Scaling's service-linked role of this environment. */
  readonly autoScalingServiceRoleArn: string;
  /** ARN of the topic to which AWS Backup tells what became of its jobs. */
  readonly backupEventsTopicArn: string;
  /** ARN of the role by which AWS Backup works: restores by hand take it, too. */
  readonly backupRoleArn: string;
  /** Name of the vault of recovery points. */
  readonly backupVaultName: string;
  /** Name of the bastions' Auto Scaling group. */
  readonly bastionAutoScalingGroupName: string;
  /** Security group of the bastions: rules of others take it as their source. */
  readonly bastionSecurityGroupId: string;
  /** The buckets of archives, of assets with their host name, and of logs. */
  readonly buckets: {
    readonly archives: NamedOutputs;
    readonly assets: NamedOutputs & { readonly regionalDomainName: string };
    readonly logs: NamedOutputs;
  };
  /** The network's IPv4 range. */
  readonly cidrBlock: string;
  /** The database. */
  readonly database: DatabaseOutputs;
  /** ARN of the topic to which RDS tells what happens to the database. */
  readonly databaseEventsTopicArn: string;
  /** Security group of the interface endpoints of AWS services. */
  readonly endpointSecurityGroupId: string;
  /** The shared files. */
  readonly files: FilesOutputs;
  /** Log group of the network's flow logs. */
  readonly flowLogGroupName: string;
  /** The table of incidents of the alert path. */
  readonly incidentTable: NamedOutputs;
  /** ARN of the key of each class of data. */
  readonly keyArns: Readonly<Record<DataClass, string>>;
  /** ARN of the key of topics and queues in each region that has any, the home region included. */
  readonly messageKeyArns: Readonly<Record<string, string>>;
  /** NAT gateways that carry traffic, by the zone's name. */
  readonly natGatewayIds: ByZone;
  /** A private subnet in each zone. */
  readonly privateSubnetIds: ByZone;
  /** A public subnet in each zone. */
  readonly publicSubnetIds: ByZone;
  /** The route table of each subnet, by tier and zone. */
  readonly routeTableIds: Readonly<Record<string, ByZone>>;
  /** URNs that the last deployment left unlocked: what its next run asks. */
  readonly unlocked: readonly string[];
  /** Id of the network's VPC. */
  readonly vpcId: string;
  /** Names of the Availability Zones in use, in the order of the settings. */
  readonly zones: readonly string[];
}

/** Names of all outputs. */
const names = [
  "addressPlan",
  "alertPathKeyArn",
  "autoScalingServiceRoleArn",
  "backupEventsTopicArn",
  "backupRoleArn",
  "backupVaultName",
  "bastionAutoScalingGroupName",
  "bastionSecurityGroupId",
  "buckets",
  "cidrBlock",
  "database",
  "databaseEventsTopicArn",
  "endpointSecurityGroupId",
  "files",
  "flowLogGroupName",
  "incidentTable",
  "keyArns",
  "messageKeyArns",
  "natGatewayIds",
  "privateSubnetIds",
  "publicSubnetIds",
  "routeTableIds",
  "unlocked",
  "vpcId",
  "zones",
] as const satisfies readonly (keyof FoundationOutputs)[];

/** The outputs by name, each on its way. */
export type FoundationReference = {
  readonly [Name in keyof FoundationOutputs]: pulumi.Output<FoundationOutputs[Name]>;
};

/**
 * Reads the outputs of an environment's foundation stack from another stack's program.
 *
 * @param stack full name of the foundation stack: "organization/foundation/dev" with a backend of one's own, otherwise
 *   "<organisation>/foundation/dev"
 * @returns every output; one that the foundation does not have yet fails the deployment and is named in the error
 */
export function readFoundation(stack: string): FoundationReference {
  const reference = new pulumi.StackReference(stack);
  return Object.fromEntries(names.map((name) => [name, reference.requireOutput(name)])) as FoundationReference;
}
