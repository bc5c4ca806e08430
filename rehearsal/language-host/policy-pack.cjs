// Runs a policy pack that Node runs as it is: `policy-pack.cjs <runner> <engine address> <folder>`. Pulumi's runner always loads
// ts-node, even with `typescript: false`, and ts-node cannot work with a TypeScript without its JavaScript API (7 and later).
const path = require("node:path");

const [runner, , folder] = process.argv.slice(2);
const logged = new Set();
process.on("exit", (code) => {
  // The runner only reports what the pack throws; that it failed is told by the exit code.
  if (code === 0 && logged.size > 0) process.exitCode = 1;
});
require(path.join(path.dirname(runner), "run.js")).run({
  argv: { _: [folder] },
  programStarted: () => {},
  reportLoggedError: (error) => logged.add(error),
  typeScript: false,
});
