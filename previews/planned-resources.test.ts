import assert from "node:assert/strict";
import { PlannedResources } from "./planned-resources.ts";

const urn = (type: string, name: string) => `urn:pulumi:dev::foundation::${type}::${name}`;
const vpc = "aws:ec2/vpc:Vpc";
const network = "platform:network:Network";

function side(type: string, name: string, inputs: object = {}, rest: object = {}) {
  return { urn: urn(type, name), type, custom: type.startsWith("aws:"), inputs, outputs: { big: "x" }, ...rest };
}

/** What each event says of a step: the one before it and the one after. */
function resourcesOf(...steps: readonly { op: string; old?: object; new?: object }[]) {
  const resources = new PlannedResources();
  for (const step of steps) {
    const metadata = { urn: "", type: "", ...step };
    resources.receive({ resourcePreEvent: { metadata } });
    resources.receive({ resOutputsEvent: { metadata } });
  }
  const { before, after } = resources.finish("foundation", "af-south-1");
  const told = (all: typeof before) => all.map(({ name, inputs }) => [name, inputs.size]);
  return { before, after, told: { before: told(before), after: told(after) } };
}

describe("the resources of a stack before and after a change", () => {
  it("are those that stay, come and go", () => {
    const { told } = resourcesOf(
      { op: "same", old: side(vpc, "same", { size: 1 }), new: side(vpc, "same", { size: 1 }) },
      { op: "create", new: side(vpc, "new", { size: 2 }) },
      { op: "update", old: side(vpc, "grown", { size: 3 }), new: side(vpc, "grown", { size: 4 }) },
      { op: "delete", old: side(vpc, "gone", { size: 5 }) },
      // The engine tells as old what it found.
      { op: "import", old: side(vpc, "adopted", { size: 6 }), new: side(vpc, "adopted", { size: 6 }) },
    );
    assert.deepEqual(told, {
      before: [
        ["same", 1],
        ["grown", 3],
        ["gone", 5],
      ],
      after: [
        ["same", 1],
        ["new", 2],
        ["grown", 4],
        ["adopted", 6],
      ],
    });
  });

  it("hold a replaced one once on each side, in both orders of a replacement", () => {
    const old = side(vpc, "vpc", { size: 1 });
    const next = side(vpc, "vpc", { size: 2 });
    const steps = [
      { op: "create-replacement", old, new: next },
      { op: "replace", old, new: next },
      { op: "delete-replaced", old },
    ];
    const expected = { before: [["vpc", 1]], after: [["vpc", 2]] };
    assert.deepEqual(resourcesOf(...steps).told, expected);
    assert.deepEqual(resourcesOf(...steps.toReversed()).told, expected);
  });

  it("follow a new name, and leave out what an earlier replacement has yet to delete", () => {
    const { told } = resourcesOf(
      { op: "same", old: side(vpc, "old-name", { size: 1 }), new: side(vpc, "new-name", { size: 1 }) },
      { op: "delete", old: side(vpc, "left", { size: 9 }, { delete: true }) },
    );
    assert.deepEqual(told, { before: [["old-name", 1]], after: [["new-name", 1]] });
  });

  it("know region and component, and nothing of outputs", () => {
    const component = side(network, "network");
    const child = side(vpc, "vpc", { region: "us-east-1" }, { parent: component.urn });
    const { after } = resourcesOf({ op: "create", new: component }, { op: "create", new: child });
    assert.deepEqual(after, [
      {
        stack: "foundation",
        type: vpc,
        name: "vpc",
        component: "network",
        region: "us-east-1",
        inputs: { region: "us-east-1" },
      },
    ]);
  });

  it("drop what they do not know", () => {
    const resources = new PlannedResources();
    for (const event of [undefined, "x", {}, { resourcePreEvent: 1 }, { resourcePreEvent: { metadata: { op: 1 } } }]) {
      resources.receive(event);
    }
    assert.deepEqual(resources.finish("foundation", "af-south-1"), { before: [], after: [] });
  });
});
