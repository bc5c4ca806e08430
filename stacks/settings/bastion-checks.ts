import { addressCount, cidrBlockProblem, parseCidrBlock } from "../../components/network/cidr-block.ts";
import type { BastionSettings } from "./bastion.ts";
import { instanceTypeProblem } from "./instance-types.ts";
import type { WellFormed } from "./network-checks.ts";
import { type Problem, show } from "./problems.ts";

/**
 * The most that may reach port 22, as a prefix. Two halves of the internet are as open as the whole, so it is the sum that
 * counts: 1/256 of IPv4, which is the largest block that one organisation holds.
 */
const widestSsh = 8;

function typeProblems(instanceType: string | undefined, region: string | undefined): Problem[] {
  const allowed = instanceType === undefined ? undefined : instanceTypeProblem(instanceType, region);
  if (allowed === undefined) return [];
  return [
    {
      path: "platform:bastion.instanceType",
      problem: "There is no such type for bastions.",
      got: show(instanceType),
      allowed,
      todo: "Choose one of these, for example t4g.nano.",
    },
  ];
}

/**
 * Says what is wrong between the bastions' settings.
 *
 * @param bastion the settings that are well-formed by themselves
 * @param region where bastions are launched; undefined when that is not known
 * @returns every problem; empty when there is none
 */
export function bastionProblems(bastion: WellFormed<BastionSettings>, region: string | undefined): Problem[] {
  const ranges = (bastion.sshCidrBlocks ?? []).map((text) => ({ text, problem: cidrBlockProblem(text) }));
  const unusable = ranges.flatMap(({ text, problem }, position): Problem[] =>
    problem === undefined
      ? []
      : [
          {
            path: `platform:bastion.sshCidrBlocks[${position}]`,
            problem: "The range cannot be used.",
            got: show(text),
            ...problem,
          },
        ],
  );
  const problems = [...typeProblems(bastion.instanceType, region), ...unusable];
  const sound = ranges.filter(({ problem }) => problem === undefined).map(({ text }) => text);
  const addresses = sound.reduce((total, text) => total + addressCount(parseCidrBlock(text)), 0);
  if (addresses > addressCount({ address: 0, prefix: widestSsh })) {
    problems.push({
      path: "platform:bastion.sshCidrBlocks",
      problem: "Port 22 would be open to too many addresses.",
      got: show(sound),
      allowed: `ranges that are together no larger than a /${widestSsh}, never the whole internet`,
      todo: "List only the addresses that you work from, or leave the list empty and use Session Manager.",
    });
  }
  return problems;
}
