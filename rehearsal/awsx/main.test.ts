import assert from "node:assert/strict";
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { credentials } from "@grpc/grpc-js";
import providerService from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import { awsxVersion } from "./provider.ts";

/** Starts the plugin as the engine does and waits for its port. */
async function start(): Promise<{ plugin: ChildProcessWithoutNullStreams; port: number }> {
  const main = fileURLToPath(new URL("main.ts", import.meta.url));
  const plugin = spawn(process.execPath, [main, "127.0.0.1:1"]);
  const [line] = await once(plugin.stdout, "data");
  return { plugin, port: Number(line) };
}

describe("plugin resource-awsx", () => {
  let plugin: ChildProcessWithoutNullStreams | undefined;
  afterEach(() => plugin?.kill());

  it("tells its port on the first line and its version over gRPC, and ends with who started it", async () => {
    const started = await start();
    plugin = started.plugin;
    const address = `127.0.0.1:${started.port}`;
    const client = new providerService.ResourceProviderClient(address, credentials.createInsecure());
    const version = await new Promise<string>((resolve, reject) => {
      client.getPluginInfo(new empty.Empty(), (error, info) => (error ? reject(error) : resolve(info.getVersion())));
    });
    client.close();
    assert.equal(version, awsxVersion);

    plugin.stdin.end();
    const [code] = await once(plugin, "exit");
    assert.equal(code, 0);
  }).timeout(20_000);
});
