/** How long an event takes to be understood and rendered, beside the mere reading and writing of its JSON. */
import { asBody, fixtures } from "../ops-lambdas/slack-alerts/testing/fixtures.ts";
import { format } from "../ops-lambdas/slack-alerts/testing/formatting.ts";
import type { Series } from "./statistics.ts";

/** Times that every fixture is measured. */
const rounds = 20;

/** Both take turns at every event, after two rounds that count nothing: a function that answers alarms is warm. */
export function measureFormatting(onProgress: (line: string) => void): Series[] {
  const bodies = fixtures.map(({ body }) => asBody(body));
  onProgress(`understanding and formatting of ${bodies.length} events`);
  const own: number[] = [];
  const floor: number[] = [];
  for (let round = -2; round < rounds; round++) {
    for (const body of bodies) {
      const [plain, formatted] = [
        milliseconds(() => JSON.stringify(JSON.parse(asJson(body)))),
        milliseconds(() => format(body)),
      ];
      if (round < 0) continue;
      floor.push(plain);
      own.push(formatted);
    }
  }
  return [
    { name: "floor: JSON of an event read and written", unit: "ms", values: floor },
    { name: "an event understood and formatted", unit: "ms", values: own },
  ];
}

/** Bodies of plain text are no JSON; as a JSON text they have the same length. */
function asJson(body: string): string {
  return /^\s*[[{]/.test(body) ? body : JSON.stringify(body);
}

function milliseconds(action: () => unknown): number {
  const started = performance.now();
  action();
  return performance.now() - started;
}
