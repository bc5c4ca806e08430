/** A stack's state as the engine keeps it (`pulumi stack export`), and what a rehearsal reads from it and changes in it. */

/** One resource of a state. */
export interface StateResource {
  /** URN: stack, project, types of the ancestors and logical name. */
  readonly urn: string;
  /** Pulumi's type token. */
  readonly type: string;
  /** True for a resource of a provider, false for a component. */
  readonly custom: boolean;
  /** AWS's id; components have none. */
  readonly id?: string;
  /** URN of the parent; the stack has none. */
  readonly parent?: string;
  /** True when a destroy refuses to delete it. Default: false. */
  readonly protect?: boolean;
  /** True when a deletion only forgets it. Default: false. */
  readonly retainOnDelete?: boolean;
  /** True when a replacement has yet to delete it. Default: false. */
  readonly delete?: boolean;
  /** What the program gave, as the provider checked it. */
  readonly inputs?: Readonly<Record<string, unknown>>;
  /** What the provider told last, inputs included. */
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** A whole state. */
export interface StackState {
  /** Version of the state's format. */
  readonly version: number;
  /** The resources, in the order in which they were made, and operations that an interruption left open. */
  readonly deployment: {
    readonly resources?: readonly StateResource[];
    readonly pending_operations?: readonly unknown[];
  } & Readonly<Record<string, unknown>>;
}

/** What a rehearsal tells of one resource. */
export interface ResourceSummary {
  /** URN in the stack's state. */
  readonly urn: string;
  /** Pulumi's type token. */
  readonly type: string;
  /** The logical name. */
  readonly name: string;
  /** AWS's id; null for components. */
  readonly id: string | null;
  /** The component that made it, by its logical name; null at the top of the stack. */
  readonly component: string | null;
}

/** The resources of a state without the stack itself and the providers, in the order in which they were made. */
export function summarize(state: StackState): ResourceSummary[] {
  const resources = state.deployment.resources ?? [];
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  return resources
    .filter(({ type }) => type !== "pulumi:pulumi:Stack" && !type.startsWith("pulumi:providers:"))
    .map((resource) => ({
      urn: resource.urn,
      type: resource.type,
      name: nameOf(resource.urn),
      id: resource.id ?? null,
      component: componentOf(resource, byUrn),
    }));
}

/** The nearest ancestor that is a component of the platform. */
function componentOf(resource: StateResource, byUrn: ReadonlyMap<string, StateResource>): string | null {
  for (
    let at: StateResource | undefined = resource;
    at;
    at = at.parent === undefined ? undefined : byUrn.get(at.parent)
  ) {
    if (at.type.startsWith("platform:")) return nameOf(at.urn);
  }
  return null;
}

function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/** The stack's outputs. Secrets are shown as `[secret]`. */
export function outputsOf(state: StackState): Record<string, unknown> {
  const stack = state.deployment.resources?.find(({ type }) => type === "pulumi:pulumi:Stack");
  return Object.fromEntries(Object.entries(stack?.outputs ?? {}).map(([key, value]) => [key, withoutSecrets(value)]));
}

/** Marks a secret in a state (SDK: `runtime/rpc.ts`, specialSigKey and specialSecretSig). */
const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (value === null || typeof value !== "object") return value;
  if ((value as Record<string, unknown>)[signatureKey] === secretSignature) return "[secret]";
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutSecrets(item)]));
}

/** The state without the operations that an interrupted engine left open. What they made is found in the provider's store. */
export function withoutPendingOperations(state: StackState): StackState {
  const { pending_operations: _, ...deployment } = state.deployment;
  return { ...state, deployment };
}
