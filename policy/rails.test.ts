import assert from "node:assert/strict";
import { judge, law, madeByShape, type Subject, subject, subjectsOf } from "../test/guard-rails.ts";
import type { Finding } from "./judge.ts";
import type { Mutation } from "./mutation.ts";
import { mutations as usual } from "./mutations.ts";
import { controls, stackControls } from "./rails.ts";
import { good, unusedMutations } from "./unused-services.ts";

const rails = [...controls, ...stackControls];
const mutations: Readonly<Record<string, Mutation>> = { ...usual, ...unusedMutations };
const said = ({ rail, resource, problem }: Finding) => `${resource.name}: ${rail.control} ${problem}`;
const broken = (findings: readonly Finding[]) => findings.filter(({ exception }) => exception === undefined);

/** The shape, changed. */
function mutate(subjects: Subject[], { type: short, name = /^/, change, add, unprotect }: Mutation): Subject[] {
  const type = short.startsWith("pulumi:") ? short : `aws:${short}`;
  if (add !== undefined) return [...subjects, subject("prod", type, "added", add, { protect: true })];
  const index = subjects.findIndex((one) => one.inputs.type === type && name.test(one.inputs.name));
  const found = subjects[index];
  assert.ok(found !== undefined, `there is no ${type} called ${name}`);
  if (unprotect) return subjects.with(index, { ...found, made: { ...found.made, opts: { protect: false } } });
  if (change === undefined) return subjects.toSpliced(index, 1);
  const props = structuredClone(found.inputs.props);
  change(
    props,
    subjects.map(({ made }) => made),
  );
  const { id, arn } = found.made.props;
  const inputs = { ...found.inputs, props };
  return subjects.with(index, { inputs, made: { ...found.made, props: { id, arn, ...props } } });
}

describe("the guard rails", function () {
  // Each asks all guard rails about a whole environment.
  this.timeout(20_000);
  before(async function () {
    this.timeout(180_000);
    await madeByShape();
  });

  it("find nothing in what the stacks make, in all shapes and the account, but what is excepted", async () => {
    for (const shape of (await madeByShape()).keys()) {
      assert.deepEqual(broken(judge(await subjectsOf(shape))).map(said), [], shape);
    }
  });

  it("find nothing in resources that no stack makes yet, when they are as they should be", () => {
    for (const [type, props] of Object.values(good)) {
      assert.ok(
        controls.some(({ types }) => types.includes(`aws:${type}`)),
        `no guard rail looks at ${type}`,
      );
      const one = subject("prod", `aws:${type}`, "good", props, { protect: true });
      assert.deepEqual(broken(judge([one])).map(said), [], type);
    }
  });

  it("have one name each", () => {
    const names = rails.map(({ control }) => control);
    assert.deepEqual(
      names.filter((name, index) => names.indexOf(name) !== index),
      [],
    );
  });

  it("speak in sentences", () => {
    for (const { control, title, remedy } of rails)
      for (const text of [title, remedy]) assert.match(text, /^[A-Z].{5,}\.$/, control);
  });

  it("have a mutation each, but those that are waived everywhere", () => {
    const everywhere = law.exceptions.flatMap(({ control, scopes }) =>
      scopes.some((scope) => Object.keys(scope).length === 0) ? [control] : [],
    );
    const wanted = rails.map(({ control }) => control).filter((control) => !everywhere.includes(control));
    assert.deepEqual(Object.keys(mutations).sort(), wanted.sort());
  });

  for (const [control, mutation] of Object.entries(mutations)) {
    const { shape = "prod", also = [] } = mutation;
    it(`${[control, ...also].join(", ")}: report a break, and nothing else does`, async () => {
      const findings = broken(judge(mutate(await subjectsOf(shape), mutation)));
      assert.deepEqual([...new Set(findings.map(({ rail }) => rail.control))].sort(), [control, ...also].sort());
    });
  }
});
