/** The resources of an environment's stacks, from their states, and what they point to. */

/** One resource of a state, as far as a diagram reads it. */
export interface Resource {
  /** Pulumi project of its stack. */
  readonly project: string;
  /** Pulumi's type token. */
  readonly type: string;
  /** The logical name. */
  readonly name: string;
  /** Where it is; undefined for the region of the settings. */
  readonly region: string | undefined;
  /** Types of the components around it, the outermost first. */
  readonly ancestors: readonly string[];
  /** What the program gave; secrets are plain here, so nothing of it may be drawn but what a drawing reads by name. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** What identifies it in the inputs of others: id, ARN, URL, DNS name. */
  readonly handles: readonly string[];
}

/** The part of `pulumi stack export --show-secrets` that a diagram reads. */
export interface ExportedState {
  readonly deployment: {
    readonly resources?: readonly {
      readonly urn: string;
      readonly type: string;
      readonly custom: boolean;
      readonly id?: string;
      readonly inputs?: Readonly<Record<string, unknown>>;
      readonly outputs?: Readonly<Record<string, unknown>>;
    }[];
  };
}

const secretMark = "4dabf18193072939515e22adb298388d";

/** Values in place of secrets, which an export with secrets writes as JSON in a marked object. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== "object") return value;
  const { [secretMark]: mark, plaintext, ...members } = value as Record<string, unknown>;
  if (mark !== undefined && typeof plaintext === "string") return plain(JSON.parse(plaintext));
  return Object.fromEntries(Object.entries(members).map(([key, member]) => [key, plain(member)]));
}

/** Outputs by which other resources name one. `name` only where nothing else has the same: an alarm's is its action's, too. */
const handleOutputs = ["arn", "url", "dnsName", "domainName", "bucketRegionalDomainName", "bucketDomainName", "fqdn"];

/**
 * The resources of a stack; components and providers are left out, the stack itself too.
 *
 * @param project the stack's Pulumi project
 * @param state as `pulumi stack export --show-secrets` writes it
 */
export function resourcesOf(project: string, state: ExportedState): Resource[] {
  const resources = state.deployment.resources ?? [];
  return resources
    .filter(({ custom, type }) => custom && !type.startsWith("pulumi:"))
    .map(({ urn, type, id, inputs = {}, outputs = {} }) => {
      const [, , types = "", ...rest] = urn.split("::");
      const named = handleOutputs.map((key) => outputs[key]);
      const handles = [id, ...named].filter((each): each is string => typeof each === "string" && each.length > 3);
      const region = typeof inputs.region === "string" ? inputs.region : undefined;
      const ancestors = types.split("$").slice(0, -1);
      const values = plain(inputs) as Record<string, unknown>;
      return {
        project,
        type,
        name: rest.join("::"),
        region,
        ancestors,
        inputs: values,
        handles: [...new Set(handles)],
      };
    });
}

/** All strings in a value, at any depth; JSON text in a string is looked into, too. */
function stringsIn(value: unknown): string[] {
  if (typeof value === "string") {
    return value.startsWith("{") ? [value, ...stringsIn(parsed(value))] : [value];
  }
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, member]) => [key, ...stringsIn(member)]);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Looks up resources by what others call them, and by type. */
export class Graph {
  readonly resources: readonly Resource[];
  readonly #byHandle = new Map<string, Resource[]>();

  /** @param resources of all stacks; the order does not matter. */
  constructor(resources: readonly Resource[]) {
    this.resources = resources.toSorted((a, b) => compare(keyOf(a), keyOf(b)));
    for (const resource of this.resources) {
      for (const handle of resource.handles) {
        this.#byHandle.set(handle, [...(this.#byHandle.get(handle) ?? []), resource]);
      }
    }
  }

  /** The resources of these types, sorted by name; `aws:` may be left out. */
  ofType(...types: readonly string[]): Resource[] {
    return this.resources.filter(({ type }) => types.some((each) => type === `aws:${each}`));
  }

  /**
   * What a value names, at any depth.
   *
   * @param value an input, or several
   * @param types only resources of these, without `aws:`
   */
  named(value: unknown, ...types: readonly string[]): Resource[] {
    const found = stringsIn(value).flatMap((text) => this.#byHandle.get(text) ?? []);
    const wanted = found.filter(({ type }) => types.some((each) => type === `aws:${each}`));
    return [...new Set(wanted)].sort((a, b) => compare(keyOf(a), keyOf(b)));
  }
}

/** Type, name and project: unique among the resources of an environment. */
export function keyOf({ project, type, name }: Resource): string {
  return `${type} ${name} ${project}`;
}

/** Orders by code units: the same on every machine, whatever its language. */
export function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Groups by a key, in the order of first appearance. */
export function groupBy<T>(values: readonly T[], key: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) groups.set(key(value), [...(groups.get(key(value)) ?? []), value]);
  return groups;
}
