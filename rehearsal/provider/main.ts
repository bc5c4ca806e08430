/** The plugin `resource-aws` of the rehearsal: serves ResourceProvider on a free loopback port and prints the port. */
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { Executor } from "./executor.ts";
import { providerService } from "./server.ts";
import { readProviderWorkspace } from "./workspace.ts";

/** The engine sends and takes messages of up to 400 MB (SDK: `maxRPCMessageSize`). */
const largestMessageBytes = 400 * 1024 * 1024;

const server = new Server({
  "grpc.max_receive_message_length": largestMessageBytes,
  "grpc.max_send_message_length": largestMessageBytes,
});
const { definition, implementation, isIdle } = providerService(new Executor(readProviderWorkspace(process.env)));
server.addService(definition, implementation);
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.stdout.write(`${port}\n`);
});

// The engine ends its plugins; one that was killed cannot. An orphan ends by itself, when what it is making is written down:
// a resumed rehearsal finds it in the store.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent && isIdle()) process.exit(0);
}, 500).unref();

// The engine interrupts a plugin that it needs no longer, waits five seconds, and then kills it with an error message.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(0));
