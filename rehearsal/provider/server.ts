/** Pulumi's ResourceProvider protocol over the table: the engine's requests in, the executor's answers out. */
import { createRequire } from "node:module";
import {
  type handleUnaryCall,
  Metadata,
  type ServiceDefinition,
  status,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import type * as provider from "@pulumi/pulumi/proto/provider_pb.js";
import { installedVersion } from "../toolchain/versions.ts";
import { type CheckFailure, checkInputs, completeInputs } from "./check.ts";
import { decode, encode } from "./codec.ts";
import { readConfiguration } from "./configuration.ts";
import { type Difference, difference } from "./diff.ts";
import { type Executor, PartlyMadeError, type ProviderConfiguration } from "./executor.ts";
import type { Properties, Row } from "./row.ts";
import { invokeOf, rowOf } from "./table.ts";

const require = createRequire(import.meta.url);
const messages = require("@pulumi/pulumi/proto/provider_pb") as typeof provider;
const { ResourceProviderService } = require("@pulumi/pulumi/proto/provider_grpc_pb") as {
  ResourceProviderService: ServiceDefinition;
};
const { PluginInfo } = require("@pulumi/pulumi/proto/plugin_pb") as typeof import("@pulumi/pulumi/proto/plugin_pb.js");
const { Empty } =
  require("google-protobuf/google/protobuf/empty_pb") as typeof import("google-protobuf/google/protobuf/empty_pb.js");
const { Any } =
  require("google-protobuf/google/protobuf/any_pb") as typeof import("google-protobuf/google/protobuf/any_pb.js");
const { Status } = require("@pulumi/pulumi/proto/status_pb") as typeof import("@pulumi/pulumi/proto/status_pb.js");

/** One provider process: its executor, and the configuration that the engine gave it. */
interface Session {
  readonly executor: Executor;
  configuration: ProviderConfiguration;
  /** Requests that are being answered. */
  inFlight: number;
}

type Handler = (request: never, session: Session) => unknown;

/** The service to add to a gRPC server; `isIdle` is true while no request is being answered. */
export function providerService(executor: Executor): {
  definition: ServiceDefinition;
  implementation: UntypedServiceImplementation;
  isIdle: () => boolean;
} {
  const session: Session = { executor, configuration: { region: "", defaultTags: {} }, inFlight: 0 };
  const implementation = Object.fromEntries(
    Object.entries(handlers).map(([name, handler]) => [name, unary(handler as Handler, session)]),
  );
  return {
    definition: ResourceProviderService,
    implementation: implementation as UntypedServiceImplementation,
    isIdle: () => session.inFlight === 0,
  };
}

function unary(handler: Handler, session: Session): handleUnaryCall<never, unknown> {
  return (call, callback) => {
    session.inFlight++;
    Promise.resolve()
      .then(() => handler(call.request, session))
      .then((answer) => callback(null, answer as never))
      .catch((error: Error) => {
        const metadata = error instanceof PartlyMadeError ? partlyMade(error) : new Metadata();
        callback({ code: status.UNKNOWN, details: error.message, metadata });
      })
      .finally(() => {
        session.inFlight--;
      });
  };
}

const handlers = {
  handshake: () => new messages.ProviderHandshakeResponse(),
  getPluginInfo: () => {
    const info = new PluginInfo();
    info.setVersion(installedVersion("@pulumi/aws"));
    return info;
  },
  attach: () => new Empty(),
  cancel: () => new Empty(),
  checkConfig: (request: provider.CheckRequest) => {
    const answer = new messages.CheckResponse();
    answer.setInputs(request.getNews());
    return answer;
  },
  diffConfig: (request: provider.DiffRequest) => {
    const row = { type: "pulumi:providers:aws", replaceOn: [] } as unknown as Parameters<typeof difference>[0];
    const found = difference(row, decode(request.getOldInputs() ?? request.getOlds()), decode(request.getNews()));
    return diffResponse({
      ...found,
      changes: found.changes.map((change) => ({ ...change, replaces: false })),
      replaceKeys: [],
    });
  },
  configure: (request: provider.ConfigureRequest, session: Session) => {
    session.configuration = readConfiguration(decode(request.getArgs()), session.executor.accountId);
    const answer = new messages.ConfigureResponse();
    answer.setSupportspreview(true);
    return answer;
  },
  invoke: async (request: provider.InvokeRequest, { executor, configuration }: Session) => {
    const args = decode(request.getArgs());
    const facts = executor.facts(request.getTok(), args, configuration);
    const answer = new messages.InvokeResponse();
    answer.setReturn(encode(await executor.invoke(invokeOf(request.getTok()), args, facts)));
    return answer;
  },
  check: (request: provider.CheckRequest, { executor, configuration }: Session) => {
    const row = rowOf(typeOf(request.getUrn()));
    const news = decode(request.getNews());
    const facts = executor.facts(request.getUrn(), news, configuration);
    const context = executor.checkContext(request.getUrn(), facts, request.getRandomseed_asU8());
    const inputs = completeInputs(row, news, decode(request.getOlds()), context);
    const answer = new messages.CheckResponse();
    answer.setInputs(encode(inputs));
    answer.setFailuresList(checkInputs(row, inputs, context).map(failureMessage));
    return answer;
  },
  diff: (request: provider.DiffRequest, { executor, configuration }: Session) => {
    const row = rowOf(typeOf(request.getUrn()));
    const news = decode(request.getNews());
    const state = decode(request.getOlds());
    const found = difference(row, decode(request.getOldInputs()), news);
    const facts = executor.facts(request.getUrn(), news, configuration);
    const tags = row.taggable ? difference(row, { tagsAll: state.tagsAll ?? {} }, { tagsAll: facts.tags }).changes : [];
    return diffResponse({ ...found, changes: [...found.changes, ...tags] });
  },
  create: async (request: provider.CreateRequest, { executor, configuration }: Session) => {
    const row = rowOf(typeOf(request.getUrn()));
    const inputs = decode(request.getProperties());
    const facts = executor.facts(request.getUrn(), inputs, configuration);
    const answer = new messages.CreateResponse();
    if (request.getPreview()) {
      answer.setProperties(encode(previewed(inputs, row.taggable ? { tagsAll: facts.tags } : {})));
      return answer;
    }
    const made = await executor.create(row, request.getUrn(), inputs, facts);
    answer.setId(made.id);
    answer.setProperties(encode(made.properties));
    return answer;
  },
  read: async (request: provider.ReadRequest, { executor, configuration }: Session) => {
    const row = rowOf(typeOf(request.getUrn()));
    const inputs = decode(request.getInputs());
    const facts = executor.facts(request.getUrn(), inputs, configuration);
    const found = await executor.read(
      row,
      request.getUrn(),
      request.getId(),
      inputs,
      decode(request.getProperties()),
      facts,
    );
    const answer = new messages.ReadResponse();
    if (!found) return answer;
    answer.setId(found.id);
    answer.setProperties(encode(found.properties));
    answer.setInputs(encode(found.inputs));
    return answer;
  },
  update: async (request: provider.UpdateRequest, { executor, configuration }: Session) => {
    const row = rowOf(typeOf(request.getUrn()));
    const inputs = decode(request.getNews());
    const state = decode(request.getOlds());
    const facts = executor.facts(request.getUrn(), inputs, configuration);
    const answer = new messages.UpdateResponse();
    const properties = request.getPreview()
      ? withoutRenewed(row, inputs, state, {
          ...state,
          ...previewed(inputs, row.taggable ? { tagsAll: facts.tags } : {}),
        })
      : (await executor.update(row, request.getUrn(), request.getId(), inputs, state, facts)).properties;
    answer.setProperties(encode(properties));
    return answer;
  },
  delete: async (request: provider.DeleteRequest, { executor, configuration }: Session) => {
    const state = decode(request.getProperties());
    const facts = executor.facts(request.getUrn(), state, configuration);
    await executor.delete(rowOf(typeOf(request.getUrn())), request.getId(), state, facts);
    return new Empty();
  },
};

/** What a preview knows of a resource: its inputs. What AWS adds is unknown, and the SDK treats what is missing so. */
function previewed(inputs: Properties, known: Properties): Properties {
  const { __defaults: _, ...plain } = inputs;
  return { ...plain, ...known };
}

/** What every update changes is not known before it: the SDK treats what is missing as unknown. */
function withoutRenewed(row: Row, inputs: Properties, state: Properties, properties: Properties): Properties {
  const renewed = row.renewed?.(inputs, state) ?? [];
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !renewed.includes(name)));
}

