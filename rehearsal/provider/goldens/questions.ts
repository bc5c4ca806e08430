/** What is asked about a row: its examples, without what they must have, and with each change that replaces. */
import { isDeepStrictEqual } from "node:util";
import { checkInputs, completeInputs } from "../check.ts";
import { decode, encode } from "../codec.ts";
import type { Executor } from "../executor.ts";
import type { Properties, Row } from "../row.ts";
import type { Example } from "../rows/example.ts";
import { allExamples, withNeeds } from "../rows/examples.ts";
import { rowOf } from "../table.ts";
import type { CheckAnswer, ProviderClient } from "./client.ts";
import { type GoldenCase, goldenAccountId, goldenRegion } from "./golden.ts";

/** An example that our provider made without an emulator: the state that Diff starts from. */
export interface MadeExample {
  /** The example it was made from. */
  readonly example: Example;
  /** URN of the resource. */
  readonly urn: string;
  /** The id that it was given. */
  readonly id: string;
  /** What the program would give. */
  readonly news: Properties;
  /** Inputs and outputs. */
  readonly state: Properties;
  /** What the program would give after the example's change; undefined when it has none. */
  readonly changed: Properties | undefined;
}

const exampleFacts = { accountId: goldenAccountId, region: goldenRegion };

/**
 * Makes all examples with our provider, so that the questions hold real-looking ids and ARNs.
 * @param executor one without an emulator and with an empty store.
 */
export async function makeExamples(
  executor: Executor,
  examples: readonly Example[] = allExamples,
): Promise<MadeExample[]> {
  const all = new Map<string, MadeExample>();
  const made = (name: string): Properties => {
    const { id, state } = all.get(name) as MadeExample;
    return { ...state, id };
  };
  for (const example of withNeeds(examples)) all.set(example.name, await makeExample(executor, example, made));
  return [...all.values()];
}

async function makeExample(
  executor: Executor,
  example: Example,
  made: (name: string) => Properties,
): Promise<MadeExample> {
  const row = rowOf(example.type);
  const urn = `urn:pulumi:goldens::goldens::${example.type}::${example.name}`;
  const news = decode(encode(example.inputs(made, exampleFacts)));
  const facts = executor.facts(urn, news, { region: goldenRegion, defaultTags: {} });
  const context = executor.checkContext(urn, facts);
  const inputs = completeInputs(row, news, {}, context);
  const failures = checkInputs(row, inputs, context);
  if (failures.length > 0) {
    throw new Error(`the example ${example.name} is refused: ${failures.map(({ reason }) => reason).join("; ")}`);
  }
  const { id, properties } = await executor.create(row, urn, inputs, facts);
  const change = example.change && { ...news, ...example.change(made, exampleFacts) };
  return { example, urn, id, news, state: decode(encode(properties)), changed: change && decode(encode(change)) };
}

/** Asks a provider everything about the examples of a row, one question after another. */
export async function askAbout(row: Row, made: readonly MadeExample[], client: ProviderClient): Promise<GoldenCase[]> {
  const cases: GoldenCase[] = [];
  for (const one of made.filter(({ example }) => example.type === row.type)) {
    cases.push(...(await askAboutExample(row, one, client)));
  }
  return cases;
}

async function askAboutExample(row: Row, made: MadeExample, client: ProviderClient): Promise<GoldenCase[]> {
  const { urn, id, news, changed, state, example } = made;
  const cases: GoldenCase[] = [];
  const check = async (title: string, wanted: Properties, olds?: Properties): Promise<CheckAnswer | undefined> => {
    const question = { urn, news: wanted, ...(olds && { olds }) };
    const found = await answered({ title: `${example.name}: ${title}`, method: "check", question } as const, client);
    cases.push(found);
    return found.method === "check" ? found.answer : undefined;
  };
  const checked = await check("Check", news);
  for (const property of row.required.filter((name) => news[name] !== undefined)) {
    const { [property]: _, ...others } = news;
    await check(`Check without ${property}`, others);
  }
  if (!checked) return cases;
  const olds = { ...state, ...withoutBookkeeping(checked.inputs) };
  const diff = async (title: string, wanted: Properties) => {
    const question = { urn, id, oldInputs: checked.inputs, olds, news: wanted };
    cases.push(await answered({ title: `${example.name}: ${title}`, method: "diff", question } as const, client));
  };
  await diff("Diff of nothing", checked.inputs);
  if (changed) {
    const after = await check("Check of the change", changed, checked.inputs);
    if (after) await diff("Diff of the change", after.inputs);
  }
  for (const [property, value] of replacing(row, checked.inputs)) {
    await diff(`Diff of ${property}`, { ...checked.inputs, [property]: value });
  }
  return cases;
}

/** Asks, and keeps the answer or the refusal. */
async function answered(asked: GoldenCase, client: ProviderClient): Promise<GoldenCase> {
  try {
    const answer = await askAgain(asked, client);
    return { ...asked, answer } as GoldenCase;
  } catch (error) {
    return { ...asked, error: (error as { details?: string }).details ?? String(error) };
  }
}

/** Asks a case's question, of whichever provider. */
export function askAgain(asked: GoldenCase, client: ProviderClient) {
  return asked.method === "check" ? client.check(asked.question) : client.diff(asked.question);
}

/** Each top-level property that replaces and is given, with another value. */
function replacing(row: Row, inputs: Properties): [string, unknown][] {
  const names = [...new Set(["region", ...row.replaceOn].map((path) => path.split(".")[0] as string))];
  const given = names.filter((name) => inputs[name] !== undefined && name !== "region");
  const others = given.map((name): [string, unknown] => [name, otherValue(inputs[name])]);
  return [["region", "eu-north-1"], ...others.filter(([name, value]) => !isDeepStrictEqual(value, inputs[name]))] as [
    string,
    unknown,
  ][];
}

/** Another value of the same kind and form: booleans turn, numbers grow, the last letter or digit of a text moves on. */
export function otherValue(value: unknown): unknown {
  if (typeof value === "boolean") return !value;
  if (typeof value === "number") return value + 1;
  if (Array.isArray(value)) return value.map(otherValue);
  if (value !== null && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, otherValue(item)]));
  }
  const range = /^(\d+)(\.\d+\.\d+\.\d+\/\d+)$/.exec(String(value));
  if (range) return `${Number(range[1]) === 10 ? 11 : 10}${range[2]}`;
  return String(value).replace(/[a-z0-9](?=[^a-z0-9]*$)/i, (last) =>
    /[0-8a-y]/i.test(last) ? nextCharacter(last) : "0",
  );
}

function nextCharacter(character: string): string {
  return String.fromCharCode(character.charCodeAt(0) + 1);
}

function withoutBookkeeping({ __defaults: _, ...inputs }: Properties): Properties {
  return inputs;
}
