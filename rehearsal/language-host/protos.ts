/** The SDK's own protocol messages. They are CommonJS whose names Node cannot list for an `import`, so they are required, with their types. */
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** The language service's definition and types. */
export const languageService =
  require("@pulumi/pulumi/proto/language_grpc_pb.js") as typeof import("@pulumi/pulumi/proto/language_grpc_pb.js");
/** The language service's messages. */
export const language =
  require("@pulumi/pulumi/proto/language_pb.js") as typeof import("@pulumi/pulumi/proto/language_pb.js");
/** Messages about plugins. */
export const plugin =
  require("@pulumi/pulumi/proto/plugin_pb.js") as typeof import("@pulumi/pulumi/proto/plugin_pb.js");
/** The empty message. */
export const { Empty } =
  require("google-protobuf/google/protobuf/empty_pb.js") as typeof import("google-protobuf/google/protobuf/empty_pb.js");
/** Structured values. */
export const { Struct } =
  require("google-protobuf/google/protobuf/struct_pb.js") as typeof import("google-protobuf/google/protobuf/struct_pb.js");
