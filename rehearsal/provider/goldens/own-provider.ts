/** Our own provider in this process, recording only: what goldens are compared with. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { Executor } from "../executor.ts";
import { providerService } from "../server.ts";
import { ProviderClient } from "./client.ts";

/** Our provider, served on a loopback port. */
export interface OwnProvider {
  /** Asks it, by way of the loopback port. */
  readonly client: ProviderClient;
  /** What it runs on, for tests that look at its store. */
  readonly executor: Executor;
  /** Stops it and removes its store. */
  close(): void;
}

/**
 * Starts our provider with an empty store of its own and no emulator.
 * @param models botocore's `data` folder.
 * @param accountId the account that it plays, twelve digits.
 */
export async function startOwnProvider(models: string, accountId: string): Promise<OwnProvider> {
  const directory = mkdtempSync(join(tmpdir(), "provider-"));
  const executor = new Executor({ accountId, store: join(directory, "store"), models });
  const { definition, implementation } = providerService(executor);
  const server = new Server();
  server.addService(definition, implementation);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  const client = new ProviderClient(port);
  const close = () => {
    client.close();
    server.forceShutdown();
    rmSync(directory, { recursive: true, force: true });
  };
  return { client, executor, close };
}
