/**
 * The plugin `pulumi-resource-awsx` of the rehearsal. The engine starts it with its address as the argument, reads the
 * port from the first line of output, and calls it over gRPC.
 */
import { fstatSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { AwsxProvider } from "./provider.ts";

// The engine holds the other end of standard input. When it is killed, the pipe closes and the plugin must not stay.
if (fstatSync(0).isFIFO()) {
  process.stdin.on("end", () => process.exit(0)).resume();
}

await pulumi.provider.main(new AwsxProvider(), process.argv.slice(2));
