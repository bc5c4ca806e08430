import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { Executor } from "./executor.ts";
import type { Call, Invoke, Properties, Row } from "./row.ts";

const secrets = (operation: string, parameters: Properties): Call => ({
  service: "secretsmanager",
  operation,
  parameters,
});

/** A secret, seen through a few operations that Secrets Manager really has; its version stands for a lock token. */
const row: Row = {
  type: "aws:test/secret:Secret",
  taggable: true,
  required: [],
  replaceOn: [],
  importedInputs: ["name", "description", "kmsKeyId"],
  addedMembers: ["rotation.next"],
  kept: ["policy"],
  unlock: { description: "unlocked" },
  identify: () => "recorded",
  create: { call: ({ name }) => secrets("CreateSecret", { Name: name }), id: ({ ARN }) => ARN },
  read: {
    call: (id) => secrets("DescribeSecret", { SecretId: id }),
    properties: ({ Name, Description }) => ({
      name: Name,
      description: Description,
      rotation: { days: 30, next: "tomorrow" },
      tagsAll: { owner: "team" },
    }),
    gone: ["ResourceNotFoundException"],
  },
  update: (id, { description }) => [
    secrets("GetSecretValue", { SecretId: id }),
    { ...secrets("UpdateSecret", { SecretId: id, Description: description }), follow: tokenOf },
  ],
  delete: (id) => [secrets("DeleteSecret", { SecretId: id })],
};

function tokenOf({ VersionId }: Properties): Properties {
  return { ClientRequestToken: VersionId };
}

const text = { shape: "String" };
const operations = ["CreateSecret", "DescribeSecret", "GetSecretValue", "UpdateSecret", "DeleteSecret"];
const model = {
  operations: Object.fromEntries(operations.map((name) => [name, { input: { shape: "Input" } }])),
  shapes: {
    Input: {
      type: "structure",
      members: { SecretId: text, Name: text, Description: text, ClientRequestToken: text },
    },
    String: { type: "string" },
  },
};
const urn = `urn:pulumi:dev::foundation::${row.type}::secret`;
const id = "arn:aws:secretsmanager:af-south-1:111122223333:secret:example";
const version = "11111111-2222-4333-8444-555555555555";

