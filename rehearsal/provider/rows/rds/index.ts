/** All rows of RDS. */
import type { Row } from "../../row.ts";
import { eventSubscription } from "./event-subscription.ts";
import { instance } from "./instance.ts";
import { parameterGroup } from "./parameter-group.ts";
import { proxy, proxyDefaultTargetGroup, proxyTarget } from "./proxy.ts";
import { subnetGroup } from "./subnet-group.ts";

/** The rows. */
export const rows: readonly Row[] = [
  eventSubscription,
  instance,
  parameterGroup,
  proxy,
  proxyDefaultTargetGroup,
  proxyTarget,
  subnetGroup,
];
