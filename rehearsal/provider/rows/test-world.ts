/** Facts and worlds for pure tests of rows and rules. */
import assert from "node:assert/strict";
import type { Facts, Known, Properties, Row, World } from "../row.ts";

/** The account of tests. */
export const testAccountId = "123456789012";

/** Facts in account 123456789012, region eu-west-1, without tags, unless given otherwise. `hex` counts up digits: `0123…`. */
export function testFacts(given: Partial<Pick<Facts, "accountId" | "region" | "tags">> = {}): Facts {
  const accountId = given.accountId ?? testAccountId;
  const region = given.region ?? "eu-west-1";
  return {
    accountId,
    region,
    tags: given.tags ?? {},
    arn: (service, resource, parts) =>
      `arn:aws:${service}:${parts?.region ?? region}:${parts?.account ?? accountId}:${resource}`,
    hex: (length) => "0123456789abcdef".repeat(8).slice(0, length),
  };
}

/** A resource that was made: `[type, id, properties]`. */
export type Made = readonly [type: string, id: string, properties?: Properties];

/** A world that holds these resources. */
export function testWorld(...made: readonly Made[]): World {
  const known = made.map(([type, id, properties]) => ({
    type,
    known: { id, urn: `urn:pulumi:test::test::${type}::${id}`, properties: properties ?? {} } satisfies Known,
  }));
  return {
    find: (type, id) => known.find((item) => item.type === type && item.known.id === id)?.known,
    all: (type) => known.filter((item) => item.type === type).map((item) => item.known),
  };
}

/** All problems that the row's rules find in these inputs, at creation. */
export function problemsOf(
  row: Row,
  inputs: Properties,
  world: World = testWorld(),
  facts: Facts = testFacts(),
): string[] {
  const found = (row.rules ?? []).map((rule) => rule.check(inputs, world, facts));
  return found.filter((problem) => problem !== undefined);
}

/** A case of a rule: inputs, and either what is refused (part of the message) or nothing when they are accepted. */
export interface RuleCase {
  /** What the case shows; the test's name. */
  readonly title: string;
  /** The resource's inputs. */
  readonly inputs: Properties;
  /** Resources that are there already. Default: none. */
  readonly world?: World;
  /** Default: `testFacts()`. */
  readonly facts?: Facts;
  /** Part of the only problem's message. Default: the inputs are accepted. */
  readonly refused?: RegExp;
}

/** Runs the row's rules over the case. @throws AssertionError when they find something else than the case says. */
export function assertCase(row: Row, { inputs, world, facts, refused }: RuleCase): void {
  const problems = problemsOf(row, inputs, world, facts);
  if (refused === undefined) {
    assert.deepEqual(problems, []);
    return;
  }
  assert.equal(problems.length, 1, `expected one problem, got: ${problems.join(" | ") || "none"}`);
  assert.match(problems[0] as string, refused);
}
