/** The preview of one real stack: what it says of its changes, and how far it can be trusted. */
import { join } from "node:path";
import { policyPackOf } from "../../policy/runner.ts";
import type { StackProject } from "../../stacks/order.ts";
import { PreviewCollector, type StackIdentity, skippedPreview } from "../events.ts";
import type { StackPreview } from "../model.ts";
import { PlannedResources } from "../planned-resources.ts";
import type { PreviewedStack } from "../previewed.ts";
import { missingUpstream } from "./missing-upstream.ts";
import { type RealStack, toldByCli } from "./open-stack.ts";
import { settingsSecrets } from "./settings-secrets.ts";

/** A stack that is to be previewed. */
export interface PlannedStack extends Pick<StackProject, "project" | "reads"> {
  readonly stack: string;
  readonly environment: string;
  /** The account stack that its environment reads; its own name for an account stack. */
  readonly accountStack: string;
  /** Region of its settings. */
  readonly region: string;
  /** Folder of its `Pulumi.yaml`, absolute. */
  readonly directory: string;
  /** Its settings file, absolute. */
  readonly settingsFile: string;
  /** The stack; undefined when it does not exist. */
  readonly opened: RealStack | undefined;
}

/** A stack that another reads, after its own preview. */
export interface Upstream {
  /** Whether it exists. */
  readonly exists: boolean;
  readonly preview: StackPreview;
}

/** What runs beside a preview. */
export interface PreviewSurroundings {
  readonly onProgress?: ((line: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The guard rails. */
const policyPack = policyPackOf(join(import.meta.dirname, "..", ".."));

/**
 * Previews a stack.
 *
 * @param upstream the stacks that it reads, as far as they were previewed before
 * @throws what the signal gives as its reason
 */
export async function previewStack(
  planned: PlannedStack,
  upstream: readonly Upstream[],
  { onProgress, signal }: PreviewSurroundings,
): Promise<PreviewedStack> {
  const { project, stack, environment, reads, opened } = planned;
  const identity: StackIdentity = { project, stack, environment, basis: "real state", reads: [...reads] };
  if (opened === undefined) {
    const reason = `There is no stack ${project}/${stack} yet: npm run up -- ${environment} makes it, and everything in it.`;
    return { preview: skippedPreview(identity, reason) };
  }
  const missing = upstream.filter(({ exists }) => !exists).map(({ preview }) => nameOf(preview));
  if (missing.length > 0) {
    return {
      preview: skippedPreview(identity, `It reads ${missing.join(" and ")}, which does not exist yet.`, "blocked"),
    };
  }
  onProgress?.(`${project}/${stack}: preview against the real state`);
  const started = performance.now();
  const collector = new PreviewCollector(identity, { secrets: await secretsOf(planned, opened) });
  const resources = new PlannedResources();
  const succeeded = await run(opened, collector, resources, signal);
  const seconds = Math.round((performance.now() - started) / 100) / 10;
  const preview = collector.finish({ succeeded, seconds, ...staleness(upstream) });
  if (preview.status !== "failed") return { preview, resources: resources.finish(project, planned.region) };
  const reason = missingUpstream(preview.errors);
  if (reason === undefined) return { preview };
  // The change itself brings what is missing: nothing is wrong with it, it only cannot be seen yet.
  const comes = upstream.some((one) => one.preview.status === "changed" || one.preview.upstream === "blocked");
  if (comes || reason.isWholeStack) return { preview: skippedPreview(identity, reason.text, "blocked") };
  return { preview: collector.finish({ succeeded, seconds, upstream: "blocked", reason: reason.text }) };
}

/** What an event says of why a preview fails. */
interface PreviewEvent {
  readonly diagnosticEvent?: { readonly severity?: string };
  readonly policyEvent?: { readonly enforcementLevel?: string };
}

/** Runs the preview; whether it succeeded. What the CLI prints is dropped. */
async function run(
  opened: RealStack,
  collector: PreviewCollector,
  resources: PlannedResources,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  let isToldWhy = false;
  const onEvent = (event: PreviewEvent) => {
    const { diagnosticEvent, policyEvent } = event;
    isToldWhy ||= diagnosticEvent?.severity === "error" || policyEvent?.enforcementLevel === "mandatory";
    collector.receive(event);
    resources.receive(event);
  };
  try {
    signal?.throwIfAborted();
    await opened.preview({
      onEvent,
      color: "never",
      policyPacks: [policyPack],
      ...(signal === undefined ? {} : { signal }),
    });
    return true;
  } catch (error) {
    signal?.throwIfAborted();
    // What fails before the engine runs (the backend, the passphrase) has no event.
    if (!isToldWhy) collector.receive({ diagnosticEvent: { severity: "error", message: toldByCli(error) } });
    return false;
  }
}

/** Whether the preview read outputs that the change itself alters. */
function staleness(upstream: readonly Upstream[]): { upstream?: "stale"; reason?: string } {
  const named = (some: readonly Upstream[]) => some.map(({ preview }) => nameOf(preview)).join(" and ");
  const changed = upstream.filter(({ preview }) => preview.status === "changed");
  const unseen = upstream.filter(({ preview }) => preview.status === "failed" || preview.status === "skipped");
  const reasons = [
    ...(changed.length > 0 ? [`${named(changed)} changes; it was previewed with the outputs of now.`] : []),
    ...(unseen.length > 0
      ? [`What becomes of ${named(unseen)} is not known; it was previewed with the outputs of now.`]
      : []),
  ];
  return reasons.length === 0 ? {} : { upstream: "stale", reason: reasons.join(" ") };
}

/** Values of the settings that are secret. Without the right to decrypt them no program can read them either: then there are none. */
async function secretsOf({ settingsFile }: PlannedStack, opened: RealStack): Promise<readonly string[]> {
  return settingsSecrets(settingsFile, () => opened.getAllConfig().catch(() => ({})));
}

const nameOf = ({ project, stack }: StackPreview): string => `${project}/${stack}`;
