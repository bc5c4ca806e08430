/** Prints what CHANGELOG.md says of a version, for its release: node cli/release-notes.ts v1.2.3 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { releaseNotes } from "./release-section.ts";

const root = join(import.meta.dirname, "..");
const read = (file: string) => readFileSync(join(root, file), "utf8");

try {
  process.stdout.write(
    releaseNotes(process.argv[2] ?? "", read("CHANGELOG.md"), JSON.parse(read("package.json")).version),
  );
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
