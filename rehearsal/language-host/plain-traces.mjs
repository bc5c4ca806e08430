// Loaded into each program that runs as it is written: its stack traces need no source maps. The SDK's runner would install
// source-map-support, and take a trace of every promise: a third of a program's time.
import { createRequire } from "node:module";

const { cache, resolve } = createRequire(process.argv[1]);
try {
  const path = resolve("source-map-support/register");
  cache[path] = { id: path, filename: path, loaded: true, children: [], paths: [], exports: {} };
} catch {
  // The SDK has come to do without it.
}
