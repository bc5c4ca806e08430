/**
 * The engine's events as a preview of a stack. Each event is reduced as it comes and then forgotten: events carry secrets in plain
 * (messages of severity debug), and everything of a resource, of which a reviewer needs little.
 */
import { isStateful, statefulTypes } from "../components/shared/stateful.ts";
import { shortError } from "./errors.ts";
import { byText, type Operation, type PolicyFinding, type ResourceChange, type StackPreview } from "./model.ts";
import { propertyChanges, type StepMetadata } from "./properties.ts";
import { redact } from "./redact.ts";
import { isRecord } from "./values.ts";

/** Which stack is previewed, and against what. */
export type StackIdentity = Pick<StackPreview, "project" | "stack" | "environment" | "basis" | "reads">;

/** What is known beside the events. */
export interface CollectorOptions {
  /**
   * URNs that Pulumi protects in the state, when the preview runs on a copy in which they are unlocked so that the rest can be seen.
   * Default: none; the events' own marks hold always.
   */
  readonly protectedUrns?: ReadonlySet<string>;
  /** Values that are known to be secret; none of them passes in an error or a policy's words. Default: none. */
  readonly secrets?: Iterable<string>;
  /** The folder of the programs: errors name files from there on. Default: they name them in full. */
  readonly root?: string;
}

/** How a preview ended. */
export interface PreviewEnd {
  /** Whether the command succeeded. */
  readonly succeeded: boolean;
  /** Default: exact. */
  readonly upstream?: StackPreview["upstream"];
  /** Why it is stale or blocked. */
  readonly reason?: string;
  /** How long it took. */
  readonly seconds: number;
}

/** What each kind of step does, in a reviewer's words; kinds that change nothing are missing (Go SDK: `apitype/history.go`, `OpType`). */
const operationOf: Readonly<Record<string, Operation>> = {
  create: "create",
  update: "update",
  delete: "delete",
  replace: "replace",
  "create-replacement": "replace",
  "delete-replaced": "delete",
  "read-replacement": "replace",
  "import-replacement": "replace",
  import: "import",
  "discard-replaced": "forget",
  discard: "forget",
};
/** The stack itself among its resources. */
const rootType = "pulumi:pulumi:Stack";
const unchanged: readonly string[] = ["same", "read", "refresh", "remove-pending-replace"];

/** Longest text of an error, in characters; all after it is dropped. */
const longestText = 10_000;
/** What an error says at the end of every failure, after its cause. */
const closingWords = /^(?:preview|update|destroy|refresh) failed$/;
const severities = ["low", "medium", "high", "critical"] as const;

/** Takes a stack's events and makes its preview. Keeps no event. */
export class PreviewCollector {
  readonly #identity: StackIdentity;
  readonly #options: CollectorOptions;
  readonly #changes = new Map<string, ResourceChange>();
  readonly #policy = new Map<string, PolicyFinding>();
  readonly #errors = new Set<string>();
  readonly #secrets: readonly string[];

  constructor(identity: StackIdentity, options: CollectorOptions = {}) {
    this.#identity = identity;
    this.#options = options;
    this.#secrets = [...(options.secrets ?? [])];
  }

  /**
   * Takes one event: an object of the Automation API's `onEvent`, or a parsed line of `--event-log`. What it does not know, it drops.
   */
  receive(event: unknown): void {
    if (!isRecord(event)) return;
    const { diagnosticEvent, policyEvent, resourcePreEvent, resOutputsEvent, resOpFailedEvent } = event;
    if (isRecord(diagnosticEvent)) this.#diagnostic(diagnosticEvent);
    if (isRecord(policyEvent)) this.#finding(policyEvent);
    for (const step of [resourcePreEvent, resOutputsEvent, resOpFailedEvent]) {
      if (isRecord(step) && isRecord(step.metadata)) this.#step(step.metadata as unknown as StepMetadata);
    }
  }

