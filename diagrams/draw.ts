/** From an environment's resources to the text of its SVG. */
import { buildDiagram } from "./build.ts";
import { missing } from "./coverage.ts";
import type { Place } from "./draft.ts";
import { layOut } from "./layout.ts";
import type { Resource } from "./resources.ts";
import { renderSvg } from "./svg.ts";

/**
 * Draws an environment. The same resources and place give the same bytes: ids of AWS are never drawn, and their order does not matter.
 *
 * @throws Error when a resource is neither drawn nor left out on purpose
 */
export async function drawEnvironment(resources: readonly Resource[], place: Place): Promise<string> {
  const built = buildDiagram(resources, place);
  const left = missing(resources, built);
  if (left.length > 0) {
    throw new Error(
      `the diagram of ${place.environment} does not show these resources:\n  ${left.join("\n  ")}\n` +
        "draw them in diagrams/, or name their type in diagrams/coverage.ts with the reason why they have no card",
    );
  }
  return renderSvg(built.diagram, await layOut(built.diagram));
}
