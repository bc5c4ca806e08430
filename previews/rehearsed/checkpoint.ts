/** A stack's state as the engine's file backend keeps it. Read and written as a file: asking the engine takes a second each time. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { StackState, StateResource } from "../../rehearsal/state.ts";
import type { StackPlan, Workspace } from "../../rehearsal/workspace.ts";

/** The file. */
interface Checkpoint {
  readonly checkpoint?: { readonly latest?: { readonly resources?: readonly StateResource[] } };
}

/** The resources of a stack; none when it was never brought up. */
export function readResources(
  workspace: Workspace,
  stack: Pick<StackPlan, "project" | "stack">,
): readonly StateResource[] {
  const file = workspace.checkpoint(stack);
  return existsSync(file) ? (readCheckpoint(file).checkpoint?.latest?.resources ?? []) : [];
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
  const file = workspace.checkpoint(stack);
  if (!existsSync(file)) return new Set();
  const content = readCheckpoint(file);
  const latest = content.checkpoint?.latest;
  const locked = new Set((latest?.resources ?? []).flatMap(({ urn, protect }) => (protect === true ? urn : [])));
  if (locked.size === 0) return locked;
  const resources = latest?.resources?.map((resource) => ({ ...resource, protect: false }));
  const unlocked = { ...content, checkpoint: { ...content.checkpoint, latest: { ...latest, resources } } };
  writeFileSync(file, JSON.stringify(unlocked), { mode: 0o600 });
  return locked;
}

const readCheckpoint = (file: string): Checkpoint => JSON.parse(readFileSync(file, "utf8")) as Checkpoint;
