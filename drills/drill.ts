/** What a drill is: a cause that is set off on purpose, and what must come of it in Slack. */
import type { AnyAlarmId } from "../components/alerting/catalogue/alarm-ids.ts";
import type { AlarmControl, DrillAlarm } from "./alarms.ts";
import type { AlertMachine } from "./machine.ts";
import type { Post, Posts } from "./posts.ts";
import type { SlackInbox } from "./slack-inbox.ts";
import type { Timeline } from "./timeline.ts";

/** Something that was expected, and what came. */
export interface Check {
  /** For example "a post in Slack within 5 s". */
  readonly expected: string;
  /** What came, in words. */
  readonly came: string;
  readonly isMet: boolean;
}

/** Where a drill is run. */
export interface Place {
  readonly project: string;
  readonly environment: string;
  /** Region's code. */
  readonly region: string;
  /** Twelve digits. */
  readonly accountId: string;
}

/** What a drill works with. */
export interface World {
  readonly place: Place;
  readonly timeline: Timeline;
  /** The alarm that is set off, when the drill takes one of the environment's own. */
  readonly alarm: DrillAlarm;
  readonly alarms: AlarmControl;
  /** What Slack was sent. */
  readonly posts: Posts;
  /** Seconds in which a post must be there. */
  readonly patienceSeconds: number;
  /** Seconds that CloudWatch has to see by itself that all is well, before the drill says so. */
  readonly recoverySeconds: number;
  /** Throws when the drill was interrupted. */
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Tells what is waited for. */
  readonly say: (text: string) => void;
}

/** What there is besides in a rehearsal. */
export interface RehearsedWorld extends World {
  readonly inbox: SlackInbox;
  readonly machine: AlertMachine;
}

interface Described {
  /** Lower-case letters and hyphens. */
  readonly name: string;
  /** What the button says. */
  readonly title: string;
  /** What it does, in one or two sentences. */
  readonly what: string;
  /** What of it is not real, and how it is done instead. Undefined: all of it is real. */
  readonly simulated?: string | undefined;
  /** Id of the alarm that it sets off in a rehearsal, when nobody names another. Default: one that pages. */
  readonly alarm?: AnyAlarmId | undefined;
}

/** A drill. `needs` says where it can be run. */
export type Drill =
  | (Described & { readonly needs: "either"; run(world: World): Promise<readonly Check[]> })
  | (Described & { readonly needs: "rehearsal"; run(world: RehearsedWorld): Promise<readonly Check[]> });

/** What is simulated of every alarm that a drill sets off. */
export const byHand = "the alarm's cause: its state is set by hand";

/** A drill that cannot be run as it was asked for. */
export class DrillError extends Error {
  override readonly name = "DrillError";
}

/**
 * Says whether a post came in time, and puts it into the time line.
 *
 * @param since when its cause was, in milliseconds since 1970
 */
export function checkPost(world: World, what: string, since: number, seconds: number, post: Post | undefined): Check {
  const expected = `${what} within ${seconds} s`;
  if (post === undefined) return { expected, came: "nothing", isMet: false };
  const answer = post.status === 200 ? `: ${post.text}` : ` is answered ${post.status}`;
  world.timeline.add(post.time, `post in #${post.channel}${answer}`);
  const took = (post.time - since) / 1000;
  return { expected, came: `after ${took.toFixed(2)} s`, isMet: took <= seconds };
}

/** A check of anything else. */
export function check(expected: string, came: string, isMet: boolean): Check {
  return { expected, came, isMet };
}
