/** Carries out what rows say: checks each call against AWS's service model, sends it to the emulator, or records it. */
import { createHash } from "node:crypto";
import { type CheckContext, checkInputs, withoutDefaults } from "./check.ts";
import { Clients } from "./clients.ts";
import type { Call, Facts, Invoke, Properties, Row, World } from "./row.ts";
import { ServiceModels } from "./service-model.ts";
import { Store, type Stored } from "./store.ts";
import type { ProviderWorkspace } from "./workspace.ts";

/** What the provider was configured with by the program (explicit provider) or the stack's settings. */
export interface ProviderConfiguration {
  /** Region of resources that name none. */
  readonly region: string;
  /** Tags of every taggable resource; a resource's own win. */
  readonly defaultTags: Readonly<Record<string, string>>;
}

/** A resource after a call: its id, and its properties in Pulumi's names. */
export interface Made {
  /** AWS's id. */
  readonly id: string;
  /** Inputs and outputs. */
  readonly properties: Properties;
}

/** Runs the rows of one workspace. */
export class Executor {
  /** What the workspace has made. */
  readonly store: Store;
  /** AWS's service models: every call is checked against them. */
  readonly models: ServiceModels;
  /** The account that the emulator plays, twelve digits. */
  readonly accountId: string;
  readonly #clients: Clients | undefined;
  /** What is being made at this moment: of two twins that the engine makes at the same time, the second must see the first. */
  readonly #beingMade = new Set<Stored>();

  /** @param workspace without an endpoint every call is checked and recorded, and none is sent. */
  constructor(workspace: ProviderWorkspace) {
    this.store = new Store(workspace.store);
    this.models = new ServiceModels(workspace.models);
    this.accountId = workspace.accountId;
    this.#clients = workspace.endpoint === undefined ? undefined : new Clients(workspace.endpoint, workspace.accountId);
  }

  /** What rows may rely on for a resource with these inputs. */
  facts(urn: string, inputs: Properties, configuration: ProviderConfiguration): Facts {
    const region = typeof inputs.region === "string" ? inputs.region : configuration.region;
    const seed = createHash("sha256").update(urn).update(JSON.stringify(inputs)).digest("hex");
    return {
      accountId: this.accountId,
      region,
      tags: { ...configuration.defaultTags, ...inputs.tags },
      arn: (service, resource, parts = {}) =>
        `arn:aws:${service}:${parts.region ?? region}:${parts.account ?? this.accountId}:${resource}`,
      hex: (length) => seed.slice(0, length),
    };
  }

  /** What a check of a resource needs. */
  checkContext(urn: string, facts: Facts, randomSeed: Uint8Array = new Uint8Array()): CheckContext {
    return {
      urnName: urn.split("::").at(-1) ?? "",
      facts,
      world: this.store.world(urn),
      models: this.models,
      randomSeed,
      creating: false,
    };
  }

