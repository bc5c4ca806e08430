/** A plugin for tests of the recorder: our provider, with a schema as only the real one has. */
import { createRequire } from "node:module";
import { Server, ServerCredentials, type UntypedServiceImplementation } from "@grpc/grpc-js";
import { Executor } from "../executor.ts";
import { providerService } from "../server.ts";
import { readProviderWorkspace } from "../workspace.ts";

const require = createRequire(import.meta.url);
const { GetSchemaResponse } =
  require("@pulumi/pulumi/proto/provider_pb.js") as typeof import("@pulumi/pulumi/proto/provider_pb.js");

const schema = {
  name: "aws",
  resources: {
    "aws:sns/topic:Topic": {
      requiredInputs: [],
      inputProperties: {
        displayName: {},
        name: { willReplaceOnChanges: true },
        namePrefix: { willReplaceOnChanges: true },
        fifoTopic: { willReplaceOnChanges: true },
        region: { willReplaceOnChanges: true },
      },
    },
  },
};

const { definition, implementation } = providerService(new Executor(readProviderWorkspace(process.env)));
const withSchema: UntypedServiceImplementation = {
  ...implementation,
  getSchema: (_call: unknown, done: (error: null, answer: unknown) => void) => {
    const answer = new GetSchemaResponse();
    answer.setSchema(JSON.stringify(schema));
    done(null, answer);
  },
};
const server = new Server();
server.addService(definition, withSchema);
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.stdout.write(`${port}\n`);
});
