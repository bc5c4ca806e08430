/** The plugin `pulumi-resource-random` of the rehearsal, started by the engine as that of awsx is. */
import * as pulumi from "@pulumi/pulumi";
import { endWithStarter } from "../end-with-starter.ts";
import { RandomProvider } from "./provider.ts";

endWithStarter();
await pulumi.provider.main(new RandomProvider(), process.argv.slice(2));
