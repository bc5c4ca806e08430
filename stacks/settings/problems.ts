/** One thing that is wrong with a settings file. */
export interface Problem {
  /** Where it is, for example `platform:network.zones[1].name`. */
  readonly path: string;
  /** What is wrong, as a sentence; undefined when value and rule say it all. */
  readonly problem?: string | undefined;
  /** The value got, in words; undefined when the setting is missing. Never a secret. */
  readonly got: string | undefined;
  /** What is allowed. */
  readonly allowed: string;
  /** What to do, as a sentence. */
  readonly todo: string;
}

/** Longest value that a problem shows, in characters. */
const maxShownLength = 120;

/**
 * Words a value for an error.
 *
 * @param value anything that YAML or JSON can hold
 * @returns the value as JSON with its kind where that helps, cut at 120 characters
 */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  const shown = text.length > maxShownLength ? `${text.slice(0, maxShownLength)}…` : text;
  if (typeof value === "number") return `${shown} (a number)`;
  if (typeof value === "boolean") return `${shown} (true or false without quotes)`;
  if (Array.isArray(value)) return `${shown} (a list)`;
  if (value === null) return "nothing";
  if (typeof value === "object") return `${shown} (a group of settings)`;
  return shown;
}

function describe(problem: Problem, index: number): string {
  const got = problem.got === undefined ? "nothing: it is missing" : problem.got;
  return [
    `${index + 1}. ${problem.path}`,
    ...(problem.problem === undefined ? [] : [`   ${problem.problem}`]),
    `   got:        ${got}`,
    `   allowed:    ${problem.allowed}`,
    `   what to do: ${problem.todo}`,
  ].join("\n");
}

/** A settings file that cannot be used, with every problem of it. */
export class SettingsError extends Error {
  /** The file's name, as it was given. */
  readonly file: string;
  /** Every problem, in the order of the file's settings. */
  readonly problems: readonly Problem[];

  /**
   * @param file the file's name
   * @param problems what is wrong with it, at least one
   */
  constructor(file: string, problems: readonly Problem[]) {
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    super(`${file} has ${count}; nothing was read or made.\n\n${problems.map(describe).join("\n\n")}\n`);
    this.name = "SettingsError";
    this.file = file;
    this.problems = problems;
  }
}
