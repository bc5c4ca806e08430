import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { type Emulator, startEmulator, stopEmulator } from "../emulator/emulator.ts";
import { listResources } from "../leftovers.ts";
import { ensurePython, type PythonToolchain } from "../toolchain/python.ts";
import { checkInputs, completeInputs } from "./check.ts";
import { decode, encode } from "./codec.ts";
import { type Difference, difference } from "./diff.ts";
import { Executor, type Made } from "./executor.ts";
import { type Properties, type Row, unknown } from "./row.ts";
import type { Example } from "./rows/example.ts";
import { allExamples, withNeeds } from "./rows/examples.ts";
import { allRows, rowOf } from "./table.ts";

const accountId = "111122223333";
const region = "af-south-1";
const configuration = { region, defaultTags: { owner: "platform", "cost-center": "42" } };
const exampleFacts = { accountId, region };

/**
 * Properties whose change a refresh cannot see: the emulator has no operation that would change them; and a group's list
 * of tags, which the executor takes for tags of the usual kind (`tagsAll`); and a function's code, which no provider downloads.
 */
const unseen: Readonly<Record<string, readonly string[]>> = {
  "aws:lambda/function:Function": ["code"],
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": ["clientIdLists", "thumbprintLists", "tags"],
};

/** A resource that was made, with all that the engine would keep of it. */
interface Kept {
  readonly example: Example;
  readonly row: Row;
  readonly urn: string;
  id: string;
  inputs: Properties;
  properties: Properties;
}

/** Does with resources what the engine does: check, create, refresh, compare, change, delete. */
class Engine {
  readonly emulated: boolean;
  readonly #executor: Executor;
  readonly #kept = new Map<string, Kept>();

  constructor(executor: Executor, emulated: boolean) {
    this.#executor = executor;
    this.emulated = emulated;
  }

