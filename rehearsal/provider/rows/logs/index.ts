/** All rows of CloudWatch Logs. */
import type { Row } from "../../row.ts";
import { logDelivery, logDeliveryDestination, logDeliverySource } from "./delivery.ts";
import { logGroup, logResourcePolicy } from "./log-group.ts";

/** The rows. */
export const rows: readonly Row[] = [
  logGroup,
  logResourcePolicy,
  logDeliverySource,
  logDeliveryDestination,
  logDelivery,
];
