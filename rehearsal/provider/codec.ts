/**
 * Between the engine's protobuf structs and plain properties. Unknown values become `unknown`; the engine sends no
 * secrets, resources or outputs, because the provider declares that it takes none (the engine then marks outputs of
 * secret inputs itself).
 */
import { createRequire } from "node:module";
import type { Struct as StructMessage } from "google-protobuf/google/protobuf/struct_pb.js";
import { isUnknown, type Properties, unknown } from "./row.ts";

const require = createRequire(import.meta.url);
const { Struct } = require("google-protobuf/google/protobuf/struct_pb.js") as {
  Struct: { fromJavaScript(value: Record<string, unknown>): StructMessage };
};

/** What the engine sends for a value that is not known yet (SDK: `runtime/rpc.ts`, unknownValue). */
export const unknownToken = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A struct as properties: unknown tokens become `unknown`, null members are dropped (Pulumi: null means not given). */
export function decode(struct: StructMessage | undefined): Properties {
  return (struct ? decodeValue(struct.toJavaScript()) : {}) as Properties;
}

function decodeValue(value: unknown): unknown {
  if (value === unknownToken) return unknown;
  if (Array.isArray(value)) return value.map(decodeValue);
  if (value === null || typeof value !== "object") return value;
  const members = Object.entries(value).filter(([, member]) => member !== null && member !== undefined);
  return Object.fromEntries(members.map(([key, member]) => [key, decodeValue(member)]));
}

/** Properties as a struct; undefined and null members are dropped, as `decode` does. */
export function encode(properties: Properties): StructMessage {
  return Struct.fromJavaScript(encodeValue(properties) as Record<string, unknown>);
}

function encodeValue(value: unknown): unknown {
  if (isUnknown(value)) return unknownToken;
  if (Array.isArray(value)) return value.map((item) => (item === undefined ? null : encodeValue(item)));
  if (value === null || typeof value !== "object") return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined && member !== null);
  return Object.fromEntries(members.map(([key, member]) => [key, encodeValue(member)]));
}

/** True when the value is unknown or holds an unknown value at any depth. */
export function hasUnknown(value: unknown): boolean {
  if (isUnknown(value)) return true;
  if (Array.isArray(value)) return value.some(hasUnknown);
  return value !== null && typeof value === "object" && Object.values(value).some(hasUnknown);
}