describe("the executor, with an emulator that answers", () => {
  const asked: [operation: string, parameters: Properties][] = [];
  let directory: string;
  let server: Server;
  let executor: Executor;

  /** Answers as Secrets Manager does, whose operations are in a header. */
  function answer(operation: string): Properties {
    if (operation === "GetSecretValue") return { ARN: id, VersionId: version };
    return operation === "DescribeSecret" ? { ARN: id, Name: "example", Description: "of AWS" } : { ARN: id };
  }

  before(async () => {
    directory = mkdtempSync(join(tmpdir(), "executor-emulated-"));
    mkdirSync(join(directory, "models/secretsmanager/1"), { recursive: true });
    writeFileSync(join(directory, "models/secretsmanager/1/service-2.json.gz"), gzipSync(JSON.stringify(model)));
    server = createServer((request, response) => {
      let body = "";
      request.on("data", (part) => {
        body += part;
      });
      request.on("end", () => {
        const operation = String(request.headers["x-amz-target"]).split(".")[1] as string;
        asked.push([operation, JSON.parse(body)]);
        response.setHeader("content-type", "application/x-amz-json-1.1").end(JSON.stringify(answer(operation)));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  beforeEach(() => {
    asked.length = 0;
    rmSync(join(directory, "store"), { recursive: true, force: true });
    executor = newExecutor(true);
  });
  after(() => {
    server.close();
    server.closeAllConnections();
    rmSync(directory, { recursive: true });
  });

  function newExecutor(sends: boolean): Executor {
    const { port } = server.address() as { port: number };
    return new Executor({
      accountId: "111122223333",
      store: join(directory, "store"),
      models: join(directory, "models"),
      ...(sends ? { endpoint: `http://127.0.0.1:${port}` } : {}),
    });
  }

  const facts = () => executor.facts(urn, {}, { region: "af-south-1", defaultTags: { owner: "team" } });
  const create = (inputs: Properties) => executor.create(row, urn, inputs, facts());

  it("gives a call what only the answer before it tells", async () => {
    const { properties } = await create({ name: "example" });
    asked.length = 0;
    await executor.update(row, urn, id, { name: "example", description: "new" }, properties, facts());
    assert.deepEqual(asked.slice(0, 2), [
      ["GetSecretValue", { SecretId: id }],
      ["UpdateSecret", { SecretId: id, Description: "new", ClientRequestToken: version }],
    ]);
  });

  it("leaves it out when nothing was answered, because calls are only recorded", async () => {
    executor = newExecutor(false);
    const { id: recorded, properties } = await create({ name: "example" });
    await executor.update(row, urn, recorded, { name: "example", description: "new" }, properties, facts());
    assert.deepEqual(asked, []);
  });

  it("reads from the store what the emulator does not keep, and from the emulator what it keeps", async () => {
    const inputs = { name: "example", description: "of AWS", policy: "strict" };
    const { properties } = await create(inputs);
    const read = () => executor.read(row, urn, id, inputs, properties, facts());
    assert.deepEqual((await read())?.inputs, inputs);
    const file = executor.store.file(row.type, id);
    const stored = JSON.parse(readFileSync(file, "utf8"));
    Object.assign(stored.properties, { policy: "loose", description: "of the store" });
    writeFileSync(file, JSON.stringify(stored));
    assert.deepEqual((await read())?.inputs, { ...inputs, policy: "loose" });
  });

  it("takes no member that AWS adds to a group for an input", async () => {
    const inputs = { name: "example", description: "of AWS", rotation: { days: 7 } };
    const { properties } = await create(inputs);
    const found = await executor.read(row, urn, id, inputs, properties, facts());
    assert.deepEqual(found?.inputs.rotation, { days: 30 });
    assert.deepEqual(found?.properties.rotation, { days: 30, next: "tomorrow" });
  });

  it("imports the inputs that the row names, as far as there are values, and no other output", async () => {
    const found = await executor.read(row, urn, id, {}, {}, facts());
    assert.deepEqual(found?.inputs, { name: "example", description: "of AWS" });
    assert.equal(found?.id, id);
  });

  it("refuses an import of a row that does not say which properties are inputs", async () => {
    const { importedInputs: _, ...other } = row;
    await assert.rejects(executor.read(other, urn, id, {}, {}, facts()), {
      message: "aws:test/secret:Secret cannot be imported: its row has no importedInputs",
    });
  });

  it("unlocks by the row's update, and keeps it so; what it did not make it leaves alone", async () => {
    await executor.unlock(row, urn, id, facts());
    assert.deepEqual(asked, []);
    await create({ name: "example", description: "locked" });
    asked.length = 0;
    await executor.unlock(row, urn, id, facts());
    assert.deepEqual(asked.at(-1), [
      "UpdateSecret",
      { SecretId: id, Description: "unlocked", ClientRequestToken: version },
    ]);
    assert.equal(executor.store.get(row.type, id)?.properties.description, "unlocked");
  });

  describe("a function of the provider", () => {
    const name = (told: Properties) => ({ name: told.Name ?? "nothing was told" });
    const invoke = (executor: Executor, call?: Invoke["call"]) =>
      executor.invoke({ token: "t", ...(call && { call }), answer: (_a, _f, _w, told) => name(told) }, { id }, facts());
    const describe = (args: Properties) => secrets("DescribeSecret", { SecretId: args.id });

    it("is answered from the call that it names", async () => {
      assert.deepEqual(await invoke(executor, describe), { name: "example" });
      assert.deepEqual(asked, [["DescribeSecret", { SecretId: id }]]);
    });

    it("asks nothing without a call, and in record-only mode", async () => {
      assert.deepEqual(await invoke(executor), { name: "nothing was told" });
      assert.deepEqual(await invoke(newExecutor(false), describe), { name: "nothing was told" });
      assert.deepEqual(asked, []);
    });

    it("refuses a call that AWS would refuse, in record-only mode too", async () => {
      const wrong = () => secrets("DescribeSecret", { Secret: id });
      await assert.rejects(invoke(newExecutor(false), wrong), /DescribeSecret: .*Secret/);
    });
  });
});
