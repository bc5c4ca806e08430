/** What a guard rail is: data and a function over a resource, or over all resources of a stack. No Pulumi. */

/** How bad a break is, in Security Hub's words. */
export type Severity = "low" | "medium" | "high" | "critical";

/** Properties in Pulumi's names. Reading one that a preview does not know yet throws; see `decided`. */
// biome-ignore lint/suspicious/noExplicitAny: guard rails read the properties of many resource types.
export type Properties = Record<string, any>;

/** A resource as a guard rail sees it. */
export interface Resource {
  /** Pulumi's type token, e.g. `aws:rds/instance:Instance`. */
  readonly type: string;
  /** The logical name. */
  readonly name: string;
  readonly urn: string;
  /** Inputs in a check of one resource; inputs and what AWS answers in a check of a stack. */
  readonly props: Properties;
  readonly opts: { readonly protect?: boolean };
}

/** A resource among all of its stack. */
export interface StackResource extends Resource {
  /** URNs of the resources that a property's value comes from, by property. */
  readonly sources: Readonly<Record<string, readonly string[]>>;
}

/** All resources of a stack. */
export interface Stack {
  readonly resources: readonly StackResource[];
}

/** What every guard rail tells of itself. */
interface Rail {
  /** Security Hub's id of the control, or `platform.<name>` for rules of our own. */
  readonly control: string;
  readonly severity: Severity;
  /** The rule, as a sentence. */
  readonly title: string;
  /** What to do, as a sentence. */
  readonly remedy: string;
}

/** A guard rail over the inputs of one resource. */
export interface Control extends Rail {
  /** Pulumi's type tokens of the resources that it is asked about. */
  readonly types: readonly string[];
  /** What is wrong; nothing when all is well, or as far as it is not known yet. */
  check(resource: Resource): readonly string[];
}

/** What is wrong with one resource of a stack. */
export interface Problem {
  readonly resource: StackResource;
  readonly problem: string;
}

/** A guard rail over how the resources of a stack fit together. */
export interface StackControl extends Rail {
  /** What is wrong; nothing when all is well, or as far as it is not known yet. */
  check(stack: Stack): readonly Problem[];
}

/**
 * Decides a question about properties; undefined when it turns on a value that is not known yet. Policies' SDK throws its
 * UnknownValueError, which it does not export, when such a value is read. The same rule is asked again during the update.
 */
export function decided<T>(question: () => T): T | undefined {
  try {
    return question();
  } catch (error) {
    if (error instanceof Error && error.constructor.name === "UnknownValueError") return undefined;
    throw error;
  }
}

/** Whether a rule holds for a resource's properties. */
export type Rule = (props: Properties, resource: Resource) => boolean | undefined;

/** A check of one rule: `problem` when the rule is decided and does not hold. */
export function must(rule: Rule, problem: string): Control["check"] {
  return (resource) => (decided(() => rule(resource.props, resource) === true) === false ? [problem] : []);
}

/** A check of a stack by one rule for each resource of some types. */
export function mustEvery(
  types: readonly string[],
  rule: (resource: StackResource, stack: Stack) => boolean | undefined,
  problem: string,
): StackControl["check"] {
  return (stack) =>
    stack.resources
      .filter(({ type }) => types.includes(type))
      .filter((resource) => decided(() => rule(resource, stack) === true) === false)
      .map((resource) => ({ resource, problem }));
}

/** One value, several or none, as a list. */
export const list = (value: unknown): readonly string[] => (value === undefined ? [] : [value].flat()) as string[];

/** An input of a provider, which the engine tells as JSON and mocks as it was given. */
export const providerInput = (value: unknown): Properties | undefined =>
  typeof value === "string" ? JSON.parse(value) : (value as Properties | undefined);

/** True for the ARN of a key, which a customer's own is; aliases of AWS's keys are none. */
export const isKey = (value: unknown): boolean =>
  typeof value === "string" && /^arn:aws[a-z-]*:kms:.*:key\//.test(value);

/** The identifying values of a resource by which others refer to it. */
const identities = ["id", "arn", "name", "url", "bucket"] as const;

/**
 * Whether a property of one resource refers to another: by its value, or, as long as that is unknown, by where the value comes from.
 *
 * @param from the resource that refers
 * @param property the property's name
 * @param to the resource that is referred to
 */
export function refers(from: StackResource, property: string, to: StackResource): boolean {
  if (from.sources[property]?.includes(to.urn) === true) return true;
  const value = decided(() => from.props[property]);
  return value !== undefined && identities.some((identity) => decided(() => to.props[identity] === value) === true);
}

/** The resources of a type. */
export const ofType = ({ resources }: Stack, type: string): readonly StackResource[] =>
  resources.filter((resource) => resource.type === type);
