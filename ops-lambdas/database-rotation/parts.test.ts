import assert from "node:assert/strict";
import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { readCredentials } from "./credentials.ts";
import { databases, mysqlChangePassword, postgresChangePassword } from "./databases.ts";
import { readEvent } from "./event.ts";
import { excludedCharacters, secretsOf } from "./secrets.ts";

describe("readEvent", () => {
  const event = { Step: "setSecret", SecretId: "arn", ClientRequestToken: "token", RotationToken: "more" };

  it("reads what Secrets Manager sends", () => {
    assert.deepEqual(readEvent(event), { step: "setSecret", secretArn: "arn", token: "token" });
  });

  it("names what is missing", () => {
    assert.throws(() => readEvent({ ...event, Step: "other" }), /Step is none of createSecret, setSecret/);
    assert.throws(() => readEvent({ ...event, SecretId: undefined }), /no SecretId/);
    assert.throws(() => readEvent({ ...event, ClientRequestToken: "" }), /no ClientRequestToken/);
    assert.throws(() => readEvent(undefined), /no SecretId/);
  });
});

describe("readCredentials", () => {
  const value = { engine: "mysql", host: "h", port: "3306", username: "u", password: "p", dbname: "d" };

  it("takes a port in either form", () => {
    assert.deepEqual(readCredentials(JSON.stringify(value)), { ...value, port: 3306 });
  });

  it("names all that is wrong and shows no value", () => {
    const wrong = JSON.stringify({ ...value, engine: "oracle", port: 0, host: "", password: 7 });
    assert.throws(() => readCredentials(wrong), {
      message:
        "The secret's value cannot be used: host is missing; password is missing; port is none from 1 to 65535; engine is none of mysql, postgres.",
    });
    for (const text of ["hunter2", undefined, "null"]) {
      assert.throws(() => readCredentials(text), { message: "The secret's value is no JSON object." });
    }
  });
});

describe("statements", () => {
  it("quote names and passwords by the rules of each engine", () => {
    assert.equal(mysqlChangePassword("a'b\\c"), "ALTER USER USER() IDENTIFIED BY 'a''b\\\\c'");
    assert.equal(postgresChangePassword('a"b', "c'd"), `ALTER ROLE "a""b" WITH PASSWORD 'c''d'`);
  });
});

describe("databases", () => {
  for (const engine of ["mysql", "postgres"] as const) {
    it(`tells that ${engine} cannot be reached, which is no refusal of the password`, async () => {
      const login = { engine, host: "127.0.0.1", port: 9, username: "root", password: "hunter2", dbname: "app" };
      await assert.rejects(databases.accepts(login), (error: Error) => {
        assert.equal(error.message, `Cannot reach the user root on ${engine}://127.0.0.1:9: ECONNREFUSED.`);
        return true;
      });
    });
  }
});

describe("secretsOf", () => {
  it("asks for passwords that RDS takes, in any connection string", async () => {
    const sent: object[] = [];
    const client = {
      send: async ({ input }: { input: object }) => {
        sent.push(input);
        return { RandomPassword: "made" };
      },
    } as unknown as SecretsManagerClient;
    assert.equal(await secretsOf(client).randomPassword(), "made");
    assert.deepEqual(sent, [
      { PasswordLength: 40, ExcludeCharacters: excludedCharacters, RequireEachIncludedType: true },
    ]);
    for (const character of ["/", "@", '"', " "]) assert.ok(excludedCharacters.includes(character));
  });

  it("finds no value where Secrets Manager has none, and passes other errors on", async () => {
    const failing = (name: string) =>
      ({
        send: async () => Promise.reject(Object.assign(new Error(name), { name })),
      }) as unknown as SecretsManagerClient;
    assert.equal(await secretsOf(failing("ResourceNotFoundException")).value("arn", "AWSPENDING", "two"), undefined);
    await assert.rejects(secretsOf(failing("AccessDeniedException")).value("arn", "AWSCURRENT"), /AccessDenied/);
  });
});
