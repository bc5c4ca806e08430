/** The database drivers, over TLS with a verified certificate. */
import { createConnection } from "mysql2/promise";
import pg from "pg";
import type { Databases } from "./core.ts";
import type { Credentials } from "./credentials.ts";

/** Milliseconds until an attempt to connect, and a statement, are given up. */
const timeoutMilliseconds = 5_000;

/** Signs in, does the work, and signs out. */
type Session = <Result>(login: Credentials, work: (run: Run) => Promise<Result>) => Promise<Result>;

/** Runs one statement. */
type Run = (statement: string) => Promise<unknown>;

/** What each engine needs. */
interface Driver {
  readonly session: Session;
  /** Whether the error says that user or password are refused. */
  readonly isRefusal: (error: unknown) => boolean;
  /** The statement that changes the signed-in user's password; both values quoted by the engine's own rules. */
  readonly changePassword: (username: string, password: string) => string;
}

/** The certificate must be valid and name the host; both drivers take their roots from Node (`NODE_EXTRA_CA_CERTS`). */
const tls = (host: string) => ({ rejectUnauthorized: true, minVersion: "TLSv1.2" as const, servername: host });

/**
 * MySQL's quotes. It takes no parameters in ALTER USER. The backslash is doubled for servers without NO_BACKSLASH_ESCAPES;
 * passwords of this function have neither backslash nor quotes.
 * Source: https://dev.mysql.com/doc/refman/8.4/en/string-literals.html
 */
export function mysqlQuote(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}

/**
 * MySQL's statement. `USER()` is the signed-in account, on whichever host pattern it is defined.
 * Source: https://dev.mysql.com/doc/refman/8.4/en/alter-user.html
 */
export function mysqlChangePassword(password: string): string {
  return `ALTER USER USER() IDENTIFIED BY ${mysqlQuote(password)}`;
}

/**
 * PostgreSQL's statement, with its driver's own quotes: it takes no parameters in ALTER ROLE.
 * Source: https://www.postgresql.org/docs/current/sql-alterrole.html
 */
export function postgresChangePassword(username: string, password: string): string {
  return `ALTER ROLE ${pg.escapeIdentifier(username)} WITH PASSWORD ${pg.escapeLiteral(password)}`;
}

const code = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? "");

const mysql: Driver = {
  session: async ({ host, port, username, password, dbname }, work) => {
    const connection = await createConnection({
      host,
      port,
      user: username,
      password,
      database: dbname,
      connectTimeout: timeoutMilliseconds,
      ssl: { ...tls(host), verifyIdentity: true },
    });
    try {
      return await work((sql) => connection.query({ sql, timeout: timeoutMilliseconds }));
    } finally {
      await connection.end().catch(() => connection.destroy());
    }
  },
  isRefusal: (error) => code(error) === "ER_ACCESS_DENIED_ERROR",
  changePassword: (_username, password) => mysqlChangePassword(password),
};

const postgres: Driver = {
  session: async ({ host, port, username, password, dbname }, work) => {
    const client = new pg.Client({
      host,
      port,
      user: username,
      password,
      database: dbname,
      ssl: tls(host),
      connectionTimeoutMillis: timeoutMilliseconds,
      statement_timeout: timeoutMilliseconds,
    });
    // Without a listener an error of a connection that the server closed would end the process.
    client.on("error", () => undefined);
    await client.connect();
    try {
      return await work((sql) => client.query(sql));
    } finally {
      await client.end();
    }
  },
  // Class 28: invalid_authorization_specification and invalid_password.
  // https://www.postgresql.org/docs/current/errcodes-appendix.html
  isRefusal: (error) => code(error).startsWith("28"),
  changePassword: postgresChangePassword,
};

const drivers: Readonly<Record<Credentials["engine"], Driver>> = { mysql, postgres };

/** The real databases. An error's message never holds a statement: it may hold a password. */
export const databases: Databases = {
  accepts: async (login) => {
    const { session, isRefusal } = drivers[login.engine];
    try {
      await session(login, (run) => run("SELECT 1"));
      return true;
    } catch (error) {
      if (isRefusal(error)) return false;
      throw plainError("reach", login, error);
    }
  },
  setPassword: async (login, password) => {
    const { session, changePassword } = drivers[login.engine];
    try {
      await session(login, (run) => run(changePassword(login.username, password)));
    } catch (error) {
      throw plainError("change the password of", login, error);
    }
  },
};

/** Tells the error by its code only: drivers repeat statements in messages and members. */
function plainError(action: string, { engine, host, port, username }: Credentials, error: unknown): Error {
  const name = code(error) || (error as Error | undefined)?.name || "Error";
  return new Error(`Cannot ${action} the user ${username} on ${engine}://${host}:${port}: ${name}.`);
}
