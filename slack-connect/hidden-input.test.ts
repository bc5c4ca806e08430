import assert from "node:assert/strict";
import { type Input, InterruptedError, readSecret } from "./hidden-input.ts";

/** A terminal, or a pipe, that gives chunks; tells what was done to it. */
function input(isTTY: boolean, ...chunks: string[]): Input & { readonly done: string[] } {
  const done: string[] = [];
  return {
    isTTY,
    done,
    setRawMode: (isRaw) => done.push(isRaw ? "raw" : "cooked"),
    async *[Symbol.asyncIterator]() {
      try {
        yield* chunks;
      } finally {
        done.push("ended");
      }
    },
  };
}

describe("readSecret", () => {
  it("reads a line from a terminal, shows only the prompt, and gives the terminal back", async () => {
    const terminal = input(true, "abx", "\u007f", "c\u001b", "d\rmore");
    assert.equal(await readSecret(terminal, "URL: ", (text) => terminal.done.push(text)), "abcd");
    // Nothing is shown of what is typed from the prompt on.
    assert.deepEqual(terminal.done, ["raw", "URL: ", "cooked", "ended", "\n"]);
  });

  it("takes a line's end in each form, and the input's", async () => {
    for (const end of ["\r", "\n", "\r\n", "\u0004"]) {
      assert.equal(await readSecret(input(true, `abc${end}`), "", () => {}), "abc");
    }
    assert.equal(await readSecret(input(true, "abc"), "", () => {}), "abc");
  });

  it("can be interrupted, and gives the terminal back", async () => {
    const terminal = input(true, "abc\u0003");
    await assert.rejects(
      readSecret(terminal, "", () => {}),
      InterruptedError,
    );
    assert.deepEqual(terminal.done, ["raw", "cooked", "ended"]);
  });

  it("reads all that is piped in, without a prompt; refuses what no URL can be", async () => {
    const shown: string[] = [];
    assert.equal(await readSecret(input(false, "ab", "c\n"), "URL: ", (text) => shown.push(text)), "abc\n");
    assert.deepEqual(shown, []);
    await assert.rejects(
      readSecret(input(false, "x".repeat(5000)), "", () => {}),
      /More was piped in than a webhook URL can be/,
    );
  });
});
