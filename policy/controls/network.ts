/** Guard rails of networks and of the account's locks in EC2. */
import { type Control, list, must, type Properties, type Resource, type Rule } from "../control.ts";

/** Whatever can hold a rule that lets in. */
const ingress = [
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  "aws:ec2/securityGroupRule:SecurityGroupRule",
  "aws:ec2/securityGroup:SecurityGroup",
];
const acls = [
  "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl",
  "aws:ec2/networkAcl:NetworkAcl",
  "aws:ec2/networkAclRule:NetworkAclRule",
];
const remote = [22, 3389];
// Source: https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-19
const risky = [
  20, 21, 22, 23, 25, 110, 135, 143, 445, 1433, 1434, 3000, 3306, 3389, 4333, 5000, 5432, 5500, 5601, 8080, 8088, 8888,
  9200, 9300,
];

/** A rule of a security group, however it is written. */
interface Opening {
  readonly protocol: string;
  readonly fromPort: number;
  readonly toPort: number;
  /** The whole internet by IPv4, by IPv6. */
  readonly isOpen4: boolean;
  readonly isOpen6: boolean;
}

const opening = (rule: Properties): Opening => ({
  protocol: String(rule.ipProtocol ?? rule.protocol),
  fromPort: Number(rule.fromPort),
  toPort: Number(rule.toPort),
  isOpen4: [...list(rule.cidrIpv4), ...list(rule.cidrBlocks)].includes("0.0.0.0/0"),
  isOpen6: [...list(rule.cidrIpv6), ...list(rule.ipv6CidrBlocks)].includes("::/0"),
});

/** The rules of a resource that let in: its own, or those that are written into a security group. */
function openings(props: Properties, { type }: Resource): readonly Opening[] {
  if (type.endsWith(":SecurityGroup")) return list(props.ingress).map((rule) => opening(rule as unknown as Properties));
  return type.endsWith(":SecurityGroupRule") && props.type !== "ingress" ? [] : [opening(props)];
}

const none =
  (isWrong: (rule: Opening) => boolean): Rule =>
  (props, resource) =>
    !openings(props, resource).some(isWrong);

const isOpen = ({ isOpen4, isOpen6 }: Opening) => isOpen4 || isOpen6;

const isAll = (protocol: unknown) => /^(-1|all)$/.test(String(protocol));

/** Whether a rule's ports take one of those given; -1 as protocol takes all. */
const takes = ({ protocol, fromPort, toPort }: Opening, ports: readonly number[]) =>
  isAll(protocol) || ports.some((port) => fromPort <= port && port <= toPort);

/** Entries of a network ACL; a rule of its own is one. */
function entries(props: Properties, { type }: Resource): readonly Properties[] {
  if (!type.endsWith(":NetworkAclRule")) return props.ingress ?? [];
  const { ruleNumber: ruleNo, ruleAction: action, protocol, fromPort, toPort, cidrBlock, ipv6CidrBlock } = props;
  return props.egress === true ? [] : [{ ruleNo, action, protocol, fromPort, toPort, cidrBlock, ipv6CidrBlock }];
}

/** Whether an entry is for a port. */
const isFor = ({ protocol, fromPort, toPort }: Properties, port: number) =>
  isAll(protocol) || (/^(6|tcp)$/.test(String(protocol)) && fromPort <= port && port <= toPort);

/** The internet as an entry of a network ACL names it; undefined for less. */
const internetOf = ({ cidrBlock, ipv6CidrBlock }: Properties): string | undefined =>
  [cidrBlock, ipv6CidrBlock].find((range) => range === "0.0.0.0/0" || range === "::/0");

/** Whether an entry lets a remote administration port in from everywhere that none before it refuses. */
function letsRemoteIn(all: readonly Properties[], open: Properties): boolean {
  const internet = internetOf(open);
  if (open.action !== "allow" || internet === undefined) return false;
  const refused = all.filter(
    (entry) => entry.ruleNo < open.ruleNo && entry.action === "deny" && internetOf(entry) === internet,
  );
  return remote.some((port) => isFor(open, port) && !refused.some((entry) => isFor(entry, port)));
}

