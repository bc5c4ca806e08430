/** A client of Pulumi's ResourceProvider protocol: what the engine asks a provider, with plain values. */
import { createRequire } from "node:module";
import { credentials, type ServiceError } from "@grpc/grpc-js";
import type { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import type * as provider from "@pulumi/pulumi/proto/provider_pb.js";
import { decode, encode } from "../codec.ts";
import type { Properties } from "../row.ts";

const require = createRequire(import.meta.url);
const messages = require("@pulumi/pulumi/proto/provider_pb.js") as typeof provider;
const services =
  require("@pulumi/pulumi/proto/provider_grpc_pb.js") as typeof import("@pulumi/pulumi/proto/provider_grpc_pb.js");
const { Empty } =
  require("google-protobuf/google/protobuf/empty_pb.js") as typeof import("google-protobuf/google/protobuf/empty_pb.js");

/** A resource that is asked about. */
export interface Asked {
  /** URN of the resource: it tells the provider type and name. */
  readonly urn: string;
}

/** What Check is asked. */
export interface CheckQuestion extends Asked {
  /** Inputs as the program gives them. */
  readonly news: Properties;
  /** The inputs of the last deployment. Default: none, the resource is new. */
  readonly olds?: Properties;
}

/** What Check answers. */
export interface CheckAnswer {
  /** Inputs with what the provider fills in. */
  readonly inputs: Properties;
  /** What the provider refuses; empty when it takes everything. */
  readonly failures: readonly { readonly property: string; readonly reason: string }[];
}

/** What Diff is asked. */
export interface DiffQuestion extends Asked {
  /** AWS's id. */
  readonly id: string;
  /** Inputs of the last deployment. */
  readonly oldInputs: Properties;
  /** The state: inputs and outputs of the last deployment. */
  readonly olds: Properties;
  /** Inputs as Check answered them. */
  readonly news: Properties;
}

/** What Diff answers. */
export interface DiffAnswer {
  /** Whether anything differs; `unknown` when the provider cannot tell. */
  readonly changes: "unknown" | "none" | "some";
  /** Properties that force a replacement, sorted, each once. */
  readonly replaces: readonly string[];
  /** Whether a replacement deletes the old resource first. */
  readonly deleteBeforeReplace: boolean;
  /** The kind of change of each property path: `add`, `add-replace`, `delete`, `delete-replace`, `update`, `update-replace`. */
  readonly kinds: Readonly<Record<string, string>>;
}

/** What Create, Update and Read answer. */
export interface StateAnswer {
  /** Empty in previews, after Update, and when the resource is gone. */
  readonly id: string;
  /** Inputs and outputs; in previews only what is known before. */
  readonly properties: Properties;
  /** Only after Read. */
  readonly inputs: Properties;
}

/** The engine sends and takes messages of up to 400 MB (SDK: `maxRPCMessageSize`); a provider's schema has more than 4. */
const largestMessageBytes = 400 * 1024 * 1024;
const kinds = ["add", "add-replace", "delete", "delete-replace", "update", "update-replace"];
const changes = ["unknown", "none", "some"] as const;

/** Asks a provider. Every method fails with gRPC's ServiceError when the provider answers with an error. */
export class ProviderClient {
  readonly #client: ResourceProviderClient;
  readonly #seed: Uint8Array;

  /**
   * @param port where the provider listens on 127.0.0.1.
   * @param seed of generated names. Default: 32 zeros.
   */
  constructor(port: number, seed: Uint8Array = new Uint8Array(32)) {
    this.#client = new services.ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure(), {
      "grpc.max_receive_message_length": largestMessageBytes,
      "grpc.max_send_message_length": largestMessageBytes,
    });
    this.#seed = seed;
  }

  /** Closes the connection; the provider goes on. */
  close(): void {
    this.#client.close();
  }

  /** The plugin's version, without `v`. */
  async version(): Promise<string> {
    const answer = await ask<{ getVersion(): string }>((done) => this.#client.getPluginInfo(new Empty(), done));
    return answer.getVersion().replace(/^v/, "");
  }

  /** The package's schema, as JSON text. */
  async schema(): Promise<string> {
    const answer = await ask<provider.GetSchemaResponse>((done) =>
      this.#client.getSchema(new messages.GetSchemaRequest(), done),
    );
    return answer.getSchema();
  }

  /** @param configuration in the engine's form: nested values and booleans as JSON texts. */
  async checkConfig(urn: string, configuration: Properties): Promise<CheckAnswer> {
    const request = new messages.CheckRequest();
    request.setUrn(urn);
    request.setNews(encode(configuration));
    return checkAnswer(await ask((done) => this.#client.checkConfig(request, done)));
  }

  /** @param configuration in the engine's form: nested values and booleans as JSON texts. */
  async configure(configuration: Properties): Promise<void> {
    const request = new messages.ConfigureRequest();
    request.setArgs(encode(configuration));
    for (const [name, value] of Object.entries(configuration)) {
      request.getVariablesMap().set(`aws:config:${name}`, String(value));
    }
    await ask((done) => this.#client.configure(request, done));
  }

  /** Checks inputs as before a preview or an up; what is refused is in the answer, not thrown. */
  async check(question: CheckQuestion): Promise<CheckAnswer> {
    const request = new messages.CheckRequest();
    setNames(request, question.urn);
    request.setNews(encode(question.news));
    if (question.olds) request.setOlds(encode(question.olds));
    request.setRandomseed(this.#seed);
    return checkAnswer(await ask((done) => this.#client.check(request, done)));
  }

  /** Compares wanted inputs with a state. */
  async diff(question: DiffQuestion): Promise<DiffAnswer> {
    const request = new messages.DiffRequest();
    setNames(request, question.urn);
    request.setId(question.id);
    request.setOldInputs(encode(question.oldInputs));
    request.setOlds(encode(question.olds));
    request.setNews(encode(question.news));
    const answer = await ask<provider.DiffResponse>((done) => this.#client.diff(request, done));
    const detailed: [string, string][] = [];
    answer.getDetaileddiffMap().forEach((property, path) => {
      detailed.push([path, kinds[property.getKind()] ?? "unknown"]);
    });
    return {
      changes: changes[answer.getChanges()],
      replaces: [...new Set(answer.getReplacesList())].sort(),
      deleteBeforeReplace: answer.getDeletebeforereplace(),
      kinds: Object.fromEntries(detailed.sort(([left], [right]) => (left < right ? -1 : 1))),
    };
  }

  /** @param preview only asks what is known before. Default: false. */
  async create(urn: string, inputs: Properties, preview = false): Promise<StateAnswer> {
    const request = new messages.CreateRequest();
    setNames(request, urn);
    request.setProperties(encode(inputs));
    request.setPreview(preview);
    const answer = await ask<provider.CreateResponse>((done) => this.#client.create(request, done));
    return { id: answer.getId(), properties: decode(answer.getProperties()), inputs: {} };
  }

  /** @param preview only asks what is known before. Default: false. */
  async update({ urn, id, olds, oldInputs, news }: DiffQuestion, preview = false): Promise<StateAnswer> {
    const request = new messages.UpdateRequest();
    setNames(request, urn);
    request.setId(id);
    request.setOlds(encode(olds));
    request.setOldInputs(encode(oldInputs));
    request.setNews(encode(news));
    request.setPreview(preview);
    const answer = await ask<provider.UpdateResponse>((done) => this.#client.update(request, done));
    return { id: "", properties: decode(answer.getProperties()), inputs: {} };
  }

  /** @param state inputs and outputs as the engine's state has them; empty for an import. */
  async read(urn: string, id: string, inputs: Properties, state: Properties): Promise<StateAnswer> {
    const request = new messages.ReadRequest();
    setNames(request, urn);
    request.setId(id);
    request.setInputs(encode(inputs));
    request.setProperties(encode(state));
    const answer = await ask<provider.ReadResponse>((done) => this.#client.read(request, done));
    return { id: answer.getId(), properties: decode(answer.getProperties()), inputs: decode(answer.getInputs()) };
  }

  /** Deletes the resource of that id; the state is what the engine holds of it. */
  async delete(urn: string, id: string, state: Properties): Promise<void> {
    const request = new messages.DeleteRequest();
    setNames(request, urn);
    request.setId(id);
    request.setProperties(encode(state));
    await ask((done) => this.#client.delete(request, done));
  }

  /** Calls a function of the provider. */
  async invoke(token: string, args: Properties): Promise<Properties> {
    const request = new messages.InvokeRequest();
    request.setTok(token);
    request.setArgs(encode(args));
    const answer = await ask<provider.InvokeResponse>((done) => this.#client.invoke(request, done));
    return decode(answer.getReturn());
  }
}

/** The engine sends a resource's name and type beside its URN. */
function setNames(
  request: { setUrn(value: string): unknown; setName(value: string): unknown; setType(value: string): unknown },
  urn: string,
): void {
  const parts = urn.split("::");
  request.setUrn(urn);
  request.setType((parts[2] ?? "").split("$").at(-1) as string);
  request.setName(parts[3] ?? "");
}

function checkAnswer(answer: provider.CheckResponse): CheckAnswer {
  const failures = answer.getFailuresList();
  return {
    inputs: decode(answer.getInputs()),
    failures: failures.map((failure) => ({ property: failure.getProperty(), reason: failure.getReason() })),
  };
}

function ask<Answer>(send: (done: (error: ServiceError | null, answer: Answer) => void) => unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    send((error, answer) => (error === null ? resolve(answer) : reject(error)));
  });
}
