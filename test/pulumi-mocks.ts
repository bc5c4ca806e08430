/**
 * Runs a Pulumi program without an engine and tells what it registered.
 *
 * One helper for all unit tests. It answers with ids and ARNs in AWS's form, refuses function calls that a test has not
 * foreseen, and returns only when every registration and every call has settled. What the engine and AWS themselves do is
 * proved elsewhere, on the emulator.
 */
import * as pulumi from "@pulumi/pulumi";
import { answerResource } from "./pulumi-answers.ts";
import { type Properties, type Recorded, recordRegistrations } from "./pulumi-recorder.ts";

export type { Properties, Recorded, RecordedOptions } from "./pulumi-recorder.ts";

/** Answers one function call, from its arguments in Pulumi's names. */
export type CallAnswer = (inputs: Properties) => Properties;

/** What `collect` takes beside the program. Everything is optional. */
export interface CollectOptions {
  /** Answers by function token, e.g. `aws:index/getCallerIdentity:getCallerIdentity`. Default: none, so every call fails. */
  readonly calls?: Readonly<Record<string, CallAnswer>>;
  /** Outputs of other stacks by the reference's name, e.g. `organization/account/account`. Default: none. */
  readonly stacks?: Readonly<Record<string, Properties>>;
  /** Outputs for one resource, merged over the usual answer, by type token or by `type::name`. */
  readonly answers?: Readonly<Record<string, Properties>>;
  /** Stack configuration with full keys, e.g. `platform:region`; what is not a string is sent as JSON, as the engine does. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Default: `test`. */
  readonly project?: string;
  /** Default: `dev`. */
  readonly stack?: string;
  /** Run as a preview: ids and computed outputs are unknown. Default: false. */
  readonly preview?: boolean;
}

/** What a program registered, in the order of registration, and what it returned with every output resolved. */
export interface Collected {
  /** All resources, components included. */
  readonly resources: readonly Recorded[];
  /** The program's result; unknown outputs of a preview are undefined. */
  readonly outputs: Properties;
  /** The resources of one type, in the order of registration. */
  ofType(type: string): readonly Recorded[];
  /** The one resource of that type (and name); throws with what there is when it is none or several. */
  only(type: string, name?: string): Recorded;
}

/** Makes the mocks of the SDK from the test's answers; failures are noted, because the SDK reports them late and without order. */
function createMocks(
  options: CollectOptions,
  inputsOf: Map<string, Properties>,
  secretsOf: Map<string, readonly string[]>,
  failures: Error[],
): pulumi.runtime.Mocks {
  return {
    newResource: ({ type, name, inputs, id }) => {
      inputsOf.set(`${type}::${name}`, withoutSecretMarks(inputs) as Properties);
      const secrets = Object.keys(inputs).filter((input) => JSON.stringify(inputs[input])?.includes(secretMark));
      secretsOf.set(`${type}::${name}`, secrets);
      const overrides = { ...options.answers?.[type], ...options.answers?.[`${type}::${name}`] };
      if (type === "pulumi:pulumi:StackReference") {
        const outputs = options.stacks?.[inputs.name];
        if (outputs === undefined) {
          const known = Object.keys(options.stacks ?? {}).join(", ") || "none";
          return refuse(
            failures,
            `stack reference '${inputs.name}' is not foreseen; given: ${known}; add it to 'stacks'`,
          );
        }
        return { id: inputs.name, state: { name: inputs.name, outputs, secretOutputNames: [] } };
      }
      const answer = answerResource(type, name, inputs, options.preview ?? false);
      return { id: id || answer.id, state: { ...answer.state, ...overrides } };
    },
    call: ({ token, inputs }) => {
      const answer = options.calls?.[token];
      if (answer === undefined) {
        const known = Object.keys(options.calls ?? {}).join(", ") || "none";
        return refuse(failures, `call of '${token}' is not foreseen; given: ${known}; add it to 'calls'`);
      }
      return answer(inputs);
    },
  };
}

/** What marks a secret in the SDK's protocol (`runtime/rpc.ts`, specialSecretSig). */
const secretMark = "1b47061264138c4ac30d75fd1eb44270";

/** Plain values in place of secrets, which the SDK hands to mocks in its protocol's form (`runtime/rpc.ts`, specialSigKey). */
function withoutSecretMarks(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecretMarks);
  if (value === null || typeof value !== "object") return value;
  const { "4dabf18193072939515e22adb298388d": mark, ...members } = value as Properties;
  if (mark === secretMark) return withoutSecretMarks(members.value);
  // What has a class of its own (an asset) stays what it is.
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withoutSecretMarks(member)]));
}

/** Notes a failure for `collect` and throws it for the SDK. */
function refuse(failures: Error[], message: string): never {
  const failure = new Error(`pulumi-mocks: ${message}`);
  failures.push(failure);
  throw failure;
}

