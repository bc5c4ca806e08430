/**
 * Decides what an unlocked stateful resource may do. Pulumi lets one update take the protection off and replace at once, so
 * an unlock is a deployment of its own: the first one takes off the protection and holds back every other change of the
 * resource, the next one may replace or delete it.
 */
import { isStateful, type StatefulType, type StatefulTypeToken, statefulTypes } from "./stateful.ts";

/** One resource that may be replaced or deleted for a while. */
export interface Unlock {
  /** URN of the resource. */
  readonly urn: string;
  /** Why, for whoever reads the settings later. */
  readonly reason: string;
  /** Last day of the unlock, as YYYY-MM-DD in UTC. */
  readonly expires: string;
}

/** The parts of a URN. */
export interface UrnParts {
  /** Name of the stack: the environment. */
  readonly stack: string;
  /** Name of the Pulumi project. */
  readonly project: string;
  /** The resource's own type, without those of its parents. */
  readonly type: string;
  /** The resource's logical name. */
  readonly name: string;
}

/**
 * Takes a URN apart.
 *
 * @param urn `urn:pulumi:<stack>::<project>::<types of the parents>$<type>::<name>`
 * @returns undefined when the text is no URN
 */
export function parseUrn(urn: string): UrnParts | undefined {
  const match = /^urn:pulumi:([^:]+)::([^:]+)::(.+?)::(.+)$/.exec(urn);
  const [, stack, project, types, name] = match ?? [];
  if (stack === undefined || project === undefined || types === undefined || name === undefined) return undefined;
  return { stack, project, type: types.split("$").at(-1) as string, name };
}

/**
 * Writes a URN as the engine does.
 *
 * @param place stack and project
 * @param types types from the outermost component below the stack down to the resource's own
 * @param name the resource's logical name
 */
export function formatUrn(
  place: { readonly stack: string; readonly project: string },
  types: readonly string[],
  name: string,
): string {
  return `urn:pulumi:${place.stack}::${place.project}::${types.join("$")}::${name}`;
}

/**
 * How far an unlock has come. `locked`: not unlocked. `unlocking`: this deployment takes off the protection and changes nothing
 * else. `unlocked`: an earlier deployment took it off, this one may replace or delete.
 */
export type UnlockState = "locked" | "unlocking" | "unlocked";

/**
 * Decides how far the unlock of a resource has come.
 *
 * @param urn the resource's
 * @param unlocks the settings
 * @param deployed URNs that the stack's last deployment left unlocked
 */
export function unlockState(
  urn: string,
  unlocks: readonly Pick<Unlock, "urn">[],
  deployed: readonly string[],
): UnlockState {
  if (!unlocks.some((unlock) => unlock.urn === urn)) return "locked";
  return deployed.includes(urn) ? "unlocked" : "unlocking";
}

/** What becomes of a resource's registration. */
export interface UnlockedRegistration {
  /** Inputs to lay over the program's. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Names of the inputs whose changes are held back. */
  readonly ignoreChanges: readonly string[];
}

/**
 * Says how a resource is registered that is not locked: AWS's own deletion protection is turned off, where the type has one.
 *
 * @param type the resource's type, a stateful one
 * @param state how far the unlock has come
 * @param inputNames names of all inputs that the type takes, also of those that are not given: a change may take one away
 */
export function unlockedRegistration(
  type: StatefulTypeToken,
  state: Exclude<UnlockState, "locked">,
  inputNames: readonly string[],
): UnlockedRegistration {
  const types: readonly StatefulType[] = statefulTypes;
  const protection = types.find((stateful) => stateful.type === type)?.deletionProtection;
  return {
    inputs: protection === undefined ? {} : { [protection]: false },
    ignoreChanges: state === "unlocking" ? inputNames.filter((name) => name !== protection) : [],
  };
}

/** The most days that an unlock may last from today: a lock that is open for longer is forgotten. */
export const maxUnlockDays = 14;

const millisecondsPerDay = 24 * 60 * 60 * 1000;

/**
 * The day of a moment in UTC, as YYYY-MM-DD.
 *
 * @param moment any date
 */
export function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}

/**
 * Counts the days until an unlock ends.
 *
 * @param expires its last day
 * @param today any moment of today
 * @returns 0 on the last day, less than 0 when it has expired, undefined when there is no such day
 */
export function daysLeft(expires: string, today: Date): number | undefined {
  const end = Date.parse(`${expires}T00:00:00Z`);
  if (Number.isNaN(end) || dayOf(new Date(end)) !== expires) return undefined;
  return Math.round((end - Date.parse(`${dayOf(today)}T00:00:00Z`)) / millisecondsPerDay);
}

/**
 * Says whether a URN can be unlocked.
 *
 * @param urn the URN
 * @returns true when its own type is stateful
 */
export function isUnlockable(urn: string): boolean {
  return isStateful(parseUrn(urn)?.type ?? "");
}
