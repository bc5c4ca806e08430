/** Rows of AWS's price list as CSV. */

/** The fields of one line: commas outside of quotes separate, a doubled quote is one. */
export function fieldsOf(line: string): string[] {
  const fields: string[] = [];
  let field = "";
  let quoted = false;
  for (let index = 0; index < line.length; index++) {
    const character = line[index];
    if (character === '"' && quoted && line[index + 1] === '"') {
      field += '"';
      index++;
    } else if (character === '"') quoted = !quoted;
    else if (character === "," && !quoted) {
      fields.push(field);
      field = "";
    } else field += character;
  }
  return [...fields, field];
}

/** One row by column. */
export type ListRow = Readonly<Record<string, string>>;

/**
 * The rows of a price list, one at a time: the list of EC2 in one region has hundreds of megabytes. The lines before the one with
 * the columns' names tell the version and are left out.
 *
 * @throws Error when there is no line with the columns' names
 */
export async function* rowsOfList(lines: AsyncIterable<string>): AsyncGenerator<ListRow> {
  let columns: readonly string[] | undefined;
  for await (const line of lines) {
    if (line.trim() === "") continue;
    const fields = fieldsOf(line);
    if (columns === undefined) {
      if (fields[0] === "SKU") columns = fields;
      continue;
    }
    yield Object.fromEntries(columns.map((column, index) => [column, fields[index] ?? ""]));
  }
  if (columns === undefined) throw new Error("there is no line with the columns' names (SKU, …): it is no price list");
}
