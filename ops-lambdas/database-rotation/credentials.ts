/** What a database secret holds, in the form that AWS's own rotation functions use. */

/** A user of a database, and where the database is. */
export interface Credentials {
  /** The database's engine. */
  readonly engine: "mysql" | "postgres";
  /** Name of the database's endpoint. */
  readonly host: string;
  /** Port of the database. */
  readonly port: number;
  /** The user whose password is rotated. */
  readonly username: string;
  /** The user's password. */
  readonly password: string;
  /** The database to connect to. */
  readonly dbname: string;
}

const engines = ["mysql", "postgres"] as const;

/**
 * Reads a secret's value.
 *
 * @throws Error with every member that is missing or wrong, without any value
 */
export function readCredentials(text: string | undefined): Credentials {
  const value = parse(text);
  const problems = ["host", "username", "password", "dbname"]
    .filter((name) => typeof value[name] !== "string" || value[name] === "")
    .map((name) => `${name} is missing`);
  const port = Number(value.port);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) problems.push("port is none from 1 to 65535");
  if (!engines.some((engine) => engine === value.engine)) problems.push(`engine is none of ${engines.join(", ")}`);
  if (problems.length > 0) throw new Error(`The secret's value cannot be used: ${problems.join("; ")}.`);
  return { ...(value as unknown as Credentials), port };
}

function parse(text: string | undefined): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? "");
    if (value !== null && typeof value === "object") return value as Record<string, unknown>;
  } catch {
    // The parser's message would repeat a part of the secret.
  }
  throw new Error("The secret's value is no JSON object.");
}
