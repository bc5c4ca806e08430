import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { schemaText, settingsSchemas } from "../stacks/settings/json-schema.ts";

// Writes the JSON schemas of the settings files. Run it after a change of the settings: node cli/settings-schema.ts
for (const [file, schema] of Object.entries(settingsSchemas())) {
  writeFileSync(join(import.meta.dirname, "..", file), schemaText(schema));
  console.log(`Wrote ${file}`);
}
