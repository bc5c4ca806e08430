/** An environment's resources, from its stacks' states. */
import type { StackState, StateResource } from "../rehearsal/state.ts";
import type { Resource } from "./model.ts";

/** What decides the component of a resource: its own type, and its ancestors' from the outermost to the parent. */
export function componentOf(type: string, ancestors: readonly string[]): string {
  const outermost = ancestors.find((ancestor) => ancestor.startsWith("platform:"));
  if (outermost !== undefined) return outermost.split(":")[1] as string;
  return type.split(":")[1]?.split("/")[0] ?? type;
}

/** The types of a resource's ancestors, the outermost first. */
function ancestorsOf(resource: StateResource, byUrn: ReadonlyMap<string, StateResource>): string[] {
  const parent = resource.parent === undefined ? undefined : byUrn.get(resource.parent);
  return parent === undefined ? [] : [...ancestorsOf(parent, byUrn), parent.type];
}

/**
 * The resources of a state; what a replacement has yet to delete is left out.
 *
 * @param stack the Pulumi project
 * @param homeRegion where a resource is that says nothing else
 */
export function resourcesOf(state: StackState, stack: string, homeRegion: string): Resource[] {
  const all = state.deployment.resources ?? [];
  const byUrn = new Map(all.map((resource) => [resource.urn, resource]));
  return all
    .filter(({ custom, delete: isOld }) => custom && isOld !== true)
    .map((resource) => ({
      stack,
      type: resource.type,
      name: resource.urn.split("::").at(-1) ?? resource.urn,
      component: componentOf(resource.type, ancestorsOf(resource, byUrn)),
      region: String(resource.inputs?.region ?? homeRegion),
      inputs: resource.inputs ?? {},
    }));
}
