/** The last source: any event that no other knows, shown as it is. */
import { createHash } from "node:crypto";
import type { Envelope } from "../envelope.ts";
import type { Notice } from "../notice.ts";
import { time } from "./read.ts";
import type { About, Source } from "./source.ts";

/** Takes everything, and never throws. */
export const generic: Source = {
  name: "generic",
  matches: () => true,
  understand: (envelope: Envelope, about: About): Notice => {
    const hash = createHash("sha256").update(envelope.text).digest("hex").slice(0, 32);
    const id = envelope.messageId ?? about.recordId ?? hash;
    return {
      source: "generic",
      severity: about.topicSeverity ?? "warning",
      state: "event",
      incident: `generic:${id}`,
      transition: `generic:${id}`,
      time: time(envelope.time) ?? about.now,
      title: envelope.subject ?? "Message",
      summary: envelope.text,
      facts: [],
      links: [],
    };
  },
};
