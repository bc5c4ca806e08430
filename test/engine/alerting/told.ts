/** What posts tell, read from what Slack was sent alone. */
import type { Message } from "../../../rehearsal/inbox/messages.ts";
import { payloadOf, textOf } from "./inbox.ts";

/** What one post tells of the alarms of a test. */
export interface Told {
  /** Alarms, those of a digest's number included. */
  readonly alarms: number;
  /** Those that are named. */
  readonly names: ReadonlySet<string>;
  /** Those that are said to have found no room. */
  readonly unnamed: number;
  readonly isDigest: boolean;
}

const numberOf = (text = "0") => Number(text.replaceAll(",", ""));

/**
 * Reads a post of a test in which each alarm has one transition.
 *
 * @param name matches the names of the test's alarms
 */
export function toldBy(post: Message, name: RegExp): Told {
  const payload = payloadOf(post);
  const names = new Set(payload.match(new RegExp(name, "g")) ?? []);
  const digest = /([\d,]+) notices? of ([\d,]+) incidents?/.exec(textOf(post));
  if (digest === null) return { alarms: names.size, names, unnamed: 0, isDigest: false };
  const [, more] = /and ([\d,]+) more incidents? with/.exec(payload) ?? [];
  return { alarms: numberOf(digest[1]), names, unnamed: numberOf(more), isDigest: true };
}

/** What all posts tell together. */
export function toldByAll(
  posts: readonly Message[],
  name: RegExp,
): { alarms: number; names: string[]; unnamed: number } {
  const told = posts.map((post) => toldBy(post, name));
  return {
    alarms: told.reduce((sum, { alarms }) => sum + alarms, 0),
    names: told.flatMap(({ names }) => [...names]),
    unnamed: told.reduce((sum, { unnamed }) => sum + unnamed, 0),
  };
}

/** Milliseconds between the calls of one webhook, by channel. */
export function gapsOf(
  calls: readonly Message[],
): readonly { channel: string; after: Message; milliseconds: number }[] {
  return [...new Set(calls.map(({ channel }) => channel))].flatMap((channel) => {
    const own = calls.filter((call) => call.channel === channel);
    return own.slice(1).map((call, index) => {
      const after = own[index] as Message;
      return { channel, after, milliseconds: Date.parse(call.time) - Date.parse(after.time) };
    });
  });
}
