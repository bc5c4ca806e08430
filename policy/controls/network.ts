/** Guard rails of networks and of the account's locks in EC2. */
import { type Control, list, must, type Properties } from "../control.ts";

const ingress = ["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"];
const remote = [22, 3389];
// Source: https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-19
const risky = [
  20, 21, 22, 23, 25, 110, 135, 143, 445, 1433, 1434, 3000, 3306, 3389, 4333, 5000, 5432, 5500, 5601, 8080, 8088, 8888,
  9200, 9300,
];

const isOpen = ({ cidrIpv4, cidrIpv6 }: Properties) => cidrIpv4 === "0.0.0.0/0" || cidrIpv6 === "::/0";

/** Whether a rule's ports take one of those given; -1 as protocol takes all. */
const takes = ({ ipProtocol, fromPort, toPort }: Properties, ports: readonly number[]) =>
  String(ipProtocol) === "-1" || ports.some((port) => fromPort <= port && port <= toPort);

/** Whether a network ACL's entry lets one of the ports in from everywhere. */
const letsIn = ({ action, cidrBlock, ipv6CidrBlock, protocol, fromPort, toPort }: Properties) =>
  action === "allow" &&
  (cidrBlock === "0.0.0.0/0" || ipv6CidrBlock === "::/0") &&
  (/^(-1|all)$/.test(String(protocol)) ||
    (/^(6|tcp)$/.test(String(protocol)) && remote.some((port) => fromPort <= port && port <= toPort)));

/** Whether what an entry lets in is refused by one before it, for every remote administration port. */
function keepsRemoteOut(entries: readonly Properties[], open: Properties): boolean {
  const before = entries.filter(({ ruleNo, action }) => ruleNo < open.ruleNo && action === "deny");
  return remote.every((port) =>
    before.some(
      (entry) =>
        /^(-1|all|6|tcp)$/.test(String(entry.protocol)) &&
        (/^(-1|all)$/.test(String(entry.protocol)) || (entry.fromPort <= port && port <= entry.toPort)) &&
        (entry.cidrBlock === open.cidrBlock || entry.ipv6CidrBlock === open.ipv6CidrBlock),
    ),
  );
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
    check: must((props) => {
      const { ipProtocol, fromPort, toPort } = props;
      return !isOpen(props) || (ipProtocol === "tcp" && fromPort === toPort && [80, 443].includes(fromPort));
    }, "another port is open to the internet"),
  },
  {
    control: "EC2.19",
    severity: "critical",
    title: "The internet reaches no port of high risk.",
    remedy: "Name a range, a prefix list or a security group.",
    types: ingress,
    check: must((props) => !(isOpen(props) && takes(props, risky)), "a port of high risk is open to the internet"),
  },
  {
    control: "EC2.53",
    severity: "high",
    title: "The internet reaches no port of remote administration by IPv4.",
    remedy: "Name the range that administrators come from, or use Session Manager.",
    types: ingress,
    check: must(
      (props) => props.cidrIpv4 !== "0.0.0.0/0" || !takes(props, remote),
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
      (props) => props.cidrIpv6 !== "::/0" || !takes(props, remote),
      "SSH or RDP is open to the internet by IPv6",
    ),
  },
  {
    control: "EC2.21",
    severity: "medium",
    title: "Network ACLs keep remote administration from the internet out.",
    remedy: "Refuse ports 22 and 3389 in an entry before the one that lets all in.",
    types: ["aws:ec2/defaultNetworkAcl:DefaultNetworkAcl", "aws:ec2/networkAcl:NetworkAcl"],
    check: must(({ ingress: entries }) => {
      const all = (entries ?? []) as Properties[];
      return all.filter(letsIn).every((open) => keepsRemoteOut(all, open));
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
