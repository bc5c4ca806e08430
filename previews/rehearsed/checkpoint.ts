/** A stack's state as the engine's file backend keeps it. Read and written as a file: asking the engine takes a second each time. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { StackState, StateResource } from "../../rehearsal/state.ts";
import type { StackPlan, Workspace } from "../../rehearsal/workspace.ts";

/** The file. */
interface Checkpoint {
  readonly checkpoint?: { readonly latest?: { readonly resources?: readonly StateResource[] } };
}

/** Where the state of a stack is. */
export const checkpointFile = (
  workspace: Workspace,
  { project, stack }: Pick<StackPlan, "project" | "stack">,
): string => workspace.path("state", ".pulumi", "stacks", project, `${stack}.json`);

/** The resources of a stack; none when it was never brought up. */
export function readResources(
  workspace: Workspace,
  stack: Pick<StackPlan, "project" | "stack">,
): readonly StateResource[] {
  const file = checkpointFile(workspace, stack);
  if (!existsSync(file)) return [];
  return (JSON.parse(readFileSync(file, "utf8")) as Checkpoint).checkpoint?.latest?.resources ?? [];
}

/** The state in the shape of an export. */
export const readState = (workspace: Workspace, stack: Pick<StackPlan, "project" | "stack">): StackState => ({
  version: 3,
  deployment: { resources: readResources(workspace, stack) },
});

/**
 * Takes Pulumi's protection off everything in a stack's state, so that a preview goes on past what it would refuse. Nothing else changes: what
 * the stack reads of its own last deployment stays.
 *
 * @returns URNs of what was protected
 */
export function unlockState(workspace: Workspace, stack: Pick<StackPlan, "project" | "stack">): ReadonlySet<string> {
  const file = checkpointFile(workspace, stack);
  const locked = new Set(readResources(workspace, stack).flatMap(({ urn, protect }) => (protect === true ? urn : [])));
  if (locked.size === 0) return locked;
  const content = JSON.parse(readFileSync(file, "utf8")) as Checkpoint;
  const latest = content.checkpoint?.latest;
  const resources = latest?.resources?.map((resource) => ({ ...resource, protect: false }));
  const unlocked = { ...content, checkpoint: { ...content.checkpoint, latest: { ...latest, resources } } };
  writeFileSync(file, JSON.stringify(unlocked), { mode: 0o600 });
  return locked;
}
