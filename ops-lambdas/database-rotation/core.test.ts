import assert from "node:assert/strict";
import { type Databases, rotate, type Secrets, type Stage } from "./core.ts";
import type { Credentials } from "./credentials.ts";
import { type Step, steps } from "./event.ts";

const secretArn = "arn:aws:secretsmanager:af-south-1:111122223333:secret:database-abcdef";
const login = (password: string, change: Partial<Credentials> = {}): Credentials => ({
  engine: "postgres",
  host: "database.example",
  port: 5432,
  username: "root",
  password,
  dbname: "app",
  ...change,
});

/** Secrets Manager in memory: a version's value and labels by its id. */
class FakeSecrets implements Secrets {
  rotationEnabled = true;
  made = 0;
  readonly versions = new Map<string, { value?: string; labels: Set<string> }>();

  constructor(current: Credentials, previous?: Credentials) {
    this.versions.set("one", { value: JSON.stringify(current), labels: new Set(["AWSCURRENT"]) });
    if (previous) this.versions.set("zero", { value: JSON.stringify(previous), labels: new Set(["AWSPREVIOUS"]) });
  }

  /** What Secrets Manager does before it calls the function. */
  begin(token: string): this {
    this.versions.set(token, { labels: new Set(["AWSPENDING"]) });
    return this;
  }

  async describe() {
    const stages = [...this.versions].map(([id, { labels }]) => [id, [...labels]]);
    return { rotationEnabled: this.rotationEnabled, stages: Object.fromEntries(stages) };
  }

  async value(_secretArn: string, stage: Stage, version?: string) {
    const found = [...this.versions].find(([id, { labels }]) => labels.has(stage) && (version ?? id) === id);
    return found?.[1].value;
  }

  async randomPassword() {
    this.made++;
    return `new-${this.made}`;
  }

  async putPending(_secretArn: string, version: string, value: string) {
    this.versions.set(version, { value, labels: new Set(["AWSPENDING"]) });
  }

  async promote(_secretArn: string, version: string, from: string | undefined) {
    this.versions.get(from ?? "")?.labels.delete("AWSCURRENT");
    this.versions.get(version)?.labels.add("AWSCURRENT");
  }

  current(): Credentials {
    const found = [...this.versions.values()].find(({ labels }) => labels.has("AWSCURRENT"));
    return JSON.parse(found?.value ?? "{}");
  }
}

/** A database with one user. */
class FakeDatabase implements Databases {
  password: string;
  changes = 0;

  constructor(password: string) {
    this.password = password;
  }

  async accepts({ password }: Credentials) {
    return password === this.password;
  }

  async setPassword({ password }: Credentials, next: string) {
    assert.equal(password, this.password);
    this.password = next;
    this.changes++;
  }
}

const run = (step: Step, secrets: Secrets, database: Databases, token = "two") =>
  rotate({ step, secretArn, token }, secrets, database);

describe("rotate", () => {
  it("changes secret and database together, in four steps", async () => {
    const secrets = new FakeSecrets(login("old")).begin("two");
    const database = new FakeDatabase("old");
    const outcomes = [];
    for (const step of steps) outcomes.push(await run(step, secrets, database));
    assert.deepEqual(outcomes, ["created", "set", "tested", "finished"]);
    assert.deepEqual(secrets.current(), login("new-1"));
    assert.equal(database.password, "new-1");
  });

  it("does nothing twice, whichever step is repeated", async () => {
    const secrets = new FakeSecrets(login("old")).begin("two");
    const database = new FakeDatabase("old");
    const outcomes = [];
    for (const step of steps) outcomes.push(await run(step, secrets, database), await run(step, secrets, database));
    assert.deepEqual(outcomes, [
      ...["created", "already created", "set", "already set", "tested", "tested", "finished", "already current"],
    ]);
    assert.deepEqual([secrets.made, database.changes, database.password], [1, 1, "new-1"]);
  });

  it("signs in with the previous password when the current one never reached the database", async () => {
    const secrets = new FakeSecrets(login("current"), login("previous")).begin("two");
    const database = new FakeDatabase("previous");
    await run("createSecret", secrets, database);
    assert.equal(await run("setSecret", secrets, database), "set");
    assert.equal(database.password, "new-1");
  });

  it("says what to do when the database takes neither, without a password", async () => {
    const secrets = new FakeSecrets(login("current")).begin("two");
    const database = new FakeDatabase("other");
    await run("createSecret", secrets, database);
    await assert.rejects(run("setSecret", secrets, database), (error: Error) => {
      assert.match(error.message, /refuses the user root with the secret's current and previous password/);
      assert.doesNotMatch(error.message, /new-1|other/);
      return true;
    });
    await assert.rejects(run("testSecret", secrets, database), /refuses the user root with the new password/);
  });

  it("keeps the current secret when the test fails", async () => {
    const secrets = new FakeSecrets(login("old")).begin("two");
    const database = new FakeDatabase("old");
    await run("createSecret", secrets, database);
    await assert.rejects(run("testSecret", secrets, database));
    assert.deepEqual(secrets.current(), login("old"));
  });

  const others: readonly Partial<Credentials>[] = [{ host: "evil.example" }, { username: "other" }, { port: 1 }];
  for (const other of others) {
    it(`sends no password to another ${Object.keys(other)[0]}`, async () => {
      const secrets = new FakeSecrets(login("old")).begin("two");
      await secrets.putPending(secretArn, "two", JSON.stringify(login("new", other)));
      await assert.rejects(run("setSecret", secrets, new FakeDatabase("old")), /names another database or user/);
    });
  }

  it("refuses a secret that is not rotated, and versions that do not wait", async () => {
    const secrets = new FakeSecrets(login("old"), login("older")).begin("two");
    const database = new FakeDatabase("old");
    await assert.rejects(run("createSecret", secrets, database, "none"), /has no version none/);
    await assert.rejects(run("createSecret", secrets, database, "zero"), /does not bear the label AWSPENDING/);
    secrets.rotationEnabled = false;
    await assert.rejects(run("createSecret", secrets, database), /is not rotated/);
  });
});
