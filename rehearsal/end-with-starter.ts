/** The end of a plugin that the SDK serves: it must not outlive the engine that started it. */
import { fstatSync } from "node:fs";

/**
 * Ends this process when the one that started it is gone. The starter holds the other end of standard input: the engine a
 * pipe, Node a socket. When it is killed that end closes. A terminal or /dev/null says nothing about it, and is left alone.
 */
export function endWithStarter(): void {
  const input = fstatSync(0);
  if (input.isFIFO() || input.isSocket()) {
    process.stdin.on("end", () => process.exit(0)).resume();
  }
}
