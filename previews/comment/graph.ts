/** The stacks and what they read, as a Mermaid graph. */

import { isDestructive } from "../model.ts";
import type { ReportedStack } from "../report.ts";
import { details, fence, name } from "./markdown.ts";

/** Colours by what becomes of a stack. */
const classes = [
  "classDef ok fill:#f6f8fa,stroke:#8c959f,color:#1f2328",
  "classDef changed fill:#ddf4ff,stroke:#0969da,color:#1f2328",
  "classDef destroys fill:#ffebe9,stroke:#cf222e,color:#1f2328",
  "classDef failed fill:#fff8c5,stroke:#9a6700,color:#1f2328",
  "classDef skipped fill:#ffffff,stroke:#8c959f,color:#1f2328",
];

/**
 * The graph, collapsed: by environment, numbered in the order of deployment, an arrow from what is read to what reads it. Empty when
 * there are fewer than two stacks, or more than there is room for.
 */
export function graphSection(stacks: readonly ReportedStack[], room: number): string {
  if (stacks.length < 2) return "";
  const environments = [...new Set(stacks.map(({ environment }) => environment))];
  const lines = environments.flatMap((environment, index) => {
    const own = stacks.filter((stack) => stack.environment === environment);
    const nodes = own.map((stack, order) => {
      const label = `${order + 1}. ${name(stack.project)}`;
      return `    ${idOf(stacks, stack)}["${label}"]:::${classOf(stack)}`;
    });
    return [`  subgraph e${index}["${name(environment)}"]`, ...nodes, "  end"];
  });
  const graph = ["flowchart LR", ...lines, ...edges(stacks), ...classes.map((one) => `  ${one}`)];
  const section = details("Order of the stacks", fence("mermaid", graph));
  return section.length <= room ? section : "";
}

const idOf = (stacks: readonly ReportedStack[], stack: ReportedStack): string => `s${stacks.indexOf(stack)}`;

/** What one reads is in the same environment, or else, as the account's stack, wherever there is just one of its name. */
function edges(stacks: readonly ReportedStack[]): string[] {
  return stacks.flatMap((reader) =>
    [...new Set(reader.reads)].flatMap((project) => {
      const named = stacks.filter((stack) => stack.project === project && stack !== reader);
      const own = named.filter(({ environment }) => environment === reader.environment);
      const [read, ...others] = own.length > 0 ? own : named;
      return read === undefined || others.length > 0 ? [] : [`  ${idOf(stacks, read)} --> ${idOf(stacks, reader)}`];
    }),
  );
}

function classOf({ status, changes }: ReportedStack): string {
  return changes.some(isDestructive) ? "destroys" : status;
}
