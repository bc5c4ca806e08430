/** Who prices which resource type. */
import type { Pricer } from "../model.ts";
import { compute } from "./compute.ts";
import { data } from "./data.ts";
import { network } from "./network.ts";
import { operations } from "./operations.ts";

/** Pricers by Pulumi's type token. */
export const pricers: Readonly<Record<string, Pricer>> = { ...compute, ...network, ...data, ...operations };
