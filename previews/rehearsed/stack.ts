/** The preview of one stack of the change, in a copy of the base's state. */
import { resourcesOf } from "../../costs/resources.ts";
import { errorsOf } from "../../rehearsal/engine.ts";
import { EngineError, type Rehearsal } from "../../rehearsal/rehearsal.ts";
import { unlockOnEmulator } from "../../rehearsal/unlock.ts";
import { PreviewCollector, type StackIdentity } from "../events.ts";
import { PlannedResources } from "../planned-resources.ts";
import type { PreviewedStack } from "../previewed.ts";
import { bringUp, removeEvents } from "./cache.ts";
import { readResources, readState, unlockState } from "./checkpoint.ts";
import type { SideStack, Unit } from "./side.ts";
import { ToldOutputs } from "./told-outputs.ts";

/** A stack's preview, and what it means for those that read it. */
export interface StackOutcome extends PreviewedStack {
  /** True when those who read the stack can see the change. */
  readonly differsForReaders: boolean;
}

/** Which stack it is. */
export const identityOf = (
  unit: Pick<Unit, "name">,
  { project, stack, reads }: Pick<SideStack, "project" | "stack" | "reads">,
): StackIdentity => ({
  project,
  stack,
  environment: unit.name,
  basis: "rehearsed base",
  reads: [...reads],
});

/** The preview of a stack that the change cannot touch: it was not run. */
export function untouched(unit: Pick<Unit, "name">, stack: SideStack): PreviewedStack {
  return { preview: new PreviewCollector(identityOf(unit, stack)).finish({ succeeded: true, seconds: 0 }) };
}

/** The same with the resources that it has on both sides, from the copy's state. */
export function untouchedWithResources(unit: Unit, stack: SideStack, rehearsal: Rehearsal): PreviewedStack {
  const resources = resourcesOf(readState(rehearsal.workspace, stack), stack.project, unit.region);
  return { ...untouched(unit, stack), resources: { before: resources, after: resources } };
}

/**
 * The preview of a stack that broke off before the engine ran, or could not be deployed in the rehearsal.
 *
 * @param root the folder of the programs, left out of the names of files. Default: they are told in full
 */
export function broken(
  unit: Pick<Unit, "name">,
  stack: Pick<SideStack, "project" | "stack" | "reads">,
  errors: readonly string[],
  root?: string,
): PreviewedStack {
  const collector = new PreviewCollector(identityOf(unit, stack), root === undefined ? {} : { root });
  for (const message of errors) collector.receive({ diagnosticEvent: { severity: "error", message } });
  return { preview: collector.finish({ succeeded: false, seconds: 0 }) };
}

/**
 * Previews a stack with the guard rails. Everything in the copy's state is unlocked first, and what was protected is told.
 *
 * @param policyPack the guard rails' folder
 * @param root the change's repository
 */
export async function previewStack(
  rehearsal: Rehearsal,
  unit: Unit,
  stack: SideStack,
  policyPack: string,
  root: string,
): Promise<StackOutcome> {
  const { workspace } = rehearsal;
  const started = performance.now();
  const before = readResources(workspace, stack);
  const collector = new PreviewCollector(identityOf(unit, stack), {
    protectedUrns: unlockState(workspace, stack),
    root,
  });
  const planned = new PlannedResources();
  const outputs = new ToldOutputs();
  let isToldWhy = false;
  const onEvent = (event: object) => {
    for (const receiver of [collector, planned, outputs]) receiver.receive(event);
    isToldWhy ||= "policyEvent" in event || errorsOf({ code: 1, output: "", stdout: "", events: [event] }).length > 0;
  };
  try {
    const args = ["preview", "--refresh=false", "--policy-pack", policyPack];
    const { code, output } = await rehearsal.pulumi(stack, args, { onEvent });
    if (code !== 0 && !isToldWhy) {
      const message = output.trimEnd().split("\n").slice(-15).join("\n");
      collector.receive({ diagnosticEvent: { severity: "error", message } });
    }
    const preview = collector.finish({ succeeded: code === 0, seconds: (performance.now() - started) / 1000 });
    const isPart = preview.status === "failed";
    return {
      preview,
      ...(isPart ? {} : { resources: planned.finish(stack.project, unit.region) }),
      differsForReaders: outputs.differFrom(before, preview.changes.length > 0),
    };
  } finally {
    removeEvents(workspace, stack);
  }
}

/**
 * Deploys a previewed stack in the copy, so that stacks that read it are previewed against what it becomes.
 *
 * @returns errors of the deployment; none when it went well
 */
export async function applyStack(rehearsal: Rehearsal, unit: Unit, stack: SideStack): Promise<readonly string[]> {
  const { workspace } = rehearsal;
  await unlockOnEmulator(rehearsal.executor(), readState(workspace, stack), unit.region);
  try {
    await bringUp(rehearsal, stack);
    return [];
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return deploymentErrors(error);
  }
}

/** Why a deployment in the rehearsal failed; at least one, also when the engine reported nothing. */
export function deploymentErrors(error: EngineError): readonly string[] {
  const errors = errorsOf(error.result);
  const causes = errors.filter((text) => !consequence.test(text));
  const [told = [error.message]] = [causes, errors].filter((some) => some.length > 0);
  return told.map((text) => `Deployed in the rehearsal: ${text}`);
}

/** What fails because a resource failed before: the engine hangs up, and the program waits in vain. */
const consequence = /grpc: the client connection is closing|^Running program |failed with an unhandled exception/;
