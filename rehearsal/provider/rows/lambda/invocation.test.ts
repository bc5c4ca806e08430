import assert from "node:assert/strict";
import { unknown } from "../../row.ts";
import { describeRules } from "../test-cases.ts";
import { testFacts, testWorld } from "../test-world.ts";
import { invocation } from "./invocation.ts";

const world = testWorld(["aws:lambda/function:Function", "ops", { arn: "arn:aws:lambda:af-south-1:1:function:ops" }]);

describeRules(
  invocation,
  { functionName: "ops", input: "{}" },
  [
    ["an ARN", { functionName: "arn:aws:lambda:af-south-1:1:function:ops" }, undefined],
    ["what is not known yet", { functionName: unknown, input: unknown }, undefined],
    ["an input that is no JSON", { input: "version 3" }, /input is version 3: it must be JSON/],
    ["another life", { lifecycleScope: "CRUD" }, /lifecycleScope is CRUD: only CREATE_ONLY is rehearsed/],
    ["a function that does not exist", { functionName: "other" }, /functionName is other, which is no function/],
  ],
  world,
);

describe("invocation", () => {
  const payload = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

  it("calls the function with the input and waits for its answer", () => {
    const { operation, parameters } = invocation.create.call({ functionName: "ops", input: '{"a":1}' }, testFacts());
    assert.equal(operation, "Invoke");
    assert.deepEqual(
      { ...parameters, Payload: String(parameters.Payload) },
      {
        FunctionName: "ops",
        InvocationType: "RequestResponse",
        Qualifier: "$LATEST",
        Payload: '{"a":1}',
        TenantId: undefined,
      },
    );
  });

  it("gives the answer as its result, and fails with the function's error", () => {
    assert.deepEqual(invocation.create.outputs?.({ Payload: payload({ done: true }) }), { result: '{"done":true}' });
    assert.throws(
      () => invocation.create.outputs?.({ FunctionError: "Unhandled", Payload: payload({ errorMessage: "no" }) }),
      /the function failed \(Unhandled\): .*"no"/,
    );
  });

  it("is another one with another input", () => {
    const id = (input: string) => invocation.identify({ functionName: "ops", input }, testFacts());
    assert.match(id("{}"), /^ops,\$LATEST,[0-9a-f]{32}$/);
    assert.notEqual(id("{}"), id("[]"));
  });
});
