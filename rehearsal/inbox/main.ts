/** The inbox's process. `inbox.ts` starts it, with its settings as one JSON argument, and is told the address over the channel. */
import { existsSync } from "node:fs";
import { setInterval } from "node:timers";
import { isAlive } from "../is-alive.ts";
import type { DrillCommands } from "./drills.ts";
import { serveInbox } from "./server.ts";
import { webhookKey } from "./webhooks.ts";

/** What the process is told. It holds no secret: arguments can be seen by others. */
export interface InboxSettings {
  readonly id: string;
  readonly title: string;
  /** Holds the key of the webhooks; it is made when it is not there. */
  readonly keyFile: string;
  /** The process that started it. */
  readonly owner: number;
  /** While this file exists, the inbox outlives its owner. */
  readonly keepFile: string;
  /** The port wished for. Default: any free one. */
  readonly port?: number | undefined;
  readonly drills?: DrillCommands | undefined;
}

/** How often it looks whether its owner lives, as the emulator does. */
const lookMilliseconds = 500;

const settings = JSON.parse(process.argv[2] ?? "{}") as InboxSettings;
const { id, title, keyFile, port, drills } = settings;
const { url } = await serveInbox({ id, title, port, drills, key: webhookKey(keyFile) });
process.send?.({ url });

setInterval(() => {
  if (!isAlive(settings.owner) && !existsSync(settings.keepFile)) process.exit(0);
}, lookMilliseconds);
