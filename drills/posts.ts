/** What Slack was sent, as drills look for it. */

/** A call of a webhook. */
export interface Post {
  /** When Slack was called, in milliseconds since 1970. */
  readonly time: number;
  /** Channel: the route's name. */
  readonly channel: string;
  /** What a phone shows. */
  readonly text: string;
  /** HTTP status of the answer; null when there was none. */
  readonly status: number | null;
}

/** What a drill looks for. */
export interface Wanted {
  /** Name and ARN of the alarm; undefined for what no alarm of CloudWatch says. */
  readonly alarm?: { readonly name: string; readonly arn: string; readonly state: "ALARM" | "OK" } | undefined;
  /** Texts that the post must have, all of them. Default: none. */
  readonly texts?: readonly string[] | undefined;
  /** Status of the answer. Default: 200. */
  readonly status?: number | undefined;
}

/** Finds posts. */
export interface Posts {
  /** The first that is wanted, called since then; undefined when none comes in time. */
  first(wanted: Wanted, since: number, seconds: number): Promise<Post | undefined>;
  /** All that are wanted, called since then. */
  all(wanted: Wanted, since: number): Promise<readonly Post[]>;
}

/** The sign that every post of a recovery begins with. */
const recovered = "✅";

/** Says whether a post is what is looked for. */
export function isWanted({ text, status }: Post, wanted: Wanted): boolean {
  const { alarm, texts = [] } = wanted;
  // The name stands between the middle dots of the line, with what the alerter adds to it: "name (flapping)".
  const isOfAlarm = alarm === undefined || ` ${text} `.replaceAll(" (flapp", " · (flapp").includes(`· ${alarm.name} ·`);
  const isOfState = alarm === undefined || text.startsWith(recovered) === (alarm.state === "OK");
  return status === (wanted.status ?? 200) && isOfAlarm && isOfState && texts.every((part) => text.includes(part));
}
