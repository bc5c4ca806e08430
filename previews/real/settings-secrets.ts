/** The plain values of what a settings file keeps encrypted: so that no error of a program carries them into a report. */
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { isRecord } from "../values.ts";

/** The settings as the CLI decrypts them. */
type Config = Readonly<Record<string, { readonly value: string; readonly secret?: boolean }>>;

/**
 * Values of the settings that are encrypted in their file.
 *
 * @param file the settings file
 * @param readConfig gives the decrypted settings; not called when nothing is encrypted
 * @returns each value; a text's own, of all else the JSON
 */
export async function settingsSecrets(file: string, readConfig: () => Promise<Config>): Promise<readonly string[]> {
  const content: unknown = parse(readFileSync(file, "utf8"));
  const settings = isRecord(content) && isRecord(content.config) ? content.config : {};
  const keys = Object.keys(settings).filter((key) => holdsSecure(settings[key]));
  if (keys.length === 0) return [];
  const config = await readConfig();
  return keys.flatMap((key) => {
    const value = config[key]?.value;
    return value === undefined ? [] : plainValues(settings[key], value);
  });
}

const isSecure = (value: unknown): boolean =>
  isRecord(value) && typeof value.secure === "string" && Object.keys(value).length === 1;

function holdsSecure(value: unknown): boolean {
  if (value === null || typeof value !== "object") return false;
  return isSecure(value) || Object.values(value).some(holdsSecure);
}

/** Walks the file's value and the decrypted one together. */
function plainValues(written: unknown, plain: unknown): string[] {
  if (isSecure(written)) {
    const text = typeof plain === "string" ? plain : JSON.stringify(plain);
    // A secret of several lines is told line by line in a stack trace.
    return [text, ...text.split("\n")];
  }
  if (written === null || typeof written !== "object") return [];
  // The CLI gives a group as the text of its JSON.
  const members: unknown = typeof plain === "string" ? parsed(plain) : plain;
  if (members === null || typeof members !== "object") return [];
  return Object.entries(written).flatMap(([key, value]) =>
    plainValues(value, (members as Record<string, unknown>)[key]),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