/** The resource's own type in a URN: the last of the types that its parents add. */
function typeOf(urn: string): string {
  return (urn.split("::")[2] ?? "").split("$").at(-1) ?? "";
}

function failureMessage(failure: CheckFailure): provider.CheckFailure {
  const message = new messages.CheckFailure();
  message.setProperty(failure.property);
  message.setReason(failure.reason);
  return message;
}

function diffResponse(found: Difference): provider.DiffResponse {
  const { Kind } = messages.PropertyDiff;
  const kinds = {
    add: [Kind.ADD, Kind.ADD_REPLACE],
    delete: [Kind.DELETE, Kind.DELETE_REPLACE],
    update: [Kind.UPDATE, Kind.UPDATE_REPLACE],
  } as const;
  const { DIFF_SOME, DIFF_NONE } = messages.DiffResponse.DiffChanges;
  const answer = new messages.DiffResponse();
  answer.setChanges(found.changes.length > 0 ? DIFF_SOME : DIFF_NONE);
  answer.setDiffsList([...new Set(found.changes.map((change) => change.path.split(/[.[]/)[0] as string))]);
  answer.setReplacesList([...found.replaceKeys]);
  answer.setDeletebeforereplace(found.deleteBeforeReplace);
  answer.setHasdetaileddiff(true);
  for (const change of found.changes) {
    const property = new messages.PropertyDiff();
    property.setKind(kinds[change.kind][change.replaces ? 1 : 0]);
    property.setInputdiff(true);
    answer.getDetaileddiffMap().set(change.path, property);
  }
  return answer;
}

/** Tells the engine, in the way of its protocol, that a resource was made but is not whole, so that it is not lost. */
function partlyMade(error: PartlyMadeError): Metadata {
  const detail = new messages.ErrorResourceInitFailed();
  detail.setId(error.id);
  detail.setReasonsList([error.message]);
  detail.setProperties(encode(error.properties));
  const any = new Any();
  any.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const message = new Status();
  message.setCode(status.UNKNOWN);
  message.setMessage(error.message);
  message.addDetails(any);
  const metadata = new Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(message.serializeBinary()));
  return metadata;
}
