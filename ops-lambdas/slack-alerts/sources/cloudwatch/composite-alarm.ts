/** Alarms that look at other alarms. */
import type { Fact, Notice } from "../../notice.ts";
import { arn } from "../../places.ts";
import type { Source } from "../source.ts";
import { type Alarm, alarmName, alarmOf, type Child } from "./alarm.ts";
import { alarmUrl } from "./links.ts";
import { alarmNotice, readAlarm, stateOf, told } from "./notice.ts";

/** Takes the alarms that have a rule, or alarms that triggered them. */
export const compositeAlarm: Source = {
  name: "composite-alarm",
  matches: (envelope) => {
    const alarm = alarmOf(envelope);
    return alarm !== undefined && (alarm.rule !== undefined || alarm.children.length > 0);
  },
  understand: (envelope, about): Notice => {
    const read = readAlarm(envelope);
    const { alarm } = read;
    const { summary, facts } = told(stateOf(alarm), { why: whyOf(alarm), meaning: read.description.meaning });
    return alarmNotice(read, envelope, about, {
      source: "composite-alarm",
      summary,
      facts: [...facts, ...ruleFacts(alarm)],
      links: alarm.children.map((child) => ({
        label: child.name,
        url: alarmUrl(arn(child.arn)?.region ?? alarm.region, child.name),
      })),
    });
  },
};

/** The alarms that made it change, where they are known; CloudWatch's own sentence otherwise. */
function whyOf(alarm: Alarm): string {
  if (alarm.children.length === 0) return withNames(alarm.reason);
  return `Triggered by ${alarm.children.map(shown).join(", ")}.`;
}

/** The rule. */
function ruleFacts(alarm: Alarm): readonly Fact[] {
  return alarm.rule === undefined ? [] : [{ label: "Rule", value: withNames(alarm.rule) }];
}

/** A child with its state. */
function shown(child: Child): string {
  return child.state === undefined ? child.name : `${child.name} (${child.state})`;
}

/** A text with the names of alarms in place of their ARNs. */
function withNames(text: string): string {
  return text.replace(
    /arn:aws[a-z-]*:cloudwatch:[a-z0-9-]+:\d{12}:alarm:[^\s"'()]+/g,
    (found) => alarmName(found) ?? found,
  );
}
