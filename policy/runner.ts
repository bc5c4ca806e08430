/** Where the pack is, and how Pulumi's own language host runs it. */
import { join } from "node:path";

/**
 * The pack's folder, as the CLI's `--policy-pack` takes it.
 *
 * @param root the repository's root
 */
export const policyPackOf = (root: string): string => join(root, "policy");

const preload = join(import.meta.dirname, "without-compiler.cjs");

/**
 * The environment of a Pulumi CLI that runs the pack: with it Pulumi's runner loads neither ts-node nor a TypeScript. Without it the
 * runner fails beside a TypeScript from 7 on, which has no JavaScript API.
 *
 * @param env the environment as it was
 */
export function runnerEnvironment(env: Readonly<NodeJS.ProcessEnv>): NodeJS.ProcessEnv {
  // Node reads quotes and backslashes in this variable as JSON writes them.
  const options = [env.NODE_OPTIONS, `--require=${JSON.stringify(preload)}`];
  return { ...env, NODE_OPTIONS: options.filter(Boolean).join(" ") };
}
