/** The one place that says which version of each tool the rehearsal uses. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { ToolchainError } from "./cache.ts";

/** The Pulumi CLI and `@pulumi/pulumi`: always the same version, the Automation API checks it. */
export const pulumiVersion = "3.250.0";

/** MiniStack, the AWS emulator (requirements.txt pins it, a test holds the two together). */
export const ministackVersion = "1.5.33";

/** The oldest Python that MiniStack and botocore take (their `Requires-Python`). */
export const oldestPython = { major: 3, minor: 10 } as const;

/** The oldest Go that fetches the toolchain which a go.mod names (https://go.dev/doc/toolchain: since 1.21). */
export const oldestGo = { major: 1, minor: 21 } as const;

/**
 * Checks that the installed `@pulumi/pulumi` and the `pulumi` package (whose version is that of the CLI it downloads) are at `pulumiVersion`.
 * @param read gives the version of an installed package; default: from node_modules
 * @throws ToolchainError naming each package that is not
 */
export function assertPulumiPackages(read: (name: string) => string = installedVersion): void {
  const wrong = ["@pulumi/pulumi", "pulumi"]
    .map((name) => ({ name, version: read(name) }))
    .filter(({ version }) => version !== pulumiVersion);
  if (wrong.length === 0) return;
  throw new ToolchainError({
    problem: `The installed Pulumi packages are not at ${pulumiVersion}.`,
    reason:
      "the Pulumi CLI and its SDK must be of one version, or the engine and the program may not understand each other",
    found: wrong.map(({ name, version }) => `${name} ${version}`).join(", "),
    remedy:
      "run npm ci; on an upgrade change package.json, rehearsal/toolchain/versions.ts and pulumi-cli/go.mod together",
  });
}

/** The version of an installed package, e.g. of `@pulumi/aws`: the engine asks for the plugin of the same version. */
export function installedVersion(name: string): string {
  const file = createRequire(import.meta.url).resolve(`${name}/package.json`);
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}
