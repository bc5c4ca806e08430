/** What Slack was sent by a real environment: the sender's log tells it, because Slack cannot be read. */
import { keyOf } from "../ops-lambdas/slack-alerts/incidents/records.ts";
import type { PathLine, PathLog } from "./path-log.ts";
import type { Post, Posts } from "./posts.ts";

/** Milliseconds between two looks: lines of a log can be read some seconds late. */
const lookMilliseconds = 2000;

/** What stands for the text, which no log has. */
const text = "posted, says the sender's log: read it in Slack";

/** The first post of an alarm; undefined while there is none. */
function postOf(lines: readonly PathLine[], arn: string): Post | undefined {
  const incident = keyOf(`alarm:${arn}`);
  for (const { transition } of lines.filter((line) => line.incident === incident)) {
    if (transition === undefined) continue;
    const message = keyOf(`notice-${transition}`);
    const sent = lines.find((line) => line.messageKey === message && line.outcome === "posted");
    if (sent !== undefined) return { time: sent.time, channel: sent.route ?? "unknown", text, status: 200 };
  }
  return undefined;
}

/** Finds posts of alarms in the logs; of nothing else. */
export function loggedPosts(log: PathLog, wait: (milliseconds: number) => Promise<void>): Posts {
  const all: Posts["all"] = async ({ alarm }, since) => {
    const post = alarm === undefined ? undefined : postOf(await log.since(since), alarm.arn);
    return post === undefined ? [] : [post];
  };
  return {
    all,
    first: async (wanted, since, seconds) => {
      for (const end = Date.now() + seconds * 1000; ; await wait(lookMilliseconds)) {
        const [post] = await all(wanted, since);
        if (post !== undefined || Date.now() >= end) return post;
      }
    },
  };
}
