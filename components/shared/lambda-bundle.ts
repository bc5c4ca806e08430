/** Ops Lambdas as AWS takes them: one JavaScript file for each, with everything in it that it uses. */
import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { type BuildOptions, buildSync, version as esbuildVersion } from "esbuild";

/** The repository's root. */
const root = join(import.meta.dirname, "..", "..");

/** The bundle of one ops Lambda. */
export interface LambdaBundle {
  /** The bundle's file on this machine. */
  readonly file: string;
  /** Lambda's `handler`: the function `handler` of `index.js`. */
  readonly handler: "index.handler";
  /** SHA-256 of the file, in hexadecimal characters: the same on every machine. */
  readonly sha256: string;
  /** Size of the file in bytes, before it is compressed. */
  readonly sizeBytes: number;
  /** What Pulumi sends as the function's code. The state keeps its hash and path, not its text. */
  readonly archive: pulumi.asset.AssetArchive;
}

/**
 * How a bundle is made. CommonJS, because the database drivers load Node's own modules with `require`. Names stay where there is
 * room for them, so that stack traces can be read. The SDK is bundled too: Lambda's own version changes without notice.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html
 */
const options = {
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  target: "node24",
  format: "cjs",
  mainFields: ["module", "main"],
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: "eof",
  logLevel: "silent",
  external: [
    // The native twin of the PostgreSQL driver, which that driver tries and does without.
    "pg-native",
    // Half a megabyte of East Asian character sets that MySQL's driver can read: its connections speak UTF-8.
    "./tables/*.json",
    // Credentials of profiles and sign-ons: Lambda gives a function its own in environment variables, which the SDK takes first.
    // https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
    "@aws-sdk/credential-provider-ini",
    "@aws-sdk/credential-provider-process",
    "@aws-sdk/credential-provider-sso",
    "@aws-sdk/credential-provider-web-identity",
  ],
} as const satisfies BuildOptions;

/** Bundles that pass a megabyte with the names of their libraries' functions: two database drivers come with what they bring. */
const withoutNames: readonly string[] = ["database-rotation"];

const bundles = new Map<string, LambdaBundle>();

/**
 * Bundles an ops Lambda. Made once for one content (its sources, the packages' lock file, the way it is made) and kept in
 * `node_modules/.cache`, so that a preview without a change costs no time.
 *
 * @param task name of a folder in `ops-lambdas` with a `handler.ts` that exports `handler`
 * @throws Error naming the file when the folder has no handler, or what esbuild says is wrong with it
 */
export function lambdaBundle(task: string): LambdaBundle {
  const known = bundles.get(task);
  if (known !== undefined) return known;
  const entry = join("ops-lambdas", task, "handler.ts");
  if (!existsSync(join(root, entry))) {
    throw new Error(`There is no Lambda ${task}: ${entry} is missing. Name a folder of ops-lambdas.`);
  }
  const file = join(root, "node_modules", ".cache", "ops-lambdas", `${task}-${contentKey()}`, "index.js");
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    // Two stacks may be previewed at once: the file appears whole or not at all.
    writeFileSync(`${file}.${process.pid}`, buildBundle(task));
    renameSync(`${file}.${process.pid}`, file);
  }
  const bundle = describeBundle(file);
  bundles.set(task, bundle);
  return bundle;
}

/**
 * Builds a bundle without looking for an earlier one.
 *
 * @param task name of a folder in `ops-lambdas`
 * @returns the text of `index.js`: the same bytes from the same sources, on every machine
 */
export function buildBundle(task: string): Uint8Array {
  const entry = join("ops-lambdas", task, "handler.ts");
  const minifyIdentifiers = withoutNames.includes(task);
  const input = { ...options, minifyIdentifiers, entryPoints: [entry] };
  const { outputFiles } = buildSync({ ...input, outfile: "index.js", write: false });
  return (outputFiles[0] as { contents: Uint8Array }).contents;
}

function describeBundle(file: string): LambdaBundle {
  const text = readFileSync(file);
  return {
    file,
    handler: "index.handler",
    sha256: createHash("sha256").update(text).digest("hex"),
    sizeBytes: text.length,
    archive: new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.FileAsset(file) }),
  };
}

let key: string | undefined;

/** A name for all that a bundle can be made of; sources do not change while a program runs. */
function contentKey(): string {
  key ??= hashSources();
  return key;
}

function hashSources(): string {
  const hash = createHash("sha256").update(JSON.stringify([esbuildVersion, options, withoutNames, root]));
  const sources = globSync("ops-lambdas/**/*.ts", { cwd: root, exclude: ["**/*.test.ts"] }).sort();
  for (const source of ["package-lock.json", ...sources]) {
    hash.update(source).update(readFileSync(join(root, source)));
  }
  return hash.digest("hex").slice(0, 16);
}
