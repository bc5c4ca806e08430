import { z } from "zod";
import { alertingSettings } from "./alerting.ts";
import { backupSettings } from "./backup.ts";
import { bastionSettings } from "./bastion.ts";
import { databaseSettings } from "./database.ts";
import { domainSettings } from "./domain.ts";
import { edgeSettings } from "./edge.ts";
import { filesSettings } from "./files.ts";
import { identityShape } from "./identity.ts";
import { mailSettings } from "./mail.ts";
import { networkSettings } from "./network.ts";
import { objectsSettings } from "./objects.ts";
import { setting } from "./setting.ts";
import { unlockSettings } from "./unlock.ts";
import { usageSettings } from "./usage.ts";
import { webSettings } from "./web.ts";

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
  domain: domainSettings.optional(),
  web: webSettings.prefault({}),
  database: databaseSettings.prefault({}),
  files: filesSettings.prefault({}),
  backup: backupSettings.prefault({}),
  objects: objectsSettings.prefault({}),
  edge: edgeSettings.prefault({}),
  mail: mailSettings.prefault({}),
  alerting: alertingSettings.prefault({}),
  usage: usageSettings.prefault({}),
  unlock: unlockSettings.default([]),
});

/** All settings of an environment, complete. */
export type EnvironmentSettings = z.infer<typeof environmentSettings>;
