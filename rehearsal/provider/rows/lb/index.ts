/** All rows of Elastic Load Balancing. */
import type { Row } from "../../row.ts";
import { listener } from "./listener.ts";
import { listenerRule } from "./listener-rule.ts";
import { loadBalancer } from "./load-balancer.ts";
import { targetGroup } from "./target-group.ts";

/** The rows. */
export const rows: readonly Row[] = [loadBalancer, targetGroup, listener, listenerRule];
