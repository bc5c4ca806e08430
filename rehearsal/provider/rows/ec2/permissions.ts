/** Rules that stand inside a security group (`ingress`, `egress`), to and from EC2's permissions. */
import type { Call, Properties } from "../../row.ts";
import { text } from "../known.ts";
import { ec2 } from "./shared.ts";

/** The two directions with the operations that add and remove rules. */
const directions = {
  ingress: { authorize: "AuthorizeSecurityGroupIngress", revoke: "RevokeSecurityGroupIngress" },
  egress: { authorize: "AuthorizeSecurityGroupEgress", revoke: "RevokeSecurityGroupEgress" },
} as const;

/** Names of protocols that EC2 keeps by name; others are numbers. `all` is `-1`. */
export function protocolOf(protocol: unknown): unknown {
  return protocol === "all" ? "-1" : typeof protocol === "string" ? protocol.toLowerCase() : protocol;
}

/** One permission with one source or destination: rules are compared and sent in this form. */
function atomsOf(rule: Properties, groupId: string): Properties[] {
  const base = ports(protocolOf(rule.protocol), rule.fromPort, rule.toPort);
  const described = rule.description ? { Description: rule.description } : {};
  const each = (values: unknown, member: string, key: string) =>
    (Array.isArray(values) ? values : []).map((value) => ({ ...base, [member]: [{ [key]: value, ...described }] }));
  return [
    ...each(rule.cidrBlocks, "IpRanges", "CidrIp"),
    ...each(rule.ipv6CidrBlocks, "Ipv6Ranges", "CidrIpv6"),
    ...each(rule.prefixListIds, "PrefixListIds", "PrefixListId"),
    ...each(rule.securityGroups, "UserIdGroupPairs", "GroupId"),
    ...(rule.self === true ? each([groupId], "UserIdGroupPairs", "GroupId") : []),
  ];
}

function ports(protocol: unknown, fromPort: unknown, toPort: unknown): Properties {
  return protocol === "-1" ? { IpProtocol: "-1" } : { IpProtocol: protocol, FromPort: fromPort, ToPort: toPort };
}

const sources = [
  ["IpRanges", "CidrIp"],
  ["Ipv6Ranges", "CidrIpv6"],
  ["PrefixListIds", "PrefixListId"],
  ["UserIdGroupPairs", "GroupId"],
] as const;

/** AWS's permissions, one source each, without what AWS adds. */
function liveAtoms(permissions: readonly Properties[] | undefined): Properties[] {
  return (permissions ?? []).flatMap((permission) =>
    sources.flatMap(([member, key]) =>
      (permission[member] ?? []).map((source: Properties) => ({
        ...ports(permission.IpProtocol, permission.FromPort, permission.ToPort),
        [member]: [{ [key]: source[key], ...(source.Description ? { Description: source.Description } : {}) }],
      })),
    ),
  );
}

function keyOf(atom: Properties): string {
  return JSON.stringify(Object.entries(atom).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The calls from live rules to the wanted ones of one direction. Rules that stay are not touched. */
export function permissionCalls(
  groupId: string,
  direction: "ingress" | "egress",
  wanted: unknown,
  live: readonly Properties[] | undefined,
): Call[] {
  const now = (Array.isArray(wanted) ? wanted : []).flatMap((rule) => atomsOf(rule, groupId));
  const before = liveAtoms(live);
  const keys = { now: new Set(now.map(keyOf)), before: new Set(before.map(keyOf)) };
  const revoked = before.filter((atom) => !keys.now.has(keyOf(atom)));
  const authorized = now.filter((atom) => !keys.before.has(keyOf(atom)));
  const { authorize, revoke } = directions[direction];
  return [
    ...(revoked.length > 0 ? [ec2(revoke, { GroupId: groupId, IpPermissions: revoked })] : []),
    ...(authorized.length > 0 ? [ec2(authorize, { GroupId: groupId, IpPermissions: authorized })] : []),
  ];
}

/** The permissions that inline rules stand for, in the form of AWS's answer. */
export function permissionsOf(groupId: string, rules: unknown): readonly Properties[] {
  return (Array.isArray(rules) ? rules : []).flatMap((rule) => atomsOf(rule, groupId));
}

/**
 * Live rules of one direction as inline rules: the wanted list when it says the same, else one rule for each live source.
 * Undefined when the program gives no inline rules: then rules are resources of their own.
 */
export function inlineRules(groupId: string, live: readonly Properties[] | undefined, wanted: unknown): unknown {
  if (!Array.isArray(wanted)) return undefined;
  const atoms = liveAtoms(live);
  const same = (list: readonly Properties[]) => list.map(keyOf).sort().join();
  if (same(atoms) === same(permissionsOf(groupId, wanted))) return wanted;
  return atoms.map((atom) => {
    const [member, key] = sources.find(([name]) => atom[name]) as (typeof sources)[number];
    const source = atom[member][0];
    const property = {
      CidrIp: "cidrBlocks",
      CidrIpv6: "ipv6CidrBlocks",
      PrefixListId: "prefixListIds",
      GroupId: "securityGroups",
    };
    return {
      protocol: atom.IpProtocol,
      fromPort: atom.FromPort ?? 0,
      toPort: atom.ToPort ?? 0,
      ...(key === "GroupId" && source[key] === groupId ? { self: true } : { [property[key]]: [source[key]] }),
      ...(text(source.Description) === undefined ? {} : { description: source.Description }),
    };
  });
}
