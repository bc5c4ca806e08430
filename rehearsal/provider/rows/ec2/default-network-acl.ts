/** Row of the network ACL that every VPC has. */
import type { Call, Properties, Row } from "../../row.ts";
import { tagRecord } from "../helpers.ts";
import { number, text } from "../known.ts";
import { ec2, tagCalls } from "./shared.ts";

/** EC2 takes numbers of protocols only (EC2 API, CreateNetworkAclEntry, Protocol). */
const protocolNumbers: Readonly<Record<string, string>> = {
  all: "-1",
  tcp: "6",
  udp: "17",
  icmp: "1",
  icmpv6: "58",
};

/** The rule that AWS puts last in every ACL and that cannot be changed. */
const lastRuleNumber = 32767;

function protocolNumber(protocol: unknown): unknown {
  return typeof protocol === "string" ? (protocolNumbers[protocol.toLowerCase()] ?? protocol) : protocol;
}

function entryParameters(id: string, egress: boolean, entry: Properties): Properties {
  const protocol = protocolNumber(entry.protocol);
  const icmp = protocol === "1" || protocol === "58";
  return {
    NetworkAclId: id,
    Egress: egress,
    RuleNumber: entry.ruleNo,
    RuleAction: entry.action,
    Protocol: protocol,
    ...(entry.cidrBlock ? { CidrBlock: entry.cidrBlock } : {}),
    ...(entry.ipv6CidrBlock ? { Ipv6CidrBlock: entry.ipv6CidrBlock } : {}),
    ...(protocol === "-1" ? {} : { PortRange: { From: entry.fromPort, To: entry.toPort } }),
    ...(icmp ? { IcmpTypeCode: { Type: entry.icmpType ?? 0, Code: entry.icmpCode ?? 0 } } : {}),
  };
}

/** What the emulator tells of an entry; it keeps no ports. */
function keyOf(entry: Properties): string {
  return JSON.stringify([
    entry.ruleNo,
    protocolNumber(entry.protocol),
    entry.action,
    entry.cidrBlock ?? entry.ipv6CidrBlock,
  ]);
}

/** The calls from live entries to the wanted ones; entries that stay are not touched. */
function entryCalls(id: string, egress: boolean, wanted: unknown, live: unknown): Call[] {
  const [now, before] = [wanted, live].map((list) => (Array.isArray(list) ? (list as Properties[]) : []));
  const text = (entry: Properties) => JSON.stringify(entryParameters(id, egress, entry));
  const [kept, had] = [new Set(now?.map(text)), new Set(before?.map(text))];
  const removed = (before ?? []).filter((entry) => !kept.has(text(entry)));
  const added = (now ?? []).filter((entry) => !had.has(text(entry)));
  return [
    ...removed.map((entry) =>
      ec2("DeleteNetworkAclEntry", { NetworkAclId: id, Egress: egress, RuleNumber: entry.ruleNo }, [
        "InvalidNetworkAclEntry.NotFound",
      ]),
    ),
    ...added.map((entry) => ec2("CreateNetworkAclEntry", entryParameters(id, egress, entry))),
  ];
}

function liveEntries(entries: readonly Properties[], egress: boolean, wanted: unknown): unknown {
  const own = entries.filter((entry) => entry.Egress === egress && entry.RuleNumber !== lastRuleNumber);
  const live = own.map((entry) => ({
    ruleNo: entry.RuleNumber,
    protocol: entry.Protocol,
    action: entry.RuleAction,
    fromPort: entry.PortRange?.From ?? 0,
    toPort: entry.PortRange?.To ?? 0,
    ...(entry.CidrBlock === undefined ? {} : { cidrBlock: entry.CidrBlock }),
    ...(entry.Ipv6CidrBlock === undefined ? {} : { ipv6CidrBlock: entry.Ipv6CidrBlock }),
  }));
  const keys = (list: readonly Properties[]) => list.map(keyOf).sort().join();
  return Array.isArray(wanted) && keys(live) === keys(wanted) ? wanted : live;
}

function liveProperties(answer: Properties, state: Properties): Properties | undefined {
  const acl = answer.NetworkAcls?.[0];
  if (!acl) return undefined;
  return {
    vpcId: acl.VpcId,
    ownerId: acl.OwnerId,
    ingress: liveEntries(acl.Entries ?? [], false, state.ingress),
    egress: liveEntries(acl.Entries ?? [], true, state.egress),
    tagsAll: tagRecord(acl.Tags),
  };
}

function entriesProblem(inputs: Properties): string | undefined {
  for (const direction of ["ingress", "egress"] as const) {
    const taken = new Set<number>();
    for (const entry of Array.isArray(inputs[direction]) ? (inputs[direction] as Properties[]) : []) {
      const ruleNo = number(entry.ruleNo);
      if (ruleNo === undefined) continue;
      if (ruleNo < 1 || ruleNo > 32766) {
        return `the network ACL's ${direction} rule has ruleNo ${ruleNo}: AWS takes 1 to 32766`;
      }
      if (taken.has(ruleNo))
        return `the network ACL has two ${direction} rules with ruleNo ${ruleNo}: number them apart`;
      taken.add(ruleNo);
      const action = text(entry.action);
      if (action !== undefined && action !== "allow" && action !== "deny") {
        return `the network ACL's ${direction} rule ${ruleNo} has action ${action}: allowed are allow and deny`;
      }
    }
  }
  return undefined;
}

/**
 * Type `aws:ec2/defaultNetworkAcl:DefaultNetworkAcl`: adopts a VPC's default ACL and gives it exactly the rules of the program. It cannot be
 * deleted; AWS deletes it with its VPC. `subnetIds` are kept and not sent: subnets belong to the default ACL unless they are moved, and the
 * emulator's ReplaceNetworkAclAssociation loses the subnet.
 */
export const defaultNetworkAcl: Row = {
  type: "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl",
  taggable: true,
  required: ["defaultNetworkAclId"],
  replaceOn: ["defaultNetworkAclId"],
  identify: (inputs) => String(inputs.defaultNetworkAclId),
  attributes: (_inputs, id, facts) => ({ arn: facts.arn("ec2", `network-acl/${id}`), ownerId: facts.accountId }),
  create: {
    call: (inputs) => ec2("DescribeNetworkAcls", { NetworkAclIds: [inputs.defaultNetworkAclId] }),
    id: (answer, inputs) => {
      const acl = answer.NetworkAcls?.[0];
      if (acl?.IsDefault !== true) {
        throw new Error(`${inputs.defaultNetworkAclId} is no default network ACL: give the VPC's defaultNetworkAclId`);
      }
      return acl.NetworkAclId;
    },
  },
  afterCreate: (id, inputs, live, facts) => [
    ...entryCalls(id, false, inputs.ingress, live.ingress),
    ...entryCalls(id, true, inputs.egress, live.egress),
    ...tagCalls(id, live, facts),
  ],
  read: {
    call: (id) => ec2("DescribeNetworkAcls", { NetworkAclIds: [id] }),
    properties: (answer, _id, state) => liveProperties(answer, state),
    gone: ["InvalidNetworkAclID.NotFound"],
  },
  update: (id, inputs, previous, facts) => [
    ...entryCalls(id, false, inputs.ingress, previous.ingress),
    ...entryCalls(id, true, inputs.egress, previous.egress),
    ...tagCalls(id, previous, facts),
  ],
  delete: () => [],
  rules: [
    {
      source: "EC2 API, CreateNetworkAclEntry, RuleNumber and RuleAction; NetworkAclEntryAlreadyExists",
      check: entriesProblem,
    },
  ],
};
