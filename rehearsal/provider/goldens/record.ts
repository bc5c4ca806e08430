/** Records goldens: asks a provider plugin about the examples of every row. */
import { installedVersion } from "../../toolchain/versions.ts";
import { allRows } from "../table.ts";
import type { ProviderClient } from "./client.ts";
import { type Golden, goldenAccountId, goldenConfiguration, type SchemaFacts, writeGolden } from "./golden.ts";
import { startOwnProvider } from "./own-provider.ts";
import { startPlugin } from "./plugin.ts";
import { askAbout, makeExamples } from "./questions.ts";

/** How to record. */
export interface RecordOptions {
  /** The plugin's file. */
  readonly plugin: string;
  /** The plugin's whole environment: one without credentials. */
  readonly environment: Readonly<Record<string, string>>;
  /** botocore's `data` folder. */
  readonly models: string;
  /** The folder for the goldens. */
  readonly directory: string;
  /** Pulumi's type tokens. Default: every row's. */
  readonly types?: readonly string[];
  /** Told each type, and what the plugin logs. */
  readonly onProgress?: (line: string) => void;
}

const providerUrn = "urn:pulumi:goldens::goldens::pulumi:providers:aws::goldens";

/**
 * Asks the plugin and writes one golden for each type.
 * @returns the goldens that were written.
 * @throws Error for unknown types, a plugin that does not start, is of another version than `@pulumi/aws`, or refuses its configuration.
 */
export async function recordGoldens(options: RecordOptions): Promise<Golden[]> {
  const rows = rowsOf(options.types);
  const own = await startOwnProvider(options.models, goldenAccountId);
  try {
    const made = await makeExamples(own.executor);
    const { plugin: file, environment, onProgress } = options;
    const plugin = await startPlugin({ file, environment, ...(onProgress && { onLog: onProgress }) });
    try {
      const version = await configure(plugin.client, file);
      const schema = await schemaOf(plugin.client);
      const goldens: Golden[] = [];
      for (const row of rows) {
        onProgress?.(row.type);
        const cases = await askAbout(row, made, plugin.client);
        const facts = schema?.(row.type);
        goldens.push({
          type: row.type,
          plugin: { version, real: schema !== undefined },
          ...(facts && { schema: facts }),
          cases,
        });
      }
      for (const golden of goldens) writeGolden(golden, options.directory);
      return goldens;
    } finally {
      await plugin.stop();
    }
  } finally {
    own.close();
  }
}

function rowsOf(types: readonly string[] | undefined) {
  const unknown = (types ?? []).filter((type) => !allRows.some((row) => row.type === type));
  if (unknown.length > 0) throw new Error(`no row has the type ${unknown.join(", ")}: give types of the table`);
  return allRows.filter((row) => types === undefined || types.includes(row.type));
}

async function configure(client: ProviderClient, file: string): Promise<string> {
  const version = await client.version();
  const wanted = installedVersion("@pulumi/aws");
  if (version !== wanted) {
    throw new Error(`the plugin ${file} is of version ${version}; @pulumi/aws is ${wanted}: record with that version`);
  }
  const { failures } = await client.checkConfig(providerUrn, goldenConfiguration);
  if (failures.length > 0) {
    const list = failures.map(({ property, reason }) => `${property} ${reason}`).join("; ");
    throw new Error(`the plugin ${file} refuses the configuration of goldens: ${list}`);
  }
  await client.configure(goldenConfiguration);
  return version;
}

interface PackageSchema {
  readonly name: string;
  readonly resources: Readonly<
    Record<
      string,
      {
        readonly requiredInputs?: readonly string[];
        readonly inputProperties?: Readonly<Record<string, { readonly willReplaceOnChanges?: boolean }>>;
      }
    >
  >;
}

/** What the plugin's schema says of a type; undefined when it has no schema, as stand-ins of the real provider. */
async function schemaOf(client: ProviderClient): Promise<((type: string) => SchemaFacts | undefined) | undefined> {
  const text = await client.schema().catch(() => "");
  if (text === "") return undefined;
  const { resources } = JSON.parse(text) as PackageSchema;
  return (type) => {
    const found = resources[type];
    if (!found) return undefined;
    const replacing = Object.entries(found.inputProperties ?? {}).filter(([, input]) => input.willReplaceOnChanges);
    return {
      requiredInputs: [...(found.requiredInputs ?? [])].sort(),
      willReplaceOnChanges: replacing.map(([name]) => name).sort(),
    };
  };
}
