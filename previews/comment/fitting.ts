/** As many lines as there is room for. */

/**
 * The first lines that fit, and a line that says how many are left out.
 *
 * @param lines the most important first
 * @param room characters, with the ends of lines; the last line is on top of it
 * @param more says how many are left out
 */
export function fitting(lines: readonly string[], room: number, more: (left: number) => string): string[] {
  let used = 0;
  const end = lines.findIndex((line) => {
    used += line.length + 1;
    return used > room;
  });
  return end === -1 ? [...lines] : [...lines.slice(0, end), more(lines.length - end)];
}
