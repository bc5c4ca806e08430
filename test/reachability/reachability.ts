/**
 * Who reaches whom in a VPC: every placement with every placement and the internet, by all of security groups, network ACLs
 * and routes. It knows nothing of what is expected.
 */
import { type Address, cut, includes, join, privateRanges, type Span, spanOf } from "./addresses.ts";
import { type Network, type Placement, type Protocol, protocols, type Subnet } from "./model.ts";
import { aclsAllow, ephemeralPorts, groupsAllow, routeTo, type Side } from "./rules.ts";

/** The whole internet, as the side of a path. */
export const internet = "internet";

/** One way through the network. */
export interface Path {
  /** A placement's name, `internet`, or a range or prefix list of it. */
  readonly from: string;
  /** As `from`. */
  readonly to: string;
  /** The protocol. */
  readonly protocol: Protocol;
  /** The ports, joined, in order. */
  readonly ports: readonly Span[];
  /** By what it leaves the VPC or comes in: `igw`, `nat` or `vpce`; undefined inside. */
  readonly by?: string | undefined;
  /** False when it holds from or to some of the subnets only. */
  readonly isEverywhere: boolean;
}

/** One pair of addresses for which one port is open. */
interface Hit {
  readonly port: Span;
  readonly place: string;
}

/** All pieces that rules and routes cut addresses and ports into. */
interface Pieces {
  readonly internet: readonly Address[];
  readonly ports: readonly Span[];
  readonly answerPorts: readonly Span[];
  readonly ranges: readonly Span[];
}

/** Every path, from each placement and the internet to each. */
export function paths(network: Network, placements: readonly Placement[]): Path[] {
  const pieces = piecesOf(network);
  const inside = placements.map((placement) => sidesOf(network, placement, pieces));
  return protocols.flatMap((protocol) => [
    ...inside.flatMap((from) => inside.flatMap((to) => between(network, from, to, protocol, pieces))),
    ...inside.flatMap((to) => fromInternet(network, to, protocol, pieces)),
    ...inside.flatMap((from) => toInternet(network, from, protocol, pieces)),
  ]);
}

/** A path as a line, e.g. `web → database tcp 3306`. */
export function lineOf({ from, to, protocol, ports, by, isEverywhere }: Path): string {
  const list = ports.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(",");
  const way = by === undefined ? "" : ` by ${by}`;
  return `${from} → ${to} ${protocol}${protocol === "icmp" ? "" : ` ${list}`}${way}${isEverywhere ? "" : " (not everywhere)"}`;
}

/** All paths as lines, sorted. */
export function reachability(network: Network, placements: readonly Placement[]): string[] {
  return paths(network, placements).map(lineOf).sort();
}

function cidrsOf({ groups, subnets }: Network): string[] {
  const rules = groups.flatMap(({ ingress, egress }) => [...ingress, ...egress]);
  return [
    ...rules.flatMap(({ peer }) => ("cidr" in peer ? [peer.cidr] : [])),
    ...subnets.flatMap(({ cidr, ingress, egress, routes }) => [
      cidr,
      ...[...ingress, ...egress].map((entry) => entry.cidr),
      ...routes.flatMap(({ destination }) => ("cidr" in destination ? [destination.cidr] : [])),
    ]),
  ];
}

function prefixListsOf({ groups, subnets }: Network): string[] {
  const peers = groups.flatMap(({ ingress, egress }) => [...ingress, ...egress].map(({ peer }) => peer));
  const destinations = subnets.flatMap(({ routes }) => routes.map(({ destination }) => destination));
  return [...new Set([...peers, ...destinations].flatMap((one) => ("prefixListId" in one ? [one.prefixListId] : [])))];
}

function piecesOf(network: Network): Pieces {
  const ranges = [...new Set(cidrsOf(network))].map(spanOf);
  const unrouted = privateRanges.map(spanOf);
  const open = cut({ first: 0, last: 2 ** 32 - 1 }, [...ranges, ...unrouted]).filter(
    (piece) => !unrouted.some((range) => includes(range, piece)),
  );
  const cuts = [
    ...network.groups.flatMap(({ ingress, egress }) => [...ingress, ...egress]),
    ...network.subnets.flatMap(({ ingress, egress }) => [...ingress, ...egress]),
  ].map(({ ports }) => ports);
  return {
    internet: [...open, ...prefixListsOf(network).map((prefixListId) => ({ prefixListId }))],
    ports: cut({ first: 0, last: 65535 }, cuts),
    answerPorts: cut(ephemeralPorts, cuts),
    ranges,
  };
}

/** A placement in each piece of each of its subnets. */
function sidesOf(
  network: Network,
  placement: Placement,
  { ranges }: Pieces,
): readonly (Side & { subnet: Subnet; placement: Placement })[] {
  return placement.subnetIds.flatMap((id) => {
    const subnet = network.subnets.find((one) => one.id === id);
    if (!subnet) throw new Error(`${placement.name} stands in ${id}, which is no subnet of the network`);
    return cut(spanOf(subnet.cidr), ranges).map((address) => ({ address, subnet, placement }));
  });
}

type Inside = ReturnType<typeof sidesOf>;

function portsFor({ ports }: Pieces, protocol: Protocol): readonly Span[] {
  return protocol === "icmp" ? [{ first: 0, last: 0 }] : ports;
}

