/** What pages says what to do: a critical notice without a runbook of its own gets that of its source. */
import type { Notice } from "../notice.ts";

/** Page for what is critical and has no other: of sources that make nothing critical themselves, and came through the critical topic. */
export const otherRunbook = "event-other";

/** Label of the link, as alarms have it. */
const label = "Runbook";

/**
 * Puts the link to the runbook before the others, of a critical notice that has none.
 *
 * @param page in docs/runbooks, without `.md`
 * @param baseUrl address of the runbooks' folder; undefined: nobody knows, and nothing is added
 */
export function withRunbook(notice: Notice, page = otherRunbook, baseUrl?: string): Notice {
  const hasOwn = notice.links.some((link) => link.label === label);
  if (baseUrl === undefined || notice.severity !== "critical" || hasOwn) return notice;
  return { ...notice, links: [{ label, url: `${baseUrl}/${page}.md` }, ...notice.links] };
}
