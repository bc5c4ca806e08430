import { z } from "zod";
import { bastionSettings } from "./bastion.ts";
import { identityShape } from "./identity.ts";
import { networkSettings } from "./network.ts";
import { setting } from "./setting.ts";

/** The account stack that an environment reads when its settings name none. */
export const defaultAccountStack = "account";

/** All settings of an environment: the keys of `Pulumi.<environment>.yaml` without their namespace `platform:`. */
export const environmentSettings = z.strictObject({
  ...identityShape,
  accountStack: setting(
    z
      .string()
      .regex(/^account(-[a-z0-9]+)*$/)
      .max(20),
    "Name of the account stack that this environment reads: account, or account- and more. Default: account.",
    { allowed: "account, or account- and more letters and digits", todo: "Write the stack's name, usually account." },
  ).default(defaultAccountStack),
  network: networkSettings,
  bastion: bastionSettings.prefault({}),
});

/** All settings of an environment, complete. */
export type EnvironmentSettings = z.infer<typeof environmentSettings>;

/** The settings that the foundation stack reads. */
export const foundationSettings = environmentSettings.pick({
  ...(Object.fromEntries(Object.keys(identityShape).map((key) => [key, true])) as Record<
    keyof typeof identityShape,
    true
  >),
  accountStack: true,
  network: true,
  bastion: true,
});

/** The settings that the foundation stack reads, complete. */
export type FoundationSettings = z.infer<typeof foundationSettings>;
