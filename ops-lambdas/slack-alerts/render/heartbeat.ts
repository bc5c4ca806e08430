/** Renders the daily sign of life. */
import { context } from "./blocks.ts";
import { email } from "./email.ts";
import { escapeText } from "./markup.ts";
import type { Rendered } from "./rendered.ts";
import { count, environmentName, when } from "./words.ts";

/** What the sign of life tells. */
export interface HeartbeatInput {
  readonly project: string;
  readonly environment: string;
  readonly region: string;
  readonly route: string;
  /** When it was sent, in ISO 8601. */
  readonly time: string;
  /** Incidents that are open now; undefined when nobody could tell. */
  readonly openIncidents?: number | undefined;
}

/** One quiet line. */
export function renderHeartbeat(input: HeartbeatInput): Rendered {
  const { openIncidents: open } = input;
  const incidents = open === undefined ? "" : open === 0 ? "nothing open" : `${count(open, "open incident")}`;
  const said = [`Alerts reach ${input.route}`, environmentName(input), input.region, incidents, when(input.time)];
  const line = said.filter((part) => part !== "").join(" · ");
  return {
    message: { text: `💚 ${escapeText(line)}`, blocks: context([`💚 ${line}`]) },
    email: email({ subject: `Alerts work - ${environmentName(input)} - ${input.route}`, summary: line }),
  };
}
