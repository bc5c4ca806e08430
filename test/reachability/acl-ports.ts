/** The ports of ACL entries, from the inputs of a default network ACL: MiniStack 1.5.33 keeps none and tells none. */
import type { AclEntry, Network } from "./model.ts";

/** An entry as a program gives it to `aws.ec2.DefaultNetworkAcl`. */
export interface GivenEntry {
  /** Its place. */
  readonly ruleNo: number;
  /** First port. */
  readonly fromPort: number;
  /** Last port. */
  readonly toPort: number;
}

/** The entries of a network's default ACL, as a program gives them. */
export interface GivenAcl {
  /** For what comes in. */
  readonly ingress: readonly GivenEntry[];
  /** For what goes out. */
  readonly egress: readonly GivenEntry[];
}

function completed(entry: AclEntry, given: readonly GivenEntry[]): AclEntry {
  if (entry.protocol !== "tcp" && entry.protocol !== "udp") return entry;
  const own = given.find(({ ruleNo }) => ruleNo === entry.number);
  return own === undefined ? entry : { ...entry, ports: { first: own.fromPort, last: own.toPort } };
}

/**
 * Lays the ports that the program gave over the entries that the emulator tells.
 *
 * @param network all of whose subnets have that ACL
 */
export function withAclPorts(network: Network, given: GivenAcl): Network {
  const subnets = network.subnets.map((subnet) => ({
    ...subnet,
    ingress: subnet.ingress.map((entry) => completed(entry, given.ingress)),
    egress: subnet.egress.map((entry) => completed(entry, given.egress)),
  }));
  return { ...network, subnets };
}
