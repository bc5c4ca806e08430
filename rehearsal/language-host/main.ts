/**
 * The language host: the process through which the Pulumi CLI runs Node programs. Pulumi's own comes only with its download; this one
 * serves a CLI that was built. The CLI starts it as `pulumi-language-nodejs <engine address>` and reads its port from standard output.
 */
import { fstatSync } from "node:fs";
import { Server, ServerCredentials, type UntypedServiceImplementation } from "@grpc/grpc-js";
import { pulumiVersion } from "../toolchain/versions.ts";
import { Children } from "./children.ts";
import { languageService } from "./protos.ts";
import { languageRuntime } from "./service.ts";

// The engine's own limit (rpcutil.GrpcChannelOptions): a stack's settings and outputs come in one message.
const messageBytes = 400 * 1024 * 1024;
const parentPollMilliseconds = 1_000;

/** Serves until the engine ends this process, or is gone itself. */
function main(): void {
  const engine = process.argv.slice(2).findLast((argument) => !argument.startsWith("-")) ?? "";
  const children = new Children();
  const server = new Server({
    "grpc.max_receive_message_length": messageBytes,
    "grpc.max_send_message_length": messageBytes,
  });
  const service = languageRuntime({ engine, version: pulumiVersion, children });
  server.addService(languageService.LanguageRuntimeService, service as UntypedServiceImplementation);
  endWithEngine(children);
  server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
    if (error !== null) throw error;
    process.stdout.write(`${port}\n`);
  });
}

/** Ends on the engine's signal, and when the engine is gone: its end of our standard input closes, or our parent changes. */
function endWithEngine(children: Children): void {
  let ending = false;
  const end = () => {
    if (ending) return;
    ending = true;
    children.end().finally(() => process.exit(0));
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, end);
  process.on("exit", () => children.kill());
  const input = fstatSync(0);
  if (input.isFIFO() || input.isSocket()) process.stdin.on("end", end).on("error", end).on("close", end).resume();
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) end();
  }, parentPollMilliseconds).unref();
}

main();
