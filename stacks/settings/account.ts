import { z } from "zod";
import { accountSettingsShape } from "../account/settings.ts";
import { identityShape } from "./identity.ts";

/** All settings of an account stack: the keys of `Pulumi.account.yaml` without their namespace `platform:`. */
export const accountSettings = z.strictObject({ ...identityShape, ...accountSettingsShape });

/** All settings of an account stack, complete. */
export type AccountSettings = z.infer<typeof accountSettings>;
