import { z } from "zod";
import { accountSettings } from "./account.ts";
import { environmentSettings } from "./environment.ts";

/** A JSON schema: plain data. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Keys that Pulumi itself keeps in a stack's file, with what they hold. */
export const pulumiFileKeys: Readonly<Record<string, string>> = {
  config: "The stack's configuration.",
  environment: "Pulumi ESC environments that the stack imports.",
  secretsprovider: "What encrypts the stack's secrets; written by pulumi.",
  encryptedkey: "The key of the stack's secrets, itself encrypted; written by pulumi.",
  encryptionsalt: "Salt of the stack's passphrase; written by pulumi.",
};

function fileSchema(settings: z.ZodObject, title: string): JsonSchema {
  const { $schema, properties, required, ...rest } = z.toJSONSchema(settings, { io: "input" });
  const keys = Object.entries(properties ?? {}).map(([key, schema]) => [`platform:${key}`, schema]);
  const { config, ...others } = pulumiFileKeys;
  return {
    $schema,
    title,
    description: "Made by `node cli/settings-schema.ts` from stacks/settings; do not edit.",
    type: "object",
    properties: {
      config: {
        ...rest,
        description: config,
        properties: Object.fromEntries(keys),
        required: (required ?? []).map((key) => `platform:${key}`),
        additionalProperties: false,
        patternProperties: {
          "^(?!platform:)[a-z][a-z0-9-]*:.+$": { description: "Configuration of Pulumi or a provider." },
        },
      },
      ...Object.fromEntries(Object.entries(others).map(([key, description]) => [key, { description }])),
    },
    required: ["config"],
    additionalProperties: false,
  };
}

/**
 * The JSON schemas by which editors complete and check settings files, by file name at the repository's root. A value
 * that is encrypted (`secure:`) shows as wrong in an editor, because settings hold no secrets.
 */
export function settingsSchemas(): Readonly<Record<string, JsonSchema>> {
  return {
    "settings.schema.json": fileSchema(environmentSettings, "Settings of an environment"),
    "account-settings.schema.json": fileSchema(accountSettings, "Settings of an account stack"),
  };
}

/** Longest line of the repository's files, in characters. */
const lineWidth = 120;

/**
 * The text of a schema's file, laid out as Biome lays out JSON: lists of plain values on one line where they fit.
 *
 * @param schema one of `settingsSchemas`
 */
export function schemaText(schema: JsonSchema): string {
  const text = JSON.stringify(schema, null, 2).replace(
    /^( *)("[^"]*": )?\[\n([^[\]{}]*?)\n *\](,?)$/gm,
    (list, ...parts: string[]) => {
      const [indent = "", key = "", values = "", comma = ""] = parts;
      const line = `${indent}${key}[${values.trim().replace(/,\n +/g, ", ")}]${comma}`;
      return line.length <= lineWidth ? line : list;
    },
  );
  return `${text}\n`;
}
