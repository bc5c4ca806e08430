import * as pulumi from "@pulumi/pulumi";
import { isStateful } from "../components/shared/stateful.ts";
import { formatUrn, type Unlock, unlockedRegistration, unlockState } from "../components/shared/unlock.ts";

/** What Pulumi's SDK knows of a resource and its type declarations leave out. */
interface Registered extends pulumi.Resource {
  readonly __pulumiType: string;
  readonly __parentResource?: Registered;
}

/** The type of the stack, which is no part of a URN's types. */
const stackType = "pulumi:pulumi:Stack";

/** The types of a resource's parents, the outermost first. */
function parentTypes(parent: pulumi.Resource | undefined): string[] {
  const types: string[] = [];
  for (let each = parent as Registered | undefined; each !== undefined; each = each.__parentResource) {
    if (each.__pulumiType !== stackType) types.unshift(each.__pulumiType);
  }
  return types;
}

/** The unlocks of a running program. */
export interface Unlocks {
  /**
   * Tells which URNs this deployment leaves unlocked, sorted: the stack's output `unlocked`. Ask when all resources are made, at the
   * end of the program. Known only when each of them is registered: a deployment that fails before counts as none.
   */
  readonly deployed: () => pulumi.Output<readonly string[]>;
}

/** The URNs that the stack's own last deployment left unlocked. */
async function lastUnlocked(): Promise<readonly string[]> {
  const name = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  // A name of its own: the stack may ask itself for other outputs, too, and the engine takes each name once.
  const own = new pulumi.StackReference("last-unlocked", { name });
  const { value } = await own.getOutputDetails("unlocked");
  return Array.isArray(value) ? value : [];
}

/**
 * Lets the stateful resources that the settings unlock be replaced or deleted, from the second deployment on. Call it at the beginning of a
 * stack's program, before any resource is made.
 *
 * A resource that is unlocked for the first time loses its protection, and AWS's deletion protection, and nothing else of it changes:
 * its inputs stay as they are deployed. So one `pulumi up` can never both unlock and replace. A resource that left the
 * program in the same change is refused by the engine, because the state still says that it is protected.
 *
 * Not covered: `pulumi up --replace <urn>`, which names the resource by hand; `pulumi up --target <another>`, which counts as the
 * first deployment and leaves the protection on; and children of remote components, of which none is stateful.
 *
 * @param unlocks the settings, checked: none has expired
 * @returns what becomes the stack's output `unlocked`, by which the next deployment knows that this one came before
 */
export async function applyUnlocks(unlocks: readonly Unlock[]): Promise<Unlocks> {
  const deployed = unlocks.length === 0 ? [] : await lastUnlocked();
  const place = { stack: pulumi.getStack(), project: pulumi.getProject() };
  const seen: (() => pulumi.Output<string>)[] = [];
  pulumi.runtime.registerStackTransformation(({ resource, type, name, props, opts }) => {
    if (!isStateful(type)) return undefined;
    const urn = formatUrn(place, [...parentTypes(opts.parent), type], name);
    const state = unlockState(urn, unlocks, deployed);
    if (state === "locked") return undefined;
    // A resource has its output only after its constructor, in which this runs.
    seen.push(() => resource.urn.apply(() => urn));
    const { inputs, ignoreChanges } = unlockedRegistration(type, state, Object.keys(props));
    const ignored = [...(opts.ignoreChanges ?? []), ...ignoreChanges];
    return { props: { ...props, ...inputs }, opts: { ...opts, protect: false, ignoreChanges: ignored } };
  });
  return { deployed: () => pulumi.all(seen.map((registered) => registered())).apply((urns) => urns.toSorted()) };
}
