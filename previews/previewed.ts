/** What a way of previewing hands back for a stack: its preview, and what its costs are computed from. */
import type { Resource } from "../costs/model.ts";
import type { StackPreview } from "./model.ts";

/** A stack's resources on both sides of a change, those that stay as they are among them. */
export interface StackResources {
  /** As the base has them; empty for a stack that is new. */
  readonly before: readonly Resource[];
  /** As they are after the change. */
  readonly after: readonly Resource[];
}

/** A stack that was previewed, or passed over. */
export interface PreviewedStack {
  readonly preview: StackPreview;
  /** What it is made of. Missing for a stack that was not previewed or is not affected. */
  readonly resources?: StackResources;
}
