/**
 * The plugin `pulumi-resource-awsx` of the rehearsal. The engine starts it with its address as the argument, reads the
 * port from the first line of output, and calls it over gRPC.
 */
import * as pulumi from "@pulumi/pulumi";
import { endWithStarter } from "../end-with-starter.ts";
import { AwsxProvider } from "./provider.ts";

endWithStarter();
await pulumi.provider.main(new AwsxProvider(), process.argv.slice(2));