/** Security groups, network ACLs, subnets, flow logs, endpoints, and EC2's locks. */
export const network: readonly Control[] = [
  {
    control: "EC2.1",
    severity: "critical",
    title: "Snapshots cannot be restored by the public.",
    remedy: 'Set the state of the snapshot block to "block-all-sharing".',
    types: ["aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess"],
    check: must(({ state }) => /^block-/.test(state ?? ""), "new sharing is not blocked"),
  },
  {
    control: "EC2.182",
    severity: "high",
    title: "No snapshot is public, old ones neither.",
    remedy: 'Set the state of the snapshot block to "block-all-sharing".',
    types: ["aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess"],
    check: must(({ state }) => state === "block-all-sharing", "what is shared stays shared"),
  },
  {
    control: "EC2.2",
    severity: "high",
    title: "The default security group lets nothing through.",
    remedy: "Leave ingress and egress empty.",
    types: ["aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"],
    check: must(({ ingress: ins, egress: outs }) => list(ins).length === 0 && list(outs).length === 0, "it has rules"),
  },
  {
    control: "EC2.7",
    severity: "medium",
    title: "New volumes are encrypted by default.",
    remedy: "Set enabled.",
    types: ["aws:ebs/encryptionByDefault:EncryptionByDefault"],
    check: must(({ enabled }) => enabled !== false, "it is off"),
  },
  {
    control: "EC2.15",
    severity: "medium",
    title: "Subnets map no public addresses.",
    remedy: "Set mapPublicIpOnLaunch to false, or use a private tier.",
    types: ["aws:ec2/subnet:Subnet"],
    check: must(({ mapPublicIpOnLaunch }) => mapPublicIpOnLaunch !== true, "mapPublicIpOnLaunch is on"),
  },
  {
    control: "EC2.18",
    severity: "high",
    title: "The whole internet reaches ports 80 and 443 only.",
    remedy: "Name a range, a prefix list or a security group, or one of these ports.",
    types: ingress,
    check: must(
      none((rule) => {
        const { protocol, fromPort, toPort } = rule;
        return isOpen(rule) && !(/^(tcp|6)$/.test(protocol) && fromPort === toPort && [80, 443].includes(fromPort));
      }),
      "another port is open to the internet",
    ),
  },
  {
    control: "EC2.19",
    severity: "critical",
    title: "The internet reaches no port of high risk.",
    remedy: "Name a range, a prefix list or a security group.",
    types: ingress,
    check: must(
      none((rule) => isOpen(rule) && takes(rule, risky)),
      "a port of high risk is open to the internet",
    ),
  },
  {
    control: "EC2.53",
    severity: "high",
    title: "The internet reaches no port of remote administration by IPv4.",
    remedy: "Name the range that administrators come from, or use Session Manager.",
    types: ingress,
    check: must(
      none((rule) => rule.isOpen4 && takes(rule, remote)),
      "SSH or RDP is open to the internet by IPv4",
    ),
  },
  {
    control: "EC2.54",
    severity: "high",
    title: "The internet reaches no port of remote administration by IPv6.",
    remedy: "Name the range that administrators come from, or use Session Manager.",
    types: ingress,
    check: must(
      none((rule) => rule.isOpen6 && takes(rule, remote)),
      "SSH or RDP is open to the internet by IPv6",
    ),
  },
  {
    control: "EC2.21",
    severity: "medium",
    title: "Network ACLs keep remote administration from the internet out.",
    remedy: "Refuse ports 22 and 3389 in an entry before the one that lets all in.",
    types: acls,
    check: must((props, resource) => {
      const all = entries(props, resource);
      return !all.some((open) => letsRemoteIn(all, open));
    }, "22 or 3389 is let in from everywhere"),
  },
  {
    control: "EC2.16",
    severity: "low",
    title: "There are no network ACLs beside the default one.",
    remedy: "Write the entries into the default network ACL, which serves all subnets.",
    types: ["aws:ec2/networkAcl:NetworkAcl"],
    check: must(({ subnetIds }) => list(subnetIds).length > 0, "it serves no subnet"),
  },
  {
    control: "EC2.180",
    severity: "medium",
    title: "Machines check source and destination of packets.",
    remedy: "Leave sourceDestCheck on; use NAT gateways.",
    types: ["aws:ec2/networkInterface:NetworkInterface", "aws:ec2/instance:Instance"],
    check: must(({ sourceDestCheck }) => sourceDestCheck !== false, "sourceDestCheck is off"),
  },
];
