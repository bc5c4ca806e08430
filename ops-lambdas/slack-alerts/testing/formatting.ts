/** Understanding and rendering as the intake does it, for measurements: p95 ≤ 2 ms for an event. */
import { renderNotice } from "../render/index.ts";
import { understand } from "../sources/index.ts";
import { runbookBaseUrl, topics } from "./fixtures.ts";

/** Understands and renders one body. */
export function format(body: string) {
  const notice = understand(body, { topics, recordId: "record", runbookBaseUrl });
  const about = { project: "acme", environment: "prod", region: "af-south-1", mention: "here" };
  return { notice, ...renderNotice(notice, about) };
}
