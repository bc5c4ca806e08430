/** What is compared with what: each environment and account stack of the change with that of the base. Pure. */
import type { Side, SideStack, Unit } from "./side.ts";

/** A unit on both sides. */
export interface Pair {
  readonly name: string;
  readonly isAccount: boolean;
  /** Missing when the change adds it. */
  readonly before?: Unit;
  /** Missing when the change removes it. */
  readonly after?: Unit;
  /** Why a side cannot be read. */
  readonly problem?: string;
}

/**
 * Pairs the units of both sides, account stacks first.
 *
 * @param names environments and account stacks that are wanted; the account stacks that they read come along. Default: all
 */
export function pairUnits(base: Side, head: Side, names: readonly string[] = []): Pair[] {
  const all = [...new Set([...head.units, ...base.units].map(({ name }) => name))];
  const broken = [...new Set([...head.problems.keys(), ...base.problems.keys()])];
  const wanted = withAccounts(base, head, names);
  const isWanted = (name: string) => names.length === 0 || wanted.has(name);
  return [...new Set([...all, ...broken])]
    .filter(isWanted)
    .map((name) => {
      const find = (side: Side) => side.units.find((unit) => unit.name === name);
      const [before, after] = [find(base), find(head)];
      const headProblem = head.problems.get(name);
      const baseProblem = after === undefined ? undefined : base.problems.get(name);
      const problem = headProblem ?? (baseProblem === undefined ? undefined : `On the base: ${baseProblem}`);
      return {
        name,
        isAccount: (after ?? before)?.isAccount ?? /^account(-|$)/.test(name),
        ...(before === undefined ? {} : { before }),
        ...(after === undefined ? {} : { after }),
        ...(problem === undefined ? {} : { problem }),
      };
    })
    .sort((a, b) => Number(b.isAccount) - Number(a.isAccount));
}

function withAccounts(base: Side, head: Side, names: readonly string[]): Set<string> {
  const units = [...base.units, ...head.units].filter(({ name }) => names.includes(name));
  return new Set([...names, ...units.flatMap(({ accountStack }) => accountStack ?? [])]);
}

/** Names of all environments and account stacks that either side has. */
export const unitNames = (base: Side, head: Side): string[] => pairUnits(base, head).map(({ name }) => name);

/** Whether a stack itself is made from something else than on the base; what it reads is apart. */
export function isChanged(pair: Pair, stack: SideStack): boolean {
  const { before, after } = pair;
  const old = before?.stacks.find(({ project }) => project === stack.project);
  const isElsewhere = before?.accountId !== after?.accountId || before?.region !== after?.region;
  return isElsewhere || before?.accountStack !== after?.accountStack || old?.fingerprint !== stack.fingerprint;
}

/** The stacks that a stack is read by, directly or not, among those of a unit. */
export function readersOf(project: string, stacks: readonly SideStack[]): readonly SideStack[] {
  const direct = stacks.filter(({ reads }) => reads.includes(project));
  return [...new Set(direct.flatMap((stack) => [stack, ...readersOf(stack.project, stacks)]))];
}