  /** The preview, once the command has ended. A failure without an error of the engine says so itself. */
  finish({ succeeded, upstream = "exact", reason, seconds }: PreviewEnd): StackPreview {
    const all = [...this.#changes.values()];
    // A replacement under a new name deletes under the old one: that is a part of it.
    const replaced = new Set(all.flatMap(({ operation, oldUrn }) => (operation === "replace" ? (oldUrn ?? []) : [])));
    const changes = all
      .filter(({ urn, operation }) => operation !== "delete" || !replaced.has(urn))
      .sort((a, b) => byText(a.urn, b.urn));
    const causes = [...this.#errors].filter((error) => !closingWords.test(error));
    // A guard rail that stops the deployment fails the command, though the preview is whole.
    const isStopped = causes.length === 0 && [...this.#policy.values()].some(({ level }) => level === "mandatory");
    const isFailed = !succeeded && !isStopped;
    if (isFailed && causes.length === 0) causes.push("The preview ended with an error and did not say which.");
    return {
      ...this.#identity,
      reads: [...this.#identity.reads],
      status: isFailed ? "failed" : changes.length > 0 ? "changed" : "ok",
      upstream,
      ...(reason === undefined ? {} : { reason: this.#clean(reason) }),
      changes,
      policy: [...this.#policy.values()].sort((a, b) => byText(policyKey(a), policyKey(b))),
      errors: causes,
      seconds,
    };
  }

  /** A text without colours and secrets. Cut before and after: a secret of which the first cut leaves a part goes with the second. */
  #clean(text: string): string {
    const plain = withoutColors(text.slice(0, 2 * longestText));
    const { root } = this.#options;
    const short = root === undefined ? plain : plain.replaceAll(`file://${root}/`, "").replaceAll(`${root}/`, "");
    return redact(short, this.#secrets).slice(0, longestText);
  }

  #diagnostic({ severity, message, urn }: Readonly<Record<string, unknown>>): void {
    if (severity !== "error" || typeof message !== "string") return;
    const text = shortError(this.#clean(message));
    if (text === "") return;
    const name = typeof urn === "string" ? nameOf(urn) : undefined;
    this.#errors.add(name === undefined || text.includes(name) ? text : `${name}: ${text}`);
  }

  #finding(event: Readonly<Record<string, unknown>>): void {
    const { message, policyName, enforcementLevel, resourceUrn, severity } = event;
    if (typeof message !== "string" || typeof policyName !== "string") return;
    // The SDK writes the rule, a line break, and what was reported.
    const [title = "", ...rest] = this.#clean(message).split("\n");
    const finding: PolicyFinding = {
      control: policyName,
      severity: severities.find((known) => known === severity) ?? "unknown",
      level: enforcementLevel === "mandatory" ? "mandatory" : "advisory",
      ...(typeof resourceUrn === "string" && resourceUrn !== "" ? { urn: resourceUrn } : {}),
      title,
      message: rest.join(" ").trim().replace(`${policyName}: `, ""),
    };
    this.#policy.set(policyKey(finding), finding);
  }

  #step(metadata: StepMetadata): void {
    const { op, urn, type } = metadata;
    if (typeof op !== "string" || typeof urn !== "string" || typeof type !== "string") return;
    const oldUrn = metadata.old?.urn;
    const isRenamed = typeof oldUrn === "string" && oldUrn !== "" && oldUrn !== urn;
    if (type === rootType || (unchanged.includes(op) && !(isRenamed && op === "same"))) return;
    const operation = op === "same" ? "rename" : (operationOf[op] ?? "other");
    if (isComponent(metadata) && operation !== "rename") return;
    const known = this.#changes.get(urn);
    const stateful = statefulTypes.find((one) => one.type === type);
    const protection = protectionOf(metadata);
    const deletionProtection = protection ?? known?.deletionProtection;
    const replaceKeys = [...new Set([...(known?.replaceKeys ?? []), ...(metadata.keys ?? [])])].sort(byText);
    const properties =
      operation === "delete" || operation === "rename"
        ? []
        : propertyChanges(metadata, operation, (text) => this.#clean(text));
    this.#changes.set(urn, {
      urn,
      type,
      name: nameOf(urn),
      operation: merge(known?.operation, operation),
      ...(isRenamed ? { oldUrn } : known?.oldUrn === undefined ? {} : { oldUrn: known.oldUrn }),
      replaceKeys,
      // A replacement comes in several steps; the one that knows both sides tells most.
      properties: (known?.properties.length ?? 0) > properties.length ? (known?.properties ?? []) : properties,
      isStateful: isStateful(type),
      ...(stateful === undefined ? {} : { holds: stateful.holds }),
      isProtected: known?.isProtected === true || this.#isProtected(metadata),
      ...(deletionProtection === undefined ? {} : { deletionProtection }),
    });
  }

  #isProtected({ urn, old }: StepMetadata): boolean {
    const locked = this.#options.protectedUrns;
    return (
      old?.protect === true || locked?.has(urn) === true || (old?.urn !== undefined && locked?.has(old.urn) === true)
    );
  }
}

/** The preview of a stack that was not made, with the reason. */
export function skippedPreview(
  identity: StackIdentity,
  reason: string,
  upstream: StackPreview["upstream"] = "exact",
): StackPreview {
  const nothing = { changes: [], policy: [], errors: [], seconds: 0 };
  return { ...identity, reads: [...identity.reads], status: "skipped", upstream, reason: redact(reason), ...nothing };
}

/** The steps of a replacement are one; all else is what the last step says. */
function merge(known: Operation | undefined, operation: Operation): Operation {
  const isPart = (one: Operation) => one === "create" || one === "delete" || one === "replace";
  if (known !== undefined && known !== operation && isPart(known) && isPart(operation)) return "replace";
  return operation;
}

/**
 * Whether the step is of a component, which groups resources and is none in the cloud: the engine marks those that are some, and only
 * their types have a module with a slash.
 */
const isComponent = ({ type, old, new: next }: StepMetadata): boolean =>
  !type.includes("/") && (next ?? old)?.custom !== true;

/** The logical name in a URN. */
export const nameOf = (urn: string): string => urn.split("::").slice(3).join("::") || urn;
const policyKey = ({ control, urn = "", message }: PolicyFinding): string => `${control}\n${urn}\n${message}`;
const withoutColors = (text: string): string => text.replace(/<\{%[^%]*%\}>/g, "").trim();

function protectionOf({ type, old }: StepMetadata): boolean | undefined {
  const property: string | undefined = statefulTypes
    .map((one): { type: string; deletionProtection?: string } => one)
    .find((one) => one.type === type)?.deletionProtection;
  const value = property === undefined ? undefined : old?.inputs?.[property];
  return typeof value === "boolean" ? value : undefined;
}
