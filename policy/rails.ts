/** All guard rails. */
import type { Control, StackControl } from "./control.ts";
import { access } from "./controls/access.ts";
import { brokers } from "./controls/brokers.ts";
import { containers } from "./controls/containers.ts";
import { data } from "./controls/data.ts";
import { edge } from "./controls/edge.ts";
import { machines } from "./controls/machines.ts";
import { migration } from "./controls/migration.ts";
import { network } from "./controls/network.ts";
import { rds } from "./controls/rds.ts";
import { watch } from "./controls/watch.ts";
import { backups } from "./stacks/backups.ts";
import { buckets } from "./stacks/buckets.ts";
import { messages } from "./stacks/messages.ts";
import { networks } from "./stacks/network.ts";
import { stateful } from "./stacks/stateful.ts";

/** Guard rails over the inputs of one resource. */
export const controls: readonly Control[] = [
  ...access,
  ...brokers,
  ...containers,
  ...data,
  ...edge,
  ...machines,
  ...migration,
  ...network,
  ...rds,
  ...watch,
];

/** Guard rails over how the resources of a stack fit together. */
export const stackControls: readonly StackControl[] = [...backups, ...buckets, ...messages, ...networks, ...stateful];
