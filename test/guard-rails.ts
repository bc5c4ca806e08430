/** Runs the guard rails over what stacks make on mocks, in the account stack and every shape of an environment. */
import type { Properties, Resource, StackResource } from "../policy/control.ts";
import { exceptions } from "../policy/exceptions.ts";
import { type Finding, judgeResource, judgeStack, type Law, today } from "../policy/judge.ts";
import { controls, stackControls } from "../policy/rails.ts";
import { everythingMade, type Made } from "./all-stacks.ts";
import { answerResource } from "./pulumi-answers.ts";
import { runAccount } from "./stacks.ts";

/** A resource by its inputs, and by what it is once it is made. */
export interface Subject {
  readonly made: Resource;
  readonly inputs: Resource;
}

/** The exceptions of the repository, today. */
export const law: Law = { exceptions, today: today() };

/** A resource as the guard rails see it; `answers` is what AWS adds, `inside` the types of its components, outermost first. */
export function subject(
  environment: string,
  type: string,
  name: string,
  inputs: Properties,
  opts: Resource["opts"] = {},
  answers: Properties = {},
  inside: readonly string[] = [],
): Subject {
  const resource = {
    type,
    name,
    urn: `urn:pulumi:${environment}::test::${[...inside, type].join("$")}::${name}`,
    opts,
  };
  return { inputs: { ...resource, props: inputs }, made: { ...resource, props: { ...answers, ...inputs } } };
}

/**
 * Types of the components that a resource stands in. Mocks tell the parent's name only, and components within one another may share
 * it: then all of them count. The rehearsal asks with the engine's own URNs.
 */
function findAncestors(one: Made, all: readonly Made[]): readonly string[] {
  const parents = all.filter(({ name, type }) => name === one.parent && !type.startsWith("aws:"));
  const further = parents.filter(({ parent }) => parent !== one.parent).flatMap((parent) => ancestorsOf(parent, all));
  return [...new Set([...further, ...parents.map(({ type }) => type)])];
}

/** What was found, because hundreds of tests ask again. */
const found = new WeakMap<Made, readonly string[]>();

function ancestorsOf(one: Made, all: readonly Made[]): readonly string[] {
  const ancestors = found.get(one) ?? findAncestors(one, all);
  found.set(one, ancestors);
  return ancestors;
}

function subjectOf(one: Made, _index: number, all: readonly Made[]): Subject {
  const { environment, type, name, inputs, options } = one;
  const { id, state } = answerResource(type, name, inputs, false);
  // The copy keeps what a test changes from the others; archives of code are not looked at.
  const { code, ...own } = inputs;
  return subject(environment, type, name, structuredClone(own), options, { ...state, id }, ancestorsOf(one, all));
}

let all: Promise<ReadonlyMap<string, readonly Made[]>> | undefined;

/** What is made, by shape; the account stack is the shape "account". */
export function madeByShape(): Promise<ReadonlyMap<string, readonly Made[]>> {
  all ??= (async () => {
    const { resources } = await runAccount();
    const account = resources.map((one) => ({ ...one, shape: "account", environment: "account" }));
    return Map.groupBy([...account, ...(await everythingMade())], ({ shape }) => shape);
  })();
  return all;
}

/** A fresh copy of what a shape makes. */
export async function subjectsOf(shape: string): Promise<Subject[]> {
  const made = (await madeByShape()).get(shape);
  if (made === undefined) throw new Error(`there is no shape ${shape}`);
  return made.map(subjectOf);
}

/** Everything that the guard rails find, what is excepted too. */
export function judge(subjects: readonly Subject[], under: Law = law): readonly Finding[] {
  const resources: StackResource[] = subjects.map(({ made }) => ({ ...made, sources: {} }));
  return [
    ...subjects.flatMap(({ inputs }) => controls.flatMap((control) => judgeResource(control, inputs, under))),
    ...stackControls.flatMap((control) => judgeStack(control, { resources }, under)),
  ];
}
