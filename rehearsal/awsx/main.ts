/**
 * The plugin `pulumi-resource-awsx` of the rehearsal. The engine starts it with its address as the argument, reads the
 * port from the first line of output, and calls it over gRPC.
 */
import { fstatSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { AwsxProvider } from "./provider.ts";

// Who starts the plugin holds the other end of standard input: the engine a pipe, Node a socket. When they are killed it
// closes, and the plugin must not stay behind. A terminal or /dev/null says nothing about that.
const input = fstatSync(0);
if (input.isFIFO() || input.isSocket()) {
  process.stdin.on("end", () => process.exit(0)).resume();
}

await pulumi.provider.main(new AwsxProvider(), process.argv.slice(2));
