/** What security groups, network ACLs and routes decide about one packet. Addresses and ports come cut, so each answer holds for all of a piece. */
import { type Address, holds, includes, type Span, spanOf } from "./addresses.ts";
import type { AclEntry, GroupRule, Network, Placement, Protocol, Subnet } from "./model.ts";

/** One side of a connection. The internet has neither subnet nor groups. */
export interface Side {
  /** Its addresses. */
  readonly address: Address;
  /** Its subnet. */
  readonly subnet?: Subnet;
  /** What stands there. */
  readonly placement?: Placement;
}

/** Ports that clients choose their own from: NAT gateways take all of these, Linux a part of them. */
export const ephemeralPorts: Span = { first: 1024, last: 65535 };

function concerns(
  rule: { readonly protocol?: Protocol | undefined; readonly ports: Span },
  protocol: Protocol,
  port: Span,
): boolean {
  return rule.protocol === undefined || (rule.protocol === protocol && includes(rule.ports, port));
}

function isPeer({ peer }: GroupRule, other: Side): boolean {
  if ("groupId" in peer) return other.placement?.groupIds.includes(peer.groupId) ?? false;
  if ("prefixListId" in peer)
    return "prefixListId" in other.address && other.address.prefixListId === peer.prefixListId;
  return holds(peer.cidr, other.address);
}

/** Whether one of the side's groups has a rule for it; who has no groups, lets everything through. */
export function groupsAllow(
  network: Network,
  direction: "ingress" | "egress",
  side: Side,
  other: Side,
  protocol: Protocol,
  port: Span,
): boolean {
  if (!side.placement) return true;
  const { groupIds } = side.placement;
  const rules = network.groups.filter(({ id }) => groupIds.includes(id)).flatMap((group) => group[direction]);
  return rules.some((rule) => concerns(rule, protocol, port) && isPeer(rule, other));
}

function aclAllows(entries: readonly AclEntry[], other: Address, protocol: Protocol, port: Span): boolean {
  const deciding = entries
    .filter((entry) => concerns(entry, protocol, port) && holds(entry.cidr, other))
    .reduce<AclEntry | undefined>((least, entry) => (least && least.number < entry.number ? least : entry), undefined);
  return deciding?.allow ?? false;
}

/**
 * Whether the network ACLs let a connection's packets there and answers back, to some port that the client may have chosen.
 * Inside a subnet they are not asked.
 * @param answerPorts the pieces of `ephemeralPorts`.
 */
export function aclsAllow(from: Side, to: Side, protocol: Protocol, port: Span, answerPorts: readonly Span[]): boolean {
  if (from.subnet !== undefined && from.subnet.id === to.subnet?.id) return true;
  const passes = (sender: Side, receiver: Side, at: Span) =>
    (!sender.subnet || aclAllows(sender.subnet.egress, receiver.address, protocol, at)) &&
    (!receiver.subnet || aclAllows(receiver.subnet.ingress, sender.address, protocol, at));
  const answers = protocol === "icmp" ? [port] : answerPorts;
  return passes(from, to, port) && answers.some((answer) => passes(to, from, answer));
}

/** Where a subnet's route table sends packets for these addresses; undefined: nowhere. The most specific route decides. */
export function routeTo(subnet: Subnet, address: Address): string | undefined {
  if ("prefixListId" in address) {
    const own = subnet.routes.find(
      ({ destination }) => "prefixListId" in destination && destination.prefixListId === address.prefixListId,
    );
    if (own) return own.target;
  }
  let best: { readonly size: number; readonly target: string } | undefined;
  for (const { destination, target } of subnet.routes) {
    if (!("cidr" in destination) || !holds(destination.cidr, address)) continue;
    const { first, last } = spanOf(destination.cidr);
    if (!best || last - first < best.size) best = { size: last - first, target };
  }
  return best?.target;
}
