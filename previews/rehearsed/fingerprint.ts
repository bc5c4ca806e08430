/** What a stack is made from, as one hash: two sides with the same hash make the same, so that only one of them has to run. */
import { createHash, type Hash } from "node:crypto";
import { existsSync, globSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

/** Folders whose files other than TypeScript may be read by any program. */
const codeFolders = ["stacks", "components", "ops-lambdas"] as const;
/** Files at the root that decide what a program becomes. */
const projectFiles = ["package.json", "package-lock.json", "tsconfig.json"] as const;
/** What no program reads: other projects' files, and what tests compare with. */
const unread = /(?:^|\/)(?:Pulumi\.yaml|inventory(?:\.txt|\/.*))$|\.snapshot\./;
/** Programs whose code speaks of this folder bundle functions from it. */
const functionsFolder = "ops-lambdas";
/** Where the guard rails begin. */
const railsMain = "policy/index.mjs";

/** Adds files to a hash, sorted, each with its name. What is missing counts as missing. */
export function addFiles(hash: Hash, root: string, files: readonly string[]): void {
  for (const file of [...files].sort()) {
    const path = join(root, file);
    const isFile = existsSync(path) && statSync(path).isFile();
    const content = isFile ? readFileSync(path) : "(missing)";
    hash.update(`${file}\n${content.length}\n`).update(content);
  }
}

/**
 * The hash of what a program is made from: the TypeScript that it imports, directly or not; files of other kinds among the stacks,
 * components and functions; the functions themselves, when it uses them; what says which packages there are, and
 * how TypeScript is read; its `Pulumi.yaml`. Settings are apart.
 *
 * @param root the repository's root
 * @param directory the project's folder, from the root
 * @param main the program, from the root
 */
export async function programFingerprint(root: string, directory: string, main: string): Promise<string> {
  const hash = createHash("sha256");
  const { inputs, isWhole } = await importsOf(root, main);
  // What cannot be read as a program may depend on anything.
  const code = isWhole ? inputs : sources(root, "{stacks,components,ops-lambdas}");
  const usesFunctions = code.some((file) => readFileSync(join(root, file), "utf8").includes(functionsFolder));
  const functions = usesFunctions ? sources(root, functionsFolder) : [];
  const others = globSync(`{${codeFolders.join(",")}}/**/*`, { cwd: root }).filter(
    (file) =>
      !file.endsWith(".ts") &&
      !unread.test(file) &&
      !file.includes("node_modules") &&
      statSync(join(root, file)).isFile(),
  );
  const files = new Set([...code, ...functions, ...others, ...projectFiles, join(directory, "Pulumi.yaml")]);
  addFiles(hash, root, [...files]);
  return hash.digest("hex");
}

/** The TypeScript of a folder without its tests. */
function sources(root: string, folder: string): string[] {
  return globSync(`${folder}/**/*.ts`, { cwd: root }).filter((file) => !file.endsWith(".test.ts"));
}

/** The files that a program imports, directly or not, from the root. Packages stay outside. */
async function importsOf(root: string, main: string): Promise<{ inputs: string[]; isWhole: boolean }> {
  try {
    const { metafile } = await build({
      absWorkingDir: root,
      entryPoints: [main],
      bundle: true,
      packages: "external",
      platform: "node",
      format: "esm",
      metafile: true,
      write: false,
      logLevel: "silent",
    });
    return { inputs: Object.keys(metafile.inputs), isWhole: true };
  } catch {
    return { inputs: [], isWhole: false };
  }
}

/** The hash of the guard rails: what their pack imports, directly or not. Empty for a side that has none. */
export async function railsFingerprint(root: string): Promise<string> {
  if (!existsSync(join(root, railsMain))) return "";
  const hash = createHash("sha256");
  const { inputs, isWhole } = await importsOf(root, railsMain);
  addFiles(hash, root, isWhole ? inputs : sources(root, "policy"));
  return hash.digest("hex");
}

/** The hash of an environment's settings file. */
export function settingsFingerprint(root: string, file: string): string {
  const hash = createHash("sha256");
  addFiles(hash, root, [file]);
  return hash.digest("hex");
}

/** One hash of several texts. */
export const combine = (...texts: readonly string[]): string =>
  createHash("sha256").update(JSON.stringify(texts)).digest("hex");
