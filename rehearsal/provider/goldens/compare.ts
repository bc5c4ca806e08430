/** Holds our provider against goldens: asks it the same questions and tells where it answers otherwise. */
import { isDeepStrictEqual } from "node:util";
import type { Properties, Row } from "../row.ts";
import { rowOf } from "../table.ts";
import type { CheckAnswer, DiffAnswer, ProviderClient } from "./client.ts";
import { type Golden, type GoldenCase, goldenConfiguration } from "./golden.ts";
import { askAgain } from "./questions.ts";

/** One point on which our provider answers otherwise than the golden. */
export interface GoldenDifference {
  /** Type token of the resource. */
  readonly type: string;
  /** The question, e.g. `ec2-vpc: Diff of cidrBlock`. */
  readonly title: string;
  /** What differs, e.g. `replaces` or `inputs.tags`. */
  readonly what: string;
  /** What the real provider answered. */
  readonly golden: unknown;
  /** What our provider answers. */
  readonly ours: unknown;
}

/** What is compared of an answer: its points, each with a plain value. */
type Points = Readonly<Record<string, unknown>>;

/**
 * The differences between a golden and our provider; empty when they agree. Wording of failures is not compared, only
 * whether Check refuses; and of generated names only what comes before their seven hexadecimal characters.
 * @param client of our provider; it is configured here.
 */
export async function compareGolden(golden: Golden, client: ProviderClient): Promise<GoldenDifference[]> {
  const { type } = golden;
  await client.configure(goldenConfiguration);
  const differences = schemaDifferences(golden, rowOf(type));
  for (const asked of golden.cases) {
    const theirs = asked.answer ? pointsOf(asked.answer) : { refused: true };
    const ours = await askAgain(asked, client).then(pointsOf, () => ({ refused: true }));
    differences.push(...different(type, asked, theirs, ours));
  }
  return differences;
}

/** The schema speaks of top-level inputs. `region` is an input of every type and is in no row's list. */
function schemaDifferences({ type, schema }: Golden, row: Row): GoldenDifference[] {
  if (!schema) return [];
  const replaceOn = [...new Set(row.replaceOn.map((path) => path.split(".")[0]))].sort();
  const pairs: readonly [string, readonly string[], readonly unknown[]][] = [
    ["requiredInputs", schema.requiredInputs, [...row.required].sort()],
    ["willReplaceOnChanges", schema.willReplaceOnChanges.filter((name) => name !== "region"), replaceOn],
  ];
  return pairs
    .filter(([, golden, ours]) => !isDeepStrictEqual(golden, ours))
    .map(([what, golden, ours]) => ({ type, title: "schema", what, golden, ours }));
}

function different(type: string, { title }: GoldenCase, golden: Points, ours: Points): GoldenDifference[] {
  const names = [...new Set([...Object.keys(golden), ...Object.keys(ours)])].sort();
  return names
    .filter((what) => !isDeepStrictEqual(golden[what], ours[what]))
    .map((what) => ({ type, title, what, golden: golden[what], ours: ours[what] }));
}

function pointsOf(answer: CheckAnswer | DiffAnswer): Points {
  if ("changes" in answer) {
    const { kinds, ...others } = answer;
    return { ...others, ...prefixed("kinds", kinds) };
  }
  // The inputs of a refused resource are of no use to anybody.
  return answer.failures.length > 0 ? { refused: true } : prefixed("inputs", comparableInputs(answer.inputs));
}

function prefixed(prefix: string, members: Readonly<Record<string, unknown>>): Points {
  return Object.fromEntries(Object.entries(members).map(([name, value]) => [`${prefix}.${name}`, value]));
}

function comparableInputs(inputs: Properties): Properties {
  const filled: readonly string[] = inputs.__defaults ?? [];
  const members = Object.entries(inputs).map(([name, value]) => [
    name,
    filled.includes(name) && typeof value === "string" ? value.replace(/-[0-9a-f]{7}$/, "-*") : withoutNested(value),
  ]);
  return { ...Object.fromEntries(members), __defaults: [...filled].sort() };
}

/** The bridge keeps a list of filled-in members in each nested object, which nothing reads. */
function withoutNested(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNested);
  if (value === null || typeof value !== "object") return value;
  const members = Object.entries(value).filter(([name]) => name !== "__defaults");
  return Object.fromEntries(members.map(([name, member]) => [name, withoutNested(member)]));
}

/** A difference as one line. */
export function renderDifference({ type, title, what, golden, ours }: GoldenDifference): string {
  const shown = (value: unknown) => (value === undefined ? "nothing" : JSON.stringify(value));
  return `${type}, ${title}: ${what} is ${shown(golden)}; ours is ${shown(ours)}`;
}
