import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const repository = join(import.meta.dirname, "..");

/** Imports by the file that has them, and whether the linter must refuse them. */
const cases: readonly (readonly [file: string, imported: string, refused: boolean])[] = [
  ["components/network/network.ts", "../../stacks/settings.ts", true],
  ["components/network/network.ts", "../../cli/plan.ts", true],
  ["components/network/network.ts", "../../rehearsal/engine.ts", true],
  ["components/account/continuous-integration/roles.ts", "../../../stacks/order.ts", true],
  ["components/network/network.ts", "../shared/context.ts", false],
  ["components/network/network.test.ts", "../../test/pulumi-mocks.ts", false],
  ["components/shared/context.ts", "../network/address-plan.ts", true],
  ["components/shared/context.ts", "../../stacks/settings.ts", true],
  ["components/shared/context.ts", "../../rehearsal/engine.ts", true],
  ["components/shared/context.ts", "./names.ts", false],
  ["components/shared/context.test.ts", "../../test/pulumi-mocks.ts", false],
  ["stacks/foundation/index.ts", "../../cli/plan.ts", true],
  ["stacks/foundation/index.ts", "../../rehearsal/engine.ts", true],
  ["stacks/foundation/index.ts", "../../components/network/network.ts", false],
  ["stacks/foundation/index.ts", "../account/outputs.ts", false],
  ["rehearsal/rehearsal.ts", "../stacks/order.ts", true],
  ["rehearsal/rehearsal.ts", "../components/shared/context.ts", true],
  ["rehearsal/rehearsal.ts", "../cli/plan.ts", true],
  ["rehearsal/provider/rows/ec2/vpc.ts", "../../../../components/network/cidr-block.ts", true],
  ["rehearsal/provider/rows/ec2/vpc.ts", "../../row.ts", false],
  ["ops-lambdas/report/handler.ts", "@pulumi/pulumi", true],
  ["ops-lambdas/report/handler.ts", "@pulumi/aws/s3/index.js", true],
  ["ops-lambdas/report/handler.ts", "../../stacks/settings.ts", true],
  ["ops-lambdas/report/handler.ts", "./core.ts", false],
  ["cli/rehearse.ts", "../rehearsal/commands.ts", false],
  ["cli/rehearse.ts", "../stacks/order.ts", false],
];

/** The ways to import; the linter must know them all. */
const ways = [
  (from: string) => `import { thing } from "${from}";\nconsole.log(thing);\n`,
  (from: string) => `import type { Thing } from "${from}";\nexport const thing: Thing | undefined = undefined;\n`,
  (from: string) => `export { thing } from "${from}";\n`,
  (from: string) => `export const thing = await import("${from}");\n`,
];

interface Diagnostic {
  readonly category: string;
  readonly message: string;
  readonly location: { readonly path: string };
}

/** Lints a tree of files with the project's own configuration; one process for all of them, because it takes a second to start. */
async function lint(directory: string): Promise<readonly Diagnostic[]> {
  const biome = join(repository, "node_modules", "@biomejs", "biome", "bin", "biome");
  const args = [biome, "lint", "--reporter=json", "--max-diagnostics=none", "."];
  const output = await new Promise<string>((resolve) => {
    execFile(process.execPath, args, { cwd: directory }, (_error, stdout) => resolve(stdout));
  });
  return (JSON.parse(output) as { diagnostics: readonly Diagnostic[] }).diagnostics;
}

describe("import direction", () => {
  let directory = "";
  let refusals: readonly Diagnostic[] = [];

  before(async () => {
    directory = mkdtempSync(join(tmpdir(), "import-direction-"));
    copyFileSync(join(repository, "biome.json"), join(directory, "biome.json"));
    for (const [index, [file, imported]] of cases.entries()) {
      for (const [way, write] of ways.entries()) {
        const path = join(directory, fileOf(file, index, way));
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, write(imported));
      }
    }
    refusals = (await lint(directory)).filter(({ category }) => category === "lint/style/noRestrictedImports");
  });

  after(() => rmSync(directory, { recursive: true, force: true }));

  /** A file of its own for each case and way, in the folder that the case names. */
  function fileOf(file: string, index: number, way: number): string {
    return file.replace(/\.ts$/, `-${index}-${way}.ts`);
  }

  for (const [index, [file, imported, refused]] of cases.entries()) {
    it(`${refused ? "refuses" : "lets"} ${imported} in ${file}`, () => {
      const refusedWays = ways.map((_, way) =>
        refusals.some(({ location }) => location.path === fileOf(file, index, way)),
      );
      assert.deepEqual(
        refusedWays,
        ways.map(() => refused),
      );
    });
  }

  it("says why", () => {
    const told = refusals.filter(({ location }) => location.path.startsWith("rehearsal/"));
    for (const { message } of told) assert.match(message, /The rehearsal imports nothing of the platform/);
    assert.ok(told.length > 0);
  });
});
