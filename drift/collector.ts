/**
 * The events of a refresh that only previews, as what drifted in a stack. Each event is reduced as it comes and then forgotten: events
 * carry secrets in plain (messages of severity debug).
 */
import { isStateful } from "../components/shared/stateful.ts";
import { nameOf } from "../previews/events.ts";
import { byText } from "../previews/model.ts";
import { parsePath, type Step } from "../previews/paths.ts";
import { propertyChanges, type StepMetadata } from "../previews/properties.ts";
import { redact } from "../previews/redact.ts";
import { isRecord } from "../previews/values.ts";
import type { DriftedResource, StackDrift, UnreadResource } from "./model.ts";

/** Which stack is searched, and what its state says of it. */
export interface SearchedStack extends Pick<StackDrift, "project" | "stack"> {
  /** What each resource's program leaves to others, by URN: the state's `ignoreChanges`. Default: nothing. */
  readonly ignoreChanges?: ReadonlyMap<string, readonly string[]>;
  /** What a reader should know. Default: nothing. */
  readonly notes?: readonly string[];
}

/** How a search ended. */
export interface SearchEnd {
  /** Whether the command succeeded. */
  readonly succeeded: boolean;
  /** How long it took. */
  readonly seconds: number;
}

/** Whether a type is in a cloud: stacks, providers and components are not, and their tokens name no module with a slash. */
const isReal = (type: string): boolean => type.includes("/");

/**
 * How AWS's services say that something may not be read. "Forbidden" is S3's answer without a body.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html, and each service's list of common errors
 */
const denial =
  /\b(?:AccessDenied(?:Exception)?|AuthorizationError|UnauthorizedOperation|not authorized to perform|Forbidden)\b/;
/** What an error says at the end of every failure, after its cause. */
const closingWords = /^(?:preview|refresh|update) failed$/;
/** Longest text of an error, in characters. */
const longestText = 2_000;

/** Takes the events of one stack and makes what is told of it. Keeps no event. */
export class DriftCollector {
  readonly #stack: SearchedStack;
  readonly #compared = new Set<string>();
  readonly #drifted = new Map<string, DriftedResource>();
  readonly #unread = new Map<string, UnreadResource>();
  readonly #ignored = new Set<string>();
  readonly #errors = new Set<string>();

  constructor(stack: SearchedStack) {
    this.#stack = stack;
  }

  /** Takes one event: an object of the Automation API's `onEvent`. What it does not know, it drops. */
  receive(event: unknown): void {
    if (!isRecord(event)) return;
    const { diagnosticEvent, resOutputsEvent } = event;
    if (isRecord(diagnosticEvent)) this.#diagnostic(diagnosticEvent);
    if (isRecord(resOutputsEvent) && isRecord(resOutputsEvent.metadata)) {
      this.#step(resOutputsEvent.metadata as unknown as StepMetadata);
    }
  }

  /** A failure that is none of the engine's: a command that cannot run. */
  fail(message: string): void {
    this.#errors.add(this.#clean(message));
  }

  /** What was found, once the command has ended. A failure only because reads were denied is none. */
  finish({ succeeded, seconds }: SearchEnd): StackDrift {
    const errors = [...this.#errors];
    if (!succeeded && errors.length === 0) {
      if (this.#unread.size === 0) errors.push("The refresh ended with an error and did not say which.");
      else if (this.#compared.size === 0)
        errors.push("AWS denied every read: these credentials are not those of the drift role.");
    }
    const rank = ({ kind }: DriftedResource) => (kind === "deleted" ? 0 : 1);
    const drifted = [...this.#drifted.values()].sort((a, b) => rank(a) - rank(b) || byText(a.urn, b.urn));
    const { project, stack, notes = [] } = this.#stack;
    return {
      project,
      stack,
      status: errors.length > 0 ? "failed" : drifted.length > 0 ? "drifted" : "clean",
      compared: this.#compared.size,
      drifted,
      unread: [...this.#unread.values()].sort((a, b) => byText(a.urn, b.urn)),
      ignored: this.#ignored.size,
      notes: notes.map((note) => this.#clean(note)),
      errors,
      seconds,
    };
  }

  #clean(text: string): string {
    // Colours, and what the engine says before every cause.
    const plain = text
      .slice(0, 2 * longestText)
      .replace(/<\{%[^%]*%\}>/g, "")
      .replace(/^Preview failed: /, "")
      .trim();
    return redact(plain).slice(0, longestText);
  }

  #diagnostic({ severity, message, urn }: Readonly<Record<string, unknown>>): void {
    if (severity !== "error" || typeof message !== "string") return;
    const text = this.#clean(message);
    if (text === "" || closingWords.test(text)) return;
    if (typeof urn !== "string" || urn === "") {
      this.#errors.add(text);
      return;
    }
    const resource = { urn, type: typeOf(urn), name: nameOf(urn) };
    if (denial.test(text)) this.#unread.set(urn, { ...resource, reason: text });
    else this.#errors.add(text.includes(resource.name) ? text : `${resource.name}: ${text}`);
  }

  #step(metadata: StepMetadata): void {
    const { op, urn, type } = metadata;
    if (typeof op !== "string" || typeof urn !== "string" || typeof type !== "string" || !isReal(type)) return;
    this.#compared.add(urn);
    const resource = { urn, type, name: nameOf(urn), isStateful: isStateful(type) };
    if (op === "delete") this.#drifted.set(urn, { ...resource, kind: "deleted", properties: [] });
    if (op !== "update") return;
    const all = propertyChanges(metadata, "update", (text) => this.#clean(text));
    const left = (this.#stack.ignoreChanges?.get(urn) ?? []).map((path) => parsePath(path.replaceAll("[*]", ".*")));
    const own = all.filter(({ path }) => !left.some((pattern) => isWithin(parsePath(path), pattern)));
    const isNamed = Object.keys(metadata.detailedDiff ?? {}).length > 0 || (metadata.diffs ?? []).length > 0;
    // No path is left of what was named: it is left to others, or a policy that only is written differently.
    if (own.length === 0 && isNamed) {
      if (all.length > 0) this.#ignored.add(urn);
      return;
    }
    const properties = own.map(({ replaces, ...property }) => property);
    this.#drifted.set(urn, { ...resource, kind: "changed", properties });
  }
}

/** Whether a path is what a pattern of `ignoreChanges` names, or below it; `*` stands for any step. */
function isWithin(path: readonly Step[], pattern: readonly Step[]): boolean {
  return pattern.length <= path.length && pattern.every((step, index) => step === "*" || step === path[index]);
}

const typeOf = (urn: string): string => urn.split("::")[2]?.split("$").at(-1) ?? "";
