/** The sources of events that are no alarms of CloudWatch, in the order in which they are asked. */
import { acm } from "./acm.ts";
import { autoscaling } from "./autoscaling.ts";
import { backup } from "./backup.ts";
import { budgets } from "./budgets.ts";
import { codebuild } from "./codebuild.ts";
import { codepipeline } from "./codepipeline.ts";
import { costAnomaly } from "./cost-anomaly.ts";
import { dms } from "./dms.ts";
import { ecs } from "./ecs.ts";
import { guardduty } from "./guardduty.ts";
import { health } from "./health.ts";
import { platform } from "./platform.ts";
import { rds } from "./rds.ts";
import { ses } from "./ses.ts";
import type { Source } from "./source.ts";
import { vpn } from "./vpn.ts";

/** VPN is told through AWS Health and asked before it; each of the others takes what no other takes. */
export const eventSources: readonly Source[] = [
  backup,
  rds,
  autoscaling,
  ecs,
  acm,
  vpn,
  health,
  guardduty,
  codepipeline,
  codebuild,
  costAnomaly,
  budgets,
  ses,
  dms,
  platform,
];
