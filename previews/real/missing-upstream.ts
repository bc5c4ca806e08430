/** Tells from a preview's errors that a stack below does not have what is read of it. */

/** What is missing below. */
export interface MissingUpstream {
  /** As a sentence. */
  readonly text: string;
  /** True when the stack that is read does not exist; false when it lacks an output. */
  readonly isWholeStack: boolean;
}

/**
 * What each way of missing something says: `requireOutput` (Node SDK: `stackReference.ts`), the engine for a stack that does not
 * exist (`pkg/backend/backend.go`), and `readBoundary` (`stacks/account/outputs.ts`).
 */
const output = /Required output '([^']+)' does not exist on stack '([^']+)'/g;
const stack = /unknown stack "([^"]+)"/g;
const boundary = /The account stack has no permissions boundary for the environment [\w-]+/g;

/** Why a preview that failed with these errors is blocked; undefined when it failed for another reason. */
export function missingUpstream(errors: readonly string[]): MissingUpstream | undefined {
  const text = errors.join("\n");
  const all = (pattern: RegExp) => [...text.matchAll(pattern)];
  const unknown = [...new Set(all(stack).map(([, name = ""]) => shortName(name)))];
  if (unknown.length > 0)
    return { text: `It reads ${unknown.join(" and ")}, which does not exist yet.`, isWholeStack: true };
  const outputs = all(output).map(([, name = "", of = ""]) => `the output ${name} of ${shortName(of)}`);
  const reads = [
    ...new Set([...outputs, ...all(boundary).map(() => "a permissions boundary of its own in the account stack")]),
  ];
  if (reads.length === 0) return undefined;
  return { text: `It reads ${reads.join(" and ")}, which is not there yet.`, isWholeStack: false };
}

/** Project and stack, without the organisation. */
const shortName = (name: string): string => name.split("/").slice(-2).join("/");
