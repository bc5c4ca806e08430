/** Takes what looks like a secret out of the texts that the engine and the programs write. */

const words = "[secret]";

/** What is a secret by its look, with what is put in its place. */
const looks: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, words],
  // Access key ids: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, words],
  // Secret access keys have forty characters; a word of just that length with both cases and a digit is hardly anything else.
  [/(?<![\w/+=])(?=[\w/+]*[a-z])(?=[\w/+]*[A-Z])(?=[\w/+]*\d)[A-Za-z0-9/+]{40}(?![\w/+=])/g, words],
  [/\bhttps:\/\/hooks\.slack\.com\/[^\s"'<>]+/g, words],
  [/\bxox[a-z]-[\w-]+/g, words],
  [/\b(?:gh[a-z]_|github_pat_|pul-)\w{20,}/g, words],
  [/\b(?:glpat-[\w-]{20,}|npm_[A-Za-z0-9]{30,}|sk_(?:live|test)_\w{16,})/g, words],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, words],
  // The password in an address: scheme://user:password@host, or a token alone; a short name alone is a user's.
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:)[^\s/]+@/gi, `$1${words}@`],
  [/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s:/@]{9,}@/gi, `$1${words}@`],
  [/(\bauthorization["']?\s*[:=]\s*["']?\w+\s+)[^\s,;"'}]+/gi, `$1${words}`],
  [/(\bBearer\s+)(?=\S*\d)[\w.~+/=-]{16,}/g, `$1${words}`],
  [/((?<!\S)--[\w-]*(?:password|passphrase|secret|token)\s+)(?!-)\S+/gi, `$1${words}`],
  [
    /(?<![\w:/-])((?:[\w-]*(?:password|passphrase|passwd|secret|token|api[-_]?key))["']?\s*[:=]\s*)("(?:[^"\\]|\\.)*"|'[^']*'|[^\s,;"'}]+)/gi,
    `$1${words}`,
  ],
];

/** Shortest text that is taken for a secret because somebody says that it is one: what is shorter is in every second word. */
const shortestSecret = 6;

/**
 * A text without secrets.
 *
 * @param secrets values that are known to be secret; those of less than six characters are left alone
 */
export function redact(text: string, secrets: Iterable<string> = []): string {
  const known = [...secrets].filter(({ length }) => length >= shortestSecret).sort((a, b) => b.length - a.length);
  // The secret as JSON writes it, too: errors quote inputs.
  const forms = known.flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]);
  const without = forms.reduce((rest, form) => rest.replaceAll(form, words), text);
  return looks.reduce((rest, [pattern, replacement]) => rest.replace(pattern, replacement), without);
}