/** The paths that the hits make: one of the ports open in all places, one of the others. */
function pathsOf(hits: readonly Hit[], places: number, rest: Pick<Path, "from" | "to" | "protocol" | "by">): Path[] {
  const byPort = [...Map.groupBy(hits, ({ port }) => port.first).values()];
  const open = byPort.map((same) => ({
    port: (same[0] as Hit).port,
    isEverywhere: new Set(same.map(({ place }) => place)).size === places,
  }));
  return [true, false].flatMap((isEverywhere) => {
    const ports = open.filter((one) => one.isEverywhere === isEverywhere).map(({ port }) => port);
    return ports.length === 0 ? [] : [{ ...rest, ports: join(ports), isEverywhere }];
  });
}

function isOpen(network: Network, from: Side, to: Side, protocol: Protocol, port: Span, pieces: Pieces): boolean {
  return (
    groupsAllow(network, "egress", from, to, protocol, port) &&
    groupsAllow(network, "ingress", to, from, protocol, port) &&
    aclsAllow(from, to, protocol, port, pieces.answerPorts)
  );
}

function between(network: Network, from: Inside, to: Inside, protocol: Protocol, pieces: Pieces): Path[] {
  const hits: Hit[] = [];
  for (const [a, source] of from.entries()) {
    for (const [b, target] of to.entries()) {
      const isRouted = [routeTo(source.subnet, target.address), routeTo(target.subnet, source.address)];
      if (isRouted.some((way) => way !== "local")) continue;
      for (const port of portsFor(pieces, protocol)) {
        if (isOpen(network, source, target, protocol, port, pieces)) hits.push({ port, place: `${a} ${b}` });
      }
    }
  }
  const names = { from: from[0]?.placement.name ?? "", to: to[0]?.placement.name ?? "" };
  return pathsOf(hits, from.length * to.length, { ...names, protocol });
}

/** Where packets of a side to these addresses leave the VPC, when their answers find back. */
function wayOut(
  network: Network,
  from: Inside[number],
  address: Address,
  protocol: Protocol,
  port: Span,
  pieces: Pieces,
): string | undefined {
  const target = routeTo(from.subnet, address);
  if (target?.startsWith("vpce-")) return "vpce";
  if (target?.startsWith("igw-")) return from.placement.isPublic ? "igw" : undefined;
  const gateway = network.subnets.find(({ id }) => id === network.natGateways[target ?? ""]);
  if (!gateway || !routeTo(gateway, address)?.startsWith("igw-")) return undefined;
  // A gateway has no security group; its subnet's ACL sees the packet come, go, and the answer come and go.
  const nat: Side = { address: spanOf(gateway.cidr), subnet: gateway };
  const toNat = aclsAllow(from, { ...nat, address }, protocol, port, pieces.answerPorts);
  return toNat && aclsAllow(nat, { address }, protocol, port, pieces.answerPorts) ? "nat" : undefined;
}

function toInternet(network: Network, from: Inside, protocol: Protocol, pieces: Pieces): Path[] {
  const name = from[0]?.placement.name ?? "";
  const open = pieces.internet.flatMap((address) =>
    from.flatMap((source, index) =>
      portsFor(pieces, protocol).flatMap((port) => {
        if (!isOpen(network, source, { address }, protocol, port, pieces)) return [];
        const by = wayOut(network, source, address, protocol, port, pieces);
        return by === undefined ? [] : [{ address, port, place: String(index), by }];
      }),
    ),
  );
  return [...Map.groupBy(open, ({ by }) => by)].flatMap(([by, hits]) =>
    labelled(hits, pieces).flatMap(({ label, same }) =>
      pathsOf(same, from.length, { from: name, to: label, protocol, by }),
    ),
  );
}

function fromInternet(network: Network, to: Inside, protocol: Protocol, pieces: Pieces): Path[] {
  const name = to[0]?.placement.name ?? "";
  const open = pieces.internet.flatMap((address) =>
    to.flatMap((target, index) => {
      if (!target.placement.isPublic || !routeTo(target.subnet, address)?.startsWith("igw-")) return [];
      return portsFor(pieces, protocol)
        .filter((port) => isOpen(network, { address }, target, protocol, port, pieces))
        .map((port) => ({ address, port, place: String(index) }));
    }),
  );
  return labelled(open, pieces).flatMap(({ label, same }) =>
    pathsOf(same, to.length, { from: label, to: name, protocol, by: "igw" }),
  );
}

type AddressedHit = Hit & { readonly address: Address };

/**
 * Puts hits together under the name of their addresses: the whole internet where every address of it is hit in a port, else
 * the pieces themselves, and lists of AWS where the internet as a whole is not.
 */
function labelled(hits: readonly AddressedHit[], pieces: Pieces): { label: string; same: readonly Hit[] }[] {
  const open = pieces.internet.filter((address) => !("prefixListId" in address));
  const byPort = Map.groupBy(hits, ({ port }) => port.first);
  const whole = new Set(
    [...byPort].flatMap(([first, same]) => {
      const hit = new Set(same.map(({ address }) => address));
      return open.every((address) => hit.has(address)) ? [first] : [];
    }),
  );
  const groups = Map.groupBy(hits, (hit) => (whole.has(hit.port.first) ? internet : labelOf(hit.address)));
  return [...groups].map(([label, same]) => ({ label, same: distinct(same) }));
}

/** One hit for each port and place: the internet's pieces count once. */
function distinct(hits: readonly Hit[]): readonly Hit[] {
  return [...new Map(hits.map(({ port, place }) => [`${port.first} ${place}`, { port, place }])).values()];
}

function labelOf(address: Address): string {
  if ("prefixListId" in address) return address.prefixListId;
  const text = (value: number) => [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");
  return address.first === address.last ? text(address.first) : `${text(address.first)}-${text(address.last)}`;
}