  get kept(): readonly Kept[] {
    return [...this.#kept.values()];
  }

  /** Inputs and outputs of a kept resource, with its id, for the examples that need it. */
  readonly made = (name: string): Properties => {
    const kept = this.#kept.get(name);
    assert.ok(kept, `${name} is used and not listed in needs`);
    return { ...kept.properties, id: kept.id };
  };

  /** The inputs as the engine gets them from Check, which must not fail. */
  check(row: Row, urn: string, wanted: Properties, previous: Properties): Properties {
    const sent = decode(encode(wanted));
    const context = this.#executor.checkContext(urn, this.#facts(urn, sent), new Uint8Array([1, 2, 3]));
    const inputs = completeInputs(row, sent, previous, context);
    assert.deepEqual(checkInputs(row, inputs, context), [], `${urn}: Check fails`);
    return decode(encode(inputs));
  }

  /** A preview of an example whose needs have not been made. */
  preview(example: Example): void {
    const inputs = example.inputs(() => notMadeYet, exampleFacts);
    this.check(rowOf(example.type), urnOf(example), withUnknowns(inputs) as Properties, {});
  }

  async create(example: Example): Promise<Kept> {
    const row = rowOf(example.type);
    const urn = urnOf(example);
    const inputs = this.check(row, urn, example.inputs(this.made, exampleFacts), {});
    const made = await this.#executor.create(row, urn, inputs, this.#facts(urn, inputs));
    const kept = { example, row, urn, inputs, ...stored(made) };
    this.#kept.set(example.name, kept);
    return kept;
  }

  /** Refreshes, and compares with what the same program wants: nothing may differ, or every up would change it. */
  async refresh(kept: Kept): Promise<void> {
    const found = await this.read(kept);
    assert.ok(found, `${kept.urn}: the refresh does not find ${kept.id}`);
    assert.equal(found.id, kept.id);
    const wanted = this.check(kept.row, kept.urn, withoutDefaults(kept.inputs), found.inputs);
    Object.assign(kept, { inputs: found.inputs, properties: stored(found).properties });
    assert.deepEqual(this.compare(kept, wanted).changes, [], `${kept.urn}: differs after a refresh`);
  }

  read(kept: Kept): Promise<(Made & { inputs: Properties }) | undefined> {
    const { row, urn, id, inputs, properties } = kept;
    return this.#executor.read(row, urn, id, inputs, properties, this.#facts(urn, inputs));
  }

  /** The difference as the provider's Diff tells it, default tags included. */
  compare(kept: Kept, wanted: Properties): Difference {
    const { row, urn, inputs, properties } = kept;
    const found = difference(row, inputs, wanted);
    if (!row.taggable) return found;
    const tags = difference(row, { tagsAll: properties.tagsAll ?? {} }, { tagsAll: this.#facts(urn, wanted).tags });
    return { ...found, changes: [...found.changes, ...tags.changes] };
  }

  /** Changes in place or replaces, as the difference says. */
  async change(kept: Kept, wanted: Properties, found: Difference): Promise<void> {
    const facts = this.#facts(kept.urn, wanted);
    const { row, urn, id, properties: before } = kept;
    if (found.replaceKeys.length === 0) {
      const { properties } = stored(await this.#executor.update(row, urn, id, wanted, before, facts));
      Object.assign(kept, { inputs: wanted, properties });
      return;
    }
    if (found.deleteBeforeReplace) await this.#executor.delete(row, id, before, facts);
    Object.assign(kept, { inputs: wanted, ...stored(await this.#executor.create(row, urn, wanted, facts)) });
    if (!found.deleteBeforeReplace) await this.#executor.delete(row, id, before, facts);
  }

  /** What a refresh of the resource as it was before the change must show: the new values, as changed behind Pulumi's back. */
  async seesDrift(kept: Kept, before: Kept, wanted: Properties): Promise<void> {
    const found = await this.read({ ...before, id: kept.id });
    for (const key of Object.keys(before.inputs)) {
      const isSeen = key !== "__defaults" && !unseen[kept.row.type]?.includes(key);
      if (!isSeen || isDeepStrictEqual(before.inputs[key], wanted[key])) continue;
      assert.notDeepEqual(
        found?.inputs[key],
        before.inputs[key],
        `${kept.urn}: a refresh does not see that ${key} was changed`,
      );
    }
  }

  async delete(kept: Kept): Promise<void> {
    await this.#executor.delete(kept.row, kept.id, kept.properties, this.#facts(kept.urn, kept.properties));
    this.#kept.delete(kept.example.name);
  }

  /** What AWS keeps is no longer ours. */
  forget(kept: Kept): void {
    this.#executor.store.remove(kept.row.type, kept.id);
  }

  #facts(urn: string, inputs: Properties) {
    return this.#executor.facts(urn, inputs, configuration);
  }
}

function urnOf({ type, name }: Example): string {
  return `urn:pulumi:dev::foundation::${type}::${name}`;
}

/** As the state keeps it: through the protocol and back. */
function stored({ id, properties }: Made): Made {
  return { id, properties: decode(encode(properties)) };
}

function withoutDefaults({ __defaults, ...inputs }: Properties): Properties {
  return Object.fromEntries(Object.entries(inputs).filter(([key]) => !(__defaults ?? []).includes(key)));
}

/** Every property of what has not been made is unknown. */
const notMadeYet: Properties = new Proxy({}, { get: () => unknown });

/** A text that holds an unknown is unknown as a whole, as `pulumi.interpolate` makes it. */
function withUnknowns(value: unknown): unknown {
  if (typeof value === "string") return value.includes(unknown.toString()) ? unknown : value;
  if (Array.isArray(value)) return value.map(withUnknowns);
  if (value === null || typeof value !== "object" || value === unknown) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withUnknowns(item)]));
}

/** The inputs after the change: the example's own change and, where there are tags, one more of them. */
function changed(kept: Kept, made: (name: string) => Properties): Properties | undefined {
  const { example, row, inputs } = kept;
  if (!example.change && !row.taggable) return undefined;
  const wanted = { ...withoutDefaults(inputs), ...example.change?.(made, exampleFacts) };
  return row.taggable ? { ...wanted, tags: { ...wanted.tags, lifecycle: "changed" } } : wanted;
}

/** One example from its preview to its deletion. What it needs is there already. */
async function drive(engine: Engine, example: Example): Promise<void> {
  engine.preview(example);
  const kept = await engine.create(example);
  await engine.refresh(kept);
  const change = changed(kept, engine.made);
  if (change) {
    const wanted = engine.check(kept.row, kept.urn, change, kept.inputs);
    const found = engine.compare(kept, wanted);
    assert.notEqual(found.changes.length, 0, `${kept.urn}: the change makes no difference`);
    const before = { ...kept };
    await engine.change(kept, wanted, found);
    if (engine.emulated && !kept.row.recorded && found.replaceKeys.length === 0)
      await engine.seesDrift(kept, before, wanted);
    await engine.refresh(kept);
  }
  const last = { ...kept };
  await engine.delete(kept);
  const stays = engine.emulated && last.row.recorded === undefined ? example.stays : undefined;
  const left = await engine.read(last);
  assert.equal(
    left !== undefined,
    stays !== undefined,
    `${last.urn}: ${left ? "still there" : `gone, though ${stays}`}`,
  );
  engine.forget(last);
}

/** Each row's examples, each with what it needs, which is deleted again. */
function describeRows(makeEngine: () => Engine): void {
  for (const row of allRows) {
    it(row.type, async () => {
      const examples = allExamples.filter(({ type }) => type === row.type);
      assert.notEqual(examples.length, 0, "the row has no example");
      for (const example of examples) {
        const engine = makeEngine();
        try {
          for (const need of withNeeds([example]).slice(0, -1)) await engine.create(need);
          await drive(engine, example);
        } finally {
          for (const kept of [...engine.kept].reverse()) await engine.delete(kept);
        }
      }
    });
  }
}

describe("the rows' life on the emulator", () => {
  let directory: string;
  let emulator: Emulator;
  let executor: Executor;
  let baseline: readonly string[];

  before(async () => {
    const toolchain = await ensurePython();
    directory = await mkdtemp(join(tmpdir(), "lifecycle-"));
    emulator = await startedEmulator(directory, toolchain);
    baseline = await listResources(emulator.endpoint, accountId, [region]);
    const { models } = toolchain;
    executor = new Executor({ accountId, store: join(directory, "store"), models, endpoint: emulator.endpoint });
  });
  after(async () => {
    if (emulator) await stopEmulator(emulator);
    await rm(directory, { recursive: true });
  });

  describeRows(() => new Engine(executor, true));

  it("leaves nothing behind", async () => {
    assert.deepEqual(executor.store.list(), []);
    assert.deepEqual(await listResources(emulator.endpoint, accountId, [region]), baseline);
  });
});

describe("the rows' life, recorded only", () => {
  let directory: string;
  let executor: Executor;

  before(async () => {
    const { models } = await ensurePython();
    directory = await mkdtemp(join(tmpdir(), "lifecycle-"));
    executor = new Executor({ accountId, store: join(directory, "store"), models });
  });
  after(() => rm(directory, { recursive: true }));

  describeRows(() => new Engine(executor, false));

  it("makes, refreshes and deletes all examples together", async () => {
    const engine = new Engine(executor, false);
    for (const example of withNeeds(allExamples)) await engine.create(example);
    for (const kept of engine.kept) await engine.refresh(kept);
    for (const kept of [...engine.kept].reverse()) await engine.delete(kept);
    assert.deepEqual(executor.store.list(), []);
  });
});

function startedEmulator(directory: string, { python }: PythonToolchain): Promise<Emulator> {
  const { PATH = "" } = process.env;
  return startEmulator({
    python,
    accountId,
    region,
    environment: { PATH, HOME: directory },
    logFile: join(directory, "emulator.log"),
    keepFile: join(directory, "keep"),
  });
}
