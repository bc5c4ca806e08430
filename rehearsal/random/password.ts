/** Passwords as `random.RandomPassword` documents them: its arguments, what it refuses, what it makes. */
import { randomInt } from "node:crypto";

/**
 * The arguments with their defaults, as the provider's documentation gives them.
 * Source: https://www.pulumi.com/registry/packages/random/api-docs/randompassword/
 */
export interface PasswordArguments {
  /** Characters of the password, 1 or more, and at least the sum of the four minima. */
  readonly length: number;
  /** Lower-case letters may occur. Default: true. */
  readonly lower: boolean;
  /** Upper-case letters may occur. Default: true. */
  readonly upper: boolean;
  /** Digits may occur. Default: true. */
  readonly numeric: boolean;
  /** Special characters may occur. Default: true. */
  readonly special: boolean;
  /** Lower-case letters, at least. Default: 0. */
  readonly minLower: number;
  /** Upper-case letters, at least. Default: 0. */
  readonly minUpper: number;
  /** Digits, at least. Default: 0. */
  readonly minNumeric: number;
  /** Special characters, at least. Default: 0. */
  readonly minSpecial: number;
  /** The special characters that may occur. Default: `!@#$%&*()-_=+[]{}<>:?`. */
  readonly overrideSpecial?: string;
}

/** The arguments' defaults. `number` is the old name of `numeric`. */
export const passwordDefaults = {
  lower: true,
  upper: true,
  numeric: true,
  number: true,
  special: true,
  minLower: 0,
  minUpper: 0,
  minNumeric: 0,
  minSpecial: 0,
} as const;

const lowerCase = "abcdefghijklmnopqrstuvwxyz";
const specialCharacters = "!@#$%&*()-_=+[]{}<>:?";

/** The four kinds of characters: whether they may occur, how many must at least, and which they are. */
function kindsOf(wanted: PasswordArguments) {
  // An empty list counts as none given, as in the real provider.
  const hasOwnSpecial = wanted.overrideSpecial !== undefined && wanted.overrideSpecial !== "";
  return [
    { allowed: wanted.lower, minimum: wanted.minLower, characters: lowerCase },
    { allowed: wanted.upper, minimum: wanted.minUpper, characters: lowerCase.toUpperCase() },
    { allowed: wanted.numeric, minimum: wanted.minNumeric, characters: "0123456789" },
    {
      allowed: wanted.special,
      minimum: wanted.minSpecial,
      characters: hasOwnSpecial ? String(wanted.overrideSpecial) : specialCharacters,
    },
  ];
}

/** What is wrong with a password's arguments. */
export interface PasswordProblem {
  /** The argument. */
  readonly property: string;
  /** The problem, the value got, and what is allowed. */
  readonly reason: string;
}

/** Everything that the provider refuses, all at once; empty when the arguments are good. */
export function passwordProblems(wanted: PasswordArguments): PasswordProblem[] {
  const kinds = kindsOf(wanted);
  const minimum = kinds.reduce((sum, kind) => sum + kind.minimum, 0);
  const problems: PasswordProblem[] = [];
  if (!Number.isInteger(wanted.length) || wanted.length < 1) {
    problems.push({ property: "length", reason: `length is ${wanted.length}: allowed is a whole number from 1` });
  } else if (wanted.length < minimum) {
    const reason = `length is ${wanted.length}: allowed is at least ${minimum}, the sum of minLower, minUpper, minNumeric and minSpecial`;
    problems.push({ property: "length", reason });
  }
  if (!kinds.some(({ allowed }) => allowed)) {
    problems.push({ property: "lower", reason: "one of lower, upper, numeric and special must be true" });
  }
  return problems;
}

/**
 * Makes a password: first the characters that must occur, then any that may, in random order.
 * @param wanted arguments without a problem.
 * @param random a whole number from 0, below its argument. Default: from the system's cryptographic source.
 */
export function makePassword(wanted: PasswordArguments, random: (below: number) => number = randomInt): string {
  const kinds = kindsOf(wanted);
  const all = kinds.filter(({ allowed }) => allowed).flatMap(({ characters }) => [...characters]);
  const pick = (characters: readonly string[]) => characters[random(characters.length)] as string;
  const made = kinds.flatMap(({ minimum, characters }) => Array.from({ length: minimum }, () => pick([...characters])));
  while (made.length < wanted.length) made.push(pick(all));
  // Fisher and Yates: without it the characters that must occur would always stand first.
  for (let last = made.length - 1; last > 0; last--) {
    const other = random(last + 1);
    [made[last], made[other]] = [made[other] as string, made[last] as string];
  }
  return made.join("");
}
