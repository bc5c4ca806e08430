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

/** A resource as the guard rails see it; `answers` is what AWS adds. */
export function subject(
  environment: string,
  type: string,
  name: string,
  inputs: Properties,
  opts: Resource["opts"] = {},
  answers: Properties = {},
): Subject {
  const resource = { type, name, urn: `urn:pulumi:${environment}::test::${type}::${name}`, opts };
  return { inputs: { ...resource, props: inputs }, made: { ...resource, props: { ...answers, ...inputs } } };
}

function subjectOf({ environment, type, name, inputs, options }: Made): Subject {
  const { id, state } = answerResource(type, name, inputs, false);
  // The copy keeps what a test changes from the others; archives of code are not looked at.
  const { code, ...own } = inputs;
  return subject(environment, type, name, structuredClone(own), options, { ...state, id });
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
