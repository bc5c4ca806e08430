/** All drills. */
import type { Drill } from "./drill.ts";
import { alarm } from "./scenarios/alarm.ts";
import { backupFailedDrill, databaseFailover, instanceLost } from "./scenarios/events.ts";
import { flapping } from "./scenarios/flapping.ts";
import { queuePoisoned } from "./scenarios/queue-poisoned.ts";
import { recovery } from "./scenarios/recovery.ts";
import { secretRevoked } from "./scenarios/secret-revoked.ts";
import { slack429 } from "./scenarios/slack-429.ts";
import { slackDown } from "./scenarios/slack-down.ts";
import { storm } from "./scenarios/storm.ts";

/** In the order in which they are listed. */
export const drills: readonly Drill[] = [
  alarm,
  recovery,
  storm,
  flapping,
  slackDown,
  slack429,
  secretRevoked,
  backupFailedDrill,
  databaseFailover,
  instanceLost,
  queuePoisoned,
];
