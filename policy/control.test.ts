import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { decided, list, must, mustEvery, type Properties, refers, type StackResource } from "./control.ts";

/** How the SDK hands over properties, and what stands in a preview for a value that is not known; its types keep both to itself. */
const { unknownCheckingProxy, unknownStringValue } = createRequire(import.meta.url)("@pulumi/policy/proxy.js") as {
  unknownCheckingProxy: (props: object) => Properties;
  unknownStringValue: string;
};

const resource = (name: string, props: object, sources: StackResource["sources"] = {}): StackResource => ({
  type: "aws:sqs/queue:Queue",
  name,
  urn: `urn:pulumi:dev::test::aws:sqs/queue:Queue::${name}`,
  props: unknownCheckingProxy(props),
  opts: {},
  sources,
});

describe("a guard rail's rule", () => {
  const check = must(({ key }) => key === "good", "the key is bad");

  it("finds nothing while the value is not known yet, and looks again when it is", () => {
    assert.deepEqual(check(resource("one", { key: unknownStringValue })), []);
    assert.deepEqual(check(resource("one", { key: "good" })), []);
    assert.deepEqual(check(resource("one", { key: "poor" })), ["the key is bad"]);
    assert.deepEqual(check(resource("one", {})), ["the key is bad"]);
  });

  it("is not silent about mistakes of its own", () => {
    assert.throws(() => must(({ a }) => a.b.c, "")(resource("one", {})), TypeError);
  });

  it("looks at each resource of a stack for itself", () => {
    const resources = [resource("unknown", { key: unknownStringValue }), resource("bad", { key: "poor" })];
    const found = mustEvery([resources[0]?.type ?? ""], ({ props }) => props.key === "good", "bad")({ resources });
    assert.deepEqual(
      found.map((one) => one.resource.name),
      ["bad"],
    );
  });
});

describe("a reference between resources", () => {
  it("is seen by value, or by where an unknown value comes from", () => {
    const queue = resource("queue", { arn: "arn:aws:sqs:::queue", url: unknownStringValue });
    assert.equal(refers(resource("a", { endpoint: "arn:aws:sqs:::queue" }), "endpoint", queue), true);
    assert.equal(refers(resource("b", { endpoint: "arn:aws:sqs:::other" }), "endpoint", queue), false);
    const unknown = { endpoint: unknownStringValue };
    assert.equal(refers(resource("c", unknown, { endpoint: [queue.urn] }), "endpoint", queue), true);
    assert.equal(refers(resource("d", unknown), "endpoint", queue), false);
    assert.equal(refers(resource("e", {}), "endpoint", queue), false);
  });

  it("takes one value, several and none as a list", () => {
    assert.deepEqual([list("a"), list(["a", "b"]), list(undefined)], [["a"], ["a", "b"], []]);
    assert.equal(
      decided(() => 0),
      0,
    );
  });
});
