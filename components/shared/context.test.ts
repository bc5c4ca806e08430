import assert from "node:assert/strict";
import { testIdentity } from "../../test/identity.ts";
import { collect } from "../../test/pulumi-mocks.ts";
import { createContext } from "./context.ts";
import { createProvider } from "./provider.ts";

const tags = {
  project: "acme",
  environment: "dev",
  owner: "platform-team",
  "cost-center": "cc-1042",
  "managed-by": "pulumi",
  repository: "acme/platform",
};

describe("createContext", () => {
  it("gives names and tags", () => {
    const context = createContext(testIdentity);
    assert.equal(context.name("network"), "acme-dev-network");
    assert.deepEqual(context.tags, tags);
  });

  it("leaves room for the suffix that Pulumi adds to a role's name", () => {
    assert.equal(createContext(testIdentity).name("x".repeat(100)).length, 56);
    assert.equal(createContext(testIdentity).name("x".repeat(100), 24).length, 24);
  });

  it("refuses tags that AWS refuses", () => {
    assert.throws(() => createContext({ ...testIdentity, owner: "R&D", costCenter: "<none>" }), {
      message: [
        "The tags of acme-dev are refused by AWS:",
        'The tag "owner" has the value "R&D": allowed are letters, digits, spaces and _ . : / = + - @.',
        'The tag "cost-center" has the value "<none>": allowed are letters, digits, spaces and _ . : / = + - @.',
      ].join("\n"),
    });
  });
});

describe("createProvider", () => {
  it("is bound to region and account, and tags everything", async () => {
    const { resources } = await collect(() => {
      createProvider(createContext(testIdentity));
    });
    assert.deepEqual(
      resources.map(({ type, name, inputs }) => ({
        type,
        name,
        region: inputs.region,
        allowedAccountIds: JSON.parse(inputs.allowedAccountIds),
        defaultTags: JSON.parse(inputs.defaultTags),
      })),
      [
        {
          type: "pulumi:providers:aws",
          name: "aws",
          region: "af-south-1",
          allowedAccountIds: ["111122223333"],
          defaultTags: { tags },
        },
      ],
    );
  });
});
