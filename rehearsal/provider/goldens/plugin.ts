/** Starts a provider plugin as the engine does, with the little that a plugin wants of an engine. */
import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import type { LogRequest } from "@pulumi/pulumi/proto/engine_pb.js";
import { ProviderClient } from "./client.ts";

const require = createRequire(import.meta.url);
const { EngineService } =
  require("@pulumi/pulumi/proto/engine_grpc_pb.js") as typeof import("@pulumi/pulumi/proto/engine_grpc_pb.js");
const { Empty } =
  require("google-protobuf/google/protobuf/empty_pb.js") as typeof import("google-protobuf/google/protobuf/empty_pb.js");

/** A plugin that runs. */
export interface Plugin {
  /** Asks it. */
  readonly client: ProviderClient;
  /** Ends the plugin, and waits until it has ended. */
  stop(): Promise<void>;
}

/** How to start it. */
export interface PluginOptions {
  /** The plugin's file, e.g. `pulumi-resource-aws`. */
  readonly file: string;
  /** The plugin's whole environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Told what the plugin logs. Default: nobody. */
  readonly onLog?: (message: string) => void;
}

/** The real plugin has some hundred megabytes to load. */
const startSeconds = 120;
const stopSeconds = 5;

/**
 * Starts a plugin and waits until it tells its port.
 * @throws Error with what it said when it does not start within two minutes.
 */
export async function startPlugin({ file, environment, onLog }: PluginOptions): Promise<Plugin> {
  const engine = await startEngine(onLog ?? (() => {}));
  const child = spawn(file, [`127.0.0.1:${engine.port}`], { env: environment, stdio: ["ignore", "pipe", "pipe"] });
  try {
    const client = new ProviderClient(await portOf(child, file));
    const stop = async () => {
      client.close();
      await end(child);
      engine.server.forceShutdown();
    };
    return { client, stop };
  } catch (error) {
    await end(child);
    engine.server.forceShutdown();
    throw error;
  }
}

/** A plugin logs to the engine; of the engine's other services it needs none to check and compare. */
function startEngine(onLog: (message: string) => void): Promise<{ server: Server; port: number }> {
  const server = new Server();
  server.addService({ log: EngineService.log } as typeof EngineService, {
    log: (call: { request: LogRequest }, done: (error: null, answer: InstanceType<typeof Empty>) => void) => {
      onLog(call.request.getMessage());
      done(null, new Empty());
    },
  });
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve({ server, port }),
    );
  });
}

/** The first line that a plugin prints is its port. */
function portOf(child: ChildProcess, file: string): Promise<number> {
  let said = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-2000);
  });
  return new Promise((resolve, reject) => {
    const fail = (problem: string) =>
      reject(new Error(`the plugin ${file} ${problem}${said && `; it said:\n${said}`}`));
    const timer = setTimeout(() => fail(`did not tell its port within ${startSeconds} s`), startSeconds * 1000);
    child.once("error", (error) => fail(`cannot be started: ${error.message}`));
    child.once("close", (code) => fail(`ended with exit code ${code} before it told its port`));
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).once("line", (line) => {
      const port = Number(line);
      if (Number.isInteger(port) && port > 0) resolve(port);
      else fail(`told ${JSON.stringify(line)} instead of its port`);
    });
    child.once("close", () => clearTimeout(timer));
    child.stdout?.once("data", () => clearTimeout(timer));
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGINT");
  const timer = setTimeout(() => child.kill("SIGKILL"), stopSeconds * 1000);
  await ended;
  clearTimeout(timer);
}