  /** Answers one of the provider's functions, with AWS's answer where it needs one and there is an emulator. */
  async invoke({ call, answer }: Invoke, args: Properties, facts: Facts): Promise<Properties> {
    const told = call && (await this.#send({}, call(args, facts), facts));
    return answer(args, facts, this.store.world(""), told ?? {});
  }

  /**
   * Makes a resource. All checks run again first: ids that were unknown in the preview are known now.
   * @throws Error with every problem found, or AWS's; PartlyMadeError when it exists but is not whole.
   */
  async create(row: Row, urn: string, inputs: Properties, facts: Facts): Promise<Made> {
    // A twin that still exists under the same URN (create before delete) counts here, as it does for AWS.
    this.#refuse(row, inputs, { ...this.checkContext(urn, facts), world: this.#everything(), creating: true });
    const plain = withoutDefaults(inputs);
    const beingMade = { type: row.type, id: `${urn.split("::").at(-1)} (being made)`, urn, properties: plain };
    this.#beingMade.add(beingMade);
    try {
      return await this.#make(row, urn, plain, facts);
    } finally {
      this.#beingMade.delete(beingMade);
    }
  }

  /** What is made, and, in lists, what is being made. */
  #everything(): World {
    const { find, all } = this.store.world("");
    return { find, all: (type) => [...all(type), ...[...this.#beingMade].filter((made) => made.type === type)] };
  }

  async #make(row: Row, urn: string, plain: Properties, facts: Facts): Promise<Made> {
    const answer = await this.#send(row, row.create.call(plain, facts), facts);
    const told = (answer && row.create.outputs?.(answer)) ?? {};
    const id = answer && row.create.id ? row.create.id(answer, plain) : row.identify(plain, facts);
    try {
      const live = await this.#live(row, id, plain, facts);
      await this.#sendAll(row, row.afterCreate?.(id, plain, { ...live }, facts) ?? [], facts);
      const after = row.afterCreate ? await this.#live(row, id, plain, facts) : live;
      return this.#keep(row, urn, id, plain, { ...told, ...after }, facts);
    } catch (error) {
      // It is there: rules must see it, and a resumed rehearsal must find it.
      const { properties } = this.#keep(row, urn, id, plain, told, facts);
      throw new PartlyMadeError(id, properties, error as Error);
    }
  }

  /** The live resource and its inputs as they are now; undefined when it is gone. */
  async read(
    row: Row,
    urn: string,
    id: string,
    inputs: Properties,
    state: Properties,
    facts: Facts,
  ): Promise<(Made & { inputs: Properties }) | undefined> {
    const known = this.store.get(row.type, id)?.properties;
    // What cannot be read is what was made of it.
    const found = this.#records(row) || !row.read ? known : await this.#live(row, id, state, facts);
    const live = found && { ...keptOnly(row, known), ...found };
    if (!live) {
      this.store.remove(row.type, id);
      return undefined;
    }
    const isImport = Object.keys(inputs).length === 0 && Object.keys(state).length === 0;
    const present = isImport ? importedInputs(row, live, facts) : presentInputs(row, inputs, live, facts);
    const made = this.#keep(row, urn, id, { ...state, ...withoutDefaults(present) }, live, facts);
    return { ...made, inputs: present };
  }

  /** Changes a resource in place. */
  async update(row: Row, urn: string, id: string, inputs: Properties, state: Properties, facts: Facts): Promise<Made> {
    if (!row.update) throw new Error(`${row.type} cannot be changed in place: its row has no update`);
    this.#refuse(row, inputs, { ...this.checkContext(urn, facts), creating: true });
    const plain = withoutDefaults(inputs);
    await this.#sendAll(row, row.update(id, plain, state, facts), facts);
    const live = await this.#live(row, id, plain, facts);
    return this.#keep(row, urn, id, plain, live ?? {}, facts);
  }

  /** Turns off what AWS itself puts before a deletion, where the row says how and the resource was made here. */
  async unlock(row: Row, urn: string, id: string, facts: Facts): Promise<void> {
    const made = this.store.get(row.type, id);
    if (!row.unlock || !made) return;
    const unlockedProperties = { ...made.properties, ...row.unlock };
    await this.#sendAll(row, row.update?.(id, unlockedProperties, made.properties, facts) ?? [], facts);
    this.store.put(row.type, id, urn, unlockedProperties);
  }

  /** Deletes a resource; one that is gone already counts as deleted when the row says so. */
  async delete(row: Row, id: string, state: Properties, facts: Facts): Promise<void> {
    await this.#sendAll(row, row.delete(id, state, facts), facts);
    this.store.remove(row.type, id);
  }

  #refuse(row: Row, inputs: Properties, context: CheckContext): void {
    const failures = checkInputs(row, inputs, context);
    if (failures.length > 0) throw new Error(failures.map((failure) => failure.reason).join("; "));
  }

  /** True when the row's calls are checked and not sent. */
  #records(row: Pick<Row, "recorded">): boolean {
    return row.recorded !== undefined || this.#clients === undefined;
  }

