/** What is wrong with the arguments of a component, gathered so that one error tells all of it. */

/** One thing wrong with one argument. */
export interface Problem {
  /** Path of the argument in Pulumi's names, e.g. `subnetSpecs[1].cidrBlocks`. */
  readonly propertyPath: string;
  /** What is wrong, the value got, what is allowed, what to do: one or two sentences. */
  readonly reason: string;
}

/** Thrown by pure code when arguments do not hold together; carries every problem found. */
export class ArgumentProblems extends Error {
  /** Every problem, in the order in which they were found; the message has a line for each. */
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map((problem) => `${problem.propertyPath}: ${problem.reason}`).join("\n"));
    this.name = "ArgumentProblems";
    this.problems = problems;
  }
}

/** Throws `ArgumentProblems` when there is any. */
export function throwIfAny(problems: readonly Problem[]): void {
  if (problems.length > 0) {
    throw new ArgumentProblems(problems);
  }
}
