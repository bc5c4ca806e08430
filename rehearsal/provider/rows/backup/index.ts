/** All rows of Backup. */
import type { Row } from "../../row.ts";
import { plan } from "./plan.ts";
import { regionSettings } from "./region-settings.ts";
import { restoreTestingPlan, restoreTestingSelection } from "./restore-testing.ts";
import { selection } from "./selection.ts";
import { vault, vaultLockConfiguration, vaultNotifications, vaultPolicy } from "./vault.ts";

/** The rows. */
export const rows: readonly Row[] = [
  plan,
  regionSettings,
  restoreTestingPlan,
  restoreTestingSelection,
  selection,
  vault,
  vaultLockConfiguration,
  vaultNotifications,
  vaultPolicy,
];
