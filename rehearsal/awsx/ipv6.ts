/** The IPv6 block of a subnet, out of the block that AWS gives a VPC. Pure. */

/**
 * The /64 at a position of the VPC's /56.
 *
 * @param vpcBlock the VPC's block, e.g. `2600:1f18:1234:5600::/56`; empty when the VPC has none.
 * @param index position from 0 to 255.
 * @throws Error when there is no block, it is no /56 in the form AWS gives it, or the position is out of range.
 */
export function subnetIpv6Block(vpcBlock: string | undefined, index: number): string {
  const match = /^([0-9a-f]{1,4}:[0-9a-f]{1,4}:[0-9a-f]{1,4}):([0-9a-f]{1,4})::\/56$/i.exec(vpcBlock ?? "");
  if (match === null) {
    throw new Error(
      `A subnet with assignIpv6AddressOnCreation needs a VPC with an IPv6 block of prefix 56, and the VPC's is "${vpcBlock ?? ""}". Set assignGeneratedIpv6CidrBlock.`,
    );
  }
  if (!Number.isInteger(index) || index < 0 || index > 255) {
    throw new Error(
      `A VPC's IPv6 block has 256 blocks for subnets, and number ${index} is asked for. Use fewer subnets.`,
    );
  }
  const [, network, group] = match;
  const fourth = (Number.parseInt(group ?? "0", 16) & 0xff00) | index;
  return `${network}:${fourth.toString(16)}::/64`;
}
