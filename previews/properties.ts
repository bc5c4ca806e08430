/** Which properties of a resource a step changes, and what of them may be shown. */
import { byText, type Operation, type PropertyChange } from "./model.ts";
import { formatPath, parsePath, type Step } from "./paths.ts";
import { isPlain } from "./plain-properties.ts";
import { comparePolicies, statementsOf, versionOf } from "./policy-documents.ts";
import {
  asSecretAs,
  holdsSecret,
  isRecord,
  isSame,
  isSecret,
  isUnknown,
  secretText,
  showValue,
  valueAt,
} from "./values.ts";

/** One side of a step. */
interface StepState {
  readonly urn?: string;
  /** True for a resource of a provider; missing for a component. */
  readonly custom?: boolean;
  readonly protect?: boolean;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** A step of the engine, as far as it is used here (SDK: `automation/events.ts`, `StepEventMetadata`). */
export interface StepMetadata {
  /** `create`, `update`, `delete`, `replace`, `create-replacement` … */
  readonly op: string;
  readonly urn: string;
  /** Pulumi's type token. */
  readonly type: string;
  readonly old?: StepState | null;
  readonly new?: StepState | null;
  /** Properties that force a replacement. */
  readonly keys?: readonly string[] | null;
  /** Properties that changed, by their first step, where the provider tells no paths. */
  readonly diffs?: readonly string[] | null;
  /** The changes by path, when the provider tells them. */
  readonly detailedDiff?: Readonly<Record<string, { readonly diffKind: string; readonly inputDiff: boolean }>> | null;
}

/** The engine's own notes among the inputs: they say nothing to a reviewer. */
const notes = "__defaults";

/** One difference before it is decided what of it may be shown. */
interface Difference {
  readonly steps: readonly Step[];
  readonly kind: PropertyChange["kind"];
  readonly replaces: boolean;
  readonly old: unknown;
  readonly new: unknown;
}

/** Takes out of a text what must not be told. */
export type Clean = (text: string) => string;

/** The changes of a step's properties, sorted by path. Policy documents that only are written differently are left out. */
export function propertyChanges(metadata: StepMetadata, operation: Operation, clean: Clean): PropertyChange[] {
  const told = (metadata.detailedDiff ? detailed(metadata) : undefined) ?? compared(metadata, operation);
  const differences = byElements(told, metadata.old?.inputs, metadata.new?.inputs);
  const paths = new Set(differences.map(({ steps }) => formatPath(steps)));
  // `tagsAll` is `tags` with the provider's own: told only for those.
  const isCopy = ([first, ...rest]: readonly Step[]) => first === "tagsAll" && paths.has(formatPath(["tags", ...rest]));
  return differences
    .filter(({ steps }) => !steps.includes(notes) && !isCopy(steps))
    .flatMap((difference) => describe(metadata.type, difference, clean))
    .sort((a, b) => byText(a.path, b.path));
}

/** The differences that the provider tells; undefined when it tells none, as at a creation. */
function detailed({ old, new: next, keys, detailedDiff }: StepMetadata): Difference[] | undefined {
  const entries = Object.entries(detailedDiff ?? {});
  if (entries.length === 0) return undefined;
  return entries.map(([path, { diffKind, inputDiff }]) => {
    const steps = parsePath(path);
    const input = valueAt(old?.inputs, steps);
    const [kind = "update", replace] = diffKind.split("-");
    return {
      steps,
      kind: kind === "add" || kind === "delete" ? kind : "update",
      replaces: replace === "replace" || keys?.includes(path) === true,
      // What the provider compared: the inputs before, or what AWS answered.
      old: inputDiff ? input : (valueAt(old?.outputs, steps) ?? input),
      new: valueAt(next?.inputs, steps),
    };
  });
}

/** The differences of the inputs by their first step; those of a creation are all that it is given. */
function compared({ old, new: next, keys, diffs }: StepMetadata, operation: Operation): Difference[] {
  const before = operation === "create" ? {} : (old?.inputs ?? {});
  const after = next?.inputs ?? {};
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  // What nobody wrote: names that are made up anew in each preview, and the provider's defaults.
  const filled = [after[notes]].flat();
  return names.flatMap((name) => {
    const [left, right] = [before[name], after[name]];
    if (filled.includes(name) && keys?.includes(name) !== true) return [];
    if (isSame(left, right) && diffs?.includes(name) !== true) return [];
    const replaces = operation === "replace" && keys?.includes(name) === true;
    const kind = left === undefined ? "add" : right === undefined ? "delete" : "update";
    return [{ steps: [name], kind, replaces, old: left, new: right }];
  });
}

/**
 * Where a list of objects gets longer or shorter, the provider compares what now stands at the same place: every object after the first
 * change differs. In their place stand the objects that are gone and those that are new.
 */
function byElements(differences: readonly Difference[], before: unknown, after: unknown): readonly Difference[] {
  const lists = new Map<string, Difference[]>();
  const others = differences.flatMap((difference) => {
    const { steps, replaces } = difference;
    const place = steps.findIndex((step) => typeof step === "number");
    const prefix = steps.slice(0, place);
    const [left, right] = [valueAt(before, prefix), valueAt(after, prefix)];
    if (place === -1 || !isListOfObjects(left) || !isListOfObjects(right) || left.length === right.length) {
      return [difference];
    }
    const known = lists.get(formatPath(prefix)) ?? [];
    const all = [...elements(prefix, left, right, "delete"), ...elements(prefix, right, left, "add")];
    lists.set(
      formatPath(prefix),
      all.map((one, index) => ({ ...one, replaces: replaces || known[index]?.replaces === true })),
    );
    return [];
  });
  return [...others, ...[...lists.values()].flat()];
}

const isListOfObjects = (value: unknown): value is readonly unknown[] => Array.isArray(value) && value.every(isRecord);

/** The objects of a list that the other one lacks. */
function elements(
  prefix: readonly Step[],
  list: readonly unknown[],
  other: readonly unknown[],
  kind: "add" | "delete",
): Difference[] {
  return list.flatMap((element, index) => {
    if (other.some((one) => isSame(one, element))) return [];
    const sides = kind === "add" ? { old: undefined, new: element } : { old: element, new: undefined };
    return [{ steps: [...prefix, index], kind, replaces: false, ...sides }];
  });
}

function describe(type: string, difference: Difference, clean: Clean): PropertyChange[] {
  const { steps, kind, replaces } = difference;
  const [old, next] = [asSecretAs(difference.old, difference.new), asSecretAs(difference.new, difference.old)];
  const base = { path: formatPath(steps), kind, replaces };
  const statements = policyStatements(steps, old, next)?.map((statement) => ({
    ...statement,
    added: statement.added.map(clean),
    removed: statement.removed.map(clean),
  }));
  if (statements !== undefined) return statements.length === 0 && !replaces ? [] : [{ ...base, statements }];
  const values = bothSides(old, next, shown(type, steps, old, clean), shown(type, steps, next, clean));
  return [
    {
      ...base,
      ...(values.old === undefined ? {} : { old: values.old }),
      ...(values.new === undefined ? {} : { new: values.new }),
    },
  ];
}

/** The texts of both sides: where one is told, the other, too, or the change reads like an addition or a deletion. */
function bothSides(
  before: unknown,
  after: unknown,
  old: string | undefined,
  next: string | undefined,
): { readonly old: string | undefined; readonly new: string | undefined } {
  const complete = (value: unknown, own: string | undefined, other: string | undefined) => {
    if (own !== undefined || other === undefined || value === undefined) return own;
    return isUnknown(value) ? showValue(value) : own;
  };
  return { old: complete(before, old, next), new: complete(after, next, old) };
}

/** The text of a value; undefined when it may not be shown. Lists and single values of plain properties may; of objects, those members. */
const shown = (type: string, steps: readonly Step[], value: unknown, clean: Clean): string | undefined =>
  showValue(plainPart(type, steps, value), clean);

/** What of a value may be shown, at every depth; undefined when nothing may. */
function plainPart(type: string, steps: readonly Step[], value: unknown): unknown {
  if (value === undefined || isSecret(value)) return value;
  if (isRecord(value)) {
    const members = Object.entries(value).flatMap(([name, member]) => {
      const part = name === notes ? undefined : plainPart(type, [...steps, name], member);
      return part === undefined ? [] : [[name, part] as const];
    });
    return members.length === 0 ? undefined : Object.fromEntries(members);
  }
  if (!isPlain(type, steps)) return undefined;
  if (holdsSecret(value)) return secretText;
  const isSimple = [value].flat().every((item) => !isRecord(item) && !Array.isArray(item));
  return isSimple ? value : undefined;
}

/** Names of properties that hold a policy document of IAM's kind, at any depth. */
const documentNames: readonly Step[] = [
  "accessPolicy",
  "assumeRolePolicy",
  "inlinePolicy",
  "keyPolicy",
  "policy",
  "policyDocument",
];

/** Differences of policy documents; undefined when the property is none, or a side is secret or not known yet. */
function policyStatements(steps: readonly Step[], old: unknown, next: unknown): PropertyChange["statements"] {
  if (!documentNames.includes(steps.at(-1) ?? "")) return undefined;
  const sides = [old, next].map((side) => (side === undefined ? [] : statementsOf(side)));
  const [before, after] = sides;
  if (before === undefined || after === undefined || (old === undefined && next === undefined)) return undefined;
  const changes = comparePolicies(before, after);
  // The same statements may mean something else in another version of the language.
  const isOther = old !== undefined && next !== undefined && versionOf(old) !== versionOf(next);
  return changes.length === 0 && isOther ? undefined : changes;
}
