import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { exceptions } from "../policy/exceptions.ts";
import { withWaivers } from "../policy/waivers.ts";

// Writes the exceptions of the guard rails into docs/security.md. Run it after a change of policy/exceptions.ts: node cli/waivers.ts
const file = join(import.meta.dirname, "..", "docs", "security.md");
writeFileSync(file, withWaivers(readFileSync(file, "utf8"), exceptions));
console.log("Wrote docs/security.md");