  async #live(row: Row, id: string, state: Properties, facts: Facts): Promise<Properties | undefined> {
    if (!row.read || this.#records(row)) return {};
    try {
      const first = (await this.#send(row, row.read.call(id, state, facts), facts)) ?? {};
      let answer = first;
      for (const call of row.read.also?.(id, state, facts, first) ?? []) {
        answer = { ...answer, ...(await this.#send(row, call, facts)) };
      }
      return row.read.properties(answer, id, state, facts);
    } catch (error) {
      if (row.read.gone.includes(errorCode(error))) return undefined;
      throw error;
    }
  }

  /** Sends calls one after another; each may take parameters from the answer to the one before it. */
  async #sendAll(row: Row, calls: readonly Call[], facts: Facts): Promise<void> {
    let answer: Properties | undefined;
    for (const call of calls) {
      const more = answer === undefined ? undefined : call.follow?.(answer);
      answer = await this.#send(row, { ...call, parameters: { ...call.parameters, ...more } }, facts);
    }
  }

  /** Undefined when the call was recorded, or its error is one that the call ignores. */
  async #send(row: Pick<Row, "recorded">, call: Call, facts: Facts): Promise<Properties | undefined> {
    const problems = this.models.check(call);
    if (problems.length > 0) {
      const list = problems.map(({ path, message }) => `${path} ${message}`).join("; ");
      throw new Error(`${call.service} ${call.operation}: ${list}`);
    }
    if (this.#records(row)) return undefined;
    try {
      return await (this.#clients as Clients).send(call, call.region ?? facts.region);
    } catch (error) {
      if (call.ignore?.includes(errorCode(error))) return undefined;
      throw new Error(`${call.service} ${call.operation}: ${errorCode(error)}: ${(error as Error).message}`, {
        cause: error,
      });
    }
  }

  #keep(row: Row, urn: string, id: string, inputs: Properties, live: Properties, facts: Facts): Made {
    const properties = this.#outputs(row, id, inputs, live, facts);
    this.store.put(row.type, id, urn, properties);
    return { id, properties };
  }

  #outputs(row: Row, id: string, inputs: Properties, live: Properties, facts: Facts): Properties {
    const tags = row.taggable ? { tagsAll: facts.tags } : {};
    return { region: facts.region, ...inputs, ...row.attributes?.(inputs, id, facts), ...tags, ...live };
  }
}

/** The resource exists, but what was to follow its creation failed; the engine keeps it and tries again at the next up. */
export class PartlyMadeError extends Error {
  /** AWS's id of what was made. */
  readonly id: string;
  /** Its inputs and outputs as far as they are known. */
  readonly properties: Properties;

  constructor(id: string, properties: Properties, cause: Error) {
    super(cause.message, { cause });
    this.id = id;
    this.properties = properties;
  }
}

/** The error code of AWS, whichever way the SDK's error carries it; of the cause when the error is one of ours. */
export function errorCode(error: unknown): string {
  const { Code, name, cause } = error as { Code?: string; name?: string; cause?: unknown };
  return cause instanceof Error ? errorCode(cause) : (Code ?? name ?? "Error");
}

/** What the store holds of the properties that the emulator does not keep. */
function keptOnly(row: Row, known: Properties | undefined): Properties {
  const held = (row.kept ?? []).filter((property) => known?.[property] !== undefined);
  return Object.fromEntries(held.map((property) => [property, known?.[property]]));
}

/** The inputs with the live values of what the program gives, so that a refresh shows what changed behind its back. */
function presentInputs(row: Row, inputs: Properties, live: Properties, facts: Facts): Properties {
  const present: Properties = { ...inputs };
  for (const key of Object.keys(inputs)) {
    if (key !== "__defaults" && !(key === "tags" && row.taggable) && key in live) present[key] = live[key];
  }
  for (const path of row.addedMembers ?? []) {
    const [group = "", member = ""] = path.split(".");
    if (inputs[group] === undefined) continue;
    const { [member]: _, ...given } = present[group];
    present[group] = given;
  }
  if (row.taggable && live.tagsAll) {
    const own = Object.entries(live.tagsAll as Record<string, string>).filter(
      ([key, value]) => inputs.tags?.[key] !== undefined || facts.tags[key] !== value,
    );
    if (own.length > 0) present.tags = Object.fromEntries(own);
    else if (inputs.tags !== undefined) present.tags = {};
  }
  return present;
}

/**
 * The first inputs of an imported resource: all live values that a program may give. The engine asks for them with neither inputs nor
 * state, and updates what the program wants otherwise in the same `up`.
 * @throws Error when the row does not say which properties these are: each would seem to be new, and replace the resource.
 */
function importedInputs(row: Row, live: Properties, facts: Facts): Properties {
  const { importedInputs: names } = row;
  if (names === undefined) throw new Error(`${row.type} cannot be imported: its row has no importedInputs`);
  const given = Object.fromEntries(names.map((name) => [name, live[name]]).filter(([, value]) => value !== undefined));
  return { ...presentInputs(row, {}, live, facts), ...given };
}
