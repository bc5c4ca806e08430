/** The provider's Check: what the real provider and AWS would refuse, and the inputs with names and defaults filled in. */
import { createHash } from "node:crypto";
import { hasUnknown } from "./codec.ts";
import type { Facts, Properties, Row, World } from "./row.ts";
import { upperFirst } from "./rows/helpers.ts";
import type { ServiceModels } from "./service-model.ts";

/** One refused property; `property` is empty when the problem is of several. */
export interface CheckFailure {
  /** Name of the property. */
  readonly property: string;
  /** What is wrong and what to do, for the user. */
  readonly reason: string;
}

/** What a check needs to know beside the row and the inputs. */
export interface CheckContext {
  /** The logical name: generated names begin with it. */
  readonly urnName: string;
  /** Account, region and tags of the resource. */
  readonly facts: Facts;
  /** The resources made so far, for rules that look others up. */
  readonly world: World;
  /** AWS's service models, which check the creating call. */
  readonly models: ServiceModels;
  /** From the engine: makes generated names repeatable. */
  readonly randomSeed: Uint8Array;
  /** True just before AWS is called: rules that look for other resources hold then, and not yet in a preview. */
  readonly creating: boolean;
}

/**
 * The inputs as the real provider's Check returns them: generated name and defaults filled in and listed in `__defaults`.
 * @param previous the inputs of the last deployment; a generated name stays.
 */
export function completeInputs(row: Row, wanted: Properties, previous: Properties, context: CheckContext): Properties {
  const inputs: Properties = { ...wanted };
  const filled: string[] = [];
  const fill = (property: string, value: unknown) => {
    inputs[property] = value;
    filled.push(property);
  };
  for (const [property, value] of Object.entries(row.defaults ?? {})) {
    const excluded = (row.conflicts ?? []).some(
      (set) => set.includes(property) && set.some((other) => inputs[other] !== undefined),
    );
    if (inputs[property] === undefined && !excluded) fill(property, value);
  }
  if (
    row.autoName &&
    inputs[row.autoName.property] === undefined &&
    inputs[`${row.autoName.property}Prefix`] === undefined
  ) {
    const { property } = row.autoName;
    const kept = (previous.__defaults ?? []).includes(property) ? previous[property] : undefined;
    fill(property, kept ?? generatedName(row.autoName, inputs, context));
  }
  return { ...inputs, __defaults: filled.sort() };
}

/** Logical name, `-`, seven hexadecimal characters: the bridge's auto-name (terraform-bridge, `NewUniqueName`). */
function generatedName(autoName: NonNullable<Row["autoName"]>, inputs: Properties, context: CheckContext): string {
  const base = autoName.lowerCase ? context.urnName.toLowerCase() : context.urnName;
  const random = createHash("sha256").update(context.randomSeed).digest("hex").slice(0, 7);
  const name = `${base}-${random}${autoName.suffix?.(inputs) ?? ""}`;
  return autoName.prefix === undefined || name.startsWith(autoName.prefix) ? name : `${autoName.prefix}${name}`;
}

/** Everything that the real provider's Check, AWS's service model and the row's rules refuse, all at once. */
export function checkInputs(row: Row, inputs: Properties, context: CheckContext): CheckFailure[] {
  return [
    ...missingInputs(row, inputs),
    ...exclusiveInputs(row, inputs),
    ...longNames(row, inputs),
    ...modelProblems(row, inputs, context),
    ...ruleProblems(row, inputs, context),
  ];
}

function missingInputs(row: Row, inputs: Properties): CheckFailure[] {
  const missing = row.required.filter((property) => inputs[property] === undefined);
  return missing.map((property) => ({ property, reason: `the required property ${property} is not given` }));
}

function exclusiveInputs(row: Row, inputs: Properties): CheckFailure[] {
  const given = (set: readonly string[]) => set.filter((property) => inputs[property] !== undefined);
  const conflicts = (row.conflicts ?? []).filter((set) => given(set).length > 1);
  const notOne = (row.exactlyOne ?? []).filter((set) => given(set).length !== 1);
  return [
    ...conflicts.map((set) => ({
      property: "",
      reason: `${given(set).join(" and ")} exclude each other: give one of them`,
    })),
    ...notOne.map((set) => ({
      property: "",
      reason: `give exactly one of ${set.join(", ")}; got ${given(set).join(", ") || "none"}`,
    })),
  ];
}

function longNames(row: Row, inputs: Properties): CheckFailure[] {
  const name = row.autoName && inputs[row.autoName.property];
  if (!row.autoName || typeof name !== "string") return [];
  const length = name.startsWith(row.autoName.prefix ?? "")
    ? name.length - (row.autoName.prefix ?? "").length
    : name.length;
  if (length <= row.autoName.maxLength) return [];
  const reason = `the name ${name} has ${length} characters; ${row.type} takes at most ${row.autoName.maxLength}: shorten the resource's logical name`;
  return [{ property: row.autoName.property, reason }];
}

/** The service model's view of the create call. A row whose call cannot be built from unknown values is checked at creation. */
function modelProblems(row: Row, inputs: Properties, context: CheckContext): CheckFailure[] {
  try {
    const call = row.create.call(withoutDefaults(inputs), context.facts);
    return context.models.check(call).map(({ path, message }) => ({
      property: Object.keys(inputs).find((property) => path.startsWith(upperFirst(property))) ?? "",
      reason: `${call.service} ${call.operation}: ${path} ${message}`,
    }));
  } catch (error) {
    if (hasUnknown(inputs) || row.required.some((property) => inputs[property] === undefined)) return [];
    throw error;
  }
}

function ruleProblems(row: Row, inputs: Properties, context: CheckContext): CheckFailure[] {
  const rules = (row.rules ?? []).filter((rule) => context.creating || rule.when !== "creation");
  return rules.flatMap((rule) => {
    const problem = rule.check(withoutDefaults(inputs), context.world, context.facts);
    return problem === undefined ? [] : [{ property: "", reason: `${problem} (${rule.source})` }];
  });
}

/** The inputs without the bridge's book-keeping, as rows see them. */
export function withoutDefaults(inputs: Properties): Properties {
  const { __defaults: _, ...rest } = inputs;
  return rest;
}
