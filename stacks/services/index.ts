/** The services stack: what an environment serves, and what can be made anew. `outputs.ts` says what it promises to others. */
import * as pulumi from "@pulumi/pulumi";
import { createProvider } from "../../components/shared/provider.ts";
import { readFoundation } from "../foundation/outputs.ts";
import { contextOf, loadEnvironment } from "../settings.ts";

const settings = loadEnvironment();
const context = contextOf(settings, pulumi.getStack());
createProvider(context);
const foundation = readFoundation(`${pulumi.getOrganization()}/foundation/${context.environment}`);

export const vpcId = foundation.vpcId;
