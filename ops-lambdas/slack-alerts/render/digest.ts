/** Renders what was counted and not posted at once. */
import { type NoticeState, type Severity, severities } from "../notice.ts";
import { context, linkLine, paragraphs, section } from "./blocks.ts";
import { email } from "./email.ts";
import { escapeText, escapeWithin, link, oneLine } from "./markup.ts";
import type { Rendered } from "./rendered.ts";
import { clock, count, environmentName, lookOf, when } from "./words.ts";

/** One incident in a digest. */
export interface DigestLine {
  readonly title: string;
  readonly severity: Severity;
  /** Its latest state. */
  readonly state: NoticeState;
  /** Transitions that were counted. */
  readonly count: number;
  readonly url?: string | undefined;
}

/** What a digest tells. */
export interface DigestInput {
  readonly project: string;
  readonly environment: string;
  readonly route: string;
  /** First and last time of what was counted, in ISO 8601. */
  readonly from: string;
  readonly to: string;
  /** Why it was not posted at once: too much of it, a mute window, quiet hours. */
  readonly reason: "storm" | "mute" | "quiet-hours";
  /** Incidents; those that find no room are counted in the last line. */
  readonly notices: readonly DigestLine[];
  /** All transitions that were counted, also of incidents that are not among the notices. */
  readonly total: number;
  readonly dashboardUrl?: string | undefined;
}

const reasons: Readonly<Record<DigestInput["reason"], string>> = {
  storm: "too many to post one by one",
  mute: "held back by a maintenance window",
  "quiet-hours": "held back by quiet hours",
};

/** Blocks of lines: with heading and end they stay within 12,000 characters. */
const mostBlocks = 3;

/** What is most urgent first: alarms, then what nobody knows, then events, then what is over; among them by severity. */
const order: readonly NoticeState[] = ["alarm", "unknown", "event", "recovered"];

/** One message for many notices: the most urgent and the open ones first. */
export function renderDigest(input: DigestInput): Rendered {
  const sorted = [...input.notices].sort((one, other) => rank(one) - rank(other));
  const { blocks, shown } = paragraphs(sorted.map(line), mostBlocks);
  const left = sorted.slice(shown);
  const worst = sorted[0] ?? { state: "event" as const, severity: "info" as const };
  const states = summaryOf(sorted);
  const name = environmentName(input);
  const headline = `${count(input.total, "notice")} of ${count(sorted.length, "incident")}`;
  const times = `${when(input.from)} to ${clock(input.to)}`;
  const leftCount = left.reduce((sum, one) => sum + one.count, 0);
  const more =
    left.length === 0 ? [] : section(`_and ${count(left.length, "more incident")} with ${count(leftCount, "notice")}_`);
  const end = [reasons[input.reason], times, `route ${input.route}`];
  const dashboard = input.dashboardUrl === undefined ? [] : [{ label: "Dashboard", url: input.dashboardUrl }];
  const emoji = lookOf(worst).emoji;
  return {
    message: {
      text: `${emoji} ${headline} · ${escapeText(name)} · ${states} — ${reasons[input.reason]}`,
      blocks: section(`${emoji} *${headline}*  ${escapeText(name)}\n${states}`),
      attachments: [
        {
          color: lookOf(worst).color,
          fallback: headline,
          blocks: [...blocks, ...more, ...linkLine(dashboard), ...context(end)],
        },
      ],
    },
    email: email({
      subject: `${headline} - ${name} - ${states}`,
      summary: sorted.map((one) => `${lookOf(one).word} ${one.count} x ${oneLine(one.title)}`).join("\n"),
      links: dashboard,
      end,
    }),
  };
}

/** The smaller, the further up. */
function rank({ state, severity }: DigestLine): number {
  return order.indexOf(state) * severities.length + severities.indexOf(severity);
}

/** One incident in a line. */
function line(one: DigestLine): string {
  const { emoji, word } = lookOf(one);
  const title = oneLine(one.title) || "Notice without a title";
  const shown = one.url === undefined || one.url.length > 500 ? escapeWithin(title, 120) : link(title, one.url, 120);
  return `${emoji} ${word} · ${shown}${one.count > 1 ? ` · ×${one.count}` : ""}`;
}

/** "3 in ALARM (1 critical), 2 recovered". */
function summaryOf(notices: readonly DigestLine[]): string {
  const of = (state: NoticeState) => notices.filter((one) => one.state === state);
  const critical = of("alarm").filter((one) => one.severity === "critical").length;
  const parts = [
    [of("alarm").length, `in ALARM${critical > 0 ? ` (${critical} critical)` : ""}`],
    [of("unknown").length, "without data"],
    [of("event").length, of("event").length === 1 ? "event" : "events"],
    [of("recovered").length, "recovered"],
  ] as const;
  const told = parts
    .filter(([amount]) => amount > 0)
    .map(([amount, words]) => `${amount.toLocaleString("en-US")} ${words}`);
  return told.length === 0 ? "nothing open" : told.join(", ");
}
