import { z } from "zod";
import { maxAdmittedRanges } from "../../components/network/network-acl.ts";
import { logRetentionDays } from "../../components/shared/log-retention.ts";
import { setting } from "./setting.ts";

/** How the private subnets reach the internet. */
export const natGatewayModes = ["none", "single", "perZone"] as const;

/**
 * The services that an interface endpoint may be made for, by the last part of the endpoint service's name.
 * Source: https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
 */
export const interfaceEndpointServices = [
  "autoscaling",
  "backup",
  "ec2",
  "ec2messages",
  "ecr.api",
  "ecr.dkr",
  "ecs",
  "ecs-agent",
  "ecs-telemetry",
  "elasticfilesystem",
  "elasticloadbalancing",
  "events",
  "kms",
  "lambda",
  "logs",
  "monitoring",
  "rds",
  "secretsmanager",
  "sns",
  "sqs",
  "ssm",
  "ssmmessages",
  "sts",
  "xray",
] as const;

/** A service that an interface endpoint may be made for. */
export type InterfaceEndpointService = (typeof interfaceEndpointServices)[number];

const ipv4Block = z.string().regex(/^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/);

const cidrBlock = setting(
  ipv4Block,
  "IPv4 range of the network, /16 to /24, on its boundary. It is cut into 16 equal slots, one for each zone and tier. " +
    "Must not overlap a connected network. Changing it replaces the network and everything in it. Required.",
  { allowed: "an IPv4 range from /16 to /24", todo: "Write address and prefix, for example 10.10.0.0/16." },
);

const zone = setting(
  z.strictObject({
    index: setting(
      z.int().min(0).max(3),
      "The zone's place in the address plan, 0 to 3: equal to its place in the list, for good. Required.",
      { allowed: "a whole number from 0 to 3", todo: "Number the zones 0, 1, 2, 3 in the order of the list." },
    ),
    name: setting(
      z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d[a-z]$/),
      "Availability Zone of the region, for example af-south-1a. Required.",
      {
        allowed: "a zone of the region",
        todo: "Write the region followed by the zone's letter, for example af-south-1a.",
      },
    ),
    retired: setting(
      z.boolean(),
      "true when the zone is used no more: it keeps its place so that no other subnet moves. Default: false.",
    ).default(false),
  }),
  "One Availability Zone.",
);

const connectedNetwork = setting(
  z.strictObject({
    name: setting(
      z.string().min(1).max(60),
      'What the network is called, for example "on-premises": errors name it. 1 to 60 characters. Required.',
    ),
    cidrBlock: setting(ipv4Block, "The network's IPv4 range. Required.", {
      allowed: "an IPv4 range",
      todo: "Write address and prefix, for example 192.168.0.0/16.",
    }),
  }),
  "A network that is or will be reachable from this one: on-premises or a peer.",
);

/** The settings of `platform:network`. */
export const networkSettings = setting(
  z.strictObject({
    cidrBlock,
    zones: setting(
      z.array(zone).min(2).max(4),
      "Availability Zones, two to four, at least two of them not retired. Append-only: never reorder or remove one, " +
        "set `retired: true` instead. Required.",
      {
        allowed: "two to four zones, each with index and name",
        todo: "List at least two zones of the region; one alone would take the whole environment down with it.",
      },
    ),
    tiers: setting(
      z
        .array(z.string().regex(/^[a-z][a-z0-9-]{0,19}$/))
        .min(2)
        .max(4),
      'Rows of subnets, one subnet in each zone: "public" and "private" first, then up to two more private ones. ' +
        'Append-only. Default: ["public", "private"].',
      {
        allowed: '"public", "private" and up to two more names of at most 20 lower-case letters, digits and hyphens',
        todo: "Begin the list with public and private, and add others at its end.",
      },
    ).default(["public", "private"]),
    natGateways: setting(
      z.enum(natGatewayModes),
      "How private subnets reach the internet. none: not at all, and then the interface endpoints ssm, ssmmessages, " +
        "ec2messages, kms and logs must be on. single: one NAT gateway, whose zone is a single point of failure. " +
        "perZone: one in each zone; each costs by the hour and by the GB. Default: perZone.",
    ).default("perZone"),
    interfaceEndpoints: setting(
      z.array(z.enum(interfaceEndpointServices).meta({ description: "Last part of the endpoint service's name." })),
      "AWS services that are reached without leaving the network. Each costs by the hour in each zone. S3 and DynamoDB " +
        "have free gateway endpoints, which are always made. Every environment but dev and pr-N needs ec2, ecr.api, " +
        "ecr.dkr and ssm (controls EC2.10, EC2.55, EC2.56, EC2.57). Default: none.",
    ).default([]),
    connectedNetworks: setting(
      z.array(connectedNetwork).max(maxAdmittedRanges),
      `Networks whose ranges this one must not overlap, at most ${maxAdmittedRanges} together with the bastions' sshCidrBlocks: ` +
        "each takes an entry of the network ACL. Default: none.",
    ).default([]),
    flowLogRetentionDays: setting(
      z.literal([...logRetentionDays]),
      `Days that flow logs are kept: one of ${logRetentionDays.join(", ")}, so that the control CloudWatch.16 holds. Default: 365.`,
    ).default(365),
  }),
  "The environment's network.",
);

/** The settings of `platform:network`, complete. */
export type NetworkSettings = z.infer<typeof networkSettings>;
