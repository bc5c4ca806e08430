/** `npm test`: type check, lint, unit tests, and tests of the real engine on the emulator, one after another. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { glob } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { ensurePulumi } from "../rehearsal/toolchain/pulumi-cli.ts";
import { ensurePython } from "../rehearsal/toolchain/python.ts";

const root = join(import.meta.dirname, "..");

/** How many tests a suite ran. */
interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** One suite: a command that passes or fails as a whole, or one that counts its tests. */
interface Suite {
  readonly name: string;
  /** Whether it needs the emulator and the Pulumi CLI. */
  readonly needsToolchain: boolean;
  readonly run: () => Promise<Counts>;
}

const folders = [
  "alerts-redrive",
  "bench",
  "cli",
  "components",
  "costs",
  "diagrams",
  "drift",
  "drills",
  "ops-lambdas",
  "policy",
  "previews",
  "rehearsal",
  "slack-connect",
  "smtp-credentials",
  "stacks",
  "test",
];

/** The test files: `x.test.ts` beside the code, `x.engine.test.ts` for those that run the engine. */
async function testFiles(engine: boolean): Promise<string[]> {
  const files: string[] = [];
  for await (const file of glob(`{${folders.join(",")}}/**/*.test.ts`, { cwd: root })) {
    if (file.endsWith(".engine.test.ts") === engine) files.push(file);
  }
  return files.sort();
}

function command(name: string, program: string, args: readonly string[]): Suite {
  return {
    name,
    needsToolchain: false,
    run: async () =>
      (await start(program, args)) === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 },
  };
}

function mocha(name: string, engine: boolean, args: readonly string[]): Suite {
  return {
    name,
    needsToolchain: engine,
    run: async () => {
      const directory = mkdtempSync(join(tmpdir(), "test-counts-"));
      try {
        const counts = join(directory, "counts.json");
        const files = await testFiles(engine);
        const reporter = ["--reporter", "test/counting-reporter.mjs"];
        const mochaArgs = [tool("mocha/bin/mocha.js"), ...reporter, ...args, ...files];
        const code = await start(process.execPath, mochaArgs, { TEST_COUNTS: counts });
        const counted = readCounts(counts, name, code);
        return code !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
      } finally {
        rmSync(directory, { recursive: true });
      }
    },
  };
}

/** What the reporter wrote at its end. Without it the suite counts as one failure, and the reason is told. */
function readCounts(file: string, name: string, code: number): Counts {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Counts;
  } catch (error) {
    const reason = (error as Error).message;
    console.error(`== ${name}: mocha ended with exit code ${code} before it counted its tests (${reason})`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

function tool(path: string): string {
  return join(root, "node_modules", path);
}

function start(program: string, args: readonly string[], environment: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, stdio: "inherit", env: { ...process.env, ...environment } });
    child.once("error", () => resolve(1));
    child.once("close", (code) => resolve(code ?? 1));
  });
}

const suites: Readonly<Record<string, Suite>> = {
  types: command("Type check", process.execPath, [tool("typescript/bin/tsc"), "--project", "."]),
  lint: command("Lint and format", process.execPath, [
    tool("@biomejs/biome/bin/biome"),
    "check",
    "--error-on-warnings",
    ".",
  ]),
  unit: mocha("Unit tests", false, ["--timeout", "20000"]),
  // Two files at a time: a rehearsal waits as much as it calculates.
  engine: mocha("Engine tests on the emulator", true, [
    "--timeout",
    "600000",
    "--slow",
    "120000",
    "--parallel",
    "--jobs",
    "2",
  ]),
};

async function runAll(names: readonly string[]): Promise<void> {
  const total = { passed: 0, failed: 0, skipped: 0 };
  const chosen = names.map((name) => suites[name] as Suite);
  if (chosen.some(({ needsToolchain }) => needsToolchain)) {
    const progress = (line: string) => console.log(line);
    await ensurePython({ onProgress: progress });
    await ensurePulumi({ onProgress: progress });
  }
  for (const suite of chosen) {
    console.log(`\n== ${suite.name}`);
    const { passed, failed, skipped } = await suite.run();
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
    if (failed > 0) console.log(`== ${suite.name}: ${failed} failed`);
  }
  console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  process.exitCode = total.failed === 0 ? 0 : 1;
}

const program = new Command("npm test --")
  .description("Runs every check of the project; installs what it needs. The last line counts all suites together.")
  .argument("[suites...]", `some of ${Object.keys(suites).join(", ")}; default: all`)
  .action(async (names: string[]) => {
    const unknown = names.filter((name) => !(name in suites));
    if (unknown.length > 0)
      program.error(`unknown suite ${unknown.join(", ")}; there are ${Object.keys(suites).join(", ")}`, {
        exitCode: 2,
      });
    await runAll(names.length === 0 ? Object.keys(suites) : names);
  });
await program.parseAsync();
