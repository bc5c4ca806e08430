/** Reads a secret: typed without being shown, or piped in. */

/** What is read from: standard input. */
export interface Input extends AsyncIterable<string | Buffer> {
  /** True for a terminal. */
  readonly isTTY?: boolean;
  /** A terminal's: gives each key at once, and shows none. */
  setRawMode?(isRaw: boolean): unknown;
}

/** More than any webhook URL has. */
const mostCharacters = 4096;

/** Ctrl-C at the prompt. */
export class InterruptedError extends Error {
  override readonly name = "InterruptedError";
}

/**
 * Reads one line from a terminal without showing it, or all that is piped in.
 *
 * @param show writes the prompt: to standard error, so that standard output stays clean
 * @throws InterruptedError at Ctrl-C; Error when more is piped in than a webhook URL can be
 */
export async function readSecret(input: Input, prompt: string, show: (text: string) => void): Promise<string> {
  if (!input.isTTY || !input.setRawMode) return readAll(input);
  // Before the prompt: what is pasted at once when that shows would be shown, too.
  input.setRawMode(true);
  show(prompt);
  const keys = input[Symbol.asyncIterator]();
  try {
    return await readLine(keys);
  } finally {
    // Before the terminal is let go of: afterwards nothing would show what is typed.
    input.setRawMode(false);
    await keys.return?.();
    show("\n");
  }
}

async function readAll(input: Input): Promise<string> {
  let text = "";
  for await (const chunk of input) {
    text += String(chunk);
    if (text.length > mostCharacters) throw new Error("More was piped in than a webhook URL can be.");
  }
  return text;
}

async function readLine(keys: AsyncIterator<string | Buffer>): Promise<string> {
  let line = "";
  for (;;) {
    const { value, done } = await keys.next();
    if (done) return line;
    for (const key of String(value)) {
      if (key === "\r" || key === "\n" || key === "\u0004") return line;
      if (key === "\u0003") throw new InterruptedError("Interrupted. Nothing was stored.");
      if (key === "\u007f" || key === "\b") line = line.slice(0, -1);
      // Other control characters are keys that write nothing.
      else if (key >= " " && line.length < mostCharacters) line += key;
    }
  }
}
