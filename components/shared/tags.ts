/** Characters in a tag's key, at most. Source: https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
export const maxTagKeyLength = 128;

/** Characters in a tag's value, at most. Source: as for `maxTagKeyLength`. */
export const maxTagValueLength = 256;

/** Tags on one resource, at most, those of AWS itself not counted. Source: as for `maxTagKeyLength`. */
export const maxTagCount = 50;

/** Characters that every AWS service takes in tags: letters, digits, spaces of any language and `_ . : / = + - @`. */
const tagCharacters = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** The words that end a problem about characters. */
const allowedCharacters = "letters, digits, spaces and _ . : / = + - @";

/**
 * Says what is wrong with a tag's value.
 *
 * @param value the value
 * @returns what is allowed instead, or undefined when the value is good
 */
export function tagValueProblem(value: string): string | undefined {
  if (value.length > maxTagValueLength) return `at most ${maxTagValueLength} characters (this has ${value.length})`;
  if (!tagCharacters.test(value)) return allowedCharacters;
  return undefined;
}

/**
 * Says what is wrong with a set of tags by AWS's rules, all problems at once.
 *
 * @param tags the tags of one resource
 * @returns one sentence for each problem; empty when the tags are good
 */
export function tagProblems(tags: Readonly<Record<string, string>>): string[] {
  const problems: string[] = [];
  const count = Object.keys(tags).length;
  if (count > maxTagCount) problems.push(`There are ${count} tags: allowed are at most ${maxTagCount}. Remove some.`);
  for (const [key, value] of Object.entries(tags)) {
    if (key.length < 1 || key.length > maxTagKeyLength) {
      problems.push(
        `The tag key "${key}" has ${key.length} characters: allowed are 1 to ${maxTagKeyLength}. Choose another key.`,
      );
    }
    if (!tagCharacters.test(key)) {
      problems.push(`The tag key "${key}" has a character that AWS refuses: allowed are ${allowedCharacters}.`);
    }
    if (key.toLowerCase().startsWith("aws:")) {
      problems.push(`The tag key "${key}" begins with "aws:", which AWS keeps for itself. Choose another key.`);
    }
    const problem = tagValueProblem(value);
    if (problem !== undefined) problems.push(`The tag "${key}" has the value "${value}": allowed are ${problem}.`);
  }
  return problems;
}
