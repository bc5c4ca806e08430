import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { parseDocument } from "yaml";
import type { AccountSettings } from "./account.ts";
import type { EnvironmentSettings } from "./environment.ts";
import { defaultAccountStack } from "./environment.ts";
import { pulumiFileKeys } from "./json-schema.ts";
import { nearest } from "./nearest.ts";
import { checkConfig, isAccountStack, stackOf } from "./parse.ts";
import { type Problem, SettingsError, show } from "./problems.ts";

/** What a settings file says. */
export interface SettingsFile {
  /** The settings with their defaults; undefined when something in them is encrypted, which only a program can read. */
  readonly settings: EnvironmentSettings | AccountSettings | undefined;
  /** Twelve digits of the AWS account that the deployment must go to. */
  readonly account: string;
  /** AWS region. */
  readonly region: string;
  /** The account stack that an environment reads; undefined for an account stack itself. Known also when others are encrypted. */
  readonly accountStack: string | undefined;
  /** What encrypts the stack's secrets, as Pulumi wrote it; undefined when the backend chooses. */
  readonly secretsProvider: string | undefined;
}

type Group = Readonly<Record<string, unknown>>;

function isGroup(value: unknown): value is Group {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** Whether a value is, or holds, what `pulumi config set --secret` writes. */
function holdsSecret(value: unknown): boolean {
  if (value === null || typeof value !== "object") return false;
  if (isGroup(value) && typeof value.secure === "string" && Object.keys(value).length === 1) return true;
  return Object.values(value).some(holdsSecret);
}

function readGroup(path: string): Group {
  const file = basename(path);
  const refuse = (problem: Omit<Problem, "path">, at = "(the whole file)") =>
    new SettingsError(file, [{ path: at, ...problem }]);
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const got = `no readable file at ${path} (${(error as NodeJS.ErrnoException).code})`;
    throw refuse({ got, allowed: "a settings file for each environment", todo: "Copy Pulumi.dev.yaml and change it." });
  }
  const document = parseDocument(text, { prettyErrors: true });
  const slips = document.errors.map((error) => ({
    path: `(line ${error.linePos?.[0].line ?? "?"})`,
    got: error.message.split("\n")[0]?.replace(/:$/, ""),
    allowed: "YAML",
    todo: "Correct the line; editors with the YAML extension show it.",
  }));
  if (slips.length > 0) throw new SettingsError(file, slips);
  const content: unknown = document.toJS();
  if (!isGroup(content)) {
    throw refuse({ got: show(content), allowed: "a group with the key config", todo: "Begin the file with config:." });
  }
  return content;
}

function fileProblems(content: Group): Problem[] {
  const known = Object.keys(pulumiFileKeys);
  return Object.keys(content)
    .filter((key) => !known.includes(key))
    .map((key) => ({
      path: key,
      got: show(content[key]),
      allowed: `only Pulumi's own keys: ${known.join(", ")}`,
      todo: `Did you mean ${nearest(key, known)}? Settings stand below config: and begin with platform:.`,
    }));
}

/** What must be readable without a program, because it is compared before anything runs. */
const neededPlain = ["platform:account", "platform:region", "platform:accountStack"];

/**
 * Reads and checks a settings file without running a program.
 *
 * @param path the file, called Pulumi.<stack>.yaml
 * @throws SettingsError with every problem: YAML, Pulumi's keys and the settings
 */
export function readSettingsFile(path: string): SettingsFile {
  const content = readGroup(path);
  const config = isGroup(content.config) ? content.config : {};
  const secretKeys = new Set(Object.keys(config).filter((key) => holdsSecret(config[key])));
  const checked = checkConfig(config, path, secretKeys);
  const encrypted = neededPlain
    .filter((key) => secretKeys.has(key))
    .map((key) => ({
      path: key,
      got: "an encrypted value, not shown",
      allowed: "plain text: it is compared with the credentials before anything is decrypted",
      todo: `Run pulumi config set ${key} with --plaintext.`,
    }));
  const problems = [...fileProblems(content), ...encrypted, ...checked.problems];
  if (problems.length > 0) throw new SettingsError(basename(path), problems);
  const [account, region] = neededPlain.map((key) => String(config[key]));
  const accountStack = String(config["platform:accountStack"] ?? defaultAccountStack);
  const { secretsprovider } = content;
  return {
    settings: checked.settings,
    account: account ?? "",
    region: region ?? "",
    accountStack: isAccountStack(stackOf(basename(path))) ? undefined : accountStack,
    secretsProvider: typeof secretsprovider === "string" ? secretsprovider : undefined,
  };
}
