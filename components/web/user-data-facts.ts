/**
 * What an instance is told about its environment: where things are, never a secret. The names are those of environment
 * variables; ours stand in the file that `environmentFile` names, and the operator's own user data takes them as `{{NAME}}`.
 */
export const factNames = [
  "ENVIRONMENT",
  "AWS_REGION",
  "WEB_PORT",
  "HEALTH_CHECK_PATH",
  "DATABASE_SECRET_ARN",
  "DATABASE_HOST",
  "DATABASE_READER_HOSTS",
  "DATABASE_PORT",
  "DATABASE_NAME",
  "FILES_ID",
  "FILES_ACCESS_POINT_ID",
  "FILES_PATH",
  "ASSETS_BUCKET",
  "SMTP_SECRET_ARN",
  "SMTP_HOST",
  "SMTP_PORT",
  "MAIL_PER_SECOND",
] as const;

/** Name of a fact. */
export type FactName = (typeof factNames)[number];

/** The facts of an environment; what it does not have is empty. */
export type Facts = Readonly<Record<FactName, string>>;

/** The file that holds the facts on an instance, readable by all. */
export const environmentFile = "/etc/platform/environment";

/** User data before its encoding, in bytes, at most. Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html */
export const maxUserDataBytes = 16 * 1024;

/** Values that a shell and systemd read as they are, in quotes. */
const plainValue = /^[\w.:/@+=,!~-]*$/;

/** A fact's place in the operator's own user data. */
const placeholder = /\{\{([^{}]*)\}\}/g;

/**
 * The facts as the lines of a file of environment variables.
 *
 * @throws Error when a value has a character that a shell might take for something else
 */
export function factLines(facts: Facts): string {
  return factNames
    .map((name) => {
      const value = facts[name];
      if (!plainValue.test(value)) {
        throw new Error(
          `The fact ${name} is ${JSON.stringify(value)}: allowed are letters, digits and _ . : / @ + = , ! ~ -. ` +
            "Give a value without spaces and quotes.",
        );
      }
      return `${name}="${value}"`;
    })
    .join("\n");
}

/**
 * The names in the operator's own user data that are no facts.
 *
 * @param text user data with places such as {{DATABASE_HOST}}
 */
export function unknownFacts(text: string): string[] {
  const named = [...text.matchAll(placeholder)].map((match) => (match[1] ?? "").trim());
  return [...new Set(named.filter((name) => !factNames.some((known) => known === name)))];
}

/**
 * The operator's own user data with the facts in their places.
 *
 * @param text user data with places such as {{DATABASE_HOST}}; what names no fact stays as it is
 */
export function fillUserData(text: string, facts: Facts): string {
  return text.replaceAll(placeholder, (place, name: string) => facts[name.trim() as FactName] ?? place);
}

/**
 * User data as a launch template takes it.
 *
 * @param text a script or cloud-config
 * @throws Error when it is larger than EC2 takes
 */
export function encodeUserData(text: string): string {
  const bytes = Buffer.byteLength(text);
  if (bytes > maxUserDataBytes) {
    throw new Error(
      `The user data has ${bytes} bytes: allowed are ${maxUserDataBytes}. Bake what it does into the image, or load it from a bucket.`,
    );
  }
  return Buffer.from(text).toString("base64");
}
