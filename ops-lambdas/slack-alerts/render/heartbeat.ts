/** Renders the daily sign of life. */
import { context } from "./blocks.ts";
import { email } from "./email.ts";
import { escapeText } from "./markup.ts";
import type { Rendered } from "./rendered.ts";
import { environmentName, when } from "./words.ts";

/** What the sign of life tells. */
export interface HeartbeatInput {
  readonly project: string;
  readonly environment: string;
  readonly region: string;
  readonly route: string;
  /** When it was sent, in ISO 8601. */
  readonly time: string;
}

/** One quiet line. */
export function renderHeartbeat(input: HeartbeatInput): Rendered {
  const line = [`Alerts reach ${input.route}`, environmentName(input), input.region, when(input.time)].join(" · ");
  return {
    message: { text: `💚 ${escapeText(line)}`, blocks: context([`💚 ${line}`]) },
    email: email({ subject: `Alerts work - ${environmentName(input)} - ${input.route}`, summary: line }),
  };
}
