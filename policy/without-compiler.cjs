// Preloaded into Pulumi's runner of policy packs: `NODE_OPTIONS=--require=<this file>`. The runner loads ts-node and a TypeScript with a
// JavaScript API, whatever PulumiPolicy.yaml says, and TypeScript 7 has none. Node runs this pack as it is, so that neither is needed: for
// both the runner gets this module. Other processes and other modules notice nothing.
const { registerHooks } = require("node:module");
const { pathToFileURL } = require("node:url");

if (/[\\/]run-policy-pack[\\/]?/.test(process.argv[1] ?? "")) {
  const url = pathToFileURL(__filename).href;
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === "typescript" || specifier === "ts-node" ? { url, shortCircuit: true } : next(specifier, context),
  });
}

// As ts-node: registers nothing. As TypeScript: its version only.
module.exports = { register: () => {}, version: "0.0.0" };
