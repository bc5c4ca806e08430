import { statefulTypes } from "../../components/shared/stateful.ts";
import { dayOf, daysLeft, isUnlockable, maxUnlockDays, parseUrn } from "../../components/shared/unlock.ts";
import { stacks } from "../order.ts";
import type { PartlyWellFormed } from "./between.ts";
import { type Problem, show } from "./problems.ts";
import type { UnlockSettings } from "./unlock.ts";

type UnlockSetting = UnlockSettings[number];

const millisecondsPerDay = 24 * 60 * 60 * 1000;

/** What is wrong with the last day of an unlock. */
function expiryProblem({ expires }: UnlockSetting, path: string, today: Date): Problem[] {
  const days = daysLeft(expires, today);
  const first = dayOf(today);
  const last = dayOf(new Date(today.getTime() + maxUnlockDays * millisecondsPerDay));
  const common = { path: `${path}.expires`, got: show(expires), allowed: `a day from ${first} to ${last} (UTC)` };
  if (days === undefined) return [{ ...common, problem: "There is no such day.", todo: "Correct the day." }];
  if (days < 0) {
    const todo = `Remove the whole entry ${path}; the next deployment locks the resource again. If it must still go, write a new last day.`;
    return [{ ...common, problem: "The unlock has expired.", todo }];
  }
  if (days <= maxUnlockDays) return [];
  const problem = `The unlock would last ${days} days: a lock that stays open is forgotten.`;
  return [{ ...common, problem, todo: "Write the day on which you will be done." }];
}

/** What is wrong with the URN of an unlock. */
function urnProblem({ urn }: UnlockSetting, path: string, environment: string): Problem[] {
  const parts = parseUrn(urn);
  const own = stacks.filter(({ perEnvironment }) => perEnvironment).map(({ project }) => project);
  const common = { path: `${path}.urn`, got: show(urn) };
  if (parts === undefined) return [];
  if (parts.stack !== environment || !own.includes(parts.project)) {
    const prefixes = own.map((project) => `urn:pulumi:${environment}::${project}::…`).join(" or ");
    const problem = `The resource is in the stack ${parts.stack} of the project ${parts.project}, not in a stack of ${environment}.`;
    return [{ ...common, problem, allowed: prefixes, todo: "Unlock it in the settings of its own environment." }];
  }
  if (isUnlockable(urn)) return [];
  return [
    {
      ...common,
      problem: `Resources of the type ${parts.type} are not locked.`,
      allowed: statefulTypes.map(({ type }) => type).join(", "),
      todo: "Remove the entry, or correct the URN.",
    },
  ];
}

/**
 * Says what is wrong with the settings of `platform:unlock`.
 *
 * @param settings the environment's settings that are well-formed by themselves
 * @param environment the environment's name
 * @param today the day on which the settings are read. Default: now
 * @returns every problem; empty when there is none
 */
export function unlockProblems(settings: PartlyWellFormed, environment: string, today: Date = new Date()): Problem[] {
  const unlocks = settings.unlock ?? [];
  return unlocks.flatMap((unlock, position) => {
    const path = `platform:unlock[${position}]`;
    const twice = unlocks.findIndex(({ urn }) => urn === unlock.urn) < position;
    const todo = "Remove one of the two.";
    return [
      ...urnProblem(unlock, path, environment),
      ...expiryProblem(unlock, path, today),
      ...(twice
        ? [{ path: `${path}.urn`, problem: "Unlocked twice.", got: show(unlock.urn), allowed: "each URN once", todo }]
        : []),
    ];
  });
}
