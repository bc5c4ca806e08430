import { parseCidr } from "../../components/shared/cidr.ts";
import type { BastionSettings } from "./bastion.ts";
import type { WellFormed } from "./network-checks.ts";
import { type Problem, show } from "./problems.ts";

/**
 * The most that may reach port 22, by bits of an address. Two halves of the internet are as open as the whole, so it is
 * the sum that counts: 1/256 of IPv4, which is the largest block that one organisation holds, and one IPv6 provider's /32.
 */
const widestSsh = { 32: 8, 128: 32 } as const;

/**
 * Says what is wrong between the bastions' settings.
 *
 * @param bastion the settings that are well-formed by themselves
 * @returns every problem; empty when there is none
 */
export function bastionProblems(bastion: WellFormed<BastionSettings>): Problem[] {
  const blocks = (bastion.sshCidrBlocks ?? []).map((text) => ({ text, cidr: parseCidr(text) }));
  const problems: Problem[] = [];
  for (const [position, { text, cidr }] of blocks.entries()) {
    const at = `platform:bastion.sshCidrBlocks[${position}]`;
    if (cidr === undefined) {
      const allowed = "an IPv4 or IPv6 range whose numbers and prefix are in their ranges";
      problems.push({ path: at, got: show(text), allowed, todo: "Correct it, for example 203.0.113.7/32." });
    } else if (cidr.first !== cidr.address) {
      problems.push({
        path: at,
        problem: "The range does not begin with its first address, which AWS would silently take instead.",
        got: show(text),
        allowed: "a range's first address with its prefix",
        todo: `Set the address's bits after the first ${cidr.prefix} to zero, or write /${cidr.bits} for one address.`,
      });
    }
  }
  for (const bits of [32, 128] as const) {
    const same = blocks.filter(({ cidr }) => cidr?.bits === bits);
    const sum = same.reduce((total, { cidr }) => total + (cidr?.size ?? 0n), 0n);
    if (sum <= 1n << BigInt(bits - widestSsh[bits])) continue;
    problems.push({
      path: "platform:bastion.sshCidrBlocks",
      problem: "Port 22 would be open to too many addresses.",
      got: show(same.map(({ text }) => text)),
      allowed: `IPv${bits === 32 ? 4 : 6} ranges that are together no larger than a /${widestSsh[bits]}, never the whole internet`,
      todo: "List only the addresses that you work from, or leave the list empty and use Session Manager.",
    });
  }
  return problems;
}
