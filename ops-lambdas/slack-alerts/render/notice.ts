/** Renders one notice. */
import type { Link, Notice, SlackMessage } from "../notice.ts";
import { type Block, context, fields, linkLine, paragraph, room, section } from "./blocks.ts";
import { email } from "./email.ts";
import { cutPlain, escapeText, escapeWithin, oneLine } from "./markup.ts";
import type { Mention, RenderContext, Rendered } from "./rendered.ts";
import { clock, count, environmentName, incidentKey, type Look, lookOf, span, when } from "./words.ts";

/** Longest title: an alarm's name has 255 characters at most. */
const longestTitle = 255;

/** Of the summary in the line that a phone shows: it shows about 150 characters in all. */
const longestGlimpse = 180;

/** The message of a notice. */
export function renderNotice(notice: Notice, about: RenderContext): Rendered {
  const look = lookOf(notice);
  const lasted = lastedOf(notice, about);
  return compose(notice, about, {
    look,
    after: lasted === undefined ? undefined : `after ${lasted} in ALARM`,
    summary: notice.summary.trim(),
    mention: notice.state === "alarm" && notice.severity === "critical" ? mentionOf(about.mention) : "",
  });
}

/** When a recovery was known before its alarm arrived. */
export interface Late {
  /** Beginning and end of the alarm, in ISO 8601. */
  readonly from: string;
  readonly to: string;
}

/** The message of an alarm that arrived after its own recovery: "was in ALARM from … to …, recovered already". It pings nobody. */
export function renderLate(notice: Notice, late: Late, about: RenderContext): Rendered {
  const told = `Was in ALARM from ${when(late.from)} to ${clock(late.to)} (${span(late.from, late.to)}), recovered already.`;
  return compose(notice, about, {
    look: { ...lookOf({ ...notice, state: "recovered" }), word: "OK again" },
    after: "recovered already, told late",
    summary: [told, notice.summary.trim()].filter((part) => part !== "").join("\n"),
    mention: "",
  });
}

/** How long a recovered alarm lasted; undefined when nobody knows. */
function lastedOf(notice: Notice, about: RenderContext): string | undefined {
  if (notice.state !== "recovered" || about.alarmSince === undefined) return undefined;
  return Number.isFinite(Date.parse(about.alarmSince)) ? span(about.alarmSince, notice.time) : undefined;
}

/** A mention in Slack's markup; nothing for what is none. Source: https://docs.slack.dev/messaging/formatting-message-text */
function mentionOf(mention: Mention | undefined): string {
  if (mention === "here" || mention === "channel") return ` <!${mention}>`;
  return mention !== undefined && /^S[A-Z0-9]{4,20}$/.test(mention) ? ` <!subteam^${mention}>` : "";
}

/** What differs between the messages of a notice. */
interface Parts {
  readonly look: Look;
  /** What stands behind the place in the first line. */
  readonly after?: string | undefined;
  readonly summary: string;
  /** With a blank in front; empty for none. */
  readonly mention: string;
}

/**
 * Puts the message together. The heading is a block of its own, because a mention inside an attachment reaches nobody; the rest is an
 * attachment, because only that has a coloured bar.
 */
function compose(notice: Notice, about: RenderContext, { look, after, summary, mention }: Parts): Rendered {
  const title = oneLine(cutPlain(notice.title, longestTitle)) || "Notice without a title";
  const place = [environmentName(about), notice.region ?? about.region ?? "region unknown"].join(" · ");
  const behind = after === undefined ? "" : ` · ${after}`;
  const glimpse = oneLine(summary);
  const shownGlimpse = glimpse === "" ? "" : ` — ${escapeWithin(glimpse, longestGlimpse, "…")}`;
  const first = `${look.emoji} ${look.word}`;
  const shownPlace = escapeText(`${place}${behind}`);
  const text = `${first} · ${escapeText(title)} · ${shownPlace}${shownGlimpse}${mention}`;
  const heading = `${look.emoji} *${look.word}*  *${escapeWithin(title, room.heading - 200)}*\n${shownPlace}${mention}`;
  const links = linksOf(notice, about);
  const end = endOf(notice, about);
  const message: SlackMessage = {
    text,
    blocks: section(heading),
    attachments: [
      {
        color: look.color,
        fallback: escapeWithin(`${look.word}: ${title}`, 300),
        blocks: body(notice, summary, links, end),
      },
    ],
  };
  const told = after === undefined ? summary : `${look.word} ${after}. ${summary}`;
  const subject = `${look.word}: ${title} - ${place}`;
  return { message, email: email({ subject, summary: told, facts: notice.facts, links, end }) };
}

/** What is under the heading; never empty, because the last line always has something. */
function body(notice: Notice, summary: string, links: readonly Link[], end: readonly string[]): readonly Block[] {
  return [...paragraph(summary), ...fields(notice.facts), ...linkLine(links), ...context(end)];
}

/** All links, the dashboard last but before those that only some notices have many of. */
function linksOf(notice: Notice, { dashboardUrl }: RenderContext): readonly Link[] {
  const dashboard = dashboardUrl === undefined ? [] : [{ label: "Dashboard", url: dashboardUrl }];
  return [...notice.links.slice(0, 2), ...dashboard, ...notice.links.slice(2)];
}

/** The small line: severity, time, account, what was not told, and the incident. */
function endOf(notice: Notice, { untold = 0 }: RenderContext): readonly string[] {
  return [
    notice.severity,
    when(notice.time),
    notice.accountId === undefined ? "" : `account ${notice.accountId}`,
    untold > 0 ? `${count(untold, "change")} before this one not posted` : "",
    incidentKey(notice.incident),
  ];
}
