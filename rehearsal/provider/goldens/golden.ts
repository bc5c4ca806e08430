/** Goldens: what the real provider answered about the examples of one resource type, as JSON files in `fixtures`. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Properties } from "../row.ts";
import type { CheckAnswer, CheckQuestion, DiffAnswer, DiffQuestion } from "./client.ts";

/** One question and its answer; `error` when the provider refused to answer. */
export type GoldenCase = { readonly title: string; readonly error?: string } & (
  | { readonly method: "check"; readonly question: CheckQuestion; readonly answer?: CheckAnswer }
  | { readonly method: "diff"; readonly question: DiffQuestion; readonly answer?: DiffAnswer }
);

/** What the real provider's schema says of a type's inputs. */
export interface SchemaFacts {
  /** Inputs that a program must give. */
  readonly requiredInputs: readonly string[];
  /** Inputs whose change replaces the resource. */
  readonly willReplaceOnChanges: readonly string[];
}

/** All that was recorded of one type. */
export interface Golden {
  /** Type token of the resource. */
  readonly type: string;
  /** The provider that was asked. */
  readonly plugin: {
    /** The plugin's version, e.g. `7.48.0`. */
    readonly version: string;
    /** True for the real provider: it has a schema, which no stand-in has. */
    readonly real: boolean;
  };
  /** Missing when the plugin has no schema. */
  readonly schema?: SchemaFacts;
  /** The questions with their answers, in the order in which they were asked. */
  readonly cases: readonly GoldenCase[];
}

/** The account and region in which examples are made and compared. */
export const goldenAccountId = "123456789012";
/** The region in which examples are made and compared. */
export const goldenRegion = "eu-west-1";

/**
 * The provider's configuration, in the engine's form: it has credentials that lead nowhere, and asks AWS nothing
 * (registry.terraform.io, AWS provider: skip_credentials_validation, skip_requesting_account_id, skip_metadata_api_check).
 */
export const goldenConfiguration: Properties = {
  region: goldenRegion,
  accessKey: "AKIAIOSFODNN7EXAMPLE",
  secretKey: "example",
  skipCredentialsValidation: "true",
  skipRequestingAccountId: "true",
  skipMetadataApiCheck: "true",
  skipRegionValidation: "true",
};

/** The folder of the goldens that belong to the repository. */
export const goldensDirectory = fileURLToPath(new URL("fixtures", import.meta.url));

/** The file of a type's golden. */
export function goldenFile(type: string, directory: string = goldensDirectory): string {
  return join(directory, `${type.replace(/[^A-Za-z0-9]/g, "_")}.json`);
}

/** The golden of a type, or undefined when there is none. */
export function readGolden(type: string, directory: string = goldensDirectory): Golden | undefined {
  const file = goldenFile(type, directory);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Golden) : undefined;
}

/** All goldens of a folder, in the order of their files' names; none when there is no such folder. */
export function listGoldens(directory: string = goldensDirectory): Golden[] {
  const names = existsSync(directory) ? readdirSync(directory).sort() : [];
  return names
    .filter((name) => name.endsWith(".json"))
    .map((name) => JSON.parse(readFileSync(join(directory, name), "utf8")) as Golden);
}

/** Writes a golden; members are sorted, so that a file changes only when an answer does. Makes the folder. */
export function writeGolden(golden: Golden, directory: string): void {
  mkdirSync(directory, { recursive: true });
  writeFileSync(goldenFile(golden.type, directory), `${JSON.stringify(sorted(golden), null, 2)}\n`);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(
    members.sort(([left], [right]) => (left < right ? -1 : 1)).map(([key, member]) => [key, sorted(member)]),
  );
}
