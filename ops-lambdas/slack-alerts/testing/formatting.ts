/** Understanding and rendering as the intake does it, for measurements: p95 ≤ 2 ms for an event. */
import { renderNotice } from "../render/index.ts";
import { understand } from "../sources/index.ts";
import { asBody, fixtures, topics } from "./fixtures.ts";

/** Understands and renders one body. */
export function format(body: string) {
  const notice = understand(body, { topics, recordId: "record" });
  const about = { project: "acme", environment: "prod", region: "af-south-1", mention: "here" };
  return { notice, ...renderNotice(notice, about) };
}

/**
 * Formats every fixture that many times.
 *
 * @returns milliseconds of each run, in the order of the runs
 */
export function formatAll(rounds: number): readonly number[] {
  const bodies = fixtures.map(({ body }) => asBody(body));
  return Array.from({ length: rounds }, () => bodies)
    .flat()
    .map((body) => {
      const started = performance.now();
      format(body);
      return performance.now() - started;
    });
}