/** Catches rejections that the SDK leaves without a handler, until `release`; mocha's own handlers stand back meanwhile. */
function catchRejections(failures: Error[]): { release: () => void } {
  const event = "unhandledRejection";
  const others = process.listeners(event);
  const note = (reason: unknown) => failures.push(reason instanceof Error ? reason : new Error(String(reason)));
  const ignore = () => undefined;
  process.removeAllListeners(event);
  process.on(event, note);
  process.on("rejectionHandled", ignore);
  return {
    release: () => {
      process.off(event, note);
      process.off("rejectionHandled", ignore);
      for (const listener of others) {
        process.on(event, listener);
      }
    },
  };
}

/** Waits until no call is under way and none has started meanwhile. */
async function settle(records: readonly Recorded[]): Promise<void> {
  const runtime = pulumi.runtime as unknown as { waitForRPCs(): Promise<void> };
  let before = -1;
  while (before !== records.length) {
    before = records.length;
    await runtime.waitForRPCs();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/**
 * Waits for what a program does, but not after a failure: what was to take the failed value would wait for ever.
 *
 * @param work settled or not, it is left alone then
 */
async function untilFailed(failures: readonly Error[], work: () => Promise<void>): Promise<void> {
  let watch: NodeJS.Timeout | undefined;
  const failed = new Promise<void>((resolve) => {
    watch = setInterval(() => failures.length > 0 && resolve(), 5);
  });
  await Promise.race([work(), failed]);
  clearInterval(watch);
}

/** Every output inside the value, resolved. Unknown ones become undefined; the SDK's own fields of a resource are left out. */
async function resolve(value: unknown): Promise<Properties> {
  const plain = Object.fromEntries(Object.entries(value ?? {}).filter(([key]) => !key.startsWith("__")));
  const output = pulumi.output(plain) as unknown as { promise(withUnknowns?: boolean): Promise<Properties> };
  return (await output.promise()) ?? {};
}

/** Pulumi keeps the engine's connection in one global place, so programs run one after the other. */
let running: Promise<unknown> = Promise.resolve();

/**
 * Runs a program against mocks and returns what it registered.
 *
 * @param program What to run, inside a stack as the real engine does it. Its result (an object of outputs, a component, or a
 *   module that was imported) is resolved into `outputs`. Import an entry file with a query (`./index.ts?dev`) to run it anew.
 * @param options See `CollectOptions`.
 * @returns All resources without the stack itself.
 * @throws The program's own error, an unforeseen call or stack reference, or a failed registration: the first of them.
 */
export function collect(program: () => unknown | Promise<unknown>, options: CollectOptions = {}): Promise<Collected> {
  const result = running.then(() => run(program, options));
  running = result.catch(() => undefined);
  return result;
}

/** One run of `collect`. */
async function run(program: () => unknown | Promise<unknown>, options: CollectOptions): Promise<Collected> {
  const records: Recorded[] = [];
  const inputsOf = new Map<string, Properties>();
  const secretsOf = new Map<string, readonly string[]>();
  const failures: Error[] = [];
  const rejections = catchRejections(failures);
  try {
    const config = Object.entries(options.config ?? {}).map(([key, value]) => [
      key,
      typeof value === "string" ? value : JSON.stringify(value),
    ]);
    pulumi.runtime.setAllConfig(Object.fromEntries(config));
    const mocks = createMocks(options, inputsOf, secretsOf, failures);
    await pulumi.runtime.setMocks(
      mocks,
      options.project ?? "test",
      options.stack ?? "dev",
      options.preview,
      "organization",
    );
    recordRegistrations(inputsOf, secretsOf, records);
    let result: unknown;
    let outputs: Properties = {};
    await untilFailed(failures, async () => {
      try {
        await pulumi.runtime.runInPulumiStack(async () => {
          result = await program();
          return undefined;
        });
        await settle(records);
        outputs = await resolve(result);
      } catch (error) {
        failures.push(error as Error);
      }
      await settle(records);
    });
    if (failures[0] !== undefined) {
      throw failures[0];
    }
    return withFinders(records, outputs);
  } finally {
    await new Promise((resolve) => setImmediate(resolve));
    rejections.release();
  }
}

/** Adds the two ways in which tests look for resources. */
function withFinders(resources: readonly Recorded[], outputs: Properties): Collected {
  const ofType = (type: string) => resources.filter((resource) => resource.type === type);
  return {
    resources,
    outputs,
    ofType,
    only: (type, name) => {
      const found = ofType(type).filter((resource) => name === undefined || resource.name === name);
      const [first] = found;
      if (first === undefined || found.length > 1) {
        const all = resources.map((resource) => `${resource.type} ${resource.name}`).join("\n  ");
        throw new Error(`pulumi-mocks: ${found.length} resources ${type} ${name ?? ""}, expected one, of:\n  ${all}`);
      }
      return first;
    },
  };
}
