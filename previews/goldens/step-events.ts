/** Events as the engine writes them in a preview, for the goldens and tests. */
import type { StackIdentity } from "../events.ts";

/** One event of the engine; any shape, as it comes from outside. */
export type RawEvent = Readonly<Record<string, unknown>>;

/** A resource of an example. */
export interface Subject {
  readonly stack: StackIdentity;
  /** Pulumi's type token. */
  readonly type: string;
  readonly name: string;
  /** Type tokens of the components around it, the outermost first. Default: none. */
  readonly parents?: readonly string[];
}

type Inputs = Readonly<Record<string, unknown>>;

/** What a step knows beside its sides. */
export interface StepExtras {
  readonly keys?: readonly string[];
  readonly detailedDiff?: Readonly<Record<string, string>>;
  readonly isProtected?: boolean;
  /** The URN before, when it was another. */
  readonly oldUrn?: string;
}

/** A resource of an example, with the type tokens of the components around it. */
export const subject = (stack: StackIdentity, type: string, name: string, ...parents: string[]): Subject => ({
  stack,
  type,
  name,
  parents,
});

/** The URN of a resource. */
export function urnOf({ stack, type, name, parents = [] }: Subject): string {
  return `urn:pulumi:${stack.stack}::${stack.project}::${[...parents, type].join("$")}::${name}`;
}

/** A step: both events that the engine writes of it in a preview. */
export function step(
  op: string,
  of: Subject,
  before: Inputs | undefined,
  after: Inputs | undefined,
  extras: StepExtras = {},
): RawEvent[] {
  const { keys = [], detailedDiff, isProtected = false, oldUrn } = extras;
  const { type, stack } = of;
  const urn = urnOf(of);
  const provider = `urn:pulumi:${stack.stack}::${stack.project}::pulumi:providers:aws::default::0e9c`;
  const side = (inputs: Inputs | undefined, own: string, outputs: Inputs) =>
    inputs === undefined
      ? null
      : { type, urn: own, custom: true, id: "id-1", parent: "", protect: isProtected, inputs, outputs, provider };
  const detailed = Object.entries(detailedDiff ?? {}).map(([path, diffKind]) => [path, { diffKind, inputDiff: true }]);
  const metadata = {
    op,
    urn,
    type,
    old: side(before, oldUrn ?? urn, before ?? {}),
    new: side(after, urn, {}),
    keys,
    diffs: Object.keys(detailedDiff ?? {}),
    detailedDiff: detailedDiff === undefined ? null : Object.fromEntries(detailed),
    provider,
  };
  return [
    { sequence: 1, timestamp: 1_790_000_000, resourcePreEvent: { metadata, planning: true } },
    { sequence: 2, timestamp: 1_790_000_000, resOutputsEvent: { metadata, planning: true } },
  ];
}

/** A replacement, in the order of `deleteBeforeReplace`. */
export function replacement(subject: Subject, before: Inputs, after: Inputs, extras: StepExtras): RawEvent[] {
  return [
    ...step("delete-replaced", subject, before, undefined, { ...extras, keys: [] }),
    ...step("replace", subject, before, after, extras),
    ...step("create-replacement", subject, before, after, extras),
  ];
}

/** A message of the engine, a provider or the program. */
export function message(severity: string, text: string, urn = ""): RawEvent {
  return { sequence: 3, timestamp: 1_790_000_000, diagnosticEvent: { urn, message: text, color: "never", severity } };
}

/** A guard rail that is broken. */
export function violation(
  control: string,
  severity: string,
  texts: { readonly title: string; readonly message: string },
  subject?: Subject,
): RawEvent {
  const policyEvent = {
    ...(subject === undefined ? {} : { resourceUrn: urnOf(subject) }),
    message: `<{%reset%}>${texts.title}\n${control}: ${texts.message}<{%reset%}>\n`,
    color: "never",
    policyName: control,
    policyPackName: "platform",
    policyPackVersion: "1.0.0",
    policyPackVersionTag: "1.0.0",
    enforcementLevel: severity === "low" ? "advisory" : "mandatory",
    severity,
  };
  return { sequence: 4, timestamp: 1_790_000_000, policyEvent };
}

/** A secret as the engine writes it for others. */
export const secret = {
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  ciphertext: "[secret]",
} as const;

/** What stands for a value that nobody knows yet. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
