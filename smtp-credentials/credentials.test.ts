import assert from "node:assert/strict";
import { makeCredentials, type Services } from "./credentials.ts";
import { smtpPassword } from "./password.ts";
import { readTarget } from "./target.ts";

const target = readTarget({
  smtpSecretArn: "arn:aws:secretsmanager:af-south-1:111122223333:secret:smtp-abcdef",
  identityArn: "arn:aws:ses:eu-west-1:111122223333:identity/mail.acme.example",
  configurationSetName: "acme-dev-mail",
});

/** IAM and Secrets Manager in memory, with IAM's limit of two keys. */
class FakeServices implements Services {
  user: string | undefined;
  policy = "";
  keys: { id: string; isActive: boolean }[] = [];
  value: string | undefined;
  made = 0;
  failsToWrite = false;
  readonly lines: string[] = [];

  readonly onStep = (line: string) => {
    this.lines.push(line);
  };

  readonly users: Services["users"] = {
    ensureUser: async (name) => {
      const isNew = this.user === undefined;
      this.user = name;
      return isNew;
    },
    putPolicy: async (_name, policy) => {
      this.policy = policy;
    },
    listKeys: async () => this.keys.map((key) => ({ ...key })),
    createKey: async () => {
      assert.ok(this.keys.length < 2, "IAM takes two keys");
      this.made++;
      this.keys.push({ id: `AKIA${this.made}`, isActive: true });
      return { id: `AKIA${this.made}`, secret: `secret-${this.made}` };
    },
    deleteKey: async (_name, id) => {
      this.keys = this.keys.filter((key) => key.id !== id);
    },
  };

  readonly vault: Services["vault"] = {
    read: async () => this.value,
    write: async (value) => {
      if (this.failsToWrite) throw new Error("AccessDeniedException");
      this.value = value;
    },
  };

  run(rotate = false, to = target): Promise<boolean> {
    return makeCredentials({ target: to, userName: "acme-dev-smtp", tags: {}, rotate }, this);
  }

  ids(): string[] {
    return this.keys.map(({ id }) => id);
  }
}

const written = (key: number) => ({
  username: `AKIA${key}`,
  password: smtpPassword(`secret-${key}`, "eu-west-1"),
  host: "email-smtp.eu-west-1.amazonaws.com",
  port: 587,
});

describe("makeCredentials", () => {
  it("makes a user that may send from the domain and nothing else, and writes its credentials", async () => {
    const services = new FakeServices();
    assert.equal(await services.run(), true);
    assert.equal(services.user, "acme-dev-smtp");
    assert.deepEqual(JSON.parse(services.policy).Statement, [
      {
        Sid: "SendFromTheDomain",
        Effect: "Allow",
        Action: "ses:SendRawEmail",
        Resource: [target.identityArn, target.configurationSetArn],
        Condition: { StringLike: { "ses:FromAddress": "*@mail.acme.example" } },
      },
    ]);
    assert.deepEqual(JSON.parse(services.value ?? ""), written(1));
  });

  it("makes nothing when there are good ones, but sets the policy right", async () => {
    const services = new FakeServices();
    await services.run();
    services.policy = "changed";
    assert.equal(await services.run(), false);
    assert.equal(services.made, 1);
    assert.match(services.policy, /SendRawEmail/);
  });

  it("keeps the previous key when it rotates, and deletes the one before", async () => {
    const services = new FakeServices();
    await services.run();
    await services.run(true);
    assert.deepEqual(services.ids(), ["AKIA1", "AKIA2"]);
    await services.run(true);
    assert.deepEqual(services.ids(), ["AKIA2", "AKIA3"]);
    assert.deepEqual(JSON.parse(services.value ?? ""), written(3));
  });

  it("goes on after an interruption between key and secret", async () => {
    const services = new FakeServices();
    await services.run();
    await services.users.createKey("acme-dev-smtp");
    await services.run(true);
    assert.deepEqual(services.ids(), ["AKIA1", "AKIA3"]);
  });

  it("makes a new key when the secret's was deleted or switched off, or something else stands in the secret", async () => {
    for (const break_ of [
      (services: FakeServices) => services.keys.splice(0),
      (services: FakeServices) => services.keys.splice(0, 1, { id: "AKIA1", isActive: false }),
      (services: FakeServices) => Object.assign(services, { value: "hello" }),
    ]) {
      const services = new FakeServices();
      await services.run();
      break_(services);
      assert.equal(await services.run(), true);
      assert.deepEqual(services.ids(), ["AKIA2"]);
    }
  });

  it("makes a new key when mail has moved to another region, and keeps the old one for machines that still run", async () => {
    const services = new FakeServices();
    await services.run();
    const moved = { ...target, sesRegion: "eu-central-1", host: "email-smtp.eu-central-1.amazonaws.com" };
    assert.equal(await services.run(false, moved), true);
    assert.deepEqual(services.ids(), ["AKIA1", "AKIA2"]);
    assert.deepEqual(JSON.parse(services.value ?? ""), {
      ...written(2),
      password: smtpPassword("secret-2", "eu-central-1"),
      host: moved.host,
    });
    assert.equal(await services.run(false, moved), false);
  });

  it("leaves no key whose secret part could not be written", async () => {
    const services = new FakeServices();
    services.failsToWrite = true;
    await assert.rejects(services.run(), /AccessDenied/);
    assert.deepEqual(services.ids(), []);
  });

  it("tells its steps without a secret", async () => {
    const services = new FakeServices();
    await services.run();
    await services.run(true);
    const told = services.lines.join("\n");
    assert.match(told, /made the user acme-dev-smtp/);
    assert.doesNotMatch(told, /secret-\d|AKIA/);
    for (const key of [1, 2]) assert.ok(!told.includes(written(key).password));
  });
});
