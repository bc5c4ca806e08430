/** Rows of AWS Cost Explorer's anomaly detection. */
import type { Row } from "../../row.ts";
import { anomalyMonitor } from "./monitor.ts";
import { anomalySubscription } from "./subscription.ts";

/** All rows of Cost Explorer. */
export const rows: readonly Row[] = [anomalyMonitor, anomalySubscription];
