/** Which properties of a resource a step changes, and what of them may be shown. */
import { byText, type Operation, type PropertyChange } from "./model.ts";
import { formatPath, parsePath, type Step } from "./paths.ts";
import { isPlain } from "./plain-properties.ts";
import { comparePolicies, statementsOf } from "./policy-documents.ts";
import { holdsSecret, isRecord, isSame, isSecret, isUnknown, secretText, showValue, valueAt } from "./values.ts";

/** One side of a step. */
interface StepState {
  readonly urn?: string;
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
  const differences = (metadata.detailedDiff ? detailed(metadata) : undefined) ?? compared(metadata, operation);
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
  return names.flatMap((name) => {
    const [left, right] = [before[name], after[name]];
    if (isSame(left, right) && diffs?.includes(name) !== true) return [];
    const replaces = operation === "replace" && keys?.includes(name) === true;
    const kind = left === undefined ? "add" : right === undefined ? "delete" : "update";
    return [{ steps: [name], kind, replaces, old: left, new: right }];
  });
}

function describe(type: string, { steps, kind, replaces, old, new: next }: Difference, clean: Clean): PropertyChange[] {
  const base = { path: formatPath(steps), kind, replaces };
  const statements = policyStatements(steps, old, next)?.map((statement) => ({
    ...statement,
    added: statement.added.map(clean),
    removed: statement.removed.map(clean),
  }));
  if (statements !== undefined) return statements.length === 0 && !replaces ? [] : [{ ...base, statements }];
  const values = { old: shown(type, steps, old, clean), new: shown(type, steps, next, clean) };
  return [
    {
      ...base,
      ...(values.old === undefined ? {} : { old: values.old }),
      ...(values.new === undefined ? {} : { new: values.new }),
    },
  ];
}

/** The text of a value; undefined when it may not be shown. Lists and single values of plain properties may, objects may not. */
function shown(type: string, steps: readonly Step[], value: unknown, clean: Clean): string | undefined {
  if (value === undefined) return undefined;
  if (isSecret(value)) return secretText;
  if (!isPlain(type, steps)) return undefined;
  if (isUnknown(value)) return showValue(value);
  if (holdsSecret(value)) return secretText;
  const isSimple = [value].flat().every((item) => !isRecord(item) && !Array.isArray(item));
  return isSimple ? showValue(value, clean) : undefined;
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
  return comparePolicies(before, after);
}
